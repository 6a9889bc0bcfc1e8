"""Stories with decks and events made at random: whatever is picked, only what fits is dealt, and only what is due comes."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from hypothesis import given, settings
from hypothesis import strategies as st

from game.engine.program import Program
from game.engine.state import Entered, GameState, Line, Move, Paragraph
from tests.making import program

TURNS = 12
DECLARATIONS = """
story: dealt
title: Dealt
start: first
variables:
  noise: {range: 0..3}
  told: flag
  moves: {range: 0..6}
places: {yard: {name: The yard}}
endings: {fine: {title: Fine}}
decks: {road: The road}
"""
SCENES = """
first:
  at: yard
  script:
    - hub:
{options}
        - {{deal: road, at most: {offered}}}
        - pick: Deal
          sticky: true
          then: [Begins., {{deal: road, at most: {at_once}, else: Nothing.}}, Ends.]
        - {{pick: Away, goto: second}}
    - end: fine
second:
  script:
    - choose:
        - {{pick: Come back, goto: first}}
        - {{pick: Wait, do: moves += 1, goto: second}}
"""
CONDITIONS: Mapping[str, Callable[[Mapping[str, int]], bool]] = {
    "noise >= 2": lambda now: now["noise"] >= 2,
    "noise < 2": lambda now: now["noise"] < 2,
    "told": lambda now: bool(now["told"]),
    "not told and noise > 0": lambda now: not now["told"] and now["noise"] > 0,
    "moves >= 3": lambda now: now["moves"] >= 3,
    "noise <= 3": lambda now: now["noise"] <= 3,
}
EFFECTS = ("noise += 1", "noise = 0", "told = true", "told = false", "moves += 1")


@dataclass(frozen=True)
class Card:
    """A storylet; `at_most` is 0 where it is sticky."""

    id: str
    when: str
    priority: int
    at_most: int
    effect: str
    waits: bool

    def text(self) -> str:
        limit = f"at most: {self.at_most}" if self.at_most else "sticky: true"
        wait = ", {choose: [{pick: Nod}, {pick: Back, return: true}]}, {do: moves += 1}" if self.waits else ""
        beats = f"{FITTING}, {{do: {self.effect}}}{wait}"
        return f"{self.id}: {{deck: road, when: {self.when}, priority: {self.priority}, {limit}, script: [{beats}]}}\n"


FITTING = ", ".join(f'"{{{condition}: fits {number}}}"' for number, condition in enumerate(CONDITIONS))
"""What a storylet tells when it begins: which of the conditions hold."""


@dataclass(frozen=True)
class Event:
    id: str
    when: str
    at: bool
    again: bool
    effect: str
    waits: bool

    def declared(self) -> str:
        return f"  {self.id}: {{when: {self.when}, {'at: yard, ' * self.at}again: {str(self.again).lower()}, visit: {self.id}}}\n"

    def text(self) -> str:
        wait = ", {choose: [{pick: Nod}, {pick: Back, return: true}]}" if self.waits else ""
        return f"{self.id}: {{script: [Comes., {{do: {self.effect}}}{wait}]}}\n"


@dataclass(frozen=True)
class Made:
    cards: tuple[Card, ...]
    events: tuple[Event, ...]
    at_once: int
    offered: int

    def program(self) -> Program:
        options = "".join(f"        - {{pick: Do {n}, sticky: true, do: {effect}}}\n" for n, effect in enumerate(EFFECTS))
        scenes = SCENES.format(options=options, at_once=self.at_once, offered=self.offered)
        scenes += "".join([*(card.text() for card in self.cards), *(event.text() for event in self.events)])
        events = "events:\n" + "".join(event.declared() for event in self.events) if self.events else ""
        return program(scenes, DECLARATIONS + events)


conditions, effects = st.sampled_from(list(CONDITIONS)), st.sampled_from(EFFECTS)
cards = st.lists(st.tuples(conditions, st.integers(-1, 1), st.integers(0, 3), effects, st.booleans()), min_size=1, max_size=5)
events = st.lists(st.tuples(conditions, st.booleans(), st.booleans(), effects, st.booleans()), max_size=3)
stories = st.builds(
    lambda cards, events, at_once, offered: Made(
        tuple(Card(f"card{n}", *card) for n, card in enumerate(cards)),
        tuple(Event(f"event{n}", *event) for n, event in enumerate(events)),
        at_once,
        offered,
    ),
    cards,
    events,
    st.integers(1, 4),
    st.integers(1, 3),
)


def run(made: Program, seed: int, chance: random.Random) -> list[tuple[GameState, str]]:
    """The states of a run, each with what was picked in it."""
    state = made.start(seed).state
    states = []
    for _ in range(TURNS):
        offers = made.look(state).open_offers
        if not offers:
            break
        states.append((state, chance.choice(offers).id))
        state = made.play(state, Move(states[-1][1])).state
    return [*states, (state, "")]


def now(made: Program, state: GameState) -> dict[str, int]:
    return {name: state.values[made.index[name]] for name in made.story.variables}


@given(stories, st.integers(0, 1000))
@settings(max_examples=40, deadline=None)
def test_the_same_seed_and_picks_give_the_same_states_and_each_can_be_kept(story: Made, seed: int) -> None:
    made, other = story.program(), story.program()
    states = run(made, seed, random.Random(seed))
    again = other.start(seed).state
    for state, picked in states:
        assert again == state
        assert other.decode(other.encode(state)) == state
        assert not state.stuck
        again = other.play(again, Move(picked)).state if picked else again


@given(stories, st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_what_is_dealt_is_always_the_best_that_fits_and_may_come(story: Made, seed: int) -> None:
    by_id = {card.id: card for card in story.cards}
    made = story.program()
    dealt: Counter[str] = Counter()
    hand: set[str] | None = None
    lines = [line for state, _ in run(made, seed, random.Random(seed)) for line in state.passage]
    for number, line in enumerate(lines):
        told = line.text if isinstance(line, Paragraph) else ""
        if told == "Begins.":
            hand = set()
        elif told == "Ends.":
            assert hand is None or len(hand) <= story.at_once
            hand = None
        elif told == "Nothing.":
            assert hand == set()
        elif isinstance(line, Entered) and line.scene in by_id:
            card, fits = by_id[line.scene], _conditions_told(lines[number + 1 :])
            may_come = [
                each
                for each in story.cards
                if each.when in fits and (not each.at_most or dealt[each.id] < each.at_most) and each.id not in (hand or ())
            ]
            assert card in may_come
            if hand is not None:  # an option is the player's choice among the best; a beat takes the best
                assert card.priority == max(each.priority for each in may_come)
                hand.add(card.id)
            dealt[card.id] += 1


def _conditions_told(lines: Sequence[Line]) -> set[str]:
    """The conditions that a storylet said to hold, right when it began."""
    fits = set()
    for line in lines:
        if not isinstance(line, Paragraph) or not line.text.startswith("fits "):
            break
        fits.add(list(CONDITIONS)[int(line.text.removeprefix("fits "))])
    return fits


@given(stories, st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_what_is_offered_is_the_best_that_fits_and_stays_while_the_player_looks(story: Made, seed: int) -> None:
    made = story.program()
    by_id = {card.id: card for card in story.cards}
    for state, _ in run(made, seed, random.Random(seed)):
        offers = made.look(state).offers
        assert made.look(state).offers == offers
        if state.at.scene != "first" or state.ending is not None:
            continue
        values = now(made, state)
        left = {
            card.id: (card.at_most or 99) - (state.values[made.index[f"dealt {card.id}"]] if card.at_most else 0)
            for card in story.cards
        }
        fit = [card for card in story.cards if CONDITIONS[card.when](values) and left[card.id] > 0]
        offered = [by_id[offer.id] for offer in offers if offer.id in by_id]
        assert len(offered) == min(len(fit), story.offered)
        best = sorted((card.priority for card in fit), reverse=True)
        assert [card.priority for card in offered] == best[: len(offered)]
        assert set(offered) <= set(fit)


@given(stories, st.integers(0, 1000))
@settings(max_examples=60, deadline=None)
def test_the_play_never_waits_outside_of_an_event_while_one_is_due(story: Made, seed: int) -> None:
    made = story.program()
    came: Counter[str] = Counter()
    ready = {event.id: True for event in story.events}
    for state, _ in run(made, seed, random.Random(seed)):
        for line in state.passage:
            if isinstance(line, Entered) and line.scene in ready:
                assert ready[line.scene], f"{line.scene} came twice without a change"
                ready[line.scene] = False
                came[line.scene] += 1
        if state.ending is not None:
            break
        values, in_event = now(made, state), any(not back.address.startswith(("visit ", "deal ")) for back in state.returns)
        place = made.story.scenes[state.at.scene].place
        for event in story.events:
            holds = CONDITIONS[event.when](values)
            if not in_event and holds and (not event.at or place == "yard"):
                assert not ready[event.id], f"{event.id} is due, and the play waits"
            if event.again and not holds:
                ready[event.id] = True
    assert all(came[event.id] <= 1 for event in story.events if not event.again)
