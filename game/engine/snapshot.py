"""A state as plain JSON types, and back. What comes back may be from anywhere: nothing in it is believed unchecked."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from game.engine.state import (
    Achieved,
    Ended,
    Entered,
    GameState,
    Line,
    Noted,
    Paragraph,
    Picked,
    Pictured,
    Position,
    Rolled,
    Sensitive,
    Sounded,
    Speech,
    Telling,
)
from game.engine.telling import entered, pictured, sounded
from game.errors import SaveMismatchError
from game.language.characters import clean
from game.language.domain import contains
from game.story.model import Story

MAX_COUNT = 1 << 53
MAX_TURN = 1 << 36
MAX_LINES = 2_000
MAX_TEXT = 65_536


def mismatch(why: str) -> SaveMismatchError:
    return SaveMismatchError(f"This save does not fit the story: {why}.")


def encode(story: Story, state: GameState) -> dict[str, object]:
    """`state` as JSON types; slots that still have their start are left out."""
    values = {slot.name: value for slot, value in zip(story.slots, state.values, strict=True) if value != slot.start}
    data: dict[str, object] = {
        "seed": state.seed,
        "turn": state.turn,
        "at": [state.at.scene, state.at.address],
        "values": values,
        "passage": [_encode_line(line) for line in state.passage],
    }
    if state.returns:
        data["returns"] = [[back.scene, back.address] for back in state.returns]
    if state.ending is not None:
        data["ending"] = state.ending
    if state.stuck:
        data["stuck"] = state.stuck
    return data


def _encode_line(line: Line) -> list[object]:
    match line:
        case Paragraph(text):
            return ["text", text]
        case Speech(who, _, text):
            return ["speech", who, text]
        case Pictured(art):
            return ["art", art]
        case Sounded(sound):
            return ["sound", sound]
        case Sensitive(harsh, soft):
            return ["sensitive", [_encode_line(each) for each in harsh], [_encode_line(each) for each in soft]]
        case Picked(option, text):
            return ["picked", option, text]
        case Entered(scene):
            return ["entered", scene]
        case Rolled(check, chance, passed, shown):
            return ["rolled", check, chance, passed, shown]
        case Noted(note):
            return ["noted", note]
        case Achieved(achievement):
            return ["achieved", achievement]
        case Ended(ending):
            return ["ended", ending]


def decode(story: Story, data: Mapping[str, object]) -> GameState:
    """The state of `data`. Slots that the data does not name keep their start. Raises `SaveMismatchError`."""
    ending = data.get("ending")
    if ending is not None and (not isinstance(ending, str) or ending not in story.endings):
        raise mismatch("it has an ending that the story does not have")
    passage = data.get("passage", [])
    if not isinstance(passage, list) or len(passage) > MAX_LINES:
        raise mismatch("its last passage is not a list of lines")
    return GameState(
        seed=_number(data.get("seed"), "seed", -MAX_COUNT * 1024),
        turn=_number(data.get("turn"), "turn", high=MAX_TURN),
        at=_position(story, data.get("at")),
        returns=_returns(story, data.get("returns", [])),
        values=_values(story, data.get("values")),
        passage=tuple(_decode_line(story, line) for line in passage),
        ending=ending,
        stuck=_text(data.get("stuck", "")),
    )


def _number(value: object, what: str, low: int = 0, high: int = MAX_COUNT * 1024) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
        raise mismatch(f"its {what} is not a number that a play can have")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > MAX_TEXT:
        raise mismatch("a text in it is no text")
    return clean(value)


def _position(story: Story, value: object) -> Position:
    match value:
        case [str(scene), str(address)] if scene in story.scenes:
            return Position(scene, address)
    raise mismatch("it stands in a scene that the story does not have")


def _returns(story: Story, value: object) -> tuple[Position, ...]:
    if not isinstance(value, list) or len(value) > 32:
        raise mismatch("its visits are not a list")
    return tuple(_position(story, back) for back in value)


def _values(story: Story, found: object) -> tuple[int, ...]:
    if not isinstance(found, Mapping):
        raise mismatch("it has no values")
    unknown = set(found) - {slot.name for slot in story.slots}
    if unknown:
        raise mismatch(f"the story has no `{clean(min(map(str, unknown)))}`")
    values = []
    for slot in story.slots:
        value = _number(found.get(slot.name, slot.start), f"`{slot.name}`", -MAX_COUNT)
        variable = story.variables.get(slot.name) if slot.kind == "variable" else None
        fits = contains(variable.domain, value) if variable else 0 <= value <= (slot.limit or MAX_COUNT)
        if not fits:
            raise mismatch(f"`{slot.name}` cannot be {value}")
        values.append(value)
    return tuple(values)


def _decode_line(story: Story, line: object) -> Line:
    match line:
        case ["sensitive", [*harsh], [*soft]] if len(harsh) + len(soft) <= MAX_LINES:
            return Sensitive(*(tuple(_telling(story, each) for each in side) for side in (harsh, soft)))
        case [str(kind), *rest] if kind in _LINES and all(isinstance(part, str | int) for part in rest):
            made = _LINES[kind](story, *rest) if len(rest) == _SIZES[kind] else None
            if made is not None:
                return made
    raise mismatch("a line of its last passage cannot be read")


def _telling(story: Story, line: object) -> Telling:
    """A line of a side of a sensitive passage, which holds no other one."""
    made = _decode_line(story, line)
    if not isinstance(made, Paragraph | Speech | Pictured | Sounded):
        raise mismatch("a line of its last passage cannot be read")
    return made


def _entered(story: Story, scene: object) -> Line | None:
    return entered(story, story.scenes[str(scene)]) if scene in story.scenes else None


def _pictured(story: Story, art: object) -> Line | None:
    return pictured(story, str(art)) if art in story.art else None


def _sounded(story: Story, sound: object) -> Line | None:
    return sounded(story, str(sound)) if sound in story.sounds else None


def _speech(story: Story, who: object, text: object) -> Line | None:
    return Speech(str(who), story.cast[str(who)].name, _text(text)) if who in story.cast else None


def _noted(story: Story, note: object) -> Line | None:
    return Noted(str(note), story.notes[str(note)].title) if note in story.notes else None


def _achieved(story: Story, earned: object) -> Line | None:
    return Achieved(str(earned), story.achievements[str(earned)].title) if earned in story.achievements else None


def _ended(story: Story, ending: object) -> Line | None:
    return Ended(str(ending), story.endings[str(ending)].title) if ending in story.endings else None


def _rolled(_: Story, check: object, chance: object, passed: object, shown: object) -> Line:
    return Rolled(_text(check), _number(chance, "roll"), passed is True, shown is True)


_LINES: dict[str, Callable[..., Line | None]] = {
    "text": lambda _, text: Paragraph(_text(text)),
    "speech": _speech,
    "art": _pictured,
    "sound": _sounded,
    "picked": lambda _, option, text: Picked(_text(option), _text(text)),
    "entered": _entered,
    "rolled": _rolled,
    "noted": _noted,
    "achieved": _achieved,
    "ended": _ended,
}
_SIZES = {
    "text": 1, "speech": 2, "art": 1, "sound": 1, "picked": 2, "entered": 1, "rolled": 4, "noted": 1, "achieved": 1, "ended": 1,
}  # fmt: skip
