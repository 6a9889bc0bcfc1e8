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
    for scene in overview.story.scenes.values():
        for do, guard in _dos(scene.script, folding.TRUE):
            _check(do, guard, overview, report)


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


def _check(do: Do, guard: Expression, overview: Overview, report: Report) -> None:
    joining: dict[str, int] = {}
    before: Effect | None = None
    for effect, place in zip(do.effects, do.places, strict=True):
        guard, before = guard if before is None else _after(before, guard), effect
        if isinstance(effect, Assign):
            _check_number(effect, guard, place, overview, report)
        elif isinstance(effect, Include):
            joining[effect.slot] = joining.get(effect.slot, 0) | effect.mask
            _check_words(effect.slot, joining[effect.slot], place, overview.story, report)


def _after(effect: Effect, guard: Expression) -> Expression:
    """What is still known to hold behind an effect."""
    return folding.TRUE if guard != folding.TRUE and effect.slot in slots_read(guard) else guard


def _check_number(effect: Assign, guard: Expression, place: Span, overview: Overview, report: Report) -> None:
    variable = overview.story.variables.get(effect.slot)  # none where the language itself keeps count
    domain = variable.domain if variable is not None else None
    if not isinstance(domain, Range) or isinstance(effect.value, Constant):
        return
    ends: tuple[tuple[Comparing, Comparing, int], ...] = ((">", "<=", domain.high), ("<", ">=", domain.low))
    if overview.coverage.can_hold([guard, *(Comparison(within, effect.value, Constant(end)) for _, within, end in ends)]):
        return
    known: list[Expression] = [Not(guard)] if guard != folding.TRUE and slots_read(guard) & slots_read(effect.value) else []
    if _can_stay(effect) if not known else overview.coverage.always_holds(known):  # with such a guard it is never met at all
        return
    for past, _, end in ends:
        if overview.coverage.always_holds([*known, Comparison(past, effect.value, Constant(end))]):
            name = effect.slot.partition(".")[0]
            message = f"this always takes `{name}` past {value_text(domain, end)}, where its range ends"
            report.warning(CODE, place, message, f"It stays at {value_text(domain, end)}. Mend the number, or widen the range.")


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
