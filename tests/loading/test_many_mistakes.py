"""A story with very many mistakes: it is refused soon, and none of them is taken for a warning among others."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from game.diagnostics import MANY_NAMES, MAX_DIAGNOSTICS, Report, Severity, Span, TooManyErrors, did_you_mean, nearest
from game.loading import load_texts
from tests.loading.reading.test_hostile_files import SECONDS

STORY = "story: made\ntitle: Made\nstart: s0\n"
VARIABLES = f"{STORY}variables:\n" + "".join(f"  v{number}: flag\n" for number in range(2_500))


def each(line: Callable[[int], str], before: str = "") -> str:
    return before + "".join(map(line, range(2_500)))


MANY = {
    "scenes": (STORY, each(lambda n: f"s{n}:\n  title: T{n}\n  script:\n    - goto: x{n}q\n")),
    "labels": (STORY, each(lambda n: f"        - {{pick: P{n}, goto: .y{n}}}\n", "s0:\n  script:\n    - choose:\n")),
    "variables": (VARIABLES, each(lambda n: f"    - do: w{n}x = true\n", "s0:\n  script:\n")),
    "texts": (VARIABLES, each(lambda n: f'    - "{{w{n}x}}"\n', "s0:\n  script:\n")),
    "decks": (
        f"{STORY}decks:\n" + each(lambda n: f"  d{n}: x\n"),
        each(lambda n: f"s{n}:\n  deck: d{n}\n  script: [{{deal: d{n}}}]\n"),
    ),
}


def error(number: int) -> tuple[str, Span, str]:
    return "x", Span("story.yaml", number + 1, 1), "wrong"


@pytest.mark.parametrize("what", MANY)
def test_thousands_of_names_and_mistakes_are_answered_soon(what: str) -> None:
    """Comparing each name with each other took minutes."""
    declarations, scenes = MANY[what]
    began = time.process_time()
    story, report = load_texts({"story.yaml": declarations, "scenes.yaml": scenes})
    assert story is None
    assert len(report) == MAX_DIAGNOSTICS
    assert time.process_time() - began < SECONDS


def test_an_error_behind_very_many_warnings_is_an_error() -> None:
    scenes = each(lambda n: f"s{n}:\n  script: [Hm., {{end: home}}]\n") + "last:\n  script:\n    - goto: nowhere\n"
    story, report = load_texts({"story.yaml": f"{STORY}endings:\n  home: {{title: Home}}\n", "scenes.yaml": scenes})
    assert story is None
    assert [found.code for found in report.errors] == ["unknown-scene"]


def test_errors_take_the_place_of_what_is_milder_and_then_no_more_are_taken() -> None:
    report = Report()
    for number in range(MAX_DIAGNOSTICS):
        report.warning(*error(number))
    report.note(*error(MAX_DIAGNOSTICS))
    assert report.errors == []
    for number in range(MAX_DIAGNOSTICS + 1):
        report.error(*error(number))
        assert len(report) == MAX_DIAGNOSTICS
        assert len(report.errors) == min(number + 1, MAX_DIAGNOSTICS)
    assert {found.severity for found in report} == {Severity.ERROR}


def test_a_report_that_stops_says_when_one_error_more_would_be_lost() -> None:
    report = Report(stops=True)
    for number in range(MAX_DIAGNOSTICS):
        report.error(*error(number))
    report.error(*error(0))
    report.warning(*error(MAX_DIAGNOSTICS))
    with pytest.raises(TooManyErrors):
        report.error(*error(MAX_DIAGNOSTICS))
    assert len(report) == MAX_DIAGNOSTICS


def test_among_very_many_names_the_nearest_is_found_as_among_few() -> None:
    names = [f"scene_{number}" for number in range(10 * MANY_NAMES)] + ["lamp_room"]
    for typed in ("lamp_rom", "lump_room", "lamp_roomy", "amp_room"):
        assert nearest(typed, names) == "lamp_room"
    assert did_you_mean("scene_17x", set(names)) == "Did you mean `scene_17`?"
    assert did_you_mean("nothing like it", names) == ""
