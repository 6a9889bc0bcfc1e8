"""The layout of a map: what must hold for every chart, however tangled."""

from __future__ import annotations

import time
from itertools import combinations, pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.authoring.map.chart import Chart, Edge, Node, Way, chart_of
from game.authoring.map.coordinates import Ordered, place
from game.authoring.map.crossings import count_crossings, reduce_crossings
from game.authoring.map.layers import MAX_IN_LAYER, MAX_SPAN, Layering, layered
from game.authoring.map.layout import Box, Drawing, lay_out
from game.authoring.map.straighten import straighten
from game.diagnostics import Span
from tests.authoring.mapped import mapped


def a_chart(arrows: list[tuple[int, int]], count: int, acts: int = 1) -> Chart:
    """Scenes by number, in so many acts, with these arrows."""
    nodes = {
        f"s{number}": Node(
            f"s{number}", f"s{number}", f"Scene {number}", f"act{number * acts // count}", False, Span("a.yaml", 1, 1)
        )
        for number in range(count)
    }
    edges = tuple(Edge(f"s{one}", f"s{other}", "goto", (Way("", None),)) for one, other in dict.fromkeys(arrows))
    return Chart("A", "1", "s0", nodes, edges, tuple(f"act{number}" for number in range(acts)))


@st.composite
def charts(draw: st.DrawFn) -> Chart:
    count = draw(st.integers(1, 24))
    ends = st.integers(0, count - 1)
    arrows = draw(st.lists(st.tuples(ends, ends), max_size=50))
    return a_chart(arrows, count, draw(st.integers(1, min(3, count))))


def overlap(one: Box, other: Box) -> bool:
    return (
        one.x < other.x + other.width
        and other.x < one.x + one.width
        and one.y < other.y + other.height
        and other.y < one.y + one.height
    )


def on_edge(box: Box, x: float, y: float) -> bool:
    across = box.x - 0.01 <= x <= box.x + box.width + 0.01
    return across and box.y - 0.01 <= y <= box.y + box.height + 0.01


def check_drawing(drawing: Drawing) -> None:
    boxes = list(drawing.boxes.values())
    assert not [pair for pair in combinations(boxes, 2) if overlap(*pair)]
    assert not [pair for pair in combinations(drawing.bands.values(), 2) if overlap(*pair)]
    assert all(box.x >= 0 and box.x + box.width <= drawing.width and 0 <= box.y < drawing.height for box in boxes)
    for key, box in drawing.boxes.items():
        band = drawing.bands[drawing.chart.nodes[key].act]
        assert band.y < box.y
        assert box.y + box.height <= band.y + band.height + 0.01
    for route in drawing.routes:
        assert on_edge(drawing.boxes[route.edge.source], *route.points[0])
        assert on_edge(drawing.boxes[route.edge.target], *route.points[-1])


@given(charts())
@settings(max_examples=80, deadline=None)
def test_boxes_never_overlap_stand_in_the_band_of_their_act_and_arrows_begin_and_end_at_them(chart: Chart) -> None:
    drawing = lay_out(chart)
    check_drawing(drawing)
    assert len(drawing.routes) == len([edge for edge in chart.edges if edge.source != edge.target])


@given(charts())
@settings(max_examples=40, deadline=None)
def test_lines_that_bend_pass_no_box_on_their_way(chart: Chart) -> None:
    drawing = lay_out(chart)
    for route in drawing.routes:
        ends = {route.edge.source, route.edge.target}
        others = [box for key, box in drawing.boxes.items() if key not in ends]
        for (x, y), (to_x, to_y) in pairwise(route.points):
            if not route.bow and abs(x - to_x) < 0.01:
                falling = Box(x - 0.5, min(y, to_y), 1.0, abs(to_y - y))
                assert not [box for box in others if overlap(falling, box)]


def test_the_map_of_a_story_is_drawn_the_same_each_time() -> None:
    chart = chart_of(mapped())
    assert lay_out(chart) == lay_out(chart)


def test_a_chain_is_a_straight_line() -> None:
    drawing = lay_out(a_chart([(number, number + 1) for number in range(6)], 7))
    assert all(len({round(x) for x, _ in route.points}) == 1 for route in drawing.routes)
    assert all(not route.upward for route in drawing.routes)


def test_an_arrow_that_closes_a_circle_rises_in_the_picture() -> None:
    drawing = lay_out(a_chart([(0, 1), (1, 2), (2, 0)], 3))
    assert [route.upward for route in drawing.routes] == [False, False, True]


def test_a_circle_through_another_act_leaves_no_two_of_a_layer_tied() -> None:
    check_drawing(lay_out(a_chart([(0, 2), (2, 1), (1, 0)], 3, 2)))
    check_drawing(lay_out(a_chart([(0, 1), (1, 3), (3, 2), (2, 1)], 4, 2)))


def test_a_layer_holds_no_more_nodes_than_can_be_seen_side_by_side() -> None:
    layering = layered(a_chart([(0, number) for number in range(1, 40)], 40))
    assert max(sum(not layering.is_bend(vertex) for vertex in layer) for layer in layering.layers) == MAX_IN_LAYER


def test_a_very_long_arrow_goes_round_the_picture() -> None:
    count = MAX_SPAN + 3
    drawing = lay_out(a_chart([*((number, number + 1) for number in range(count - 1)), (0, count - 1)], count))
    check_drawing(drawing)
    bows = [route for route in drawing.routes if route.bow]
    assert [(route.edge.source, route.edge.target) for route in bows] == [("s0", f"s{count - 1}")]
    right = max(box.x + box.width for box in drawing.boxes.values())
    assert max(x for x, _ in bows[0].points) > right


def crossings_by_hand(layering: Layering) -> int:
    total = 0
    for upper, lower in pairwise(layering.layers):
        lines = [(upper.index(one), lower.index(other)) for one in upper for other in layering.below[one]]
        total += sum((a - c) * (b - d) < 0 for (a, b), (c, d) in combinations(lines, 2))
    return total


@given(charts())
@settings(max_examples=60, deadline=None)
def test_crossings_are_counted_and_never_become_more(chart: Chart) -> None:
    layering = layered(chart)
    before = crossings_by_hand(layering)
    assert count_crossings(layering) == before
    left = reduce_crossings(layering)
    assert left == crossings_by_hand(layering) <= before


def test_crossings_that_need_not_be_are_gone() -> None:
    layering = layered(a_chart([(0, 1), (0, 2), (0, 3), (1, 6), (2, 5), (3, 4)], 7))
    assert reduce_crossings(layering) == 0


@given(charts())
@settings(max_examples=60, deadline=None)
def test_neighbours_keep_their_distance_and_straightening_makes_no_line_longer(chart: Chart) -> None:
    layering = layered(chart)
    reduce_crossings(layering)
    ordered = Ordered(
        layering.layers, layering.above, layering.below, layering.is_bend, lambda one, other: 30 + (one + other) % 5
    )
    places = place(ordered)
    straight = straighten(ordered, places)
    for found in (places, straight):
        for layer in layering.layers:
            assert all(found[right] - found[left] >= ordered.distance(left, right) - 0.001 for left, right in pairwise(layer))
    assert length(ordered, straight) <= length(ordered, places) + 0.001


def length(ordered: Ordered, places: list[float]) -> float:
    return sum(abs(places[one] - places[other]) for one in range(len(places)) for other in ordered.below[one])


@pytest.mark.parametrize("acts", [1, 40])
def test_two_thousand_scenes_are_laid_out_in_seconds(acts: int) -> None:
    arrows = [(number, min(number + step, 1999)) for number in range(2000) for step in (1, 1 + number * 7 % 9, number % 3 - 2)]
    chart = a_chart([(one, max(other, 0)) for one, other in arrows], 2000, acts)
    start = time.process_time()
    drawing = lay_out(chart)
    assert time.process_time() - start < 15  # measured: 1 to 2 seconds; the rest is for slow machines
    assert len(drawing.boxes) == 2000
