"""Scenes that offer themselves: what a `deal` plays and offers, in which order, and how often."""

from __future__ import annotations

from game.engine.program import Program
from game.engine.state import Entered, GameState
from game.errors import MoveError
from tests.making import DECLARATIONS, begin, offered, pick, told

ROAD = f"{DECLARATIONS}decks: {{road: What happens on the road}}\n"


def on_the_road(scenes: str, seed: int = 1) -> tuple[Program, GameState]:
    return begin(scenes, declarations=ROAD, seed=seed)


def heads(state: GameState) -> list[str]:
    """The scenes that were entered in the last turn."""
    return [line.scene for line in state.passage if isinstance(line, Entered)]


STOP = """
            - choose: [{pick: Wait}]
            - end: fine
"""


def test_a_deal_plays_the_best_scene_that_fits_and_goes_on() -> None:
    _, state = on_the_road(f"""
        first:
          script:
            - deal: road
            - After.{STOP}
        plain: {{deck: road, script: [Plain.]}}
        best: {{deck: road, priority: 3, when: told, script: [Best.]}}
        good: {{deck: road, priority: 2, script: [Good.]}}
        late: {{deck: road, priority: -1, script: [Late.]}}
    """)
    assert told(state) == ["Good.", "After."]


def test_the_condition_of_the_second_is_asked_after_the_first_was_played() -> None:
    _, state = on_the_road(f"""
        first:
          script:
            - deal: road
              at most: 3{STOP}
        opens: {{deck: road, priority: 2, script: [Opens., {{do: told = true}}]}}
        shut: {{deck: road, priority: 1, when: not told, script: [Shut.]}}
        opened: {{deck: road, when: told, script: [Opened.]}}
    """)
    assert told(state) == ["Opens.", "Opened."]


def test_with_nothing_to_deal_there_is_else_and_only_then() -> None:
    scenes = """
        first:
          script:
            - deal: road
              at most: 2
              else:
                - Nothing comes.
            - choose: [{pick: Again, goto: first}, {pick: Go, end: fine}]
        once: {deck: road, script: [Once.]}
    """
    made, state = on_the_road(scenes)
    assert told(state) == ["Once."]
    assert told(pick(made, state, "again")) == ["Nothing comes."]


def test_a_scene_is_dealt_once_or_as_often_as_it_says_or_for_ever() -> None:
    scenes = """
        first:
          script:
            - deal: road
              at most: 5
            - choose: [{pick: Again, goto: first}, {pick: Go, end: fine}]
        once: {deck: road, priority: 3, script: [Once.]}
        twice: {deck: road, priority: 2, at most: 2, script: [Twice.]}
        ever: {deck: road, priority: 1, sticky: true, script: [Ever.]}
    """
    made, state = on_the_road(scenes)
    assert told(state) == ["Once.", "Twice.", "Ever."]
    state = pick(made, state, "again")
    assert told(state) == ["Twice.", "Ever."]
    assert told(pick(made, state, "again")) == ["Ever."]


def test_no_scene_is_dealt_twice_in_one_deal_even_when_it_waits_in_between() -> None:
    scenes = """
        first:
          script:
            - deal: road
              at most: 3
            - Done.
            - choose: [{pick: Again, goto: first}, {pick: Go, end: fine}]
        ever: {deck: road, sticky: true, script: [Ever., {choose: [{pick: Nod}]}]}
    """
    made, state = on_the_road(scenes)
    assert told(state) == ["Ever."]
    state = made.decode(made.encode(state))
    state = pick(made, state, "nod")
    assert told(state) == ["Done."]
    assert told(pick(made, state, "again")) == ["Ever."]


def test_equals_come_in_the_order_of_the_dice_which_fall_anew_for_each_deal() -> None:
    scenes = "first:\n  script:\n    - deal: road\n    - choose: [{pick: Again, goto: first}, {pick: Go, end: fine}]\n"
    scenes += "".join(f"c{n}: {{deck: road, sticky: true, script: [x]}}\n" for n in range(6))
    runs = set()
    for seed in range(20):
        made, state = on_the_road(scenes, seed)
        run = []
        for _ in range(8):
            run.append(heads(state)[-1])
            state = pick(made, state, "again")
        runs.add(tuple(run))
        assert len(set(run)) > 1
    assert len(runs) == 20


def test_dealt_scenes_are_options_in_the_place_of_the_deal_best_first() -> None:
    made, state = on_the_road("""
        first:
          script:
            - hub:
                - pick: Before
                - deal: road
                - pick: Go
                  leave: true
            - end: fine
        low: {title: The low one, deck: road, script: [Low.]}
        high: {deck: road, priority: 1, pick: "Take {noise}", script: [High.]}
        shut: {deck: road, when: told, script: [Shut.]}
    """)
    assert [(offer.id, offer.text) for offer in made.look(state).offers] == [
        ("before", "Before"),
        ("high", "Take 0"),
        ("low", "The low one"),
        ("go", "Go"),
    ]
    state = pick(made, state, "high")
    assert told(state) == ["High."]
    assert offered(made, state) == ["before", "low", "go"]


def test_at_most_so_many_options_are_dealt_and_what_is_not_dealt_cannot_be_picked() -> None:
    scenes = "first:\n  script:\n    - hub:\n        - deal: road\n          at most: 2\n        - {pick: Go, end: fine}\n"
    scenes += "    - end: fine\n" + "".join(f"c{n}: {{deck: road, script: [x]}}\n" for n in range(5))
    made, state = on_the_road(scenes)
    first = offered(made, state)
    assert len(first) == 3
    other = next(f"c{n}" for n in range(5) if f"c{n}" not in first)
    try:
        pick(made, state, other)
        raise AssertionError(f"{other} was picked")
    except MoveError:
        pass
    after = offered(made, pick(made, state, first[0]))
    assert first[1] in after
    assert first[0] not in after
    assert len(after) == 3
    assert {tuple(offered(*on_the_road(scenes, seed))) for seed in range(30)} > {tuple(first)}


def test_a_dealt_option_is_visited_and_then_goes_on_as_an_option_would() -> None:
    made, state = on_the_road("""
        first:
          script:
            - choose:
                - deal: road
                  do: noise += 1
                  goto: .there
                - pick: Nothing
            - Here.
            - end: fine
            - label: there
            - "There, {noise}."
            - choose: [{pick: Wait}]
            - end: fine
        dog: {deck: road, script: ["A dog, {noise}.", {choose: [{pick: Pat it}]}, It goes.]}
    """)
    state = pick(made, state, "dog")
    assert told(state) == ["A dog, 1."]
    assert told(pick(made, made.decode(made.encode(state)), "pat_it")) == ["It goes.", "There, 1."]


def test_a_deal_among_options_can_have_a_condition_and_leave_a_hub() -> None:
    made, state = on_the_road("""
        first:
          script:
            - hub:
                - deal: road
                  when: noise > 0
                  leave: true
                - pick: Drop it
                  do: noise += 1
            - Left.
            - end: fine
        dog: {deck: road, script: [A dog.]}
    """)
    assert offered(made, state) == ["drop_it"]
    state = pick(made, state, "drop_it")
    assert told(pick(made, state, "dog")) == ["A dog.", "Left."]


def test_a_deck_can_be_dealt_in_several_choices_of_a_scene() -> None:
    made, state = on_the_road("""
        first:
          script:
            - choose: [{deal: road}, {pick: Walk}]
            - choose: [{deal: road}, {pick: Walk on}]
            - end: fine
        dog: {deck: road, script: [A dog.]}
    """)
    assert offered(made, state) == ["dog", "walk"]
    assert offered(made, pick(made, state, "walk")) == ["dog.2", "walk_on"]
    assert offered(made, pick(made, state, "dog")) == ["walk_on"]


def test_a_choice_whose_deck_is_used_up_falls_through() -> None:
    made, state = on_the_road("""
        first: {script: [{hub: [{deal: road}]}, Done., {end: fine}]}
        dog: {deck: road, script: [A dog.]}
        cat: {deck: road, script: [A cat.]}
    """)
    assert told(pick(made, state, *offered(made, state)))[-1] == "Done."


def test_return_goes_back_at_once_from_a_visited_scene_and_from_an_option() -> None:
    made, state = on_the_road("""
        first:
          script:
            - visit: inner
            - Back.
            - visit: other
            - Back again.
            - choose: [{pick: Wait}]
            - end: fine
        inner: {script: [In., {if: not told, then: {return: true}}, Not told.]}
        other:
          script:
            - choose:
                - pick: Turn round
                  do: noise = 3
                  then: You turn round.
                  return: true
                - pick: Stay
            - You stay.
    """)
    assert told(state) == ["In.", "Back."]
    assert told(pick(made, state, "turn_round")) == ["You turn round.", "Back again."]
    assert told(pick(made, state, "stay")) == ["You stay.", "Back again."]


def test_a_story_without_decks_and_events_keeps_nothing_for_them() -> None:
    made, _ = begin("first: {script: [{choose: [{pick: Go}]}, {visit: second}, {end: fine}]}\nsecond: {script: [x]}")
    assert {slot.kind for slot in made.story.slots} == {"variable", "note"}


def test_the_condition_of_a_storylet_may_ask_for_a_label_of_its_own_scene() -> None:
    made, state = on_the_road("""
        first: {script: [{deal: road}, {choose: [{pick: Again, goto: first}, {pick: Go}]}, {end: fine}]}
        dog: {deck: road, sticky: true, when: not seen(.bitten), script: [A dog., {label: bitten}]}
    """)
    assert told(state) == ["A dog."]
    assert told(pick(made, state, "again")) == []


def test_a_scene_without_a_heading_tells_its_lines_and_no_title() -> None:
    made, state = on_the_road("""
        first: {script: [One., {deal: road}, {choose: [{pick: Go}]}, {end: fine}]}
        wind: {deck: road, title: Wind, heading: false, script: ["<> Wind."]}
    """)
    assert told(state) == ["One. Wind."]
    assert Entered("wind", "") in state.passage
    assert made.decode(made.encode(state)) == state


def test_a_deal_right_above_a_choice_can_be_kept_while_its_scene_waits() -> None:
    program, state = on_the_road(f"""
        first:
          script:
            - if: told
              then: Before.
            - deal: road
            - choose: [{{id: below, pick: Below}}]
            - visit: aside{STOP}
        card:
          deck: road
          script:
            - choose: [{{id: in_card, pick: In the card}}]
        aside:
          script:
            - choose: [{{id: in_aside, pick: Aside}}]
    """)
    assert offered(program, state) == ["in_card"]
    assert program.options_at(state.returns[0]) == ()
    assert program.decode(program.encode(state)) == state
    state = pick(program, state, "in_card")
    assert offered(program, state) == ["below"]
    state = pick(program, state, "below")
    assert program.options_at(state.returns[0]) == ()
    assert program.decode(program.encode(state)) == state
