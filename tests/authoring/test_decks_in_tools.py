"""What the tools for authors say of decks, storylets and events."""

from __future__ import annotations

import pytest

from game.authoring.diff import changes
from game.authoring.map.articles import Articles
from game.authoring.map.chart import chart_of
from game.authoring.map.runs import random_runs
from game.authoring.testing.tracing import TracedProgram
from game.authoring.words.texts import texts_of
from game.engine.program import Program
from game.engine.state import Move
from game.loading import load_texts
from game.saving.renames import Renames
from game.saving.snapshots import decode, encode
from game.story.model import Story
from tests.authoring.valid_stories import texts_of as files_of


def crossroads(*edits: tuple[str, str]) -> Story:
    """The story of the crossroads, with these edits of its files."""
    files = files_of("crossroads")
    for old, new in edits:
        assert any(old in text for text in files.values()), old
        files = {name: text.replace(old, new) for name, text in files.items()}
    story, report = load_texts(files)
    assert story is not None, report.draw()
    return story


# The map


def test_the_map_draws_what_a_deck_leads_to_and_marks_what_comes_by_itself() -> None:
    chart = chart_of(crossroads())
    dealt = {edge.target for edge in chart.edges if edge.source == "fork" and edge.kind == "visit"}
    assert dealt == {"tinker", "hare", "peddler_girl", "ring", "milestone", "cart"}
    assert chart.nodes["bells"].events == ("midnight",)
    assert chart.nodes["hare"].deck == "road"
    assert chart.nodes["bells"].visited
    assert chart.nodes["bells"].reached
    assert not [edge for edge in chart.edges if edge.target == "bells"]
    assert all(node.reached for node in chart.nodes.values())


def test_random_runs_count_the_arrows_of_a_deck_also_when_an_event_comes_in_between() -> None:
    story = crossroads()
    chart = chart_of(story)
    traffic = random_runs(Program(story), chart, 60, 1)
    assert traffic.taken["fork", "tinker"] == 60
    assert traffic.met["yawning"] > 0
    assert traffic.taken["fork", "inn"] + traffic.taken["cart", "inn"] > 30


def test_the_words_of_a_scene_say_how_it_is_dealt_and_when_it_comes() -> None:
    story = crossroads()
    chart = chart_of(story)
    articles = Articles(story, chart, None)
    assert "deck road, priority 0, when hour &lt; 22:00" in articles.article(chart.nodes["hare"])
    assert "priority -1, at most 2 times" in articles.article(chart.nodes["ring"])
    assert "again and again" in articles.article(chart.nodes["milestone"])
    assert "event midnight: when hour &gt;= 00:00, at road, inn" in articles.article(chart.nodes["bells"])
    assert "event letter: when not paid and seen(inn.seated)" in articles.article(chart.nodes["bill"])
    fork = articles.article(chart.nodes["fork"])
    assert "deal road, at most 2" in fork
    assert "Ride on the cart" in fork


# What changed


def told(*edits: tuple[str, str]) -> list[tuple[str, str]]:
    return [(change.kind, change.what) for change in changes(crossroads(), crossroads(*edits))]


CHANGES: list[tuple[tuple[str, str], tuple[str, str]]] = [
    (("when: hour < 22:00", "when: hour < 21:00"), ("storylet", "`hare` has another `when`")),
    (("priority: -1\n", "priority: 5\n"), ("storylet", "`ring` has another `priority`")),
    (("pick: Ride on the cart\n", "pick: Climb up\n"), ("storylet", "`cart` has another `pick`")),
    (("-2\n  sticky: true", "-2"), ("storylet", "`milestone` has another `at most`")),
    (("events: false", "events: true"), ("storylet", "`yawning` has another `events`")),
    (("tired >= 3, again", "tired >= 2, again"), ("event", "The event `yawn` has another `when`")),
    (("turns: 3", "turns: 4"), ("event", "The event `letter` has another `when`")),
    (("[road, inn], visit: bells", "[road], visit: bells"), ("event", "The event `midnight` has another `at`")),
    (("  letter: {", "  slate: {"), ("event", "The event `letter` is gone")),
    (("road: What happens between here and the inn", "road: On the way"), ("deck", "The deck `road`, its `name`:")),
    (("- deal: road\n      at most: 2", "- deal: road\n      at most: 3"), ("exit", "`fork` now deals `road`, at most 3")),
    (("          return: true\n", ""), ("exit", "`tinker.give_him_the_road` no longer returns")),
]  # fmt: skip


@pytest.mark.parametrize(("edit", "expected"), CHANGES)
def test_a_change_of_a_deck_or_an_event_is_told(edit: tuple[str, str], expected: tuple[str, str]) -> None:
    assert expected in told(edit)


def test_a_new_scene_in_a_deck_changes_nothing_where_it_is_dealt() -> None:
    new = ("hare:\n", "crow:\n  title: A crow\n  deck: road\n  script: [It has a word for you.]\n\nhare:\n")
    assert told(new) == [("scene-new", "The scene `crow` is new: 1 text, 0 options")]


def test_an_event_that_has_an_older_name_is_the_same_event() -> None:
    assert told(("midnight: {", "twelve_bells: {"), ("was: twelve}", "was: midnight}")) == []


# Old saves


def test_a_save_finds_renamed_storylets_and_events_again() -> None:
    old = Program(crossroads())
    state = old.start(1, "fork").state
    assert state.returns[0].address == "deal road#1"
    state = old.play(state, Move("ask_the_way")).state
    new = Program(
        crossroads(("\ntinker:\n", "\ntinman:\n  was: tinker\n"), ("midnight: {", "bell: {"), ("was: twelve}", "was: midnight}"))
    )
    renames = Renames.of(new.story)
    assert decode(new, renames, encode(old, state)).state.values[new.index["dealt tinman"]] == 1
    assert renames.slot("event midnight") == "event bell"
    assert renames.slot("hand fork#road#1#tinker") == "hand fork#road#1#tinman"
    assert renames.option("fork", "tinker") == "tinman"


# Coverage and words


def test_coverage_knows_both_ways_of_a_deal() -> None:
    traced = TracedProgram(crossroads())
    names = {item.name for item in traced.inventory.items if item.kind == "deal"}
    assert names == {"some of road", "none of road"}
    traced.start(1)
    shown = traced.take_shown()
    items = [traced.inventory.items[number] for number in shown]
    assert [item.name for item in items if item.kind == "deal"] == ["some of road"]
    assert {item.scene for item in items if item.kind == "scene"} >= {"fork", "tinker"}


def test_the_words_of_a_dealt_option_are_counted_once_in_the_scene_that_has_them() -> None:
    texts = [text for text in texts_of(crossroads()) if text.kind == "option" and text.template == ("Ride on the cart",)]
    assert len(texts) == 1
