"""What `hyosan words` finds in the text of a story, and where."""

from __future__ import annotations

from pathlib import Path
from textwrap import dedent

from game.authoring.words.findings import Finding
from game.authoring.words.lexicon import Lexicon, read_lexicon
from game.authoring.words.places import Places
from game.authoring.words.repeats import repeats
from game.authoring.words.style import long_options, style
from game.authoring.words.texts import Text, texts_of
from game.diagnostics import Report
from game.loading import load_texts
from game.story.model import Story
from tests.making import DECLARATIONS


def story(scenes: str, **files: str) -> tuple[Story, tuple[Text, ...], Places]:
    sources = {"story.yaml": DECLARATIONS, "scenes.yaml": dedent(scenes)} | {
        f"{name}/x.yaml": dedent(text) for name, text in files.items()
    }
    made, report = load_texts(sources)
    assert made is not None, report.draw()
    texts = texts_of(made)
    return made, texts, Places.of(report.sources, texts)


def lexicon(tmp_path: Path, text: str) -> Lexicon:
    path = tmp_path / "words.txt"
    path.write_text(text, encoding="utf-8")
    return read_lexicon([("words.txt", path)], Report())


def places_of(findings: tuple[Finding, ...], measure: str) -> list[str]:
    found = [finding for finding in findings if finding.measure == measure and finding.span is not None]
    return [f"{finding.span.line}:{finding.text}" for finding in found if finding.span is not None]


def test_a_phrase_is_placed_on_its_own_line_even_inside_a_variant(tmp_path: Path) -> None:
    _, texts, places = story("""
        first:
          script:
            - |
              Nothing happens here,
              and then {told: a purple
              dog|a purple cat and a purple dog} comes.
            - end: fine
        """)
    result = style(texts, lexicon(tmp_path, "[only never]\npurple dog\npurple cat\n"), places)
    assert places_of(result.findings, "cliches") == ["6:purple dog", "7:purple cat", "7:purple dog"]


def test_a_phrase_that_begins_before_a_variant_and_ends_in_it_is_found_once(tmp_path: Path) -> None:
    _, texts, places = story("""
        first:
          script:
            - "It is a purple {told: dog|{noise > 2: cat|dog}}, it is."
            - end: fine
        """)
    result = style(texts, lexicon(tmp_path, "[only never]\npurple dog\n"), places)
    assert places_of(result.findings, "cliches") == ["4:purple dog"]


def test_a_phrase_that_may_stand_once_an_act_is_free_the_first_time_in_each(tmp_path: Path) -> None:
    one = "{}:\n  script:\n    - A purple dog.\n    - {}\n    - goto: {}\n"
    _, texts, places = story(
        "first:\n  script:\n    - goto: one\n",
        a=one.format("one", "Nothing.", "two"),
        b="two:\n  script:\n    - A purple dog.\n    - Another purple dog.\n    - end: fine\n",
    )
    result = style(texts, lexicon(tmp_path, "[only once an act]\npurple dog\n"), places)
    cliches = [each.span for each in result.findings if each.measure == "cliches" and each.span]
    assert [(span.file, span.line) for span in cliches] == [("b/x.yaml", 4)]


def test_the_rates_are_of_a_thousand_words_of_all_texts(tmp_path: Path) -> None:
    _, texts, places = story("""
        first:
          look: {dog: "Purple, as if painted."}
          script:
            - su_hyeok: "Cold — and it smells — of white 10–12 paint."
            - end: fine
        """)
    result = style(texts, lexicon(tmp_path, "[only sight]\nwhite\npurple\n[only touch]\ncold\n[only smell]\nsmells\n"), places)
    words = sum(text.words for text in texts)
    assert result.values["dashes"] == 2 * 1000 / words
    assert result.values["sensory"] == 4 * 1000 / words
    assert result.values["not_visual"] == 2 / 4
    assert result.values["similes"] == 1000 / words


def test_what_each_writes_out_for_several_students_is_one_text() -> None:
    made, texts, _ = story("""
        first:
          script:
            - each: student where state == with_you
              then: "{it.name} has come."
            - choose:
                - id: go
                  each: student where state == with_you
                  pick: "{it.name} goes."
            - end: fine
        """)
    assert len(made.students) == 2
    assert [text.kind for text in texts if text.scene] == ["prose", "option"]


SCENES = "".join(
    f"s{number}:\n  script:\n    - {text}\n    - goto: s{number + 1}\n"
    for number, text in enumerate(
        [
            "Ha-ri looks at the old red door. Go on.",
            "You see the old red door again, and the old red door.",
            "Behind the old red door it rains.",
            "Beyond the old. Red door stays shut.",
            "Nobody is at the old red door.",
        ]
    )
)


def five_scenes() -> tuple[tuple[Text, ...], Places]:
    _, texts, places = story(f"first:\n  script:\n    - goto: s0\n{SCENES}s5:\n  script:\n    - end: fine\n")
    return texts, places


def test_four_words_in_four_scenes_are_found_but_not_across_a_stop_or_a_name() -> None:
    texts, places = five_scenes()
    assert repeats(texts, ["The door"], (), places).values == {"repeats": 0}  # `door` is a name here: three words are left
    result = repeats(texts, ["Ha-ri"], (), places)
    assert result.values == {"repeats": 1}
    (finding,) = result.findings
    assert finding.text == "“the old red door” in 4 scenes"
    assert [span.line for span in (finding.span, *finding.others) if span] == [6, 10, 14, 22]


def test_a_motif_may_come_back() -> None:
    texts, places = five_scenes()
    assert repeats(texts, [], [("red", "door")], places).values == {"repeats": 0}


def test_an_option_of_too_many_words_is_a_finding() -> None:
    _, texts, _ = story("""
        first:
          script:
            - choose:
                - pick: Go
                - id: long
                  pick: "Go {told: one two three four five six seven eight nine ten eleven|on}"
            - end: fine
        """)
    assert [(found.stop, found.text[:8]) for found in long_options(texts)] == [("long", "12 words")]
