"""What stands in a save: a header, then a record a line, each a small JSON object whose `do` says what it is.

    {"do":"move","option":"for_father","scene":"graves","now":{…}}    the player picked an option of a scene
    {"do":"undo","now":{…}}   {"do":"redo","now":{…}}                 a move was taken back, or made again
    {"do":"state","state":{…}}                                        the state at this point (see `snapshots`)
    {"do":"checkpoint","now":{…}}                                     after the next move an ending is out of reach
    {"do":"close","now":{…}}                                          the game was closed in order

`now` is what a list of saves shows; the last record always has it, so that a list needs no more than the end of a file. Reading a
play passes over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TypeVar

from game.language.characters import clean
from game.records import dataclass
from game.saving import strict_json

MAX_TITLE = 200
MAX_NAME = 60
MAX_LAST_LINE = 160
MAX_COUNT = 1 << 37

_Kind = TypeVar("_Kind", int, str)


@dataclass(frozen=True, slots=True)
class Header:
    """Whose save it is. `based` is whether it begins from a state (its first record) instead of at `scene` with `values`."""

    story: str
    title: str
    version: str
    fingerprint: str
    seed: int
    scene: str | None
    values: Mapping[str, object]
    name: str
    autosave: bool
    based: bool
    created: int


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a play stands, for a list. `played` is in seconds, `at` in seconds since 1970; a higher `generation` is newer."""

    turn: int
    title: str
    act: str
    line: str
    played: int
    at: int
    generation: int


@dataclass(frozen=True, slots=True)
class Moved:
    option: str
    scene: str
    now: Standing | None = None


@dataclass(frozen=True, slots=True)
class Undone:
    now: Standing | None = None


@dataclass(frozen=True, slots=True)
class Redone:
    now: Standing | None = None


@dataclass(frozen=True, slots=True)
class Kept:
    """The state at this point of the play, as `snapshots.encode` wrote it."""

    state: Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """Here an ending was still open that is not after the next move."""

    now: Standing


@dataclass(frozen=True, slots=True)
class Closed:
    now: Standing | None = None


Record = Moved | Undone | Redone | Kept | Checkpoint | Closed
_PLAIN: Mapping[str, type[Undone] | type[Redone] | type[Closed]] = {"undo": Undone, "redo": Redone, "close": Closed}
_NAMES = {kind: name for name, kind in _PLAIN.items()}


def encode_header(header: Header) -> str:
    return strict_json.encode({name: getattr(header, name) for name in Header.__slots__})


def encode(record: Record) -> str:
    """The record as one line of JSON."""
    match record:
        case Moved(option, scene, now):
            data: dict[str, object] = {"do": "move", "option": option, "scene": scene}
        case Kept(state):
            return strict_json.encode({"do": "state", "state": state})
        case Checkpoint(now):
            data = {"do": "checkpoint"}
        case Undone(now) | Redone(now) | Closed(now):
            data = {"do": _NAMES[type(record)]}
    if now is not None:
        data["now"] = {name: getattr(now, name) for name in Standing.__slots__}
    return strict_json.encode(data)


def encode_all(records: Iterable[Record]) -> list[str]:
    return [encode(record) for record in records]


def decode_header(payload: bytes) -> Header:
    """The header that `encode_header` wrote. Raises `ValueError`."""
    data = _object(strict_json.decode(payload), Header.__slots__)
    values = data["values"]
    if not isinstance(values, dict):
        raise ValueError("`values` is not an object")
    return Header(
        story=_is(str, data["story"]),
        title=_shown(data["title"], MAX_TITLE),
        version=_shown(data["version"], MAX_TITLE),
        fingerprint=_is(str, data["fingerprint"]),
        seed=_is(int, data["seed"]),
        scene=None if data["scene"] is None else _is(str, data["scene"]),
        values=values,
        name=_shown(data["name"], MAX_NAME),
        autosave=data["autosave"] is True,
        based=data["based"] is True,
        created=_count(data["created"]),
    )


def decode(payload: bytes) -> Record:
    """The record that `encode` wrote, without its `now` where that is only for lists. Raises `ValueError`."""
    data = strict_json.decode(payload)
    if not isinstance(data, dict):
        raise ValueError("a record is not an object")
    kind = data.get("do")
    if kind == "state":
        state = _object(data, ("do", "state"))["state"]
        if not isinstance(state, dict):
            raise ValueError("`state` is not an object")
        return Kept(state)
    now = data.pop("now", None)
    if kind == "move":
        _object(data, ("do", "option", "scene"))
        return Moved(_is(str, data["option"]), _is(str, data["scene"]))
    if kind == "checkpoint":
        _object(data, ("do",))
        return Checkpoint(_standing(now))
    if isinstance(kind, str) and kind in _PLAIN:
        _object(data, ("do",))
        return _PLAIN[kind]()
    raise ValueError("a record of an unknown kind")


def decode_standing(payload: bytes) -> Standing | None:
    """The `now` of a record, if it has one. Raises `ValueError`."""
    record = strict_json.decode(payload)
    now = record.get("now") if isinstance(record, dict) else None
    return _standing(now) if now is not None else None


def _standing(now: object) -> Standing:
    data = _object(now, Standing.__slots__)
    return Standing(
        turn=_count(data["turn"]),
        title=_shown(data["title"], MAX_TITLE),
        act=_shown(data["act"], MAX_TITLE),
        line=_shown(data["line"], MAX_LAST_LINE),
        played=_count(data["played"]),
        at=_count(data["at"]),
        generation=_count(data["generation"]),
    )


def _object(value: object, keys: Iterable[str]) -> dict[str, object]:
    """The value as an object with exactly these keys."""
    if not isinstance(value, dict) or value.keys() != set(keys):
        raise ValueError("an object does not have the keys that it should have")
    return value


def _is(kind: type[_Kind], value: object) -> _Kind:
    if not isinstance(value, kind) or isinstance(value, bool):
        raise ValueError(f"{value!r:.40} is not what should stand there")
    return value


def _count(value: object) -> int:
    """A number of turns, seconds or generations, small enough to be made a date of."""
    number = _is(int, value)
    if not 0 <= number <= MAX_COUNT:
        raise ValueError(f"{number} is not a number that a play can have")
    return number


def _shown(value: object, most: int) -> str:
    """A text of the save that may be put on a screen."""
    return clean(_is(str, value), lines=1, length=most)
