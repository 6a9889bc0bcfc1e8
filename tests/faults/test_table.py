"""The table in `tests/README.md` says what the harnesses do: their files are there, and their figures for CI are the code's."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.faults import budget, test_damage, test_kills, test_power_cuts
from tests.loading.reading import test_hostile_files
from tests.mutation.rooms import ROOMS
from tests.properties import test_any_story, test_keys_and_signals, test_plays, test_sessions

ROOT = Path(__file__).parent.parent.parent
README = (ROOT / "tests" / "README.md").read_text(encoding="utf-8")
TABLE = README.partition("| promise |")[2].partition("\n\n")[0]
ROWS = {row.split("|")[1].strip(): row.split("|")[2].strip() for row in TABLE.splitlines()[2:]}
FIGURES = {
    "`kill -9`": f"{test_kills.KILLS:,} kills",
    "a power cut loses": f"{test_power_cuts.CUTS:,} cuts",
    "a changed line": f"{test_damage.LINES:,} lines, {test_damage.MUTANTS:,} saves",
    "any bytes as a story": f"{test_any_story.STORIES:,} stories",
    "at most 2 s": f"{len(test_hostile_files.HOSTILE)} files",
    "what is loaded": f"{test_plays.STEPS:,} steps",
    "sessions do": f"{test_sessions.EXAMPLES} plays of {test_sessions.STEPS} actions",
    "any keys": f"{test_keys_and_signals.KEYS_TO_PRESS:,} keys",
    "any signal": f"{test_keys_and_signals.SIGNALS} signals",
}


@pytest.mark.skipif(budget.FACTOR != 1, reason="the figures are those of the usual budget")
@pytest.mark.parametrize("promise", FIGURES)
def test_the_figure_of_a_row_is_that_of_its_harness(promise: str) -> None:
    (found,) = (figure for row, figure in ROWS.items() if row.startswith(promise))
    assert found == FIGURES[promise]


def test_every_harness_has_its_row_and_every_row_its_harness() -> None:
    named = set(re.findall(r"`(tests/[\w/]+\.py)[`:]", "".join(ROWS)))
    assert [name for name in named if not (ROOT / name).is_file()] == []
    harnesses = [path for folder in ("faults", "properties") for path in (ROOT / "tests" / folder).glob("test_*.py")]
    written = {path.relative_to(ROOT).as_posix() for path in harnesses}
    assert written - named == {"tests/faults/test_table.py"}


def test_what_is_mutated_and_its_tests_are_there() -> None:
    for room in ROOMS.values():
        assert all((ROOT / name).exists() for name in (*room.modules, *room.tests))
