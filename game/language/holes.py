"""What stands in the braces of a text and is no text itself: values, names, conditions."""

from __future__ import annotations

import re

from game.diagnostics import did_you_mean
from game.language.domain import word_text
from game.language.mistakes import Mistake, Reading
from game.language.parser import parse_expression
from game.language.syntax import NameNode
from game.language.tree import Expression, Piece, Value
from game.language.types import condition, resolve
from game.language.values import Number, Student, Word, Words, kind_of, look_up, wrong_type

CONDITION_HINT = "A colon that belongs to the text is typed `\\:`."
VALUE_HINT = "A brace that belongs to the text is typed `\\{`."

_NAMELESS = "Only a one-of or some-of with ids of the cast among its words has names."
_NAME_OF = re.compile(r"\s*(?P<whose>[^\W\d_][\w.]*)\.name\s*")


def read_value(reading: Reading) -> Piece:
    """`{noise}`, `{clock + 10}`, `{bag}`, `{su_hyeok.name}`: a value, or the text when it is known."""
    text = reading.source.text
    match = _NAME_OF.fullmatch(text)
    if match is not None:
        return _name_of(NameNode(match.start("whose"), match.end("whose"), 1, match["whose"]), reading)
    tree = parse_expression(text)
    found = resolve(tree, reading)
    if isinstance(found, Number):
        return Value(found.tree, "number" if found.day is None else "time")
    if isinstance(found, Word | Words):
        return _worded(found, tuple(word_text(word) for word in found.words))
    advice = "Write `{it.name}`." if isinstance(found, Student) else "Write `{name: text if so|text if not}`."
    raise wrong_type(tree, f"this is {kind_of(found)}, and has no text", advice)


def read_hole_condition(reading: Reading) -> Expression:
    """The condition before the colon of a hole."""
    if not reading.source.text.strip():
        raise Mistake("empty-hole", 0, len(reading.source.text), "there is no condition before the colon")
    return condition(reading)


def _worded(found: Word | Words, words: tuple[str, ...]) -> Value:
    return Value(found.tree, "word" if isinstance(found, Word) else "words", words)


def _name_of(whose: NameNode, reading: Reading) -> Piece:
    """`x.name`: of a member of the cast, of `it`, or of the member that a one-of or some-of names."""
    cast = reading.scope.cast
    if whose.text in cast:
        return _escaped(cast[whose.text])
    found = look_up(whose, reading)
    if isinstance(found, Student):
        return _escaped(cast[found.id])
    if isinstance(found, Word | Words) and not set(found.words).isdisjoint(cast):
        return _worded(found, tuple(_escaped(cast[word]) if word in cast else word_text(word) for word in found.words))
    if found is None:
        message = f"there is no `{whose.text}` who could have a name"
        raise Mistake("unknown-name", whose.start, whose.end, message, lambda: did_you_mean(whose.text, cast))
    raise wrong_type(whose, f"`{whose.text}` is nobody: it has no name", _NAMELESS)


def _escaped(name: str) -> str:
    """A name as a piece of a template: its asterisks are no emphasis."""
    return name.replace("*", "\\*")
