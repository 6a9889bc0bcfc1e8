"""`hyosan prove --ship`: what lies beside a story.

endings.proof     from which the game says how many endings are still open
witnesses.proof   what the next proof begins with, here or on any other machine (`corpus.py`)
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from game.authoring.prove import PROCESSES
from game.authoring.prove.keeping import keep, known
from game.authoring.prove.progress import Progress
from game.errors import HyosanError
from game.loading import load
from game.proving.budget import Budget
from game.proving.corpus_file import FILE as WITNESSES
from game.proving.corpus_file import encode as encode_witnesses
from game.proving.distilling import distilled
from game.proving.endings_file import FILE, OpenEndings, ProofError, decode, encode, read
from game.proving.prover import prove as prove_story
from game.proving.shipping import proof_of
from game.story.model import Story

SECONDS = 300.0
"""Of the processor, for the open endings; the shipped story takes a third of it."""
PROVE_SECONDS = 300.0
"""For what the next proof begins with."""


def ship(folder: Path, say: Callable[[str], None], *, seconds: float | None = None, check: bool = False) -> int:
    """Writes both into the folder of the story, and says how much they can tell; returns 1 when the story has errors.

    With `check` nothing is written, and 1 is returned when what is there is not of this version of the story.
    What is there is taken over when only words have changed since. Raises `HyosanError` when it cannot be made or written.
    """
    story, report = load(folder)
    if story is None:
        say(report.draw())
        say("\nThe story cannot be played yet, so there is nothing to prove; `hyosan check` says the same.")
        return 1
    if check:
        return _checked(folder / FILE, story, say)
    _ship_endings(folder / FILE, story, say, seconds or SECONDS)
    _ship_witnesses(folder, story, say, seconds or PROVE_SECONDS)
    return 0


def _ship_endings(path: Path, story: Story, say: Callable[[str], None], seconds: float) -> None:
    before, progress = _known(path), Progress(sys.stderr)
    try:
        proof = proof_of(story, Budget(seconds, progress.tell), before)
    except ModuleNotFoundError as error:
        if error.name != "dd":
            raise
        raise HyosanError("This needs the library `dd`: pip install 'hyosan[prove]'") from None
    finally:
        progress.done()
    data = encode(proof)
    if before is not None and data == path.read_bytes():
        say(f"{path} is of this version of the story already.")
        return
    _write(path, data)
    anew = before is None or before.system != proof.system
    say(f"{path}: {len(data) / 1024:.0f} KiB, {'made anew' if anew else 'only words have changed since it was made'}.")
    for line in _told(proof) if anew else ():
        say(line)


def _ship_witnesses(folder: Path, story: Story, say: Callable[[str], None], seconds: float) -> None:
    """A story of which every state can be looked at needs none."""
    progress = Progress(sys.stderr)
    path, corpus = folder / WITNESSES, known(folder, story)
    proof = prove_story(story, Budget(seconds, progress.tell), processes=PROCESSES, corpus=corpus)
    if proof.states is None:
        progress.tell("keeping what was found", 1.0)
        kept = distilled(proof, corpus)
        data = encode_witnesses(story.id, kept)
        _write(path, data)
        keep(folder, story, kept)
        left = f"; {proof.undecided} questions were not decided, `--seconds` gives more" if proof.undecided else ""
        say(f"{path}: {len(data) / 1024:.0f} KiB, {len(kept.plays)} plays, {len(kept.kept)} things that never happen{left}.")
    progress.done()


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise HyosanError(f"{path} could not be written: {error.strerror or error}.") from error


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
