"""What the tests of a story cover, and the reading list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from game.authoring.testing import Wishes
from game.authoring.testing import items as items_module
from game.authoring.testing.coverage import coverage_of
from game.authoring.testing.items import Item
from game.authoring.testing.proofreading import Explorer, FoundRun, explore, few_runs
from game.authoring.testing.reader import Matter, Reader
from game.authoring.testing.telling import plain
from game.authoring.testing.tracing import TracedProgram
from game.diagnostics import Report
from game.engine.program import Program
from game.engine.state import GameState, Move
from game.errors import HyosanError
from game.language.evaluate import Number, compile_expression
from game.language.tree import Expression, Not
from game.loading import load
from game.stories import shipped_story
from game.story.model import Story
from tests.authoring.test_testing import NIGHT, run
from tests.authoring.test_testing import night as night  # noqa: PLC0414  a fixture
from tests.making import DECLARATIONS
from tests.making import program as small

CHOICE = "- choose: [{pick: Again, goto: first}, {pick: Stop, end: fine}]"


def loaded(folder: Path) -> tuple[Story, Report]:
    story, report = load(folder)
    assert story is not None, report.draw()
    return story, report


def texts_shown(scenes: str, *picks: str, seed: int = 1) -> list[tuple[str, bool]]:
    """Each alternative of the texts of these scenes, and whether the run has shown it."""
    traced = TracedProgram(small(scenes).story)
    state = traced.start(seed).state
    for option in picks:
        state = traced.play(state, Move(option)).state
    shown = traced.take_shown()
    items = traced.inventory.items
    return [(item.name, number in shown) for number, item in enumerate(items) if item.kind == "text" and item.scene]


def test_each_side_of_a_condition_is_an_alternative_also_one_that_is_left_out() -> None:
    scenes = f"""
    first:
      script:
        - "It is {{noise > 2: loud|still}}{{told: , and he knows}}."
        {CHOICE}
    """
    assert texts_shown(scenes) == [("loud", False), ("still", True), (", and he knows", False), ("", True)]


def test_alternatives_inside_of_alternatives_count_and_mere_wrappers_do_not() -> None:
    scenes = f"""
    first:
      script:
        - "{{told: Yes.|{{noise > 2: Loud.|Still {{told: yes|no}}.}}}}"
        {CHOICE}
    """
    found = texts_shown(scenes)
    assert sorted(name for name, _ in found) == ["Loud.", "Still {…}.", "Yes.", "no", "yes"]
    assert {name for name, shown in found if shown} == {"Still {…}.", "no"}


@pytest.mark.parametrize(("kind", "after"), [("", ["One.", "Two."]), ("&", ["One.", "Two."]), ("!", ["One.", "Two."])])
def test_a_varying_text_shows_one_alternative_each_time(kind: str, after: list[str]) -> None:
    scenes = f"""
    first:
      script:
        - "{{{kind}One.|Two.|Three.}}"
        {CHOICE}
    """
    assert [name for name, shown in texts_shown(scenes, "again") if shown] == after


def test_a_once_that_is_used_up_is_an_alternative_without_words() -> None:
    scenes = f"""
    first:
      script:
        - "{{!One.|Two.}}"
        {CHOICE}
    """
    assert texts_shown(scenes, "again") == [("One.", True), ("Two.", True), ("", False)]
    assert texts_shown(scenes, "again", "again") == [("One.", True), ("Two.", True), ("", True)]


def test_words_of_options_locks_looks_and_notes_count_where_they_can_be_read() -> None:
    scenes = """
    first:
      look: {sky: "{told: Red.|Grey.}"}
      script:
        - choose:
            - {id: on, pick: "Go {noise > 1: on|off}", when: told, locked: "{noise > 1: Too loud.|Not yet.}", goto: first}
            - {pick: Stop, do: note gate, end: fine}
    """
    traced = TracedProgram(small(scenes).story)
    state = traced.start(1).state
    first = traced.take_shown()
    traced.play(state, Move("stop"))
    second = traced.take_shown()
    items = traced.inventory.items
    names = {(items[number].kind, items[number].name) for number in first if items[number].kind not in ("line", "scene")}
    assert names == {
        ("look", "sky"),
        ("text", "Grey."),
        ("text", "off"),
        ("locked", "Go {…} [on]"),
        ("text", "Not yet."),
    }
    assert {items[number].name for number in second} >= {"The gate", "He does not.", "Stop [stop]"}


def test_the_words_of_how_somebody_is_are_alternatives_that_can_be_read() -> None:
    people = DECLARATIONS.replace("on_jo: {name: On-jo}", 'on_jo: {name: On-jo, now: "{told: Glad.|Quiet.}"}')
    scenes = """
    first:
      script:
        - choose: [{id: go, pick: Go, do: told = true}, {id: stay, pick: Stay}]
        - end: fine
    """
    traced = TracedProgram(small(scenes, people).story)
    state = traced.start(1).state
    items, first = traced.inventory.items, traced.take_shown()
    traced.play(state, Move("go"))
    second = traced.take_shown()
    assert {items[each].name for each in first} >= {"On-jo", "Quiet."}
    assert "Glad." not in {items[each].name for each in first}
    assert "Glad." in {items[each].name for each in second}


def test_each_text_that_a_number_or_a_case_chooses_is_an_alternative() -> None:
    scenes = f"""
    first:
      script:
        - "{{noise: Still.|A step.|Steps.}} {{first_told? nobody: Untold.|else: Told.}}"
        {CHOICE}
    """
    shown = {"Still.": True, "A step.": False, "Steps.": False, "Untold.": True, "Told.": False}
    assert dict(texts_shown(scenes)) == shown


def test_an_achievement_counts_when_it_is_earned() -> None:
    scenes = "first: {script: [{choose: [{pick: Earn, do: achieve quiet}, {pick: Go}]}, {choose: [{pick: Stop, end: fine}]}]}"
    traced = TracedProgram(small(scenes, DECLARATIONS + "achievements: {quiet: {title: Quiet}, loud: {title: Loud}}\n").story)
    traced.play(traced.start(1).state, Move("earn"))
    shown = traced.take_shown()
    earned = {item.name: number in shown for number, item in enumerate(traced.inventory.items) if item.kind == "achievement"}
    assert earned == {"Quiet": True, "Loud": False}


def test_a_fallback_that_was_taken_counts_as_picked() -> None:
    scenes = """
    first:
      script:
        - choose:
            - {pick: Never, when: told, goto: first}
            - {fallback: true, then: So be it.}
        - end: fine
    """
    traced = TracedProgram(small(scenes).story)
    traced.start(1)
    shown = traced.take_shown()
    picked = [number in shown for number, item in enumerate(traced.inventory.items) if item.kind == "option"]
    assert picked == [False, True]


def test_what_stands_under_each_is_one_line_when_its_words_are_the_same() -> None:
    scenes = """
    first:
      script:
        - each: student where trust >= 1
          then: Somebody trusts you.
        - end: fine
    """
    traced = TracedProgram(small(scenes).story)
    kinds = [item.kind for item in traced.inventory.items]
    assert (kinds.count("line"), kinds.count("if")) == (1, 2)


def played(program: Program, seed: int, picks: tuple[str, ...]) -> Iterator[GameState]:
    state = program.start(seed).state
    yield state
    for option in picks:
        state = program.play(state, Move(option)).state
        yield state


@pytest.mark.parametrize("folder", [NIGHT, shipped_story()], ids=["small", "shipped"])
def test_listening_changes_nothing_of_a_run(folder: Path) -> None:
    story, _ = loaded(folder)
    traced = TracedProgram(story, whole=False)
    found = Explorer(traced).play(5)
    assert list(played(traced, 5, found.picks)) == list(played(Program(story), 5, found.picks))


def misjudged(folder: Path) -> list[Item]:
    """Alternatives that count as shown and whose words are not on the screen, or the other way round. Words are the judge."""
    story, _ = loaded(folder)
    traced, shown, blocks = TracedProgram(story), set[int](), list[str]()
    explorer = Explorer(traced)
    for seed in range(4):
        found, reader = explorer.play(seed), Reader(Matter(Program(story)))
        shown |= found.shown
        for state in played(Program(story), seed, found.picks):
            blocks += reader.blocks(state)
    text = plain("\n".join(blocks))
    items = list(enumerate(traced.inventory.items))
    literal = [(number, item) for number, item in items if item.kind == "text" and "{…}" not in item.name]
    not_there = [item for number, item in literal if number in shown and plain(item.name) not in text]
    told = [plain(item.name) for number, item in items if number in shown]
    hidden = [item for number, item in literal if number not in shown and len(item.name) > 20 and plain(item.name) in text]
    return not_there + [item for item in hidden if not any(plain(item.name) in words for words in told)]


@pytest.mark.parametrize("folder", [NIGHT, shipped_story()], ids=["small", "shipped"])
def test_alternatives_count_as_shown_when_their_words_can_be_read_and_only_then(folder: Path) -> None:
    assert misjudged(folder) == []


def test_listeners_that_take_the_wrong_side_are_found_out(monkeypatch: pytest.MonkeyPatch) -> None:

    def compile_wrong(expression: Expression, index: Mapping[str, int]) -> Number:
        return compile_expression(Not(expression), index)

    monkeypatch.setattr(items_module, "compile_expression", compile_wrong)
    assert len(misjudged(NIGHT)) > 1


def test_the_listing_names_every_line_with_what_was_shown() -> None:
    code, text = run(NIGHT, Wishes(coverage="all"))
    lines = text.split("\n")
    assert code == 0
    assert "  scenes.yaml:7     + text   Somebody has stopped talking." in lines
    assert "  scenes.yaml:9     - text   He knows." in lines
    assert "  scenes.yaml:9     + text   (nothing, beside) He knows." in lines
    assert "  scenes.yaml:40    + check  fail of latch" in lines
    assert any(line.endswith("things to look at") and "100 %" in line for line in lines)


def test_what_is_missing_leaves_out_what_was_shown_and_a_summary_has_no_lines() -> None:
    missing = run(NIGHT, Wishes(coverage="missing")).text
    assert " - text   He knows." in missing
    assert " + " not in missing.partition("Coverage")[0]
    assert "scenes.yaml:" not in run(NIGHT, Wishes(coverage="summary")).text


def test_coverage_of_fewer_tests_is_less() -> None:
    counts = [
        json.loads(run(NIGHT, Wishes(only=only, coverage="summary", format="json")).text)["coverage"]["counts"]
        for only in ("fence", "*")
    ]
    assert counts[0]["scene"] == {"shown": 1, "all": 2}
    assert counts[1]["scene"] == {"shown": 2, "all": 2}


def test_alternatives_stand_on_the_line_where_their_words_are() -> None:
    story, report = loaded(shipped_story())
    coverage = coverage_of(TracedProgram(story), frozenset(), report.sources)
    texts = [each.item for each in coverage.items if each.item.kind == "text" and "{…}" not in each.item.name and each.item.name]
    lines = {file: text.split("\n") for file, text in report.sources.items()}
    placed = [item for item in texts if item.name.split()[0] in lines[item.span.file][item.span.line - 1]]
    assert len(placed) >= 0.99 * len(texts) > 100


def test_few_runs_show_all_that_many_runs_show() -> None:
    story, _ = loaded(NIGHT)
    found = explore(TracedProgram(story), most_runs=200, patience=50)
    few = few_runs(found)
    together = frozenset[int]().union(*(each.shown for each in few))
    assert together == frozenset[int]().union(*(each.shown for each in found))
    assert len(few) < 8 < len(found)


def test_a_run_whose_items_the_others_show_is_left_out() -> None:
    """Greedy takes the long one first, which the two others then make needless."""
    long = FoundRun(1, (), frozenset({2, 3, 4, 5}))
    left, right = FoundRun(2, (), frozenset({1, 2, 3})), FoundRun(3, (), frozenset({4, 5, 6}))
    assert {each.seed for each in few_runs([long, left, right])} == {2, 3}


def test_a_reading_list_is_written_whose_transcripts_pass(night: Path) -> None:
    folder = night / "reading"
    code, text = run(night, Wishes(reading_list=folder))
    assert code == 0
    assert "items were never shown" in text
    assert "option Climb down again" in (folder / "not_shown.txt").read_text(encoding="utf-8")
    reading = (folder / "reading.txt").read_text(encoding="utf-8")
    for words in (
        "A moth has found the lamp.",
        "The lights come on.",
        "The rope would hold.",
        "He knows too.",
        "that you have read",
    ):
        assert words in reading
    assert reading.count("A moth has found the lamp.") == 1
    assert "nothing failed" in run(night).text


def test_a_reading_list_replaces_an_older_one_and_nothing_else(night: Path, tmp_path: Path) -> None:
    folder = night / "reading"
    run(night, Wishes(reading_list=folder))
    (folder / "run_99.transcript").write_text("old", encoding="utf-8")
    run(night, Wishes(reading_list=folder))
    assert not (folder / "run_99.transcript").exists()
    mine = tmp_path / "mine"
    mine.mkdir()
    (mine / "run_1.transcript").write_text("mine", encoding="utf-8")
    with pytest.raises(HyosanError, match="is not empty"):
        run(night, Wishes(reading_list=mine))
    assert [path.name for path in mine.iterdir()] == ["run_1.transcript"]


def test_a_reading_list_that_cannot_be_written_is_said(night: Path) -> None:
    code, text = run(night, Wishes(reading_list=night / "story.yaml"))
    assert code == 1
    assert "story.yaml cannot be written" in text


def test_items_are_told_apart_by_their_place() -> None:
    story, _ = loaded(NIGHT)
    items = TracedProgram(story).inventory.items
    assert len(items) == len(set(items))
    assert all(isinstance(item, Item) and item.span.line > 0 for item in items)
