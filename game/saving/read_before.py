"""What a player has ever read of a story, and the way they went in each run: a small file beside the saves.

    5b0c11d2 {"run":1}
    3b1f60a2 {"read":["0c9d31f7aa","77b0e1c25d"]}
    90ab12cd {"pick":"graves_last_night.for_father"}

It is only ever appended to, a line at a time, by as many windows as there are; each line stands for itself, with the CRC-32 of
what follows. A line that is torn or changed is not believed, and costs no other line. Nothing is synced: what a power cut takes
is only known a little less. When the file has grown large, it is written anew: of all but the newest runs only what was taken.

A text is remembered as ten hexadecimal digits of its BLAKE2b: among 20,000 texts, two are taken for each other in one story of
five thousand.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from zlib import crc32

from game.engine.state import Line, Paragraph, Sensitive, Speech
from game.saving import strict_json
from game.saving.files import Files, write_all
from game.saving.whole_file import write_whole

MAX_BYTES = 16 << 20
MANY_BYTES = 1 << 20
KEPT_RUNS = 30


class _Run:
    """What was picked in one run, in order, and where each of it stands: a long run is asked after each turn how it went on."""

    def __init__(self, picks: Iterable[str] = ()) -> None:
        self.picks: list[str] = []
        self._places: dict[str, list[int]] = {}
        for pick in picks:
            self.add(pick)

    def add(self, pick: str) -> None:
        self._places.setdefault(pick, []).append(len(self.picks))
        self.picks.append(pick)

    def place_of(self, pick: str, count: int) -> int | None:
        """Where it was picked when it had been `count` times before; None when it never was so often."""
        places = self._places.get(pick, ())
        return places[count] if count < len(places) else None


class ReadBefore:
    """The record of one story. Without a folder it lasts as long as this object. Nothing in here raises `OSError`."""

    def __init__(self, files: Files, folder: Path | None, story_id: str) -> None:
        self._files = files
        self._path = path_of(folder, story_id) if folder is not None else None
        self._texts: set[str] = set()
        self._runs = [_Run()]
        self._begins = False
        self.is_large = self._take_in() > MANY_BYTES
        self._taken = frozenset(name for run in self._runs for name in run.picks)

    def _take_in(self) -> int:
        """Reads the file; returns its size."""
        if self._path is None:
            return 0
        try:
            data = self._files.read(self._path, 0, MAX_BYTES)
        except OSError:
            return 0
        for line in data.split(b"\n"):
            self._believe(line)
        return len(data)

    def _believe(self, line: bytes) -> None:
        checksum, _, payload = line.partition(b" ")
        if checksum != b"%08x" % crc32(payload):
            return
        try:
            record = strict_json.decode(payload)
        except ValueError:
            return
        if isinstance(record, dict):
            read, pick = record.get("read"), record.get("pick")
            self._texts.update(text for text in (read if isinstance(read, list) else ()) if isinstance(text, str))
            if "run" in record:
                self._runs.append(_Run())
            if isinstance(pick, str):
                self._runs[-1].add(pick)

    def knows(self, told: Iterable[Line]) -> bool:
        """Whether every text of a passage was read before."""
        return all(digest in self._texts for digest in _digests(told))

    def was_taken(self, scene: str, option: str) -> bool:
        """Whether an option had been taken when this record was opened."""
        return _name(scene, option) in self._taken

    def next_on_the_way(self, scene: str, times: Mapping[str, int]) -> str | None:
        """That of these options by which the newest run that can say so went on; None when none ever did.

        `times` says of each option how often it was picked in this run so far: what was done as often as in the run that is
        followed is done with.
        """
        for run in reversed(self._runs):
            ahead = ((run.place_of(_name(scene, option), count), option) for option, count in times.items())
            known = [(place, option) for place, option in ahead if place is not None]
            if known:
                return min(known)[1]
        return None

    def begin_run(self) -> None:
        """What is picked from now on is of a new run."""
        self._begins = True

    def add(self, told: Iterable[Line], scene: str = "", option: str = "") -> None:
        """A passage was told; with a scene and an option, because that option was picked there."""
        fresh = [digest for digest in dict.fromkeys(_digests(told)) if digest not in self._texts]
        self._texts.update(fresh)
        data = _line({"read": fresh}) if fresh else b""
        if option:
            data += _line({"run": 1}) if self._begins else b""
            self._runs += [_Run()] if self._begins else []
            self._begins = False
            self._runs[-1].add(_name(scene, option))
            data += pick_line(scene, option)
        if data and self._path is not None:
            self._append(self._path, data)

    def _append(self, path: Path, data: bytes) -> None:
        """The newline before the data parts it from a line that was torn."""
        try:
            try:
                handle = self._files.open_to_append(path)
            except FileNotFoundError:
                self._files.make_folder(path.parent)
                handle = self._files.create(path)
            try:
                write_all(self._files, handle, b"\n" + data)
            finally:
                self._files.close(handle)
        except OSError:
            self._path = None  # a disk that takes nothing is told of where saves are written

    def write_anew(self) -> None:
        """Writes the file with less in it. The caller holds the folder's lock. Raises `OSError`."""
        older = dict.fromkeys(name for run in self._runs[:-KEPT_RUNS] for name in run.picks)
        self._runs = [_Run(older), *self._runs[-KEPT_RUNS:]]
        records: list[Mapping[str, object]] = [{"read": sorted(self._texts)}]
        for run in self._runs:
            records += [{"run": 1}, *({"pick": name} for name in run.picks)]
        if self._path is not None:
            write_whole(self._files, self._path, b"".join(map(_line, records)))
        self.is_large = False


def path_of(folder: Path, story_id: str) -> Path:
    return folder / record_name(story_id)


def record_name(story_id: str) -> str:
    """The name of a story's record in the folder of saves."""
    return f"read-{hashlib.sha256(story_id.encode()).hexdigest()[:10]}.lines"


def pick_line(scene: str, option: str) -> bytes:
    """The line that says that this option was picked there."""
    return _line({"pick": _name(scene, option)})


def _line(record: Mapping[str, object]) -> bytes:
    payload = strict_json.encode(record).encode()
    return b"%08x %b\n" % (crc32(payload), payload)


def _name(scene: str, option: str) -> str:
    return f"{scene}.{option}"


def _digests(told: Iterable[Line]) -> Iterator[str]:
    """Of each text that a passage holds; of what is sensitive both sides, as either of them was read."""
    for line in told:
        match line:
            case Paragraph(text):
                yield hashlib.blake2b(text.encode(), digest_size=5).hexdigest()
            case Speech(who, _, text):
                yield hashlib.blake2b(f"{who}\n{text}".encode(), digest_size=5).hexdigest()
            case Sensitive(harsh, soft):
                yield from _digests((*harsh, *soft))
