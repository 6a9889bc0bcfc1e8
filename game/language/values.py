"""What a piece of an expression is: a tree and its type; and what a name stands for in a scope."""

from __future__ import annotations

from collections.abc import Iterable

from game.diagnostics import did_you_mean
from game.language.domain import Domain, Flag, OneOf, Range
from game.language.folding import FALSE, TRUE
from game.language.mistakes import Mistake, Reading
from game.language.syntax import NameNode, Node
from game.language.tree import Constant, Expression, Read, TurnCount
from game.records import dataclass

MAX_NUMBER = 10**15
MAX_TURNS = 10**6
"""What the checking of sizes takes as the most turns of a playthrough."""


@dataclass(frozen=True, slots=True)
class Truth:
    """True or false."""

    tree: Expression


@dataclass(frozen=True, slots=True)
class Number:
    """A whole number from `low` to `high`. A time of day also has the `day`: the earliest minute of its range."""

    tree: Expression
    low: int
    high: int
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Word:
    """One of the words."""

    tree: Expression
    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Words:
    """Any of the words, at most so many."""

    tree: Expression
    words: tuple[str, ...]
    at_most: int


@dataclass(frozen=True, slots=True)
class Student:
    """`it`, or a member of the cast whom `it` is compared with."""

    id: str


Typed = Truth | Number | Word | Words | Student

_KINDS = {
    Truth: "true or false",
    Number: "a number",
    Word: "one of some words",
    Words: "some of some words",
    Student: "a student",
}


def kind_of(typed: Typed) -> str:
    """The type in words."""
    if isinstance(typed, Number) and typed.day is not None:
        return "a time"
    return _KINDS[type(typed)]


def known_number(value: int, day: int | None = None) -> Number:
    return Number(Constant(value), value, value, day)


def wrong_type(node: Node, message: str, advice: str = "") -> Mistake:
    return Mistake("wrong-type", node.start, node.end, message, advice)


def read_slot(slot: str, domain: Domain) -> Typed:
    """The value of a variable."""
    tree = Read(slot)
    if isinstance(domain, Flag):
        return Truth(tree)
    if isinstance(domain, Range):
        return Number(tree, domain.low, domain.high, domain.low if domain.time else None)
    if isinstance(domain, OneOf):
        return Word(tree, domain.words)
    return Words(tree, domain.words, domain.at_most)


def variable(name: NameNode, reading: Reading) -> str | None:
    """The full name of the variable that `name` is in this scope: `trust.it` is `trust.su_hyeok`. None when it is none.

    Mistakes: `it` where there is none; an attribute that stands alone.
    """
    scope = reading.scope
    whose, _, last = name.text.rpartition(".")
    attribute = whose if last == "it" else name.text if scope.in_where else ""
    if attribute in scope.attributes:
        full = f"{attribute}.{student(name, reading)}"
        return full if full in scope.variables else None
    if name.text in scope.variables:
        return name.text
    if name.text in scope.attributes:
        advice = f"Write whose: `{name.text}.{'it' if scope.it is not None else next(iter(scope.students), 'it')}`."
        raise Mistake("whose-attribute", name.start, name.end, f"every student has a `{name.text}`", advice)
    return None


def student(name: NameNode, reading: Reading) -> str:
    """The student that `it` is."""
    if reading.scope.it is None:
        advice = "`it` is the student under `each: student`, and inside `count(student where …)`."
        raise Mistake("no-it", name.start, name.end, "there is no `it` here", advice)
    return reading.scope.it


def look_up(name: NameNode, reading: Reading) -> Typed | None:
    """What `name` stands for, or None when it is no name of this scope."""
    if name.text in ("true", "false"):
        return Truth(TRUE if name.text == "true" else FALSE)
    if name.text == "it":
        return Student(student(name, reading))
    if name.text == "turn":
        return Number(TurnCount(), 0, MAX_TURNS)
    slot = variable(name, reading)
    return None if slot is None else read_slot(slot, reading.scope.variables[slot])


def unknown_name(name: NameNode, reading: Reading) -> Mistake:
    return Mistake("unknown-name", name.start, name.end, f"there is no `{name.text}`", lambda: _meant(name.text, reading))


def _meant(name: str, reading: Reading) -> str:
    """What may have been meant by a name: a word needs its variable, an option `seen`, a misspelt name its nearest."""
    scope = reading.scope
    owners = [owner for owner, domain in scope.variables.items() if name in getattr(domain, "words", ())]
    if owners:
        sign = f"{owners[0]} == {name}" if isinstance(scope.variables[owners[0]], OneOf) else f"{name} in {owners[0]}"
        return f"`{name}` is a word of `{owners[0]}`: write `{sign}`."
    owner, _, word = name.rpartition(".")
    if word in getattr(scope.variables.get(owner), "words", ()):
        sign = f"{owner} == {word}" if isinstance(scope.variables[owner], OneOf) else f"{word} in {owner}"
        return f"`{word}` is a word of `{owner}`: write `{sign}`."
    if name.lower() in ("yes", "no", "on", "off", "true", "false"):
        return "A flag stands alone: `told`, `not told`; it becomes `true` or `false`."
    for asked in (name, f".{name}"):
        if (f"{scope.scene}{asked}" if asked.startswith(".") else asked) in scope.targets:
            return f"Write `seen({asked})`: whether it was entered, passed or picked; `times({asked})`: how often."
    if name in ("seen", "times", "turns_since", "noted", "count", "any", "all"):
        return f"Write `{name}(…)`."
    return did_you_mean(name, [*scope.variables, *(scope.attributes if scope.in_where else ())])


def word_number(text: str, words: tuple[str, ...], node: Node) -> Constant:
    """The number of a word in its domain."""
    if text not in words:
        raise unknown_word(text, words, node)
    return Constant(words.index(text))


def unknown_word(text: str, words: Iterable[str], node: Node) -> Mistake:
    message = f"`{text}` is not one of the words here"
    return Mistake("unknown-word", node.start, node.end, message, lambda: did_you_mean(text, words))
