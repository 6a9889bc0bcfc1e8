"""A number that a `do` certainly takes past the end of its range: it stays at that end, which is hardly what was meant."""

from __future__ import annotations

from collections.abc import Iterator

from game.diagnostics import Report, Span
from game.language import folding
from game.language.domain import Range, SomeOf, value_text
from game.language.syntax import Comparing
from game.language.tree import Arithmetic, Assign, Comparison, Constant, Effect, Expression, Include, Not, Read, slots_read
from game.loading.rules.overview import Overview
from game.story.model import Choose, Do, If, PlaySound, Script, Sensitive, ShowArt, Speech, Story, scripts_of
from game.story.model import Paragraph as Text

CODE = "always-clamped"


def check(overview: Overview, report: Report) -> None:
    """Effects that leave the range whatever the state is, as far as the condition right before them tells."""
    ends = _Ends(overview)
    for scene in overview.story.scenes.values():
        for do, guard in _dos(scene.script, folding.TRUE):
            _check(do, guard, ends, report)


def _dos(script: Script, guard: Expression) -> Iterator[tuple[Do, Expression]]:
    """Every `do`, with what holds when it is met: the conditions around it, as long as nothing has changed since."""
    for beat in script:
        if isinstance(beat, Text | Speech | ShowArt | PlaySound | Sensitive):
            continue
        if isinstance(beat, Do):
            yield beat, guard
        elif isinstance(beat, If):
            yield from _dos(beat.then, folding.both((guard, beat.condition)))
            yield from _dos(beat.otherwise, folding.both((guard, folding.negate(beat.condition))))
        elif isinstance(beat, Choose):
            for option in beat.options:
                yield from _dos(option.script, option.when or folding.TRUE)
        else:
            for inner in scripts_of(beat):
                yield from _dos(inner, folding.TRUE)
        guard = folding.TRUE


def _check(do: Do, guard: Expression, ends: _Ends, report: Report) -> None:
    joining: dict[str, int] = {}
    for effect, place in zip(do.effects, do.places, strict=True):
        if isinstance(effect, Assign):
            _check_number(effect, guard, place, ends, report)
        elif isinstance(effect, Include):
            joining[effect.slot] = joining.get(effect.slot, 0) | effect.mask
            _check_words(effect.slot, joining[effect.slot], place, ends.story, report)
        guard = _after(effect, guard)


def _after(effect: Effect, guard: Expression) -> Expression:
    """What is still known to hold behind an effect."""
    return folding.TRUE if guard != folding.TRUE and effect.slot in slots_read(guard) else guard


def _check_number(effect: Assign, guard: Expression, place: Span, ends: _Ends, report: Report) -> None:
    for text in ends.passed(effect, guard):
        name = effect.slot.partition(".")[0]
        message = f"this always takes `{name}` past {text}, where its range ends"
        report.warning(CODE, place, message, f"It stays at {text}. Mend the number, or widen the range.")


class _Ends:
    """The ends of ranges that effects certainly pass. A story does the same things again and again; each is tried once."""

    def __init__(self, overview: Overview) -> None:
        self.story = overview.story
        self._always_holds = overview.coverage.always_holds
        self._tried: dict[tuple[Assign, Expression], tuple[str, ...]] = {}

    def passed(self, effect: Assign, guard: Expression) -> tuple[str, ...]:
        """The ends that the effect passes whatever the state is, where `guard` holds; as they are written."""
        found = self._tried.get((effect, guard))
        if found is None:
            found = self._tried[effect, guard] = tuple(self._try(effect, guard))
        return found

    def _try(self, effect: Assign, guard: Expression) -> Iterator[str]:
        variable = self.story.variables.get(effect.slot)  # none where the language itself keeps count
        domain = variable.domain if variable is not None else None
        if not isinstance(domain, Range) or isinstance(effect.value, Constant):
            return
        known: list[Expression] = [Not(guard)] if guard != folding.TRUE and slots_read(guard) & slots_read(effect.value) else []
        if _can_stay(effect) if not known else self._always_holds(known):  # with such a guard it is never met at all
            return
        ends: tuple[tuple[Comparing, int], ...] = ((">", domain.high), ("<", domain.low))
        for past, end in ends:
            if self._always_holds([*known, Comparison(past, effect.value, Constant(end))]):
                yield value_text(domain, end)


def _can_stay(effect: Assign) -> bool:
    """Whether it is plain without trying: `noise += 1` stays in the range from its lower end, if that is wide enough."""
    match effect.value:
        case Arithmetic("+" | "-", Read(slot), Constant(value)):
            return slot == effect.slot and abs(value) <= effect.high - effect.low
    return False


def _check_words(slot: str, mask: int, place: Span, story: Story, report: Report) -> None:
    domain = story.variables[slot].domain
    if isinstance(domain, SomeOf) and mask.bit_count() > domain.at_most:
        message = f"`{slot}` holds at most {domain.at_most} of its words, and this adds more"
        report.warning(CODE, place, message, "The last of them is not added. Add fewer, or raise `at most`.")
