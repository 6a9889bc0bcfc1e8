"""The variables of `story.yaml` and the attributes of `each student`: what each may be, and how it starts and is shown."""

from __future__ import annotations

from typing import cast, get_args

from game.diagnostics import Report, did_you_mean
from game.language.domain import (
    DAY,
    Domain,
    Flag,
    OneOf,
    Range,
    Show,
    SomeOf,
    parse_number,
    parse_time,
    parse_value,
    word_text,
)
from game.language.tokens import RESERVED
from game.loading.forms import Fields, read_form
from game.loading.keys import VARIABLE
from game.loading.reading.nodes import Node, ScalarNode
from game.story.model import Clamps, Remembers, Variable

MAX_WORDS = 60
MAX_NUMBER = 10**9
KINDS = ("flag", "range", "one of", "some of")


def read_variable(key: ScalarNode, node: Node, report: Report) -> Variable | None:
    if isinstance(node, ScalarNode) and node.text == "flag":
        return Variable(key.text, Flag(), 0, None, word_text(key.text).capitalize(), (), key.span)
    if isinstance(node, ScalarNode):
        advice = "`flag`, or `{range: 0..5}`, `{one of: [here, gone]}`, `{some of: [rope, food]}`."
        report.error("wrong-shape", node.span, f"`{key.text}` needs to say what it may be", advice)
        return None
    fields = read_form(node, VARIABLE, f"The variable `{key.text}`", report)
    if fields is None:
        return None
    kinds = [kind for kind in KINDS if kind in fields]
    if len(kinds) != 1:
        advice = "It needs one of `flag`, `range`, `one of` and `some of`, and just one."
        report.error("wrong-shape", node.span, f"`{key.text}` does not say what it may be", advice)
        return None
    domain = _domain(kinds[0], fields, report)
    if domain is None:
        return None
    label = fields.line("label", word_text(key.text).capitalize())
    was = tuple(word.text for word in fields.words("was"))
    start, show = _start(domain, fields, report), _show(domain, fields, report)
    unit = fields.line("unit", "")
    if unit and show != "number":
        report.error("clashing-keys", fields.keys["unit"].span, "`unit` needs `show: number`", "Say `show: number`, too.")
    remembers, clamps = _remembers(domain, fields, report), _clamps(domain, fields, report)
    return Variable(key.text, domain, start, show, label, was, key.span, remembers=remembers, unit=unit, clamps=clamps)


def _domain(kind: str, fields: Fields, report: Report) -> Domain | None:
    if "at most" in fields and kind != "some of":
        span = fields.keys["at most"].span
        report.error("unknown-key", span, "`at most` belongs to `some of`", "Take it away here.")
    if kind == "flag":
        return Flag()
    if kind == "range":
        return _range(fields, report)
    words = tuple(word.text for word in fields.words(kind))
    span = fields.values[kind].span
    double = next((word for number, word in enumerate(words) if word in words[:number]), None)
    if double is not None:
        report.error("double-name", span, f"`{double}` stands twice in the list", "Each word once.")
        return None
    reserved = next((word for word in words if word in RESERVED), None)
    if reserved is not None:
        report.error("reserved-word", span, f"`{reserved}` is a word of the language", "Take another word.")
        return None
    if len(words) > MAX_WORDS:
        report.error("too-large", span, f"{len(words)} words are too many", f"At most {MAX_WORDS}.")
        return None
    if kind == "one of":
        return OneOf(words)
    most = fields.whole("at most")
    return SomeOf(words, len(words) if most is None else max(0, min(most, len(words))))


def _range(fields: Fields, report: Report) -> Range | None:
    node = cast(ScalarNode, fields.scalar("range"))
    first, dots, last = (part.strip() for part in node.text.partition(".."))
    is_time = ":" in first
    low = parse_time(first) if is_time else parse_number(first)
    high = parse_time(last) if is_time else parse_number(last)
    if not dots or low is None or high is None:
        report.error("bad-range", node.span, f"`{node.text}` is no range", "Such as `0..5`, `-2..3` or `22:40..07:00`.")
        return None
    if is_time and high <= low:
        high += DAY
    if low > high or max(abs(low), abs(high)) > MAX_NUMBER:
        report.error("bad-range", node.span, f"`{node.text}` has no numbers in it", "The lower end comes first.")
        return None
    return Range(low, high, is_time)


def _start(domain: Domain, fields: Fields, report: Report) -> int:
    flag = fields.scalar("flag")
    if flag is not None:
        return int(flag.text == "true")
    node = fields.node("start")
    if not isinstance(node, ScalarNode):
        return max(domain.low, 0) if isinstance(domain, SomeOf) else domain.low
    value = parse_value(domain, node.text)
    if value is None:
        words = domain.words if isinstance(domain, OneOf | SomeOf) else ()
        advice = did_you_mean(node.text, words) if words else "It must lie within the range."
        report.error("outside-domain", node.span, f"it cannot start with `{node.text}`", advice)
        return domain.low
    return value


def _show(domain: Domain, fields: Fields, report: Report) -> Show | None:
    node = fields.scalar("show")
    if node is None:
        if "show when" in fields:
            span = fields.keys["show when"].span
            report.error("clashing-keys", span, "`show when` needs `show`", "Say with `show:` how it is shown.")
        return None
    if node.text not in get_args(Show):
        report.error("unknown-word", node.span, f"nothing is shown as `{node.text}`", did_you_mean(node.text, get_args(Show)))
        return None
    fitting = {"meter": isinstance(domain, Range), "number": isinstance(domain, Range), "words": True, "bag": True}
    if not fitting.get(node.text, isinstance(domain, Range) and domain.time):
        report.error("wrong-type", node.span, f"this variable cannot be shown as `{node.text}`", "`show: words` always can.")
        return None
    return cast(Show, node.text)


def _clamps(domain: Domain, fields: Fields, report: Report) -> Clamps | None:
    node = fields.scalar("clamps at")
    if node is None:
        return None
    if node.text not in get_args(Clamps):
        advice = did_you_mean(node.text, get_args(Clamps))
        report.error("unknown-word", node.span, f"a range has no end that is called `{node.text}`", advice)
        return None
    if not isinstance(domain, Range):
        advice = "Only a `range` has ends. Take `clamps at` away here."
        report.error("wrong-type", fields.keys["clamps at"].span, "this has no ends at which it could be clamped", advice)
        return None
    return cast(Clamps, node.text)


def _remembers(domain: Domain, fields: Fields, report: Report) -> Remembers | None:
    node = fields.scalar("remembers")
    if node is None:
        return None
    if node.text not in get_args(Remembers):
        advice = did_you_mean(node.text, get_args(Remembers))
        report.error("unknown-word", node.span, f"there is no `{node.text}` to be remembered", advice)
        return None
    if node.text == "endings" and (not isinstance(domain, Range) or domain.time):
        advice = "Such as `{range: 0..9, remembers: endings}`."
        report.error("wrong-type", node.span, "how many endings were reached is a number", advice)
    elif node.text == "endings" and "start" in fields:
        advice = "It starts with the number of endings: take `start` away."
        report.error("clashing-keys", fields.keys["start"].span, "this starts with what is remembered", advice)
    return cast(Remembers, node.text)
