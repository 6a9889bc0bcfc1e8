"""What a proof finds fault with, as diagnostics at their places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from game.authoring.prove.witness import Witnesses
from game.diagnostics import Diagnostic, Report, Severity, Span
from game.proving.explicit import Met
from game.proving.proof import Decided, Proof
from game.proving.system import Item, Kind

_WHAT: Mapping[Kind, str] = {
    "scene": "the scene `{}` can never be entered",
    "option": "the option `{}` can never be picked",
    "ending": "the ending `{}` can never be reached",
    "note": "the note `{}` can never be made",
    "achievement": "the achievement `{}` can never be earned",
    "check": "the roll can never be: {}",
    "text": "this can never be told: {}",
    "if": "`{}` is never played",
    "look": "nobody can ever look at `{}`",
    "locked": "`{}` is never shown with its lock",
}
_SHOWN = 3
"""So many further places are named."""
_ADVICE = "No play comes here, whatever is picked and however the dice fall. Look at the conditions on the way, or take it out."


def findings(proof: Proof, witnesses: Witnesses, sources: Mapping[str, str]) -> Report:
    """The faults (errors), what can never be told or is clamped unawares (warnings), and conditions that say nothing (notes)."""
    report = Report(dict(sources))
    for found in (*_Faults(proof, witnesses).all(), *_clamped(proof, witnesses)):
        report.add(found)
    seen: set[tuple[Kind, Span, str, tuple[int, ...]]] = set()
    happens = {(each.item.kind, each.item.span, each.item.path) for each in proof.answers if each.answer != "never"}
    for each in proof.answers:
        item = each.item
        key = (item.kind, item.span, item.name, item.path)
        written_out = item.kind in ("option", "text", "locked") and (item.kind, item.span, item.path) in happens
        if each.answer == "never" and key not in seen and not written_out:
            seen.add(key)
            _never(report, each)
    return report


def _clamped(proof: Proof, witnesses: Witnesses) -> Iterator[Diagnostic]:
    """For each bound of a variable (or of an attribute) that is met though the story does not say so: where it is met soonest."""
    bounds: dict[tuple[str, int], list[tuple[int, Item, Met]]] = {}
    for each in proof.of("clamp"):
        if each.met is not None:
            key = (each.item.name.split()[0].partition(".")[0], each.item.path[0])
            bounds.setdefault(key, []).append((each.met.depth, each.item, each.met))
    for (name, side), those in bounds.items():
        end = ("low", "high")[side]
        _, item, met = min(those, key=lambda each: (each[0], each[1].span))
        others = sorted({str(other.span) for _, other, _ in those} - {str(item.span)})
        more = f"\nSo can others: {', '.join(others[:_SHOWN])}{', …' if len(others) > _SHOWN else ''}" if others else ""
        message = f"`{item.name}` can go over the {('lower', 'upper')[side]} end of the range, and is clamped"
        advice = f"If that is meant, `clamps at: {end}` beside the range of `{name}` says so; else make the range wider."
        run = _run_to(witnesses, met, f"Before {name} is clamped at its {end} end")
        yield Diagnostic("can-clamp", item.span, message, f"{advice}\n{run}{more}", Severity.WARNING)


def _never(report: Report, decided: Decided) -> None:
    item = decided.item
    if item.name.startswith("(fallback)"):
        report.note("never-told", item.span, "this fallback is never needed", "Something else can always be picked here.")
    elif item.kind in ("scene", "option", "ending", "note", "achievement", "check"):
        report.error("cannot-happen", item.span, _WHAT[item.kind].format(item.name), _ADVICE)
    elif item.kind in ("text", "if", "look", "locked"):
        shown = f"“{item.name}”" if item.name or item.kind != "text" else "(nothing)"
        report.warning("never-told", item.span, _WHAT[item.kind].format(shown), _ADVICE)
    elif item.kind == "closed":
        advice = "Whoever can stand here may pick it. Leave the `when` out, or look whether it says what you mean."
        report.note("always-open", item.span, f"the `when` of `{item.name}` always holds", advice)


@dataclass(frozen=True, slots=True)
class _Faults:
    """What goes wrong in some play."""

    proof: Proof
    witnesses: Witnesses

    def all(self) -> Iterator[Diagnostic]:
        for each in self.proof.of("stuck"):
            if each.met is not None:
                message = f"a play gets stuck here: {each.item.name}"
                yield Diagnostic("dead-end", each.item.span, message, self._run(each.met, "Before a dead end"))
        for each in self.proof.of("always"):
            if each.met is not None:
                message = f"this does not always hold: {each.item.name}"
                yield Diagnostic("broken-always", each.item.span, message, self._run(each.met, "Before a broken always"))
        if self.proof.trap.met is not None:
            message = "from here no ending can be reached any more, whatever is picked"
            met = self.proof.trap.met
            yield Diagnostic("no-ending-ahead", self._place(met), message, self._run(met, "Before a trap"))
        if self.proof.circle.met is not None:
            message = "a play goes round and round here without a choice"
            met = self.proof.circle.met
            yield Diagnostic("endless-circle", self._place(met), message, self._run(met, "Before a circle"))

    def _place(self, met: Met) -> Span:
        scene = met.place.at.scene
        items = (each.item for each in self.proof.of("scene"))
        return next((item.span for item in items if item.scene == scene), Span("story.yaml", 1, 1, 1))

    def _run(self, met: Met, name: str) -> str:
        return _run_to(self.witnesses, met, name)


def _run_to(witnesses: Witnesses, met: Met, name: str) -> str:
    """The run in words, and how to open the save with this name one pick before its end."""
    run = witnesses.run(met)
    if run is None:
        return f"It was met after {len(met.picks)} picks: {' '.join(met.picks)}"
    if not run.picks:
        return "It is so before anything is picked."
    to = " ".join(run.picks[:-1])
    before = f"Seed {run.seed}, {len(run.picks)} picks; the last one is `{run.picks[-1]}`" + (f", after: {to}" if to else ".")
    return f"{before}\n{witnesses.keep(name, run)}"


def keep_points(proof: Proof, witnesses: Witnesses, folder: Path) -> int:
    """Writes a save before each point of no return, from which the ending can still be reached; returns how many there are."""
    kept = 0
    for outcome in proof.outcomes:
        for point in outcome.lost_at:
            where = f"{point.scene}.{point.option}" if point.option else f"{point.scene}, {point.fallen}"
            run = witnesses.run(point.met, (point.option,) if point.option else ())
            if run is not None and run.picks:
                witnesses.save(folder, f"Before {outcome.ending} is lost at {where}", run)
                kept += 1
    return kept
