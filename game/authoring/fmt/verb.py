"""The verb: which files there are, what is said, what is written."""

from __future__ import annotations

import difflib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from game.authoring.fmt.files import File, files_of, write
from game.authoring.fmt.formatting import Formatted, format_text
from game.diagnostics import Report, printable

USAGE = 2
_YAML = (".yaml", ".yml")


@dataclass(slots=True)
class _Tally:
    """How many files are as they should be, are not, and had to be left alone."""

    fine: int = 0
    changed: int = 0
    left: int = 0


def fmt(
    paths: Sequence[Path], say: Callable[[str], None], *, check: bool = False, diff: bool = False, wrap: int = 0
) -> int:  # fmt: skip
    """Lays out the stories (folders) and files in `paths`; without any, the story in this folder. `say` gets each message.

    `check` and `diff` write nothing. Returns 1 when a file had to be left as it is, or would change under `check`; 2 when one of
    the `paths` is no folder and no YAML file; else 0. `wrap` is in cells; 0 leaves the lines of paragraphs as they are.
    """
    paths = paths or [Path()]
    wrong = next((path for path in paths if not path.is_dir() and not (path.is_file() and path.suffix.lower() in _YAML)), None)
    if wrong is not None:
        why = "is no YAML file" if wrong.exists() else "is not there"
        say(printable(f"hyosan fmt: {wrong} {why}. Give the folder of a story, or files that end in .yaml."))
        return USAGE
    report, tally = Report(), _Tally()
    for file in files_of(paths, report):
        _one(file, format_text(file.name, file.data, file.kind, wrap), say, tally, writes=not (check or diff), diff=diff)
    if len(report):
        say(report.draw())
    say(_summary(tally, done=not (check or diff)))
    return 1 if report.errors or tally.left or (check and tally.changed) else 0


def _one(file: File, made: Formatted, say: Callable[[str], None], tally: _Tally, *, writes: bool, diff: bool) -> None:
    if made.text is None:
        tally.left += 1
        say(f"{made.problem}\n")
        return
    if made.text.encode("utf-8") == file.data:
        tally.fine += 1
        return
    try:
        if writes:
            write(file.path, made.text)
    except OSError as error:
        tally.left += 1
        say(printable(f"{file.name}: cannot be written: {(error.strerror or str(error)).lower()}. It was left as it is."))
        return
    tally.changed += 1
    say("\n".join(_difference(file.name, made.old, made.text) if diff else _said(file.name, made)))


def _said(name: str, made: Formatted) -> Iterator[str]:
    for repair in sorted(made.repaired, key=lambda repair: repair.line):
        yield printable(f"{name}:{repair.line}: {repair.reason}")
    if not made.repaired:
        yield printable(f"{name}: laid out")


def _difference(name: str, old: str, new: str) -> Iterator[str]:
    lines = difflib.unified_diff(old.split("\n"), (new or "").split("\n"), name, f"{name} (laid out)", lineterm="")
    return (printable(line.removesuffix("\r")) for line in lines)


def _summary(tally: _Tally, *, done: bool) -> str:
    parts = [f"{tally.changed} {_files(tally.changed)} {'laid out' if done else 'would change'}"] if tally.changed else []
    parts += [f"{tally.left} left as {'it is' if tally.left == 1 else 'they are'}"] if tally.left else []
    parts += [f"{tally.fine} {_files(tally.fine)} {'was' if tally.fine == 1 else 'were'} well laid out"] if tally.fine else []
    return (", ".join(parts) or "There is no file to lay out") + "."


def _files(count: int) -> str:
    return "file" if count == 1 else "files"
