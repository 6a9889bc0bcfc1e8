"""`hyosan prove`: what holds in every state that any player can reach, and a play to each thing that does not."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from game.authoring.prove.findings import findings, keep_points
from game.authoring.prove.progress import Progress
from game.authoring.prove.report import as_json, as_text
from game.authoring.prove.witness import Witnesses
from game.diagnostics import Severity
from game.engine.program import Program
from game.loading import load
from game.proving.budget import Budget
from game.proving.prover import prove as prove_story

Form = Literal["text", "json"]
SECONDS = 55.0
PROCESSES = 2


def prove(
    folder: Path,
    say: Callable[[str], None],
    *,
    seconds: float = SECONDS,
    form: Form = "text",
    strict: bool = False,
    output: Path | None = None,
) -> int:
    """Says what is decided of the story in `folder` within so many seconds.

    A fault comes with a run; `output` is a folder for saves that open one pick before it or before an ending is lost, and for
    transcripts. Returns 1 when the story has errors or faults, or, when `strict`, also when anything can never be told or is
    not decided; else 0.
    """
    story, report = load(folder)
    if story is None:
        say(report.draw())
        say("\nThe story cannot be played yet, so there is nothing to prove; `hyosan check` says the same.")
        return 1
    progress = Progress(sys.stderr)
    proof = prove_story(story, Budget(seconds, progress.tell), processes=PROCESSES)
    progress.done()
    witnesses = Witnesses(Program(story), output)
    found = findings(proof, witnesses, report.sources)
    kept = keep_points(proof, witnesses, output) if output is not None else 0
    say(as_json(story, proof, found) if form == "json" else as_text(story, proof, found))
    if kept and form == "text":
        say(f"{kept} saves before points of no return are in {output}.")
    faults = any(each.severity is Severity.ERROR for each in found)
    weak = proof.undecided or any(each.severity is Severity.WARNING for each in found)
    return 1 if faults or (strict and weak) else 0


__all__ = ["SECONDS", "prove"]
