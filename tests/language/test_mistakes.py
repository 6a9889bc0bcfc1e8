"""Every mistake has a code, the place where it is, and says what to do."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from game.diagnostics import MAX_DIAGNOSTICS, Report
from game.language.effects import read_effect
from game.language.scope import Scope, Source
from game.language.text import read_line, read_text
from game.language.types import read_condition, read_number
from tests.language.samples import a_scope, a_source, mistakes

Reader = Callable[[Source, Scope, Report], object | None]

# what was typed, with the place between « and »; the code; a part of the advice
CONDITIONS = [
    ("«tolt»", "unknown-name", "Did you mean `told`?"),
    ("«Told»", "unknown-name", "Did you mean `told`?"),
    ("noise > 1 and «tolt»", "unknown-name", "Did you mean `told`?"),
    ("«dae_su»", "unknown-name", "`dae_su` is a word of `told_first`: write `told_first == dae_su`."),
    ("«food»", "unknown-name", "`food` is a word of `bag`: write `food in bag`."),
    ("«seen»", "unknown-name", "Write `seen(…)`."),
    ("«nobody_knows» == nor_this", "unknown-name", ""),
    ("told_first == «dae_so»", "unknown-word", "Did you mean `dae_su`?"),
    ("«told_first == light»", "wrong-type", ""),
    ("told_first in [dae_su, «dae_so»]", "unknown-word", "Did you mean `dae_su`?"),
    ("«rops» in bag", "unknown-word", "Did you mean `rope`?"),
    ("bag == [«rops»]", "unknown-word", "Did you mean `rope`?"),
    ("bag == [rope, «rope»]", "twice", "Remove one"),
    ("bag == [«3»]", "wrong-type", "story.yaml"),
    ("«told_first»", "wrong-type", "`name == word`"),
    ("«bag»", "wrong-type", "`word in name`"),
    ("«noise»", "wrong-type", "`name > 0`"),
    ("told and «clock»", "wrong-type", "`name > 0`"),
    ("any(student where it == «dae_so»)", "unknown-word", "Did you mean `dae_su`?"),
    ("«noise + 1»", "wrong-type", "`name > 0`"),
    ("not «noise»", "wrong-type", "`name > 0`"),
    ("«[rope]»", "wrong-type", ""),
    ("«told < hushed»", "wrong-type", "Only numbers and times have an order"),
    ("«told_first < dae_su»", "wrong-type", "Only numbers and times have an order"),
    ("«told == 1»", "wrong-type", ""),
    ("bag == «rope»", "wrong-type", "asked for with `in`"),
    ("«bag == told_first»", "wrong-type", "asked for with `in`"),
    ("«told_first == gift»", "wrong-type", "word by word"),
    ("noise in «light»", "wrong-type", "a list `[a, b]` or a some-of"),
    ("«noise in bag»", "wrong-type", "`word in name`"),
    ("«told in [true]»", "wrong-type", ""),
    ("noise in [1, «light»]", "wrong-type", "Compare with `==`"),
    ("«told» + 1 > 0", "wrong-type", ""),
    ("«bag» + 1 > 0", "wrong-type", "`count(name)`"),
    ("noise > «01:30»", "wrong-type", "`range: 22:40..07:00`"),
    ("count(«told and hushed») > 0", "wrong-type", "`count(name)`"),
    ("count(«noise») > 0", "wrong-type", "`count(name)`"),
    ("«trust» > 1", "whose-attribute", "Write whose: `trust.on_jo`."),
    ("«trust.nam_ra» > 1", "unknown-name", "Did you mean"),
    ("«it» == dae_su", "no-it", "`each: student`"),
    ("«trust.it» > 1", "no-it", "`each: student`"),
    ("count(student where «any(student where told)») > 1", "nested-where", "flag"),
    ("seen(«yart»)", "unknown-target", "Did you mean `yard`?"),
    ("seen(«yard.it»)", "unknown-target", "Did you mean"),
    ("seen(«1»)", "missing", "`seen(name)`"),
    ("seen(«)»", "missing", ""),
    ("«times(yard)»", "wrong-type", "name > 0"),
    ("noted(«det»)", "unknown-note", "Did you mean `debt`?"),
    ("«sean»(yard)", "unknown-function", "Did you mean `seen`?"),
    ("«seen»(student where told)", "unknown-function", "`count`, `any` or `all`"),
    ("«any(told)»", "unknown-function", "`any(student where …)`"),
    ("noise «=» 3", "single-equals", "`==`"),
    ("noise «+=» 3", "unexpected", ""),
    ("1 < noise «<» 3", "chained-comparison", "`a < b and b < c`"),
    ("told «hushed»", "unexpected", "`and` or `or`"),
    ("told «hushed» in bag", "unexpected", "`and` or `or`"),
    ("told «not» hushed", "unexpected", "`and` or `or`"),
    ("told «[»1]", "unexpected", "A list stands behind `in` or `=`"),
    ("(told «hushed»", "unexpected", "`and` or `or`"),
    ("state.dae_su == «with-you»", "unknown-word", "Did you mean `with_you`?"),
    ("told«,» hushed", "unexpected", "several effects are a list"),
    ("told «)»", "unexpected", ""),
    ("«(»told", "unclosed", "`)` is missing"),
    ("bag == «[»rope", "unclosed", "`]` is missing"),
    ("count«(»student where told", "unclosed", "`)` is missing"),
    ("noise >« »", "missing", ""),
    ("«»", "missing", ""),
    ("«and» told", "missing", ""),
    ("told «&&» hushed", "bad-character", "`and`"),
    ("«!»told", "bad-character", "`not`"),
    ("noise «≥» 2", "bad-character", "`>=`"),
    ('told_first == «"»dae_su"', "bad-character", "no quotes"),
    ("noise «/» 2 > 1", "bad-character", "no division"),
    ("noise «^» 2 > 1", "bad-character", ""),
    ("noise * «*» 2 > 1", "missing", "There are no powers"),
    ("noise «\x00» 1", "bad-character", ""),
    ("«_»_import__", "bad-character", ""),
    ("noise > «2.5»", "bad-number", "whole"),
    ("noise > «3rd»", "bad-number", "begins with a letter"),
    ("noise > «٣»", "bad-character", ""),
    ("noise > «9999999999999999»", "number-too-large", "15 digits"),
    ("«great * great» > 1", "number-too-large", "smaller"),
    ("clock > «25:00»", "bad-time", "`22:40`"),
    ("clock > «1:5»", "bad-time", "`22:40`"),
    ("told and " * 60 + "told", "expression-too-long", "flag"),
    ("(" * 24 + "told" + ")" * 24, "expression-too-deep", "flag"),
    ("not " * 25 + "told", "expression-too-deep", "flag"),
    ("-" * 25 + "noise > 1", "expression-too-deep", "flag"),
    ("noise" + " + noise" * 30 + " > 1", "expression-too-deep", "flag"),
    ("noise" + " * 1" * 30 + " > 1", "expression-too-deep", "flag"),
    ("[" * 490, "expression-too-deep", "flag"),
    ("(" * 490, "expression-too-deep", "flag"),
    ("-" * 490, "expression-too-deep", "flag"),
    ("not " * 120, "expression-too-deep", "flag"),
    ("count(" * 23 + "count«(»" + "count(" * 56, "expression-too-deep", "flag"),
    ("any(student where " * 27, "expression-too-deep", "flag"),
]
EFFECTS = [
    ("«nose» = 3", "unknown-name", "Did you mean `noise`?"),
    ("«noise»", "not-an-effect", "`name = value`"),
    ("«noise == 3»", "not-an-effect", "a single `=`"),
    ("noise =« »", "missing", ""),
    ("«=» 3", "missing", ""),
    ("noise = 3 «hushed»", "unexpected", ""),
    ("noise = 3«,» told = true", "unexpected", "several effects are a list"),
    ("noise = 3«;» told = true", "bad-character", "several effects are a list"),
    ("noise = «6»", "outside-domain", "It goes from 0 to 5."),
    ("trust.dae_su = «-3»", "outside-domain", "It goes from -2 to 3."),
    ("clock = «12:00»", "outside-domain", "It goes from 22:40 to 07:00."),
    ("noise = «00:03»", "wrong-type", "`range: 22:40..07:00`"),
    ("bag = «[rope, food, drink]»", "outside-domain", "It holds at most 2 of `drink`, `food`, `rope`."),
    ("bag = «chest»", "wrong-type", "It holds at most 2"),
    ("told_first = «gift»", "wrong-type", "It is one of `nobody`, `su_hyeok`, `dae_su`."),
    ("told_first = «dae»", "unknown-word", "Did you mean `dae_su`?"),
    ("told_first = «3»", "unknown-word", "There is: `dae_su`, `nobody`, `su_hyeok`."),
    ("told = «1»", "wrong-type", "It is `true` or `false`."),
    ("told = «yes»", "unknown-name", ""),
    ("noise = «told»", "wrong-type", "It goes from 0 to 5."),
    ("noise += «told»", "wrong-type", ""),
    ("«told» += 1", "wrong-operator", "`= true`"),
    ("«told_first» += dae_su", "wrong-operator", "`= word`"),
    ("bag += «rops»", "unknown-word", "Did you mean `rope`?"),
    ("bag += [rope, «rope»]", "twice", "Remove"),
    ("bag += «3»", "wrong-type", ""),
    ("«trust» += 1", "whose-attribute", "Write whose: `trust.on_jo`."),
    ("«trust.it» += 1", "no-it", "`each: student`"),
    ("scout = «it»", "no-it", "`each: student`"),
    ("note «gate_time»", "unknown-note", "Did you mean `gate_times`?"),
    ("note« »", "missing", ""),
    ("note gate_times «debt»", "unexpected", ""),
    ("achieve «quiet_hand»", "unknown-achievement", "Did you mean `quiet_hands`?"),
    ("achieve« »", "missing", ""),
    ("achieve quiet_hands «twice»", "unexpected", ""),
]
TEXTS = [
    ("Told {«tolt»: yes}.", "unknown-name", "Did you mean `told`?"),
    ("{One «moment»: please}", "unexpected", "`\\:`"),
    ("{«Well»: please}", "unknown-name", "`\\:`"),
    ("He {says «this»: no}", "unexpected", "`\\:`"),
    ("{told «&&» hushed: no}", "bad-character", "`\\:`"),
    ("{seen(«yart»): no}", "unknown-target", "Did you mean `yard`?"),
    ("{noise > 1: a|b«|»c}", "too-many-alternatives", "`\\|`"),
    ("«{told:}»", "empty-hole", "`\\:`"),
    ("{« »: text}", "empty-hole", ""),
    ("«{}»", "empty-hole", "`\\{`"),
    ("«{  }»", "empty-hole", "`\\{`"),
    ("«{»told: yes", "unbalanced-brace", "`\\{`"),
    ("told«}» yes", "unbalanced-brace", "`\\}`"),
    ("{told: «{»noise: {a}", "unbalanced-brace", "`\\{`"),
    ("{«told»}", "wrong-type", "{name: text if so|text if not}"),
    ("{«nois»}", "unknown-name", "Did you mean `noise`?\nA brace that belongs to the text is typed `\\{`."),
    ("{some «words»}", "unexpected", "`\\{`"),
    ("{«nobody».name}", "unknown-name", "There is"),
    ("{«noise».name}", "wrong-type", "ids of the cast"),
    ("{«gift».name}", "wrong-type", "ids of the cast"),
    ("{«it».name}", "no-it", "`each: student`"),
    ("«{&One.}»", "one-alternative", "`|`"),
    ("«{~One.}»", "one-alternative", "`|`"),
    ("{«!told»: One.}", "not-or-once", "{not told: …}"),
    ("one «\\x» two", "bad-escape", "`\\\\`"),
    ("one «\\ »two", "bad-escape", "`\\\\`"),
    ("one «\\\n»\ntwo", "bad-escape", "`\\\\`"),
    ("one «<>» two", "misplaced-join", "`\\<>`"),
    ("{told: «<>»}", "misplaced-join", "`\\<>`"),
    ("«»", "empty-text", ""),
    ("« \n »", "empty-text", ""),
    ("{told:" * 25 + "}" * 25, "text-too-deep", "paragraph"),
    (("{great: " + "a|" * 30) * 3 + "{great:« " + "a|" * 30 + "a»" + "}" * 4, "text-too-deep", "paragraph"),
    ("{«told_first»: a|b}", "wrong-type", "`{told_first? word: …|else: …}`"),
    ("{«clock»: a|b}", "wrong-type", "`{clock? 22:00..23:59: …|else: …}`"),
    ("{«clock + 10»: a|b}", "wrong-type", "Compare it"),
    ("«{noise: a}»", "one-alternative", "`{noise > 0: …}`"),
    ("«{student where told: a}»", "one-alternative", "behind a `|`"),
    ("{noise: 0|1|2|3|4|5«|»6}", "too-many-alternatives", "never be told"),
    ("{bag: 0|1|2«|»3}", "too-many-alternatives", "never be told"),
    ("{student where told: 0|1|2|3«|»4}", "too-many-alternatives", "never be told"),
    ("{count(student where it != dae_su): 0|1|2|3«|»4}", "too-many-alternatives", "never be told"),
    ("{student where «tolt»}", "unknown-name", "Did you mean `told`?"),
    ("{student where «tolt»: a|b}", "unknown-name", "Did you mean `told`?"),
    ("{«student where »}", "missing", "`student where state == with_you`"),
    ("{student where «any(student where told)»}", "nested-where", "flag"),
    ("{«them»}", "no-them", "`{student where …"),
    ("{told: {«them»}|b}", "no-them", "stands inside"),
    ("{noise? 0: {«them»}|else: b}", "no-them", "stands inside"),
    ("{told_first? «nobdy»: a|else: b}", "unknown-word", "Did you mean `nobody`?"),
    ("{told_first? nobody, «nobody»: a|else: b}", "double-case", "once"),
    ("{told_first? nobody: a|«nobody»: b|else: c}", "double-case", "once"),
    ("{told_first? nobody, su_hyeok, dae_su: a|«else»: b}", "double-case", "Take `else` away"),
    ("{«told_first»? nobody: a|dae_su: b}", "missing-case", "`|else: …`"),
    ("{«noise»? 1..3: a}", "missing-case", "`|else: …`"),
    ("{told_first? else: a|«nobody»: b}", "bad-case", "comes last"),
    ("{told_first? nobody: a|«b»}", "bad-case", "`else: text`"),
    ("{told_first? nobody: a|«»: b}", "bad-case", "one of its words"),
    ("{? told: a|«»: b}", "bad-case", "a condition"),
    ("{noise? «x»: a|else: b}", "bad-case", "`1..3`"),
    ("{clock? «late»: a|else: b}", "bad-case", "`22:40..23:59`"),
    ("{noise? 0..2: a|«2..3»: b|else: c}", "double-case", "once"),
    ("{noise? «3..2»: a|else: c}", "outside-domain", "range"),
    ("{noise? 3, «6»: a|else: c}", "outside-domain", "range"),
    ("{clock? «22:00»: a|else: c}", "outside-domain", "range"),
    ("{? «tolt»: a|else: c}", "unknown-name", "Did you mean `told`?"),
    ("{«tolt_first»? nobody: a|else: c}", "unknown-name", "Did you mean `told_first`?"),
    ("{«told»? true: a|false: b}", "wrong-type", "{told: text if so|text if not}"),
    ("{«bag»? rope: a|else: b}", "wrong-type", "`{? word in bag: …|else: …}`"),
    ("{«Who»? Me: a|You: b}", "unknown-name", "`\\:`"),
    ("{«cook».they}", "no-pronouns", "`cook: {…, pronouns: [she, her, her]}`"),
    ("{«su_hyeok».themself}", "no-pronouns", "hers, herself"),
    ("{«present».they}", "wrong-type", "`{them}`"),
    ("{«noise».their}", "wrong-type", "ids of the cast"),
    ("{«it».They}", "no-it", "`each: student`"),
]
LINES = [
    ("one\n\n«t»wo", "one-paragraph", "blank line"),
    ("«o»ne<>", "misplaced-join", "`\\<>`"),
    ("«<»>one", "misplaced-join", "`\\<>`"),
]
NUMBERS = [("«told»", "wrong-type", ""), ("«noise > 2»", "wrong-type", ""), ("«tolt» + 1", "unknown-name", "told")]
TABLE: list[tuple[Reader, str, str, str]] = [
    *((read_condition, *row) for row in CONDITIONS),
    *((read_effect, *row) for row in EFFECTS),
    *((read_text, *row) for row in TEXTS),
    *((read_line, *row) for row in LINES),
    *((read_number, *row) for row in NUMBERS),
]


@pytest.mark.parametrize(("reader", "marked", "code", "advice"), TABLE)
def test_a_mistake_is_told_with_its_code_its_place_and_advice(reader: Reader, marked: str, code: str, advice: str) -> None:
    text = marked.replace("«", "").replace("»", "")
    found = mistakes(reader, text)
    assert [each.code for each in found] == [code]
    assert advice in found[0].advice
    assert found[0].message[0] not in "ABCDEFGHIJKLMNOPQRSTUVWXYZ" and found[0].message[-1] != "."
    assert all(line[0] not in "abcdefghijklmnopqrstuvwxyz" and line[-1] in ".?" for line in found[0].advice.splitlines())
    if "«" in marked:
        start, end = marked.index("«"), marked.index("»") - 1
        assert (found[0].span.column - 1, found[0].span.length) == (start, max(1, end - start))


@pytest.mark.parametrize("text", ["told 5", "noise + * 3 > 1", "* 3 > noise"])
def test_where_nothing_helps_no_advice_is_given(text: str) -> None:
    assert [each.advice for each in mistakes(read_condition, text)] == [""]


@pytest.mark.parametrize(
    ("before", "inner", "behind", "deepest"),
    [
        ("-", "noise", " > 1", 22),
        ("not ", "told", "", 23),
        ("(", "told", ")", 23),
        ("any(student where ", "told", ")", 23),
        ("count(", "bag", ")", 23),
        ("[", "rope", "]", 23),
    ],
)
def test_an_expression_may_be_24_deep_and_not_deeper(before: str, inner: str, behind: str, deepest: int) -> None:
    """Whatever else may be wrong with it."""
    for depth in range(deepest - 1, deepest + 2):
        end = behind * depth if len(behind) == 1 else behind
        report = Report()
        read_condition(a_source(before * depth + inner + end), a_scope(), report)
        assert any(each.code == "expression-too-deep" for each in report) == (depth > deepest)


def test_an_expression_may_have_500_characters_and_not_more() -> None:
    assert read_condition(a_source("told".ljust(500)), a_scope(), Report()) is not None
    assert [each.code for each in mistakes(read_condition, "told".ljust(501))] == ["expression-too-long"]


def test_of_a_scene_that_there_is_only_labels_and_options_are_proposed() -> None:
    (found,) = mistakes(read_condition, "seen(yard.xyzzy)")
    assert found.advice == "There is: `yard.counting`, `yard.dae_su`."
    (found,) = mistakes(read_condition, "seen(nowhere.xyzzy)")
    assert "`kitchen`" in found.advice


def test_every_code_of_the_language_has_its_mistake_here() -> None:
    folder = Path(__file__).parent.parent.parent / "game" / "language"
    source = "\n".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    codes = set(re.findall(r'(?:Mistake|tell|warn)\(\s*"([a-z]+(?:-[a-z]+)+|[a-z]+)"', source))
    assert len(codes) > 30
    assert codes - {code for _, _, code, _ in TABLE} == {
        "never-equal",
        "stray-emphasis",
        "varying-text-here",
    }  # in the other tests of this folder


@pytest.mark.parametrize("text", ["{One.|Two.}", "{&One.|Two.}", "{!One.}", "{~One.|Two.}", "{told: {One.|Two.}}"])
def test_a_text_that_must_not_change_the_state_does_not_vary(text: str) -> None:
    found = mistakes(read_line, text, a_scope(steps=False))
    assert [each.code for each in found] == ["varying-text-here"]


def test_all_the_mistakes_of_a_condition_are_told_at_once() -> None:
    found = mistakes(read_condition, "tolt and (noise > 2 or husht) and told_first == dae and hushed")
    assert [(each.code, each.span.column - 1) for each in found] == [
        ("unknown-name", 0),
        ("unknown-name", 23),
        ("unknown-word", 48),
    ]


def test_all_the_mistakes_of_a_text_are_told_at_once() -> None:
    found = mistakes(read_text, "{tolt: a} {nois} {told: {husht: b|c}}\n\n{told: \\x}")
    assert [each.code for each in found] == ["unknown-name"] * 3 + ["bad-escape"]


def test_a_mistake_under_each_is_told_once_for_all_students() -> None:
    report = Report()
    for student in ("on_jo", "su_hyeok", "dae_su"):
        assert read_condition(a_source("trust.it > 1 and tolt"), a_scope(student), report) is None
    assert len(report) == 1


def test_a_mistake_inside_a_hole_keeps_its_place_in_the_file() -> None:
    found = mistakes(read_text, "Some words, {told: and {nois > 2: then} some}.")
    assert (found[0].span.column - 1, found[0].span.length) == (24, 4)


def test_a_student_who_is_no_word_of_the_variable_cannot_be_put_into_it() -> None:
    found = mistakes(read_effect, "scout = it", a_scope("on_jo"))
    assert found[0].code == "unknown-word" and "`dae_su`" in found[0].advice


def test_it_is_compared_only_with_what_can_be_a_student() -> None:
    assert mistakes(read_condition, "it == gift", a_scope("on_jo"))[0].code == "wrong-type"
    assert mistakes(read_condition, "it in bag", a_scope("on_jo"))[0].code == "wrong-type"
    assert mistakes(read_condition, "it == noise", a_scope("on_jo"))[0].code == "wrong-type"
    assert mistakes(read_condition, "it > dae_su", a_scope("on_jo"))[0].code == "wrong-type"
    assert mistakes(read_condition, "it", a_scope("on_jo"))[0].code == "wrong-type"
    assert mistakes(read_text, "{it}", a_scope("on_jo"))[0].advice == "Write `{it.name}`."


def test_no_nearest_name_is_looked_for_once_the_report_is_full(monkeypatch: pytest.MonkeyPatch) -> None:
    looked_for: list[str] = []

    def look_for(name: str, _known: object) -> str:
        looked_for.append(name)
        return ""

    monkeypatch.setattr("game.language.holes.did_you_mean", look_for)
    report = Report()
    read_text(a_source("{nobody.name}"), a_scope(), report)
    assert looked_for == ["nobody"]
    for number in range(MAX_DIAGNOSTICS):
        report.error("x", a_source("").locate(number, 1), "x")
    assert read_text(a_source("{nobody.name}"), a_scope(), report) is None
    assert looked_for == ["nobody"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("clock", "this is a time, and a condition is true or false"),
        ("noise == told", "a number and true or false cannot be compared"),
        ("told_first == bag", "one of some words and some of some words cannot be compared"),
        ("clock > told", "`>` compares numbers, and this is true or false"),
        ("told > clock", "`>` compares numbers, and this is true or false"),
    ],
)
def test_a_wrong_type_is_told_in_words(text: str, message: str) -> None:
    assert mistakes(read_condition, text)[0].message == message
