"""Makes the header and the records of a play as a whole: what a named save holds, and a journal that begins anew."""

from __future__ import annotations

from collections.abc import Iterable

from game.engine.state import GameState, Line, Paragraph, Speech, as_read
from game.records import dataclass, replace
from game.saving import snapshots
from game.saving.framing import MAX_LINE, Chain
from game.saving.record import (
    MAX_LAST_LINE,
    MAX_TITLE,
    Checkpoint,
    Closed,
    Header,
    Kept,
    Moved,
    Record,
    Standing,
    Undone,
    encode,
    encode_all,
    encode_header,
)
from game.saving.timeline import Timeline
from game.saving.way import Way

MAX_CHECKPOINTS = 20
LONGEST_STATE = MAX_LINE // 8


@dataclass(frozen=True, slots=True)
class Composed:
    """A file as it will be written, and the end of its chain."""

    data: bytes
    chain: Chain


def compose(header: Header, records: Iterable[Record]) -> Composed:
    chain = Chain()
    data = chain.frames([encode_header(header), *encode_all(records)])
    return Composed(data, chain)


def header_of(timeline: Timeline, name: str, *, autosave: bool, created: int) -> Header:
    """The header of a save of this play."""
    story, beginning = timeline.program.story, timeline.beginning
    values = beginning.values.items() if beginning is not None else ()
    return Header(
        story=story.id,
        title=story.title,
        version=story.version,
        fingerprint=story.fingerprint,
        seed=timeline.start.seed,
        scene=beginning.scene if beginning is not None else None,
        values={name: snapshots.written_slot(story, name, value) for name, value in values},
        name=name,
        autosave=autosave,
        based=beginning is None,
        created=created,
    )


def standing_of(timeline: Timeline, played: int, at: int, generation: int, state: GameState | None = None) -> Standing:
    """Where the play stands, or stood in another `state` of it, as a list of saves shows it."""
    state = state or timeline.state
    scene = timeline.program.story.scenes[state.at.scene]
    line = _shortened(last_prose(state.passage))
    return Standing(state.turn, scene.title[:MAX_TITLE], scene.act[:MAX_TITLE], line, played, at, generation)


def last_prose(passage: Iterable[Line]) -> str:
    """The last text of a passage on one line, without its marks of emphasis; of what is sensitive, the soft one."""
    texts = [line.text for line in as_read(passage, soften=True) if isinstance(line, Paragraph | Speech)]
    return " ".join(texts[-1].replace("*", "").split()) if texts else ""


def _shortened(text: str) -> str:
    """The end of a text that is too long: it is what the player read last."""
    if len(text) <= MAX_LAST_LINE:
        return text
    tail = text[len(text) - MAX_LAST_LINE + 1 :]
    return "…" + tail[tail.find(" ") + 1 :]


def open_records(timeline: Timeline, now: Standing) -> list[Record]:
    """The play as the records of a journal that goes on; the last of them has the standing."""
    records = _way(timeline)
    if records and not isinstance(records[-1], Kept | Closed):
        return [*records[:-1], replace(records[-1], now=now)]
    return [*records, Closed(now)]


def closed_records(timeline: Timeline, now: Standing) -> list[Record]:
    """The play as the records of a save that stands for itself, with its state at the end."""
    return [*_way(timeline), *kept_here(timeline), Closed(now)]


def kept_here(timeline: Timeline) -> list[Record]:
    """The state where the play stands; not at a beginning, where it follows from the header."""
    return [keep(timeline, timeline.state)] if timeline.steps else []


def keep(timeline: Timeline, state: GameState) -> Kept:
    """The state as a record; without its passage where that would make a line longer than anybody reads."""
    kept = Kept(snapshots.encode(timeline.program, state))
    if len(encode(kept)) > LONGEST_STATE:
        return Kept(snapshots.encode(timeline.program, replace(state, passage=())))
    return kept


def records_of(way: Way, now: Standing) -> list[Record]:
    """A way as the records of a save that stands for itself: with the states that were kept on it, and closed."""
    records: list[Record] = [Kept(way.kept[0])] if 0 in way.kept else []
    for depth, step in enumerate(way.done, start=1):
        if depth - 1 in way.checkpoints:
            records.append(Checkpoint(way.checkpoints[depth - 1]))
        records.append(Moved(step.option, step.scene))
        if depth in way.kept:
            records.append(Kept(way.kept[depth]))
    records += [Moved(step.option, step.scene) for step in reversed(way.undone)]
    records += [Undone()] * len(way.undone)
    return [*records, Closed(now)]


def _way(timeline: Timeline) -> list[Record]:
    """All moves, those that were taken back included, with a checkpoint now and then."""
    checkpoints = dict(timeline.kept_states()[-MAX_CHECKPOINTS:])
    records: list[Record] = [keep(timeline, timeline.start)] if timeline.beginning is None else []
    for depth, step in enumerate(timeline.steps, start=1):
        records += checkpoint_before(timeline, depth, is_kept=depth - 1 in checkpoints)
        records.append(Moved(step.option, step.scene))
        if depth in checkpoints and depth < len(timeline.steps):
            records.append(keep(timeline, checkpoints[depth]))
    records += [Moved(step.option, step.scene) for step in reversed(timeline.undone)]
    records += [Undone()] * len(timeline.undone)
    return records


def checkpoint_before(timeline: Timeline, step: int, *, is_kept: bool) -> list[Record]:
    """The state before a step that closed something, unless it is kept anyhow, and that it did; nothing for other steps."""
    now = timeline.checkpoints.get(step - 1)
    if now is None:
        return []
    return [*([keep(timeline, timeline.state_at(step - 1))] if step > 1 and not is_kept else []), Checkpoint(now)]
