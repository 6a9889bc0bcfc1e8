"""Every mistake of an author is reported at once, with a stable code, its place, and what to do."""

from __future__ import annotations

from textwrap import dedent

import pytest

from game.engine.program import Program
from game.engine.state import Move
from tests.making import DECLARATIONS, read

MISTAKES: dict[str, tuple[str, str, str]] = {
    # what is wrong: (code, the text that the place points at, a word of the message or the advice)
    "first: {script: [{goto: secnd}]}\nsecond: {script: [{end: fine}]}": ("unknown-scene", "secnd", "Did you mean `second`?"),
    "first: {script: [{goto: .there}]}": ("unknown-label", ".there", "no label or option `there`"),
    "first: {script: [{label: there}, {goto: there}]}": ("unknown-scene", "there", "type `.there`"),
    "first: {script: [{visit: secnd}]}\nsecond: {script: [{end: fine}]}": ("unknown-scene", "secnd", "second"),
    "first: {script: [{end: fien}]}": ("unknown-ending", "fien", "`fine`"),
    "first: {scirpt: [{end: fine}]}": ("unknown-key", "scirpt", "`script`"),
    "first: {title: No script}": ("missing-key", "{title: No script}", "needs `script`"),
    "first: {mood: frosty, script: [{end: fine}]}": ("unknown-mood", "frosty", "cold"),
    "first: {at: yrad, script: [{end: fine}]}": ("unknown-place", "yrad", "`yard`"),
    "first: {look: {fence: []}, script: [{end: fine}]}": ("wrong-shape", "[]", "thing to look at"),
    "first: {look: {'a, b': x, b: y}, script: [{end: fine}]}": ("double-name", "b", "`b`"),
    "First: {script: [{end: fine}]}": ("bad-id", "First", "lower-case"),
    "first:\n  script:\n    - Guard: halt\n    - end: fine": ("unknown-beat", "Guard", '`- "Guard: halt"`'),
    "first: {script: [{su_hyoek: Hi}, {end: fine}]}": ("unknown-beat", "su_hyoek", "`su_hyeok`"),
    "first: {script: [[Look], {end: fine}]}": ("list-as-beat", "[Look]", "quotes"),
    "first: {script: [{su_hyeok: ''}, {end: fine}]}": ("empty-value", "''", "says nothing"),
    "first: {script: [{choose: [Wait]}, {end: fine}]}": ("wrong-shape", "[Wait]", "`- pick: Wait`"),
    "first: {script: [{choose: [{then: x}]}, {end: fine}]}": ("missing-key", "{then: x}", "`pick`"),
    "first: {script: [{choose: [{pick: Go}, {pick: 'Go!'}]}, {end: fine}]}": ("double-name", "'Go!'", "`id: go_2`"),
    "first: {script: [{choose: [{pick: 네}]}, {end: fine}]}": ("option-needs-id", "네", "`id:`"),
    "first: {script: [{choose: [{pick: Go, sticky: true}]}, {end: fine}]}": ("clashing-keys", "sticky", "hub"),
    "first: {script: [{choose: [{pick: Go, locked: No}]}, {end: fine}]}": ("clashing-keys", "locked", "`when`"),
    "first: {script: [{choose: [{pick: Go, goto: first, end: fine}]}]}": ("clashing-keys", "end", "one place"),
    "first: {script: [{choose: [{pick: Go, fallback: true}]}, {end: fine}]}": ("clashing-keys", "pick", "never seen"),
    "first: {script: [{choose: [{pick: Go, once: yes}]}, {end: fine}]}": ("wrong-shape", "yes", "`true` or `false`"),
    "first: {script: [{each: teachers, then: x}, {end: fine}]}": ("bad-each", "teachers", "`each: student`"),
    "first: {script: [{each: student, then: [{label: x}]}, {end: fine}]}": ("label-in-each", "x", "each"),
    "first: {script: [{check: 140}, {end: fine}]}": ("bad-odds", "140", "0 to 100"),
    "first: {script: [{check: {odds: {3: 40}}}, {end: fine}]}": ("missing-key", "{odds: {3: 40}}", "`of`"),
    "first: {script: [{check: {of: noise, odds: {x: 40}}}, {end: fine}]}": ("bad-odds", "x", "numbers"),
    "first: {script: [{choose: [{id: a, each: student, pick: '{it.name}'}, {pick: Go}]}, {goto: .a}]}": (
        "unknown-label",
        ".a",
        "each student",
    ),
    "first: {script: [{choose: [{pick: Go}]}, {goto: go}]}": ("unknown-scene", "go", "`.go`"),
    "first: {script: ['{seen(.og): x}', {choose: [{pick: Go}]}, {end: fine}]}": ("unknown-target", ".og", "`first.go`"),
    "first: {script: [{if: nois > 2, then: x}, {end: fine}]}": ("unknown-name", "nois", "`noise`"),
    "first: {script: ['{nois}', {end: fine}]}": ("unknown-name", "nois", "`noise`"),
    "first: {script: [{do: noise = 9}, {end: fine}]}": ("outside-domain", "9", "0 to 5"),
    "first: {script: [{do: first_told = su_hyoek}, {end: fine}]}": ("unknown-word", "su_hyoek", "`su_hyeok`"),
    "first: {script: [{do: note gat}, {end: fine}]}": ("unknown-note", "gat", "`gate`"),
    "first: {script: ['{seen(frist): x}', {end: fine}]}": ("unknown-target", "frist", "`first`"),
    "first: {script: ['{go: x}', {choose: [{pick: Go}]}, {end: fine}]}": ("unknown-name", "go", "`seen(.go)`"),
    "first: {script: ['{first > 1: x}', {choose: [{pick: Go}]}, {end: fine}]}": ("unknown-name", "first", "`times(first)`"),
    "first: {script: [One., Two.]}": ("no-way-on", "Two.", "run out"),
    "first: {script: [{if: told, then: {end: fine}}]}": ("no-way-on", "{if: told, then: {end: fine}}", "`else`"),
    "first: {script: [{visit: second}, {end: fine}]}\nsecond: {script: [{visit: second}]}": ("visit-circle", "second", "itself"),
    "first: {script: [x, {goto: second}]}\nsecond: {script: [{goto: first}]}": ("endless-circle", "first", "choice"),
    "first: {script: [{end: fine}]}\nsecond: {script: [{end: fine}]}": ("unreachable-scene", "second", "nothing leads"),
    "first: {script: [{choose: [{pick: Go, when: noise > 5}, {pick: No}]}, {end: fine}]}": (
        "never-on-offer",
        "{pick: Go, when: noise > 5}",
        "never",
    ),
    "first: {script: [{choose: [{pick: Go, when: told, end: fine}]}]}": (
        "no-way-on",
        "{choose: [{pick: Go, when: told, end: fine}]}",
        "if no option",
    ),
    "- first": ("no-scenes", "- first", "begins with the id"),
}  # fmt: skip


@pytest.mark.parametrize("scenes", list(MISTAKES))
def test_a_mistake_is_said_with_its_code_and_place(scenes: str) -> None:
    code, pointed_at, word = MISTAKES[scenes]
    _, report = read(scenes)
    found = [each for each in report if each.code == code]
    assert len(found) == 1, report.draw()
    span = found[0].span
    line = dedent(scenes).split("\n")[span.line - 1]
    assert line[span.column - 1 : span.column - 1 + span.length] == pointed_at
    assert word in found[0].message + found[0].advice


DECLARED: dict[str, tuple[str, str, str]] = {
    "noise: {range: 5}": ("bad-range", "5", "0..5"),
    "noise: {range: 5..0}": ("bad-range", "5..0", "lower end"),
    "noise: {range: 0..5, start: 9}": ("outside-domain", "9", "range"),
    "noise: 5": ("wrong-shape", "5", "`flag`"),
    "noise: {range: 0..5, flag: true}": ("wrong-shape", "{range: 0..5, flag: true}", "just one"),
    "noise: {one of: [a, a]}": ("double-name", "[a, a]", "twice"),
    "noise: {one of: [a, b], start: c}": ("outside-domain", "c", "`a`"),
    "noise: {range: 0..5, show: timer}": ("unknown-word", "timer", "`time`"),
    "noise: {range: 0..5, show: time}": ("wrong-type", "time", "words"),
    "noise: {range: 0..5, at most: 3}": ("unknown-key", "at most", "some of"),
    "ha_ri: flag": ("ambiguous-name", "ha_ri", "cast"),
    "home: flag": ("ambiguous-name", "home", "state"),
    "trust: flag": ("ambiguous-name", "trust", "attribute"),
    "turn: flag": ("ambiguous-name", "turn", "language"),
    "noise: {one of: [in, out]}": ("reserved-word", "[in, out]", "`in`"),
    "noise: {range: 0..5, show when: noise > 1}": ("clashing-keys", "show when", "needs `show`"),
    "noise: {range: 0..5, show: meter, show when: nois > 1}": ("unknown-name", "nois", "`noise`"),
    "noise: {range: 0..5, show: meter, show when: noise}": ("wrong-type", "noise", "Compare it"),
    "noise: {range: 0..5, remembers: ending}": ("unknown-word", "ending", "`endings`"),
    "noise: {range: 0..5, show: meter, unit: min}": ("clashing-keys", "unit", "show: number"),
    "noise: {one of: [few, many], remembers: endings}": ("wrong-type", "endings", "0..9"),
    "noise: {range: 22:00..23:00, remembers: endings}": ("wrong-type", "endings", "0..9"),
    "noise: {range: 0..5, start: 2, remembers: endings}": ("clashing-keys", "start", "take `start` away"),
    "noise: {range: 0..5, clamps at: top}": ("unknown-word", "top", "no end"),
    "noise: {one of: [few, many], clamps at: low}": ("wrong-type", "clamps at", "`range`"),
    "Noise: flag": ("bad-id", "Noise", "lower-case"),
}


@pytest.mark.parametrize("variable", list(DECLARED))
def test_a_mistake_in_a_declaration_is_said(variable: str) -> None:
    code, pointed_at, word = DECLARED[variable]
    declarations = f"{DECLARATIONS}"
    start = declarations.index("  noise:")
    declarations = declarations[:start] + f"  {variable}\n" + declarations[declarations.index("  clock:") :]
    _, report = read("first: {script: [{end: fine}]}", declarations)
    found = [each for each in report if each.code == code]
    assert len(found) == 1, report.draw()
    span = found[0].span
    line = declarations.split("\n")[span.line - 1]
    assert line[span.column - 1 : span.column - 1 + span.length] == pointed_at
    assert word in found[0].message + found[0].advice


def test_all_mistakes_are_reported_at_once_in_the_order_of_the_files() -> None:
    _, report = read("""
        first:
          mood: frosty
          script:
            - if: nois > 2
              then: x
            - Guard: halt
            - goto: secnd
    """)
    assert [each.code for each in report] == ["unknown-mood", "unknown-name", "unknown-beat", "unknown-scene"]
    assert "scenes.yaml:6:11: error[unknown-beat]" not in report.draw()
    assert "Did you mean" in report.draw()
    assert "      |" not in report.draw().replace("  | ", "")


def test_a_story_without_mistakes_has_nothing_to_report() -> None:
    story, report = read("""
        first:
          script:
            - "{told: a|b} {noise} {clock} {bag} {first_told}"
            - each: student where state == with_you
              then: "{trust.it}"
            - do: note gate
            - end: fine
    """)
    assert [str(each) for each in report] == []
    assert story is not None
    assert len(story.fingerprint) == 32


def test_the_same_mistake_under_each_is_said_once() -> None:
    _, report = read("""
        first:
          script:
            - each: student
              then: "{nois}"
            - end: fine
    """)
    assert [each.code for each in report if each.code == "unknown-name"] == ["unknown-name"]


@pytest.mark.parametrize("key", ["company", "carried"])
def test_a_text_of_the_story_may_ask_for_a_scene_that_nothing_else_asks_for(key: str) -> None:
    declarations = DECLARATIONS + f'{key}: "{{seen(second): Since the second.|Not yet.}}"\n'
    story, report = read(
        "first:\n  script:\n    - choose: [{pick: On}]\n    - goto: second\nsecond: {script: [{end: fine}]}", declarations
    )
    assert story is not None, report.draw()
    program = Program(story)
    state = program.start(1).state
    texts = [getattr(program, key)(state)]
    texts.append(getattr(program, key)(program.play(state, Move("on")).state))
    assert texts == ["Not yet.", "Since the second."]


def test_the_words_of_an_option_make_its_id() -> None:
    from game.loading.draft import slug

    assert slug("Take the flask!") == "take_the_flask"
    assert slug("Don't {told: really} look") == "dont_look"
    assert slug("2nd try") == "n2nd_try"
    assert len(slug("word " * 40)) <= 40
    assert slug("네") == ""
