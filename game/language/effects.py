"""Effects: what a story changes. An effect is an assignment within a domain; there is nothing else that it could do."""

from __future__ import annotations

from typing import Literal

from game.diagnostics import Report, did_you_mean
from game.language import folding
from game.language.comparing import mask_of, word_of
from game.language.domain import Domain, Flag, OneOf, Range, SomeOf, contains, value_text
from game.language.mistakes import Mistake, Reading, attempt, once
from game.language.parser import parse_statement
from game.language.scope import Scope, Source
from game.language.syntax import ListNode, NameNode, Statement, Syntax
from game.language.tree import Achieve, Assign, Constant, Effect, Exclude, Expression, Include, Note, Read
from game.language.types import fitting, known_note, number
from game.language.values import Student, Word, Words, kind_of, read_slot, variable, word_number, wrong_type


def read_effect(source: Source, scope: Scope, report: Report) -> tuple[Effect, ...] | None:
    """`name = value`, `name += value`, `name -= value`, `note name`, `achieve name`. None when it has mistakes, which it tells.

    One effect in the author's words can be several: `bag += [rope, food]` adds one word after the other.
    """
    return attempt(Reading(source, scope, report), lambda reading: once(_effect, reading))


def _effect(reading: Reading) -> tuple[Effect, ...]:
    statement = parse_statement(reading.source.text)
    if statement.operator == "achieve":
        earned = _known_achievement(statement.target, reading)
        return (Achieve(earned, reading.scope.ask("achievement", earned)),)
    if statement.operator == "note" or statement.value is None:
        note = known_note(statement.target, reading)
        return (Note(note, reading.scope.ask("note", note)),)
    slot = _variable(statement.target, reading)
    domain = reading.scope.variables[slot]
    if statement.operator == "=":
        return (Assign(slot, _assigned(statement.value, slot, domain, reading), domain.low, domain.high),)
    if isinstance(domain, Range):
        sign: Literal["+", "-"] = "+" if statement.operator == "+=" else "-"
        changed = folding.calculate(sign, Read(slot), number(statement.value, reading).tree)
        return (Assign(slot, changed, domain.low, domain.high),)
    if isinstance(domain, SomeOf):
        return _include(statement, statement.value, slot, domain, reading)
    advice = "Write `= true` or `= false`." if isinstance(domain, Flag) else "Write `= word`."
    target = statement.target
    message = f"`{statement.operator}` is for ranges and some-ofs, and this is {kind_of(read_slot(slot, domain))}"
    raise Mistake("wrong-operator", target.start, target.end, message, advice)


def _known_achievement(name: NameNode, reading: Reading) -> str:
    known = reading.scope.achievements
    if name.text not in known:
        message = f"there is no achievement `{name.text}`"
        raise Mistake("unknown-achievement", name.start, name.end, message, lambda: did_you_mean(name.text, known))
    return name.text


def _variable(target: NameNode, reading: Reading) -> str:
    slot = variable(target, reading)
    if slot is None:
        names = reading.scope.variables
        message = f"there is no variable `{target.text}`"
        raise Mistake("unknown-name", target.start, target.end, message, lambda: did_you_mean(target.text, names))
    return slot


def _include(statement: Statement, value: Syntax, slot: str, domain: SomeOf, reading: Reading) -> tuple[Effect, ...]:
    if isinstance(value, ListNode):
        mask = mask_of(value.items, domain.words, reading)
    else:
        mask = 1 << word_of(value, domain.words, reading)
    if statement.operator == "-=":
        return (Exclude(slot, mask),)
    bits = (1 << bit for bit in range(len(domain.words)) if mask >> bit & 1)
    return tuple(Include(slot, bit, domain.at_most) for bit in bits)


def _assigned(node: Syntax, slot: str, domain: Domain, reading: Reading) -> Expression:
    """The tree of the value that the variable gets; a mistake when its domain cannot hold it."""
    own = read_slot(slot, domain)
    value = fitting(node, own, reading)
    if isinstance(value, Student) and isinstance(own, Word):
        return word_number(value.id, own.words, node)
    if type(value) is not type(own) or isinstance(value, Student):
        raise wrong_type(node, f"`{slot}` is {kind_of(own)}, and this is {kind_of(value)}", _domain_advice(domain))
    if isinstance(value, Word | Words) and isinstance(own, Word | Words) and value.words != own.words:
        raise wrong_type(node, f"the words of this are not those of `{slot}`", _domain_advice(domain))
    known = isinstance(value.tree, Constant)
    if isinstance(value, Words) and isinstance(own, Words) and not known and value.at_most > own.at_most:
        raise wrong_type(node, f"this may have more words than `{slot}` holds", _domain_advice(domain))
    if isinstance(value.tree, Constant) and not contains(domain, value.tree.value):
        raise Mistake("outside-domain", node.start, node.end, f"`{slot}` can never be this", _domain_advice(domain))
    return value.tree


def _domain_advice(domain: Domain) -> str:
    if isinstance(domain, Flag):
        return "It is `true` or `false`."
    if isinstance(domain, Range):
        return f"It goes from {value_text(domain, domain.low)} to {value_text(domain, domain.high)}."
    words = ", ".join(f"`{word}`" for word in domain.words)
    if isinstance(domain, OneOf):
        return f"It is one of {words}."
    return f"It holds at most {domain.at_most} of {words}."
