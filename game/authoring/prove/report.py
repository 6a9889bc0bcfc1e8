"""A proof in words, and as JSON."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from game.diagnostics import Report, Span
from game.proving.proof import Decided, Odds, Outcome, Proof
from game.proving.system import KINDS, Kind
from game.story.model import Story

_NAMES: dict[Kind, str] = {
    "scene": "scenes can be entered",
    "option": "options can be picked",
    "if": "sides of `if` can be played",
    "check": "ways of a roll can fall",
    "text": "alternatives of texts can be told",
    "look": "things can be looked at",
    "locked": "locks can be shown",
    "note": "notes can be made",
    "achievement": "achievements can be earned",
    "ending": "endings can be reached",
    "clamp": "assignments can go over a bound of their range",
    "stay": "assignments can reach a bound where the story says that they stay",
}
_WORDS = {"can": "FALSE", "never": "proved", "open": "open"}


def as_text(story: Story, proof: Proof, found: Report) -> str:
    """The findings, and what is proved."""
    drawn = [found.draw(), ""] if len(found) else []
    return "\n".join([*drawn, *_summary(story, proof, found)])


def _summary(story: Story, proof: Proof, found: Report) -> Iterator[str]:
    yield f"{story.title} {story.version}: {_size(proof)}, {proof.seconds:.1f} s{_memory(proof)}"
    yield f"  {_WORDS[proof.trap.answer]:>9}  from every state that a player can reach, some ending can be reached"
    yield f"  {_worst(proof.of('stuck')):>9}  there is always a way on"
    yield f"  {_WORDS[proof.circle.answer]:>9}  nothing goes round and round without a choice"
    promises = list(proof.of("always"))
    if promises:
        held = sum(each.answer == "never" for each in promises)
        yield f"  {_worst(promises):>9}  {held} of {len(promises)} `always` hold in every state"
    for kind in KINDS:
        decided = list(proof.of(kind))
        if decided and kind in _NAMES:
            yield f"  {_counted(decided)}  {_NAMES[kind]}"
    yield from map(_outcome, proof.outcomes)
    yield from _points(proof)
    yield f"  {_length(proof)}"
    if proof.undecided:
        yield f"Not decided within the time: {proof.undecided} questions; `--seconds` gives more."
    yield from proof.gave_up
    errors = len(found.errors)
    yield "Nothing is wrong." if not errors and not proof.undecided else f"{errors} faults." if errors else "No fault was found."


def _memory(proof: Proof) -> str:
    return f", {proof.peak / (1 << 20):.0f} MiB at most" if proof.peak else ""


def _length(proof: Proof) -> str:
    if proof.endless.answer == "can":
        return "a play can go on for as long as one likes"
    if proof.most_is_sure:
        return f"the longest play has {proof.most} picks"
    if proof.at_most is not None:
        return f"the longest play has {proof.most} to {proof.at_most} picks"
    return f"the longest play that was found has {proof.most} picks; whether one can go on for ever was not decided"


def _size(proof: Proof) -> str:
    raw = f"{proof.raw:.0e} states if all values went together".replace("e+", " × 10^")
    if proof.states is not None:
        return f"all {proof.states:,} states looked at, of {raw}"
    return raw


def _worst(decided: Iterator[Decided] | list[Decided]) -> str:
    answers = {each.answer for each in decided}
    return _WORDS["can"] if "can" in answers else _WORDS["open"] if "open" in answers else _WORDS["never"]


def _counted(decided: list[Decided]) -> str:
    answers = Counter(each.answer for each in decided)
    left = f" ({answers['open']} not decided)" if answers["open"] else ""
    return f"{answers['can']:>9} of {len(decided)}{left}"


def _outcome(outcome: Outcome) -> str:
    decided, lost = outcome.decided, outcome.lost_at
    if decided.met is None:
        return f"  ending {decided.item.name}: {'cannot be reached' if decided.answer == 'never' else 'not decided'}"
    most = decided.met.depth
    fewest = f"fewest {most} picks" if decided.shortest else f"fewest {outcome.at_least} to {most} picks"
    more = "" if outcome.lost_only_there else ", whether anywhere else was not decided"
    where = f"can be lost at {len(lost)} options{more}" if lost or not more else "where it is lost was not decided"
    return f"  ending {decided.item.name}: {fewest}, {_odds(outcome.odds)} of players who pick evenly, {where}"


def _points(proof: Proof) -> Iterator[str]:
    """What puts endings out of reach, each with the endings that it can close."""
    closed: dict[tuple[Span, str], list[str]] = {}
    for outcome in proof.outcomes:
        for point in outcome.lost_at:
            closed.setdefault((point.span, point.words), []).append(outcome.decided.item.name)
    if closed:
        yield f"  points of no return: {len(closed)}"
    every = len(proof.outcomes)
    for (span, words), titles in sorted(closed.items()):
        lost = f"all but {_others(proof, titles)}" if len(titles) == every - 1 > 1 else ", ".join(titles)
        yield f"    {span}: {words} can put out of reach: {lost}"


def _others(proof: Proof, titles: Sequence[str]) -> str:
    return ", ".join(outcome.decided.item.name for outcome in proof.outcomes if outcome.decided.item.name not in titles)


def _odds(odds: Odds) -> str:
    if odds.exact:
        return f"{odds.chance:.2%}"
    return f"about {odds.chance:.1%} ({odds.low:.1%} to {odds.high:.1%})"


def as_json(story: Story, proof: Proof, found: Report) -> str:
    """Everything, with the run to each item as the ids of its options."""
    data = {
        "story": story.id,
        "version": story.version,
        "fingerprint": story.fingerprint,
        "seconds": round(proof.seconds, 2),
        "states": proof.states,
        "raw states": f"{proof.raw:.3e}",
        "undecided": proof.undecided,
        "processor seconds": {name: round(spent, 2) for name, spent in sorted(proof.spent.items())},
        "peak MiB": round(proof.peak / (1 << 20)),
        "ending always ahead": _WORDS[proof.trap.answer],
        "no circle without a choice": _WORDS[proof.circle.answer],
        "longest": {"picks": proof.most, "proved": proof.most_is_sure, "at most": proof.at_most, "endless": proof.endless.answer},
        "endings": [_outcome_data(outcome) for outcome in proof.outcomes],
        "items": [_item_data(each) for each in proof.answers],
        "faults": [{"code": each.code, "severity": each.severity.value, "place": str(each.span), "message": each.message,
                    "advice": each.advice} for each in found],
    }  # fmt: skip
    return json.dumps(data, ensure_ascii=False, indent=1)


def _item_data(decided: Decided) -> dict[str, object]:
    item, met = decided.item, decided.met
    data: dict[str, object] = {
        "kind": item.kind, "scene": item.scene, "name": item.name, "path": list(item.path), "place": str(item.span),
        "answer": decided.answer,
    }  # fmt: skip
    return data | ({"picks": met.depth, "shortest": decided.shortest, "run": met.picks} if met is not None else {})


def _outcome_data(outcome: Outcome) -> dict[str, object]:
    lost = outcome.lost_at
    return {
        "ending": outcome.ending,
        "answer": outcome.decided.answer,
        "fewest picks": outcome.decided.met.depth if outcome.decided.met is not None else None,
        "fewest is proved": outcome.decided.shortest,
        "fewest at least": outcome.at_least,
        "chance": outcome.odds.chance,
        "between": [outcome.odds.low, outcome.odds.high],
        "exact": outcome.odds.exact,
        "lost only there": outcome.lost_only_there,
        "lost at": [
            {"scene": each.scene, "option": each.option, "fallen": each.fallen, "words": each.words, "place": str(each.span),
             "run": each.met.picks}
            for each in lost
        ],
    }  # fmt: skip
