from __future__ import annotations

from dataclasses import replace

from game.story.model import Place
from game.telling.trail import Stop, drawn, trail
from tests.telling.runs import Run, run


def stops(played: Run) -> tuple[Stop, ...]:
    return trail(played.program.story, played.passages, played.now.at.scene)


def picture(played: Run) -> list[str]:
    return [twig.stem + twig.stop.place.name for twig in drawn(stops(played))]


def test_only_places_that_were_entered_are_on_the_map() -> None:
    assert [stop.place.id for stop in stops(run())] == ["tent"]
    assert [stop.place.id for stop in stops(run("say", "cook", "leave"))] == ["tent", "camp", "kitchen"]


def test_the_place_where_the_play_stands_is_marked_also_after_a_visit() -> None:
    assert [stop.place.id for stop in stops(run("say", "cook")) if stop.here] == ["kitchen"]
    assert [stop.place.id for stop in stops(run("say", "cook", "leave")) if stop.here] == ["camp"]


def test_after_a_visit_the_way_on_begins_where_the_visit_began() -> None:
    """The kitchen was the last scene that was entered, and nothing leads from it to the road."""
    found = {stop.place.id: stop for stop in stops(run("say", "cook", "leave", "go"))}
    assert found["road"].found_from == "camp"
    assert set(found["camp"].ways) == {"tent", "kitchen", "road"}
    assert found["kitchen"].ways == ("camp",)


def test_a_scene_without_a_place_is_passed_through() -> None:
    found = stops(run("say", "dark", "go"))
    assert [(stop.place.id, stop.found_from) for stop in found] == [("tent", ""), ("camp", "tent"), ("road", "camp")]


def test_the_longest_way_is_drawn_as_a_trunk_and_the_others_branch_off() -> None:
    assert picture(run("say", "cook", "leave", "go", "wait", "on")) == [
        "┌ The tent",
        "├ The camp",
        "│  └─ The kitchen",
        "├ The road",
        "└ The roof",
    ]


def test_of_two_ways_as_long_the_newer_one_is_the_trunk() -> None:
    assert picture(run("say", "cook", "leave", "go")) == ["┌ The tent", "├ The camp", "│  └─ The kitchen", "└ The road"]


def test_of_a_run_whose_beginning_is_not_known_the_place_where_it_stands_is_there() -> None:
    played = run("say", "cook")
    assert [stop.place.id for stop in trail(played.program.story, played.passages[-1:], "kitchen")] == ["kitchen"]
    assert [stop.place.id for stop in trail(played.program.story, [()], "road")] == ["road"]


def test_one_place_needs_no_lines() -> None:
    assert picture(run()) == ["The tent"]


def test_a_long_way_with_a_long_branch_is_drawn_without_recursion() -> None:
    place = stops(run())[0].place
    chain = [Stop(place_named(place, f"a{number}"), f"a{number - 1}" if number else "", (), False) for number in range(3000)]
    branch = [Stop(place_named(place, f"b{number}"), f"b{number - 1}" if number else "a0", (), False) for number in range(2900)]
    assert len(list(drawn((*chain, *branch)))) == 5900


def place_named(like: Place, name: str) -> Place:
    return replace(like, id=name)
