"""What stands in the braces of a text and is no text itself: values, names, pronouns, and what chooses between texts."""

from __future__ import annotations

import re

from game.diagnostics import did_you_mean, nearest
from game.language import folding
from game.language.domain import listed, word_text, words_in
from game.language.mistakes import Mistake, Reading
from game.language.parser import parse_expression
from game.language.pronouns import FORMS, pronoun
from game.language.syntax import NameNode
from game.language.tree import Constant, Expression, Piece, Size, Value, Which
from game.language.types import condition, for_each_student, resolve
from game.language.values import Number, Student, Truth, Typed, Word, Words, kind_of, look_up, wrong_type
from game.records import dataclass

CONDITION_HINT = "A colon that belongs to the text is typed `\\:`."
VALUE_HINT = "A brace that belongs to the text is typed `\\{`."

_NAMELESS = "Only a one-of or some-of with ids of the cast among its words has names."
_FORMS = "|".join(("name", *FORMS, *map(str.capitalize, FORMS)))
_FORM_OF = re.compile(rf"\s*(?P<whose>[^\W\d_][\w.]*)\.(?P<form>{_FORMS})\s*")
_STUDENTS = re.compile(r"\s*student\s+where\b")
_NO_COLON = re.compile(r"\s*(?P<name>[a-z][\w.]*) +(?P<text>(?P<next>[^\W\d]\w*).*)", re.DOTALL)
_JOINING = ("and", "or", "in", "not")


@dataclass(frozen=True, slots=True)
class Counted:
    """A number that chooses between texts: the first is for `low`, the last for its own number and all higher ones.

    `most` is how many texts there can be at most. `them` is what is counted, in words; None when it is a mere number.
    """

    number: Expression
    low: int
    most: int
    them: Value | str | None = None


def read_value(reading: Reading) -> Piece:
    """`{noise}`, `{clock + 10}`, `{bag}`, `{student where …}`, `{su_hyeok.name}`: a value, or the text when it is known."""
    text = reading.source.text
    if text.strip() == "them":
        return _them(reading)
    match = _FORM_OF.fullmatch(text)
    if match is not None:
        return _form_of(_whose(match), match["form"], reading)
    if _STUDENTS.match(text):
        return _names(_fitting(reading), reading)
    _refuse_prose(reading)
    tree = parse_expression(text)
    found = resolve(tree, reading)
    if isinstance(found, Number):
        return Value(found.tree, "number" if found.day is None else "time")
    if isinstance(found, Word | Words):
        return _worded(found, tuple(word_text(word) for word in found.words))
    advice = "Write `{it.name}`." if isinstance(found, Student) else "Write `{name: text if so|text if not}`."
    raise wrong_type(tree, f"this is {kind_of(found)}, and has no text", advice)


def read_hole_condition(reading: Reading) -> Expression:
    """A condition before a colon of a hole."""
    _refuse_nothing(reading)
    return condition(reading)


def read_chooser(reading: Reading) -> Expression | Counted:
    """What stands before the first colon of a hole: a condition, or something that is counted."""
    _refuse_nothing(reading)
    text = reading.source.text
    if _STUDENTS.match(text):
        parts = _fitting(reading)
        return Counted(folding.total(parts), 0, len(parts) + 1, _names(parts, reading))
    match = _FORM_OF.fullmatch(text)
    named = look_up(_whose(match), reading) if match is not None and match["form"] == "name" else None
    if match is not None and isinstance(named, Words):
        them = _form_of(_whose(match), "name", reading)
        return Counted(Size(named.tree), 0, named.at_most + 1, them if isinstance(them, Value) else None)
    tree = parse_expression(text)
    found = resolve(tree, reading)
    if isinstance(found, Truth):
        return found.tree
    if isinstance(found, Number) and found.day is None:
        return Counted(found.tree, found.low, found.high - found.low + 1)
    if isinstance(found, Words):
        return Counted(Size(found.tree), 0, found.at_most + 1, _worded(found, tuple(map(word_text, found.words))))
    raise wrong_type(tree, f"this is {kind_of(found)}, and chooses no text", _chooser_advice(found, text.strip()))


def _chooser_advice(found: Typed, text: str) -> str:
    if isinstance(found, Number):
        return f"Compare it, `{{{text} >= 23:00: …|…}}`, or ask when it is: `{{{text}? 22:00..23:59: …|else: …}}`."
    if isinstance(found, Student):
        return "Ask who it is, `{it? su_hyeok: …|else: …}`, or compare: `{it == su_hyeok: …|…}`."
    return f"Ask which it is, `{{{text}? word: …|else: …}}`, or compare: `{{{text} == word: …|…}}`."


def _refuse_prose(reading: Reading) -> None:
    """Refuses what is typed in place of a value most often: a mere member of the cast, or `{told He knows.}`."""
    text, scope = reading.source.text, reading.scope
    whose, dot, form = text.strip().partition(".")
    start = text.find(whose)
    if whose in scope.cast and whose not in scope.variables and (not dot or form.isidentifier()):
        asked = nearest(form, _FORMS.split("|")) if dot else "name"
        advice = f"Did you mean `{whose}.{asked}`?" if dot and asked else f"For the name, type `{{{whose}.name}}`."
        raise Mistake("unknown-name", start, start + len(text.strip()), f"there is no `{text.strip()}`", advice)
    match = _NO_COLON.fullmatch(text)
    if match is not None and match["name"] in scope.variables and match["next"] not in _JOINING:
        advice = f"A colon stands between a condition and its text: `{{{match['name']}: {match['text'].strip()}}}`."
        end = match.end("name")
        raise Mistake("unexpected", end, end + 1, f"after `{match['name']}` there is no colon", advice)


def _refuse_nothing(reading: Reading) -> None:
    if not reading.source.text.strip():
        raise Mistake("empty-hole", 0, len(reading.source.text), "there is no condition before the colon")


def _them(reading: Reading) -> Value | str:
    if reading.scope.them is None:
        advice = "`{student where …: Nobody.|{them} comes.|{them} come.}`: `{them}` stands inside such a text, or of a some-of."
        raise Mistake("no-them", 0, len(reading.source.text), "nobody is counted here, so there is no `{them}`", advice)
    return reading.scope.them


def _fitting(reading: Reading) -> list[Expression]:
    """`student where condition`: the condition for each student."""
    text = reading.source.text
    where = _STUDENTS.sub(lambda match: " " * len(match[0]), text, count=1)  # every place stays what it was
    if not where.strip():
        advice = "Such as `student where state == with_you`."
        raise Mistake("missing", 0, len(text), "a condition is missing behind `where`", advice)
    return for_each_student(parse_expression(where), reading)


def _names(parts: list[Expression], reading: Reading) -> Value | str:
    """The names of the students for whom their part holds."""
    scope = reading.scope
    names = tuple(_escaped(scope.cast[student]) for student in scope.students)
    known = [part.value for part in parts if isinstance(part, Constant)]
    if len(known) == len(parts):
        return listed(words_in(names, sum(1 << bit for bit, holds in enumerate(known) if holds)), "")
    return Value(Which(tuple(parts)), "names", names)


def _worded(found: Word | Words, words: tuple[str, ...], form: str = "") -> Value:
    return Value(found.tree, "word" if isinstance(found, Word) else "words", words, form)


def _whose(match: re.Match[str]) -> NameNode:
    return NameNode(match.start("whose"), match.end("whose"), 1, match["whose"])


def _form_of(whose: NameNode, form: str, reading: Reading) -> Piece:
    """`x.name`, `x.they`: of a member of the cast, of `it`, or of the member that a one-of or some-of names."""
    cast = reading.scope.cast
    found = None if whose.text in cast else look_up(whose, reading)
    if whose.text in cast or isinstance(found, Student):
        return _called(found.id if isinstance(found, Student) else whose.text, form, whose, reading)
    if isinstance(found, Words) and form != "name":
        advice = "Pronouns are for one of the cast; `{them}` and `{name}` are for several."
        raise wrong_type(whose, f"`{whose.text}` may be several", advice)
    if isinstance(found, Word | Words) and not set(found.words).isdisjoint(cast):
        words = (_called(word, form, whose, reading) if word in cast else word_text(word) for word in found.words)
        return _worded(found, tuple(words), form)
    if found is None:
        message = f"there is no `{whose.text}` who could have a name"
        raise Mistake("unknown-name", whose.start, whose.end, message, lambda: did_you_mean(whose.text, cast))
    raise wrong_type(whose, f"`{whose.text}` is nobody: it has no name", _NAMELESS)


def _called(member: str, form: str, whose: NameNode, reading: Reading) -> str:
    return _escaped(reading.scope.cast[member] if form == "name" else pronoun(member, form, whose, reading))


def _escaped(name: str) -> str:
    """A name as a piece of a template: its asterisks are no emphasis."""
    return name.replace("*", "\\*")
