"""`hyosan prove --ship`: the proof that lies beside a story, from which the game says how many endings are still open."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from game.authoring.prove.progress import Progress
from game.errors import HyosanError
from game.loading import load
from game.proving.budget import Budget
from game.proving.endings_file import FILE, OpenEndings, ProofError, decode, encode, read
from game.proving.shipping import proof_of
from game.story.model import Story

SECONDS = 300.0
"""Of the processor; the shipped story takes a third of it."""


def ship(folder: Path, say: Callable[[str], None], *, seconds: float | None = None, check: bool = False) -> int:
    """Writes the proof into the folder of the story, and says how much it can tell; returns 1 when the story has errors.

    With `check` nothing is written, and 1 is returned when what is there is not of this version of the story.
    What is there is taken over when only words have changed since. Raises `HyosanError` when it cannot be made or written.
    """
    story, report = load(folder)
    if story is None:
        say(report.draw())
        say("\nThe story cannot be played yet, so there is nothing to prove; `hyosan check` says the same.")
        return 1
    path, progress = folder / FILE, Progress(sys.stderr)
    if check:
        return _checked(path, story, say)
    known = _known(path)
    try:
        proof = proof_of(story, Budget(seconds or SECONDS, progress.tell), known)
    except ModuleNotFoundError as error:
        if error.name != "dd":
            raise
        raise HyosanError("This needs the library `dd`: pip install 'hyosan[prove]'") from None
    finally:
        progress.done()
    data = encode(proof)
    if known is not None and data == path.read_bytes():
        say(f"{path} is of this version of the story already.")
        return 0
    try:
        path.write_bytes(data)
    except OSError as error:
        raise HyosanError(f"{path} could not be written: {error.strerror or error}.") from error
    anew = known is None or known.system != proof.system
    say(f"{path}: {len(data) / 1024:.0f} KiB, {'made anew' if anew else 'only words have changed since it was made'}.")
    for line in _told(proof) if anew else ():
        say(line)
    return 0


def _checked(path: Path, story: Story, say: Callable[[str], None]) -> int:
    try:
        read(path, story)
    except ProofError as error:
        say(str(error))
        return 1
    say(f"{path} is of this version of the story.")
    return 0


def _known(path: Path) -> OpenEndings | None:
    try:
        return decode(path.read_bytes())
    except (OSError, ProofError):
        return None


def _told(proof: OpenEndings) -> Iterator[str]:
    """For each ending, at how many stops the proof can always say whether it is open."""
    for number, ending in enumerate(proof.endings):
        exact = sum(ways[2 * number] == ways[2 * number + 1] for ways in proof.places.values())
        cut = "; the time was too short, `--seconds` gives more" if ending in proof.cut else ""
        yield f"  {ending}: always said at {exact} of {len(proof.places)} stops{cut}"
