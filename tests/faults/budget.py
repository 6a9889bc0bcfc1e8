"""How much a harness does: its figure for continuous integration, times `HYOSAN_BUDGET`.

HYOSAN_BUDGET=50 .venv/bin/python -m pytest -q tests/faults tests/properties
"""

from __future__ import annotations

import os

FACTOR = float(os.environ.get("HYOSAN_BUDGET", "1"))


def budget(usual: int) -> int:
    """`usual` times the budget, at least 1."""
    return max(1, round(usual * FACTOR))
