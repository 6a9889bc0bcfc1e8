"""The cost curves as one picture: what a story of 100 to 10,000 scenes costs, and what a turn costs in a play of 10 to 10,000."""

from __future__ import annotations

import math
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from tests.benchmarks.inside import Saved
from tests.benchmarks.measuring import answer, quantile, wall
from tests.benchmarks.play import program_of

if TYPE_CHECKING:
    from tests.benchmarks.rows import Benchmarks

SIZES = (100, 1_000, 10_000)
MARKS = (10, 100, 1_000, 10_000)
LAST_TURNS = 200
WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 430, 330, 66, 46, 48
LABELS = 250
COLOURS = ("#1b6ca8", "#c25e00", "#3d7d3f", "#8a3b8f")


@dataclass(frozen=True, slots=True)
class Curve:
    name: str
    points: Sequence[tuple[float, float]]


@dataclass(frozen=True, slots=True)
class Chart:
    """Curves over the same axis, both axes logarithmic."""

    title: str
    across: str
    curves: Sequence[Curve]


def picture(bench: Benchmarks) -> str:
    """Measures both charts, and draws them."""
    return draw([over_scenes(bench), over_turns(bench)])


def over_scenes(bench: Benchmarks) -> Chart:
    found: dict[str, list[tuple[float, float]]] = {}
    for scenes in SIZES:
        story = bench.stories.ours(scenes)
        once = (sys.executable, "-m", "tests.benchmarks.once", "load", story)
        played = answer((sys.executable, "-m", "tests.benchmarks.play", story, "5000", "warm"))
        start = wall(bench.plain(story))
        start()  # the index of the story is made by the first one
        figures = {
            "source to playable, checked (ms)": answer(once)["ms"],
            "first scene, whole process (ms)": quantile([start() * 1000 for _ in range(5)], 0.5),
            "a turn (µs)": 1e6 / played["tps"],
            "memory after 5,000 turns (MB)": played["rss_mb"],
        }
        for name, value in figures.items():
            found.setdefault(name, []).append((scenes, value))
    return Chart("What a story costs", "scenes", [Curve(*each) for each in found.items()])


def over_turns(bench: Benchmarks) -> Chart:
    """Plays that are saved as they go; what a turn costs is the median of 200: of several plays where a play has fewer."""
    folder = bench.scratch / "curve"
    found: dict[str, list[tuple[float, float]]] = {}
    program = program_of(bench.stories.ours(100))
    for mark in MARKS:
        last = min(mark, LAST_TURNS)
        plays = [Saved(program, folder / f"{mark}_{number}") for number in range(LAST_TURNS // last)]
        for play in plays:
            play.hurry(mark - last)
        turns = [play.turns(last) for play in plays]
        figures = {
            "a turn, not saved (µs)": _median(seconds for each in turns for seconds in each.unsaved) * 1e6,
            "a turn, saved (µs)": _median(seconds for each in turns for seconds in each.saved) * 1e6,
            "a bare append with fdatasync (µs)": _median(seconds for each in turns for seconds in each.bare) * 1e6,
            "loading the play (ms)": _median(play.resume() for play in plays) * 1000,
        }
        for name, value in figures.items():
            found.setdefault(name, []).append((mark, value))
    return Chart("What a play costs", "turns played", [Curve(*each) for each in found.items()])


def _median(values: Iterable[float]) -> float:
    return quantile(list(values), 0.5)


def draw(charts: Sequence[Chart]) -> str:
    """The charts side by side, as SVG. Light and dark pages both show it: it has a ground of its own."""
    width = len(charts) * (WIDTH + LABELS)
    drawn = "\n".join(line for number, chart in enumerate(charts) for line in _chart(chart, number * (WIDTH + LABELS)))
    style = "text{font:12px sans-serif;fill:#222}.t{font-weight:bold;font-size:14px}.g{stroke:#ddd}.a{fill:#666}"
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {HEIGHT}" width="{width}" height="{HEIGHT}" role="img">'
    said = "; ".join(f"{chart.title}: {', '.join(curve.name for curve in chart.curves)}" for chart in charts)
    ground = '<rect width="100%" height="100%" fill="#fff"/>'
    return f"{head}\n<title>{escape(said)}</title>\n<style>{style}</style>\n{ground}\n{drawn}\n</svg>\n"


def _chart(chart: Chart, left: float) -> Iterator[str]:
    points = [point for curve in chart.curves for point in curve.points]
    low, high = (math.floor(math.log10(min(y for _, y in points))), math.ceil(math.log10(max(y for _, y in points))))
    first, last = (math.log10(min(x for x, _ in points)), math.log10(max(x for x, _ in points)))

    def place(x: float, y: float) -> tuple[float, float]:
        right, down = WIDTH - LEFT - 20, HEIGHT - TOP - BOTTOM
        across, up = (math.log10(x) - first) / (last - first), (math.log10(y) - low) / (high - low)
        return left + LEFT + across * right, TOP + down - up * down

    yield f'<text class="t" x="{left + LEFT}" y="24">{escape(chart.title)}</text>'
    for power in range(low, high + 1):
        (x, y), (end, _) = place(10**first, 10**power), place(10**last, 10**power)
        yield f'<line class="g" x1="{x:.1f}" x2="{end:.1f}" y1="{y:.1f}" y2="{y:.1f}"/>'
        yield f'<text class="a" x="{x - 8:.1f}" y="{y + 4:.1f}" text-anchor="end">{10**power:,.10g}</text>'
    for x in sorted({x for x, _ in points}):
        at, y = place(x, 10**low)
        yield f'<text class="a" x="{at:.1f}" y="{y + 18:.1f}" text-anchor="middle">{x:,.0f}</text>'
    middle, foot = place(10 ** ((first + last) / 2), 10**low)
    yield f'<text class="a" x="{middle:.1f}" y="{foot + 38:.1f}" text-anchor="middle">{escape(chart.across)}</text>'
    yield from _curves(chart, {curve.name: [place(*point) for point in curve.points] for curve in chart.curves})


def _curves(chart: Chart, placed: Mapping[str, Sequence[tuple[float, float]]]) -> Iterator[str]:
    """The lines, each with its name and last figure at its right end; names that would overlap are moved apart."""
    below = 0.0
    for curve in sorted(chart.curves, key=lambda each: placed[each.name][-1][1]):
        colour = COLOURS[list(chart.curves).index(curve)]
        at = placed[curve.name]
        yield f'<polyline fill="none" stroke="{colour}" stroke-width="2" points="{" ".join(f"{x:.1f},{y:.1f}" for x, y in at)}"/>'
        yield from (f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{colour}"/>' for x, y in at)
        below = max(at[-1][1] + 4, below + 15)
        value = curve.points[-1][1]
        said = escape(f"{curve.name}: {value:,.{0 if value >= 100 else 1}f}")
        yield f'<text x="{at[-1][0] + 8:.1f}" y="{below:.1f}" style="fill:{colour}">{said}</text>'
