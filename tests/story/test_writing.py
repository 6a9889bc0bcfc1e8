"""What is written back is what an author could have typed: reading it again gives the same tree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import count
from pathlib import Path

import pytest

from game.diagnostics import Report, Span
from game.language.effects import read_effect
from game.language.scope import Scope, Source
from game.language.text import read_text
from game.language.tree import Conditional, Constant, Effect, Expression, Piece, Read, Template, Total, Variant
from game.language.types import read_condition, read_number
from game.loading import load
from game.story.model import Check, Choose, Do, If, Option, Paragraph, Speech, Story, beats
from game.story.writing import Writer
from tests import making

SCENES = Path(__file__).parent.parent.parent / "scenes"
SMALL = """
first:
  script:
    - label: gate
    - choose:
        - {pick: Leave, goto: yard}
        - {pick: Stay, end: fine}
yard:
  script:
    - label: su_hyeok
    - label: ha_ri
    - end: fine
"""


@cache
def small() -> Story:
    return making.program(SMALL).story


@cache
def shipped() -> Story:
    story, report = load(SCENES)
    assert story is not None, report.draw()
    return story


def scope_of(story: Story) -> Scope:
    """What the expressions and texts of a story may name, made from the linked story."""
    domains = {name: each.domain for name, each in story.variables.items()}
    steps = count(1)
    return Scope(
        variables=domains,
        attributes={name.partition(".")[0]: domain for name, domain in domains.items() if "." in name},
        students=tuple(member.id for member in story.students),
        cast={member.id: member.name for member in story.cast.values()},
        pronouns={member.id: ("he", "him", "his") for member in story.cast.values()},
        notes=set(story.notes),
        achievements=set(story.achievements),
        targets=targets_of(story),
        ask=lambda kind, target: f"{kind} {target}",
        step=lambda: f"step {next(steps)}",
    )


_TARGETS: dict[int, tuple[Story, set[str]]] = {}
"""By the identity of a story, which is kept with it: going through the shipped one costs more than reading a condition."""


def targets_of(story: Story) -> set[str]:
    """Every scene, and every name inside one."""
    if id(story) not in _TARGETS:
        inside = {f"{scene.id}.{name}" for scene in story.scenes.values() for name in names_in(scene.script)}
        _TARGETS[id(story)] = story, {*story.scenes, *inside}
    return _TARGETS[id(story)][1]


def names_in(script: object) -> Iterator[str]:
    for beat in beats(script):  # type: ignore[arg-type]  # a script, as its callers have it
        if isinstance(beat, Choose):
            for option in beat.options:
                yield from {option.id, option.source}
        elif hasattr(beat, "name"):
            yield beat.name


def source(text: str) -> Source:
    return Source(text, lambda start, length: Span("here", 1, start + 1, length))


def condition(text: str, story: Story) -> Expression:
    report = Report()
    tree = read_condition(source(text), scope_of(story), report)
    assert tree is not None, f"{text}\n{report.draw()}"
    return tree


def effects(text: str, story: Story) -> tuple[Effect, ...]:
    report = Report()
    found = read_effect(source(text), scope_of(story), report)
    assert found is not None, f"{text}\n{report.draw()}"
    return found


def template(text: str, story: Story) -> Template:
    report = Report()
    found = read_text(source(text), scope_of(story), report)
    assert found is not None, f"{text}\n{report.draw()}"
    assert len(found) == 1, text
    return found[0].text


def numbered(text: Template, steps: Iterator[int] | None = None) -> Template:
    """The text with its varying parts counted anew: their slots say only which one of a scene each is."""
    steps = steps or count(1)
    return tuple(_numbered(piece, steps) for piece in text)


def _numbered(piece: Piece, steps: Iterator[int]) -> Piece:
    if isinstance(piece, Variant):
        slot = f"step {next(steps)}"
        return replace(piece, slot=slot, alternatives=tuple(numbered(each, steps) for each in piece.alternatives))
    if isinstance(piece, Conditional):
        return replace(piece, then=numbered(piece.then, steps), otherwise=numbered(piece.otherwise, steps))
    return piece


@pytest.mark.parametrize(
    "written",
    [
        "true",
        "told",
        "not told",
        "told == true",
        "noise > 2",
        "noise + 2 * (noise - 1) <= -3",
        "noise - (noise - 1) == 0",
        "-noise < 0",
        "-(noise + 1) * 2 < 0",
        "2 < noise",
        "told and (noise > 2 or not told)",
        "not (told and noise > 2)",
        "(told or noise > 2) == told",
        "clock >= 01:30",
        "clock - 10 >= 23:10",
        "clock + 100 < 05:00",
        "clock - clock > 90",
        "clock in [22:40, 01:30]",
        "noise in [1, 3]",
        "noise not in [1, 3]",
        "first_told == ha_ri",
        "ha_ri != first_told",
        "first_told in [su_hyeok, ha_ri]",
        "rope in bag",
        "rope not in bag",
        "bag == []",
        "bag != [rope, tag]",
        "count(bag) < 2",
        "first_told == su_hyeok or first_told == ha_ri",
        "turn > 10",
        "turns_since(yard) > 3 and turns_since(first.gate) < 9999",
        "seen(yard) and not seen(yard.ha_ri)",
        "seen(first.leave)",
        "noted(gate)",
        "not noted(gate)",
        "not (told or noted(gate))",
        "trust.su_hyeok >= 2",
        "state.ha_ri == home",
        "count(student where state == with_you) >= 2",
        "count(student where it != ha_ri and trust > 0) == 1",
        "count(student where state == home and (trust > 0 or told)) + 1 > 1",
        "any(student where state == home)",
        "all(student where state == home)",
        "any(student where trust > 1 and state == home) and told",
        "count(student where seen(yard.it)) == 2",
        "count(student where first_told == it) == 1",
        "count(student where it == su_hyeok and trust > 1 or it == ha_ri and told) > 0",
    ],
)  # fmt: skip
def test_a_condition_comes_back_in_its_own_words(written: str) -> None:
    assert Writer.of(small()).condition(condition(written, small())) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("not (noise > 2)", "noise <= 2"),
        ("not (rope in bag)", "rope not in bag"),
        ("((told))", "told"),
        ("noise in [3]", "noise == 3"),
        ("told and (told and noise == 1)", "told and noise == 1"),
        ("not told == (noise > 2)", "told != (noise > 2)"),
        ("state.su_hyeok == home or state.ha_ri == home", "any(student where state == home)"),
        ("clock >= 1530", "clock >= 01:30"),
        ("clock > 9000", "clock > 9000"),
    ],
)
def test_other_spellings_come_back_in_the_one_that_means_the_same(typed: str, written: str) -> None:
    tree = condition(typed, small())
    assert Writer.of(small()).condition(tree) == written
    assert condition(written, small()) == tree


@pytest.mark.parametrize(
    "written",
    [
        "told = true",
        "noise += 1",
        "noise -= noise - 1",
        "noise = 3",
        "noise = noise * 2",
        "clock += 90",
        "clock = 01:30",
        "first_told = ha_ri",
        "bag += rope",
        "bag += [rope, food]",
        "bag -= [rope, tag]",
        "bag = [rope]",
        "told = noise > 2 or rope in bag",
        "note gate",
        "trust.su_hyeok -= 1",
    ],
)
def test_an_effect_comes_back_in_its_own_words(written: str) -> None:
    assert Writer.of(small()).effects(effects(written, small())) == [written]


def test_words_that_join_in_another_order_than_the_domains_are_told_apart() -> None:
    one_after_the_other = (*effects("bag += tag", small()), *effects("bag += rope", small()))
    assert Writer.of(small()).effects(one_after_the_other) == ["bag += tag", "bag += rope"]


@pytest.mark.parametrize(
    "written",
    [
        "Plain, with a colon: and a bar | and *emphasis*.",
        r"Braces \{ \} and a star \* and \<> and a backslash \\.",
        "It is {clock}, {noise} loud, {noise + 1} soon; {first_told} and {bag}.",
        "{first_told.name} goes.",
        "He knows.{told: So do you.|You do not.}",
        "He knows. {told: So do you.}",
        "Some{told:  and more}.",
        "roof{noise > 1: s}",
        "{told: |Nobody.}",
        "{told: A.}{noise > 2: B.}",
        "{One.|Two.|Three.}",
        "{&One|Two} and {!once} and {~a|b|}",
        r"{At 12:30|In\: the yard|a\|b}",
        "{told: It is so{noise > 2: , loudly|, quietly}.}",
        r"{told: a\|b|c: d}",
        "A line\\\nand another.",
        "{? noise == 0: Silence.|noise < 3: A step.|else: Steps.}",
        "So. {? told: He knows.|noise > 1: They: do.}",
        "{student where state == with_you} and {student where it != ha_ri and trust > 1}.",
        "{student where seen(yard.it)}",
        "{first_told.They} goes.",
    ],
)
def test_a_text_comes_back_in_its_own_words(written: str) -> None:
    assert Writer.of(small()).text(template(written, small())) == written


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("{noise: a|b|c}", "{? noise == 0: a|noise == 1: b|else: c}"),
        ("{first_told? nobody: a|su_hyeok, ha_ri: b}", "{first_told == nobody: a|b}"),
        ("{bag: a|{them}}", "{count(bag) == 0: a|{bag}}"),
        ("{noise? 0..1: a|2..4: b|else: c}", "{? noise <= 1: a|noise >= 2 and noise <= 4: b|else: c}"),
        ("{student where trust > 1: a|{them}}", "{count(student where trust > 1) == 0: a|{student where trust > 1}}"),
        ("{told: a|{noise > 1: b|c}}", "{? told: a|noise > 1: b|else: c}"),
    ],
)
def test_a_chosen_text_comes_back_as_the_conditions_that_choose_it(typed: str, written: str) -> None:
    tree = template(typed, small())
    assert Writer.of(small()).text(tree) == written
    assert template(written, small()) == tree


def test_names_can_be_written_as_another_version_has_them() -> None:
    new_names = {"noise": "din", "seen yard": "seen court", "trust.su_hyeok": "faith.su_hyeok", "trust.ha_ri": "faith.ha_ri"}
    writer = Writer.of(small(), lambda slot: new_names.get(slot, slot))
    tree = condition("noise > 2 and seen(yard) and any(student where trust > 1)", small())
    assert writer.condition(tree) == "din > 2 and seen(court) and any(student where faith > 1)"
    assert writer.effects(effects("noise += 1", small())) == ["din += 1"]


def test_a_count_over_conditions_of_no_common_shape_can_still_be_read_again() -> None:
    tree = Total((Read("told"), condition("noise > 2 or told", small())))
    written = Writer.of(small()).condition(tree)
    assert written == "count(student where it == su_hyeok and told or it == ha_ri and (noise > 2 or told))"
    found = condition(f"{written} > 0", small())
    assert getattr(found, "left", None) == tree


def trees(story: Story) -> Mapping[str, list[object]]:
    """Every condition, number, effect and text of a story."""
    found: dict[str, list[object]] = {
        "condition": [each.condition for each in story.always],
        "number": [],
        "effects": [],
        "text": [],
    }
    for scene in story.scenes.values():
        for beat in beats(scene.script):
            if isinstance(beat, If):
                found["condition"].append(beat.condition)
            elif isinstance(beat, Check) and beat.of is not None:
                found["number"].append(beat.of)
            elif isinstance(beat, Do):
                found["effects"].append(beat.effects)
            elif isinstance(beat, Paragraph | Speech):
                found["text"].append(beat.text)
            elif isinstance(beat, Choose):
                for option in beat.options:
                    add_option(option, found)
    return found


def add_option(option: Option, found: Mapping[str, list[object]]) -> None:
    found["condition"] += [option.when] if option.when is not None else []
    found["text"] += [text for text in (option.pick, option.locked) if text]


def test_all_of_the_shipped_story_can_be_written_and_read_again() -> None:
    story = shipped()
    writer, found, report, scope = Writer.of(story), trees(story), Report(), scope_of(story)
    assert all(len(each) > 3 for name, each in found.items() if name != "number")
    for tree in found["condition"]:
        assert tree == Constant(0) or condition(writer.condition(tree), story) == tree  # type: ignore[arg-type]  # as it was sorted
    for tree in found["number"]:
        assert read_number(source(writer.number(tree)), scope, report) == tree  # type: ignore[arg-type]  # as it was sorted
    for tree in found["effects"]:
        lines = writer.effects(tree)  # type: ignore[arg-type]  # as it was sorted
        assert tuple(effect for line in lines for effect in effects(line, story)) == tree
    for tree in found["text"]:
        written = writer.text(tree)  # type: ignore[arg-type]  # as it was sorted
        assert numbered(template(written, story)) == numbered(tree), written  # type: ignore[arg-type]  # as it was sorted
