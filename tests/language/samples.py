"""The names of the author's guide as a scope, and short ways to read and to run what stands in a test."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from itertools import count

from game.diagnostics import Diagnostic, Report, Span
from game.language.domain import Domain, Flag, OneOf, Range, SomeOf, parse_value
from game.language.effects import read_effect
from game.language.evaluate import compile_effect, compile_expression, compile_template
from game.language.scope import Scope, Source
from game.language.text import ParagraphText, read_line, read_text
from game.language.tree import Expression, Template, Variant, walk
from game.language.types import read_condition, read_number

STUDENTS = ("on_jo", "su_hyeok", "dae_su")
CAST = {"on_jo": "On-jo", "su_hyeok": "Su-hyeok", "dae_su": "Dae-su", "nam_ra": "Nam-ra", "cook": "The cook", "star": "A*"}
PRONOUNS = {"su_hyeok": ("he", "him", "his"), "dae_su": ("he", "him", "his", "his", "himself"), "nam_ra": ("she", "her", "her")}
ATTRIBUTES: Mapping[str, Domain] = {"trust": Range(-2, 3), "state": OneOf(("with_you", "hurt", "home"))}
VARIABLES: Mapping[str, Domain] = {
    **{f"{name}.{student}": domain for name, domain in ATTRIBUTES.items() for student in STUDENTS},
    "noise": Range(0, 5),
    "clock": Range(1360, 1860, time=True),
    "light": Range(0, 90),
    "told": Flag(),
    "hushed": Flag(),
    "told_first": OneOf(("nobody", "su_hyeok", "dae_su")),
    "scout": OneOf(("nobody", "su_hyeok", "dae_su")),
    "gift": OneOf(("rope", "drink", "nothing")),
    "bag": SomeOf(("drink", "food", "rope"), 2),
    "chest": SomeOf(("drink", "food", "rope"), 3),
    "present": SomeOf(("on_jo", "su_hyeok"), 2),
    "great": Range(0, 10**9),
    "endings_reached": Range(0, 4),
    "left_there": OneOf(("nothing", "can", "ribbon")),
}
OPTIONS = frozenset({"kitchen.take_the_flask", "kitchen.first.su_hyeok", "kitchen.first.dae_su"})
TARGETS = frozenset({"yard", "yard.dae_su", "yard.counting", "kitchen"}) | OPTIONS
STARTS = {
    "state": "with_you",
    "told_first": "nobody",
    "scout": "nobody",
    "gift": "rope",
    "left_there": "nothing",
    "clock": "22:40",
}


def _ask(kind: str, target: str) -> str:
    return f"{kind} {target}"


def a_scope(it: str | None = None, *, steps: bool = True, in_where: bool = False) -> Scope:
    """The scope of the guide's story; texts may vary when `steps`."""
    numbers = count(1)
    scope = Scope(
        variables=VARIABLES,
        attributes=ATTRIBUTES,
        students=STUDENTS,
        cast=CAST,
        notes=frozenset({"gate_times", "debt"}),
        targets=TARGETS,
        ask=_ask,
        step=(lambda: f"step {next(numbers)}") if steps else None,
        pronouns=PRONOUNS,
        achievements=frozenset({"quiet_hands"}),
    )
    return scope if it is None else replace(scope.about(it), in_where=in_where)


def a_source(text: str) -> Source:
    """A source whose places are its own offsets: column 1 is its first character."""
    return Source(text, lambda start, length: Span("here.yaml", 1, start + 1, length))


def places(report: Report) -> list[tuple[str, int, int]]:
    """Code, offset and length of every diagnostic."""
    return [(found.code, found.span.column - 1, found.span.length) for found in report]


@dataclass
class Cells:
    """A state to run closures on: every slot that is asked for gets a cell; `turn` as in a play."""

    values: list[int] = field(default_factory=list)
    index: dict[str, int] = field(default_factory=dict)
    turn: int = 0
    seed: int = 7

    @classmethod
    def of(cls, words: Mapping[str, str | int] | None = None, *, turn: int = 0) -> Cells:
        """The start of the guide's story, but for these: `{"noise": 3, "bag": "[rope]", "seen yard": 1}`."""
        made = cls(turn=turn)
        for name, domain in VARIABLES.items():
            start = parse_value(domain, STARTS.get(name.partition(".")[0], ""))
            made.put(name, start if start is not None else max(domain.low, 0))
        for slot, word in (words or {}).items():
            value = word if isinstance(word, int) else parse_value(VARIABLES[slot], word)
            assert value is not None, (slot, word)
            made.put(slot, value)
        return made

    def put(self, slot: str, value: int) -> None:
        at = self.index.setdefault(slot, len(self.values))
        self.values[at:] = [value, *self.values[at + 1 :]]

    def get(self, slot: str) -> int:
        return self.values[self.index[slot]]

    def with_slots_of(self, tree: object) -> Cells:
        """Cells for whatever the tree remembers things in."""
        for node in walk(tree):
            slot = getattr(node, "slot", None)
            if slot is not None and slot not in self.index:
                self.put(slot, 0)
        return self


def condition(text: str, scope: Scope | None = None) -> Expression:
    """The tree of a condition without mistakes."""
    return _read(read_condition, text, scope)


def number(text: str, scope: Scope | None = None) -> Expression:
    """The tree of a number without mistakes."""
    return _read(read_number, text, scope)


def _read(reader: Callable[[Source, Scope, Report], Expression | None], text: str, scope: Scope | None) -> Expression:
    report = Report()
    tree = reader(a_source(text), scope or a_scope(), report)
    assert tree is not None and not report.errors, report.draw()
    return tree


def value_of(tree: Expression, cells: Cells) -> int:
    """What a tree evaluates to."""
    return compile_expression(tree, cells.with_slots_of(tree).index)(cells.values, cells.turn)


def holds(text: str, cells: Cells, it: str | None = None) -> bool:
    """Whether a condition holds."""
    return bool(value_of(condition(text, a_scope(it)), cells))


def do(text: str, cells: Cells, it: str | None = None) -> Cells:
    """The cells after an effect."""
    report = Report()
    effects = read_effect(a_source(text), a_scope(it), report)
    assert effects is not None and not report.errors, report.draw()
    cells.with_slots_of(effects)
    for effect in effects:
        compile_effect(effect, cells.index)(cells.values, cells.turn)
    return cells


def paragraphs(text: str, it: str | None = None) -> tuple[ParagraphText, ...]:
    """The paragraphs of a text without mistakes."""
    report = Report()
    found = read_text(a_source(text), a_scope(it), report)
    assert found is not None and not report.errors, report.draw()
    return found


def template(text: str, it: str | None = None) -> Template:
    """The template of a one-paragraph text without mistakes."""
    report = Report()
    found = read_line(a_source(text), a_scope(it), report)
    assert found is not None and not report.errors, report.draw()
    return found


def backwards(seed: int, slot: str, rounds: int, size: int) -> list[int]:
    """An order of a shuffle that shows in the text what it was asked with: backwards, turned by the round."""
    order = list(range(size))[::-1]
    return order[rounds % size :] + order[: rounds % size]


def readings(tree: Template, cells: Cells) -> Iterator[str]:
    """What a text reads the first time, the second time, …"""
    words = compile_template(tree, cells.with_slots_of(tree).index, backwards)
    while True:
        yield words(cells.values, cells.turn, cells.seed)


def shown(text: str, cells: Cells | None = None, it: str | None = None) -> str:
    """What a text reads the first time."""
    return next(readings(template(text, it), cells or Cells.of()))


def first_readings(text: str, times: int, cells: Cells | None = None) -> list[str]:
    """What a text reads the first so many times."""
    met = readings(template(text), cells or Cells.of())
    return [next(met) for _ in range(times)]


def variants(tree: Template) -> list[Variant]:
    return [node for node in walk(tree) if isinstance(node, Variant)]


def mistakes(reader: Callable[[Source, Scope, Report], object | None], text: str, scope: Scope | None = None) -> list[Diagnostic]:
    """What is told of a text that cannot be read; fails when it can."""
    report = Report()
    assert reader(a_source(text), scope or a_scope(), report) is None, "this was read without a mistake"
    assert report.errors, "nothing was told"
    return list(report)
