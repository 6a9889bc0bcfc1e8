"""`hyosan prove`: what holds in every state that any player can reach, and a play to each thing that does not."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from game.authoring.prove.findings import findings, keep_points
from game.authoring.prove.keeping import keep, known
from game.authoring.prove.progress import Progress
from game.authoring.prove.report import as_json, as_text
from game.authoring.prove.witness import Witnesses
from game.diagnostics import Severity
from game.engine.program import Program
from game.loading import load
from game.proving.budget import MEMORY, Budget
from game.proving.distilling import distilled
from game.proving.prover import prove as prove_story

Form = Literal["text", "json"]
SECONDS = 55.0
PROCESSES = 2
_FOR_QUESTIONS = 0.92
"""The share of the seconds that goes into questions: the rest is for keeping what was found, and for runs to faults."""


def prove(
    folder: Path,
    say: Callable[[str], None],
    *,
    seconds: float = SECONDS,
    memory: int = MEMORY,
    form: Form = "text",
    strict: bool = False,
    output: Path | None = None,
) -> int:
    """Says what is decided of the story in `folder` within so many seconds and bytes of `memory`.

    A fault comes with a run; `output` is a folder for saves that open one pick before it or before an ending is lost, and for
    transcripts. Returns 1 when the story has errors or faults, or, when `strict`, also when anything can never be told or is
    not decided; else 0.
    """
    began = time.process_time()
    story, report = load(folder)
    if story is None:
        say(report.draw())
        say("\nThe story cannot be played yet, so there is nothing to prove; `hyosan check` says the same.")
        return 1
    progress = Progress(sys.stderr)
    corpus = known(folder, story)
    budget = Budget(seconds * _FOR_QUESTIONS, progress.tell, began, memory)
    proof = prove_story(story, budget, processes=PROCESSES, corpus=corpus)
    if proof.learned:
        progress.tell("keeping what was found", 1.0)
        keep(folder, story, distilled(proof, corpus))
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
