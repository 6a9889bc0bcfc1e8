"""What can go wrong in a file of a story, trap by trap: the code of each, and what its message tells to do.

The list is that of what was found to hurt other readers of YAML, other little languages, and terminals.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from game.diagnostics import Diagnostic, Report
from game.loading import load, load_texts, resolver

STORY = """\
story: traps
title: Traps
start: first
cast: {su_hyeok: {name: Su-hyeok, student: true}}
variables:
  noise: {range: 0..5, show: meter}
  told: {flag: false, show: words}
  mood: {one of: [calm, tense], show: words}
  bag: {some of: [rope, food, tag], at most: 2, show: words}
endings: {fine: {title: Fine}}
"""
LAST = "    - end: fine\n"


class Trap(NamedTuple):
    """`advice` is some of what the message tells to do. `typed` are the beats of a scene."""

    code: str
    advice: str
    typed: str


def nested(depth: int) -> str:
    """So many `if` inside one another."""
    return "".join(f"{'  ' * step}- if: told\n{'  ' * (step + 1)}then:\n" for step in range(0, 2 * depth, 2))


YAML_TRAPS = {
    "50 KB of brackets": Trap("too-deep", "Make a scene of its own", "- " + "[" * 50_000),
    "brackets in brackets": Trap("too-deep", "Make a scene of its own", "- " + "[" * 60 + "x" + "]" * 60),
    "beats in beats": Trap("too-deep", "Make a scene of its own", nested(40)),
    "a merge key": Trap("merge-key", "Write out the keys", "- <<: {do: noise += 1}\n  do: noise += 1"),
    "an anchor before a list": Trap("anchor", "type what is meant in both places", "- choose: &all [{pick: A}]"),
    "an anchor before a text": Trap("anchor", '- "&so it is"', "- &so it is"),
    "an alias in a list": Trap("alias", "type what is meant in both places", "- do: [*all, noise += 1]"),
    "an alias before a text": Trap("alias", '- "*so* it is"', "- *so* it is"),
    "a beat inside a text": Trap("wrong-indentation", "Begin it in column 5", "- |\n  He waits.\n  - if: told\n    then: A"),
    "a tag": Trap("tag", '- "!!python/object:os.system x"', "- !!python/object:os.system x"),
    "a duplicate key": Trap("duplicate-key", "delete one", "- if: told\n  then: A\n  then: B"),
    "a second document": Trap("second-document", "Delete the line", "- One.\n---\n- Two."),
    "the end of a document": Trap("second-document", "Delete the line", "- One.\n...\n- Two."),
    "a tab": Trap("tab", "Type spaces instead", "-\tRun."),
    "a list as a key": Trap("key-not-text", '"[a]: b"', "- [a]: b"),
    "a question mark": Trap("needs-quotes", '- "? Who is it"', "- ? Who is it"),
    "quotes in quotes": Trap("text-after-quote", r'- "\"He said \"run\" twice.\""', '- "He said "run" twice."'),
    "quotes before the end": Trap("text-after-quote", r'- "\"Run,\" she says."', '- "Run," she says.'),
    "an apostrophe": Trap("text-after-quote", '- "It\'s him."', "- 'It's him.'"),
    "a quote that is never closed": Trap("unclosed-quote", "Close it where the text ends", '- "Run, she says.'),
    "a colon in prose": Trap("unknown-beat", '- "Guard: halt"', "- Guard: halt"),
    "two colons in prose": Trap("colon-in-text", '- "He said: run: now"', "- He said: run: now"),
    "a sign of a comment": Trap("empty-item", '- "# two"', "- # two"),
    "brackets": Trap("list-as-beat", '- "[Look]"', "- [Look]"),
    "brackets and text": Trap("needs-quotes", '- "[Look] there"', "- [Look] there"),
    "braces": Trap("unknown-beat", '- "{noise}"', "- {noise}"),
    "braces and text": Trap("needs-quotes", '- "{noise} steps"', "- {noise} steps"),
    "a bare @": Trap("needs-quotes", '- "@camp"', "- @camp"),
    "a backtick": Trap("needs-quotes", '- "`camp`"', "- `camp`"),
    "a percent sign": Trap("needs-quotes", '- "%d"', "- %d"),
    "a bar and text": Trap("text-after-bar", "- |", "- | so it is"),
    "two dashes": Trap("list-as-beat", '- "- Who is it?"', "- - Who is it?"),
    "no space after a colon": Trap("missing-space", "- if: told", "- if:told\n  then: A"),
    "a first line with spaces": Trap("wrong-indentation", "type `|4` instead of `|`", "- |\n       /\\\n    /  \\"),
    "a key in another column": Trap("wrong-indentation", "Begin it in column 7", "- if: told\n   then: A"),
    "a long dash for a dash": Trap("foreign-sign", "- Run.", "- A\n— Run."),
    "a short dash for a dash": Trap("foreign-sign", "- su_hyeok: Run.", "– su_hyeok: Run."),
    "the colon of another keyboard": Trap("foreign-sign", "- su_hyeok: Run.", "- su_hyeok： Run."),
    "a no-break space behind a dash": Trap("foreign-sign", "a plain space", "-\u00a0Run."),
    "no-break spaces before a dash": Trap("foreign-sign", "a plain space", "\u00a0\u00a0- Run."),
    "an item further in": Trap("wrong-indentation", "Begin it in column 5, as line 3 does", "- su_hyeok: A\n  - B"),
    "a number sign in a word or two": Trap("comment-in-prose", '- "Room #2 is #two."', "- Room #2 is #two."),
    "a comma in braces": Trap("unknown-key", "in quotes", "- choose: [{pick: Yes, of course}]"),
}
CHARACTER_TRAPS = {
    "NUL": Trap("unsafe-character", "Delete it", "- He said \x00 it."),
    "an escape sequence": Trap("unsafe-character", "Delete it", "- He said \x1b[2J it."),
    "a carriage return": Trap("unsafe-character", "Delete it", "- He said \r it."),
    "a control of the upper half": Trap("unsafe-character", "Delete it", "- He said \x9b it."),
    "a line separator": Trap("unsafe-character", "Delete it", "- He said \u2028 it."),
    "another direction of writing": Trap("unsafe-character", "Delete it", "- He said \u202e it."),
    "an isolate": Trap("unsafe-character", "Delete it", "- He said \u2066 it."),
    "a tag character": Trap("unsafe-character", "Delete it", "- He said \U000e0041 it."),
    "private use": Trap("unsafe-character", "Delete it", "- He said \ue000 it."),
    "a filler": Trap("unsafe-character", "Delete it", "- He said \u3164 it."),
    "no character at all": Trap("unsafe-character", "Delete it", "- He said \ufffe it."),
    "a space without width": Trap("unsafe-character", "Delete it", "- He said\u200b it."),
    "a soft hyphen": Trap("unsafe-character", "Delete it", "- He sa\u00adid it."),
    "a tower of marks": Trap("unsafe-character", "Delete it", "- He said e" + "\u0301" * 5 + " it."),
    "half of a character": Trap("not-utf8", "Save the file as UTF-8", "- He said \ud800 it."),
    "a byte order mark inside": Trap("unsafe-character", "Delete it", "- He said \ufeff it."),
    "an escape that is hidden": Trap("unsafe-character", "Delete it", r'- "He said \x1b[2J it."'),
    "an escape that there is not": Trap("bad-escape", r"He said \\q it.", r'- "He said \q it."'),
    "emoji that are joined": Trap("uncertain-width", "say it in words", "- A family: 👨‍👩‍👧 {noise}".replace(": ", " ")),
    "a flag": Trap("uncertain-width", "say it in words", "- A flag 🇰🇷"),
    "a keycap": Trap("uncertain-width", "say it in words", "- A key 1️⃣"),
    "an emoji selector": Trap("uncertain-width", "say it in words", "- A heart ❤️"),
    "a colour of skin": Trap("uncertain-width", "say it in words", "- A thumb 👍🏽"),
}
EXPRESSION_TRAPS = {
    "a long expression": Trap("expression-too-long", "a flag of its own", f"- if: {' and '.join(['told'] * 100)}\n  then: A"),
    "a deep expression": Trap("expression-too-deep", "a flag of its own", f"- if: {'(' * 30}told{')' * 30}\n  then: A"),
    "a large number": Trap("number-too-large", "at most 15 digits", "- if: noise > 9999999999999999\n  then: A"),
    "an attribute of Python": Trap("unknown-name", "There is", "- if: noise.__class__ == 2\n  then: A"),
    "a call of Python": Trap("bad-character", "begins with a letter", "- if: __import__(os) == 2\n  then: A"),
    "another function": Trap("unknown-function", "There is", "- if: eval(told)\n  then: A"),
    "an index": Trap("unexpected", "`rope in bag`", "- if: bag[0] == rope\n  then: A"),
    "a power": Trap("missing", "There are no powers", "- if: noise ** 2 > 4\n  then: A"),
    "a division": Trap("bad-character", "There is no division", "- if: noise / 2 > 1\n  then: A"),
    "a remainder": Trap("bad-character", "There is no remainder", "- if: noise % 2 == 1\n  then: A"),
    "prose for a condition": Trap("unexpected", "the names in story.yaml", "- if: you have the rope\n  then: A"),
    "is for ==": Trap("unexpected", "Write `==`", "- if: noise is 2\n  then: A"),
    "curled quotes": Trap("bad-character", "Words need no quotes", "- if: mood == ‘calm’\n  then: A"),
    "a no-break space": Trap("bad-character", "type a plain one", "- if: noise\u00a0> 2\n  then: A"),
    "a string": Trap("bad-character", "Words need no quotes", "- if: mood == 'calm'\n  then: A"),
    "a repeated string": Trap("bad-character", "Words need no quotes", "- if: mood == 'a' * 9\n  then: A"),
    "a word as an attribute": Trap("unknown-name", "write `rope in bag`", "- if: bag.rope\n  then: A"),
    "yes": Trap("unknown-name", "A flag stands alone", "- if: told == yes\n  then: A"),
    "another and": Trap("bad-character", "Write `and`", "- if: told && noise > 2\n  then: A"),
    "another or": Trap("bad-character", "Write `or`", "- if: told || noise > 2\n  then: A"),
    "a single equals": Trap("single-equals", "`==`", "- if: noise = 2\n  then: A"),
    "braces in a condition": Trap("bad-character", "a name stands alone", '- if: "{noise} > 2"\n  then: A'),
    "a number out of its range": Trap("outside-domain", "It goes from 0 to 5", "- do: noise = 9"),
    "a word of nothing": Trap("unknown-word", "Did you mean `tense`?", "- do: mood = tens"),
    "a number that always leaves its range": Trap("always-clamped", "It stays at 5", "- do: noise += 6"),
    "no change": Trap("not-an-effect", "An effect is", "- do: noise++"),
}
STORY_TRAPS = {
    "a name that is misspelt": Trap("unknown-name", "Did you mean `noise`?", "- if: noize > 2\n  then: A"),
    "somebody who is misspelt": Trap("unknown-beat", "Did you mean `su_hyeok`?", "- su_hyoek: Run."),
    "a key that is misspelt": Trap("unknown-key", "Did you mean `then`?", "- if: told\n  then: A\n  thne: B"),
    "a scene that is misspelt": Trap("unknown-scene", "Did you mean `first`?", "- goto: frist"),
    "the title of a scene": Trap("unknown-scene", "Type its id: `first`", "- goto: First"),
    "the file of a scene": Trap("unknown-scene", "In it there is: `first`", "- goto: scenes.yaml"),
    "an effect as a beat": Trap("unknown-beat", "Write `- do: note debt`", "- note: debt"),
    "an option that is not here": Trap(
        "unknown-target", "Did you mean `first.door`?", "- label: door\n- if: seen(.dor)\n  then: A"
    ),
    "seen in a scene without any": Trap("unknown-target", "no label and no option", "- if: seen(.door)\n  then: A"),
    "an option in another script": Trap("option-needs-id", "- id: answer_1", "- choose: [{pick: 네}, {pick: B}]"),
    "a star without a partner": Trap("stray-emphasis", "Close it", '- "He is *late."'),
    "two stars": Trap("stray-emphasis", "typed `*so*`", '- "He is **late**."'),
    "underscores": Trap("stray-emphasis", "typed `*so*`", "- He is _very late_."),
    "a member of the cast in a text": Trap("unknown-name", "type `{su_hyeok.name}`", '- "{su_hyeok} runs."'),
    "a form that there is not": Trap("unknown-name", "Did you mean `su_hyeok.they`?", '- "{su_hyeok.thay} runs."'),
    "a condition without its colon": Trap("unexpected", "`{told: He knows.}`", '- "{told He knows.}"'),
    "a label that is misspelt": Trap("unknown-label", "Did you mean `door`?", "- label: door\n- goto: .dor"),
    "an ending that is misspelt": Trap("unknown-ending", "Did you mean `fine`?", "- end: fien"),
    "a picture that there is not": Trap("unknown-art", "", "- art: fence"),
    "a sound that there is not": Trap("unknown-sound", "", "- sound: siren"),
    "an option that can never be": Trap(
        "never-on-offer", "Mend the condition", "- choose:\n    - pick: A\n      when: noise > 5\n    - pick: B"
    ),
    "two options with one id": Trap("double-name", "`id: go_2`", "- choose:\n    - {id: go, pick: A}\n    - {id: go, pick: B}"),
    "an option among beats": Trap("unknown-beat", "under `choose:` or `hub:`", "- pick: Go on"),
    "a side that tells nothing": Trap("empty-value", "Write what is told", "- harsh: He dies.\n  soft: []"),
    "a key without its owner": Trap("unknown-beat", "below `harsh:`", "- soft: He sleeps."),
    "a circle of jumps": Trap("endless-circle", "Put a `choose` on the way", "- goto: first"),
    "an effect that only some would have": Trap(
        "only-telling", "Put this before or behind", "- harsh: [{do: noise += 1}]\n  soft: He sleeps."
    ),
}
TRAPS = {**YAML_TRAPS, **CHARACTER_TRAPS, **EXPRESSION_TRAPS, **STORY_TRAPS}


def read(typed: str) -> Report:
    """What is said of a story with these beats."""
    beats = "".join(f"    {line}\n" if line.strip() not in ("---", "...") else f"{line}\n" for line in typed.split("\n"))
    return load_texts({"story.yaml": STORY, "scenes.yaml": f"first:\n  script:\n{beats}{LAST}"})[1]


def told(report: Report, trap: Trap) -> Diagnostic:
    """What is said of the trap."""
    found = next((each for each in report if each.code == trap.code), None)
    assert found is not None, report.draw()
    return found


@pytest.mark.parametrize("name", list(TRAPS))
def test_a_trap_has_its_code_its_place_and_advice(name: str) -> None:
    trap = TRAPS[name]
    found = told(read(trap.typed), trap)
    assert found.span.file == "scenes.yaml"
    assert found.span.line >= 3 or trap.code == "endless-circle"
    assert trap.advice in found.advice


def _many(count: int, line: str) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        text = "first:\n  script:\n" + "".join(line.format(number) for number in range(count)) + LAST
        (folder / "scenes.yaml").write_text(text, encoding="utf-8")

    return make


def _bytes(data: bytes, name: str = "scenes.yaml") -> Callable[[Path], object]:
    return lambda folder: (folder / name).write_bytes(data)


def _link(folder: Path) -> None:
    (folder.parent / "secret.yaml").write_text("secret: yes\n", encoding="utf-8")
    (folder / "linked.yaml").symlink_to(folder.parent / "secret.yaml")


def _picture(folder: Path) -> None:
    (folder / "art").mkdir()
    (folder / "art" / "fence.txt").write_text("|--|", encoding="utf-8")


FOLDER_TRAPS: dict[str, tuple[str, str, Callable[[Path], object]]] = {
    "a file of 5 MiB": ("file-too-large", "several files", _bytes(b"#" * (5 << 20))),
    "200,000 entries": ("too-many-entries", "several files", _many(200_001, "    - x\n")),
    "20,000 keys": ("too-many-keys", "", _bytes("".join(f"a{number}: x\n" for number in range(20_001)).encode())),
    "a text of 64 KiB": ("text-too-long", "several texts", _many(1, f"    - {'so ' * 22_000}\n")),
    "another encoding": ("not-utf8", "Save the file as UTF-8", _bytes("first: {script: [é]}".encode("cp1252"))),
    "UTF-16": ("not-utf8", "Save the file as UTF-8", _bytes("first: {script: [x]}".encode("utf-16"))),
    "a directive": ("directive", "Delete the line", _bytes(b"%YAML 1.1\n---\nfirst: {script: [x]}")),
    "a tag directive": ("directive", "Delete the line", _bytes(b"%TAG ! tag:x,2000:\n---\nfirst: {script: [x]}")),
    "two byte order marks": ("unsafe-character", "Delete it", _bytes("\ufeff\ufefffirst: {script: [x]}".encode())),
    "a link that leads out": ("link-leads-out", "Put a copy there", _link),
    "a link to nothing": ("unreadable-file", "rights", lambda folder: (folder / "x.yaml").symlink_to(folder / "y.yaml")),
    "a pipe": ("unreadable-file", "Put a file there", lambda folder: os.mkfifo(folder / "pipe.yaml")),
    "a hidden name": ("unsafe-character", "Rename it", _bytes(b"", "a\u202eb.yaml")),
    "two scenes with one id": ("double-scene", "another id", _bytes(b"first: {script: [end: fine]}", "again.yaml")),
    "a picture that is no picture": ("unknown-art", "Declare it", _picture),
}


@pytest.mark.skipif(os.name == "nt", reason="Windows makes no pipes, and links only for administrators")
@pytest.mark.parametrize("name", list(FOLDER_TRAPS))
def test_a_trap_in_a_folder_has_its_code_and_advice(name: str, tmp_path: Path) -> None:
    code, advice, make = FOLDER_TRAPS[name]
    folder = tmp_path / "story"
    folder.mkdir()
    (folder / "story.yaml").write_text(STORY, encoding="utf-8")
    (folder / "scenes.yaml").write_text(f"first:\n  script:\n{LAST}", encoding="utf-8")
    make(folder)
    found = next((each for each in load(folder)[1] if each.code == code), None)
    assert found is not None, load(folder)[1].draw()
    assert advice in found.advice


KEPT = ["no", "on", "12:30", "007", "1.10", "1e999", ".nan", "2001-99-99", "0o9", "1:99", "=", "~", "null", "[[red]]", "-5"]


@pytest.mark.parametrize("typed", KEPT)
def test_what_other_readers_take_for_something_else_is_text(typed: str) -> None:
    story, report = load_texts({"story.yaml": STORY, "scenes.yaml": f"first:\n  script:\n    - '{typed}'\n{LAST}"})
    assert story is not None, report.draw()
    if typed[0] not in "[=~":
        story, report = load_texts({"story.yaml": STORY, "scenes.yaml": f"first:\n  script:\n    - {typed}\n{LAST}"})
        assert story is not None, report.draw()


def test_a_byte_order_mark_before_a_file_is_dropped() -> None:
    story, report = load_texts({"story.yaml": STORY, "scenes.yaml": f"\ufefffirst:\n  script:\n{LAST}"})
    assert story is not None, report.draw()


TEN = """\
first:
  script:
    - if: noize > 2
      then: A
    - goto: secnd
second:
  mood: clod
  script:
    - su_hyoek: Hello.
    - do: bag += roop
    - end: fin
third:
  script:
    - It is dark.
    - do: noise += 9
fourth:
  script:
    - choose:
        - pick: A
          whn: told
        - pick: A
    - goto: third
"""


def test_every_mistake_is_told_at_once_whatever_else_is_wrong() -> None:
    report = load_texts({"story.yaml": STORY, "scenes.yaml": TEN})[1]
    assert [(each.span.line, each.code) for each in report if each.span.file == "scenes.yaml"] == [
        (3, "unknown-name"),
        (5, "unknown-scene"),
        (7, "unknown-mood"),
        (9, "unknown-beat"),
        (10, "unknown-word"),
        (11, "unknown-ending"),
        (15, "no-way-on"),
        (15, "always-clamped"),
        (20, "unknown-key"),
        (21, "double-name"),
    ]


def test_a_scene_with_a_mistake_is_not_said_to_lead_nowhere_for_it() -> None:
    scenes = "first:\n  script:\n    - goto: secnd\nsecond:\n  script:\n    - end: fine\n"
    report = load_texts({"story.yaml": STORY, "scenes.yaml": scenes})[1]
    assert [each.code for each in report] == ["unknown-scene"]


@pytest.mark.parametrize(
    ("typed", "near"), [("küche", "kueche"), ("the cellar", "the_cellar"), ("Kitchen", "kitchen"), ("café", "cafe"), ("복도", "")]
)
def test_an_id_that_cannot_be_one_is_told_the_nearest_that_can(typed: str, near: str) -> None:
    scenes = f"first:\n  script:\n{LAST}{typed}:\n  script:\n{LAST}"
    found = next(each for each in load_texts({"story.yaml": STORY, "scenes.yaml": scenes})[1] if each.code == "bad-id")
    assert f"Type `{near}`" in found.advice if near else "Type" not in found.advice


def test_the_folder_of_a_scene_is_told_from_the_scene() -> None:
    scenes = "first:\n  script:\n    - goto: camp\n"
    found = next(each for each in load_texts({"story.yaml": STORY, "camp/a.yaml": scenes})[1] if each.code == "unknown-scene")
    assert found.advice == "That is a folder; type the id of a scene. In it there is: `first`."


def test_comments_on_values_are_no_lost_text() -> None:
    assert not [
        each for each in read("- if: told  # does he?\n  then: A\n- do: noise += 1 #more") if each.code == "comment-in-prose"
    ]


def test_an_option_without_words_is_one_mistake() -> None:
    assert [each.code for each in read("- choose:\n    - pick:\n    - pick: B").errors] == ["empty-value"]


def test_a_story_without_scenes_is_told_where_they_stand() -> None:
    (found,) = load_texts({"story.yaml": STORY, "scenes.yaml": ""})[1].errors
    assert "end in .yaml" in found.advice


def test_a_start_in_a_file_that_cannot_be_read_is_no_second_mistake() -> None:
    scenes = f"first:\n  script:\n{LAST}".encode("utf-16")
    assert [each.code for each in load_texts({"story.yaml": STORY, "scenes.yaml": scenes})[1].errors] == ["not-utf8"]


@pytest.mark.parametrize(
    "typed", ["*Run*, she *says*.", "2 * 3 are six.", "A \\\\* of the text.", "{noise * 2} steps.", "The file is called a_b_c."]
)
def test_stars_that_are_meant_are_let_pass(typed: str) -> None:
    assert not [each for each in read(f'- "{typed}"') if each.code == "stray-emphasis"]


STUDENTS = "cast:\n" + "".join(f"  s{number}: {{name: S{number}, student: true}}\n" for number in range(32))
DECK = "".join(f"card_{number}:\n  deck: road\n  script: Hi.\n" for number in range(60))


def _each_in_each(depth: int, indent: int) -> str:
    pad = " " * indent
    if not depth:
        return f"{pad}- end: e\n"
    return f"{pad}- each: student\n{pad}  then:\n{_each_in_each(depth - 1, indent + 4)}"


def _options_in_options(depth: int, indent: int) -> str:
    pad = " " * indent
    if not depth:
        return f"{pad}- end: e\n"
    option = f"{pad}- choose:\n{pad}    - id: o{depth}\n{pad}      each: student\n{pad}      pick: Go\n{pad}      then:\n"
    return option + _options_in_options(depth - 1, indent + 8)


@pytest.mark.parametrize(
    ("more", "scenes"),
    [
        pytest.param(STUDENTS, f"a:\n  script:\n{_each_in_each(4, 4)}    - end: e\n", id="each in each"),
        pytest.param(STUDENTS, f"a:\n  script:\n{_options_in_options(4, 4)}    - end: e\n", id="options in options"),
        pytest.param(
            "decks: {road: R}\n", f"{DECK}a:\n  script:\n" + "    - deal: road\n" * 60 + "    - end: e\n", id="many deals",
        ),
        pytest.param(
            "decks: {road: R}\n", f"{DECK}a:\n  script:\n    - choose:\n" + "        - deal: road\n" * 60
            + "        - pick: Go\n          end: e\n", id="many hands",
        ),
        pytest.param(
            STUDENTS + "each student:\n" + "".join(f"  t{number}: {{range: 0..3}}\n" for number in range(400)),
            "a:\n  script:\n    - end: e\n", id="attributes",
        ),
    ],
)  # fmt: skip
def test_few_lines_that_would_be_written_out_to_very_many_are_refused(
    monkeypatch: pytest.MonkeyPatch, more: str, scenes: str
) -> None:
    monkeypatch.setattr(resolver, "MAX_WRITTEN_OUT", 2_000)
    story, report = load_texts(
        {"story.yaml": f"story: x\ntitle: X\nstart: a\nendings: {{e: {{title: E}}}}\n{more}", "scenes.yaml": scenes}
    )
    assert story is None
    assert [found.code for found in report.errors] == ["too-large"]
