"""Mutants that nobody can notice, listed by hand with a reason each, in `equivalent.yaml`: module, then mutant, then why."""

from __future__ import annotations

from pathlib import Path

import yaml

from tests.mutation.mutants import Mutant
from tests.mutation.rooms import ROOT

LIST = Path(__file__).parent / "equivalent.yaml"


def listed() -> dict[tuple[str, str], str]:
    """The reasons by module and mutant."""
    found = yaml.safe_load(LIST.read_text(encoding="utf-8")) or {}
    return {(module, what): why for module, mutants in found.items() for what, why in mutants.items()}


def key_of(mutant: Mutant) -> tuple[str, str]:
    return mutant.path.relative_to(ROOT).as_posix(), mutant.what
