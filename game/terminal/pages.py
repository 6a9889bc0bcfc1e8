"""The pages that a player can open about the run: what was learnt, who is here, what is carried, where one was, what was read."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Protocol

from game.engine.program import Program
from game.saving.memory import Reached
from game.session import Session
from game.telling.history import Passage, find, read_so_far, scenes_by_turn
from game.telling.summary import Summary, summarise
from game.telling.trail import trail
from game.terminal import run_sheets, sheets
from game.terminal.outcomes import Aside, Order, Outcome, Reread, Row, Sheet, Story, Told
from game.terminal.settings import Settings
from game.terminal.understanding import fitting, normal

_ASKING = re.compile(r"^(?:is|are|was|were)\b", re.IGNORECASE)
"""What stands between `who` and a name."""


class Playing(Protocol):
    """What the pages are about: a story, and the run that is under way."""

    @property
    def program(self) -> Program: ...

    @property
    def settings(self) -> Settings: ...

    def running(self) -> Session:
        """The run. Raises `HyosanError` when there is none."""
        ...

    def choices(self) -> Sheet:
        """The rows under the passage."""
        ...

    def reached(self) -> Reached:
        """What of the story was ever reached."""
        ...


class Pages:
    """A performer for each command that only shows something."""

    def __init__(self, playing: Playing) -> None:
        self._playing = playing
        self.performers: Mapping[str, Callable[[str], Outcome]] = {
            "pages": self._pages, "look": self._look, "things": self._things, "why": self._why,
            "journal": self._journal, "party": self._party, "bag": self._bag, "map": self._map, "status": self._status,
            "history": self._history, "reread": self._reread, "summary": self._summary, "endings": self._endings,
        }  # fmt: skip

    def _pages(self, _: str) -> Outcome:
        self._playing.running()
        return sheets.pages()

    def _look(self, thing: str) -> Outcome:
        session = self._playing.running()
        if not thing:
            return Story()
        seen = self._playing.program.examine(session.state, thing)
        return Aside(f"Look at {thing}", tuple(each.text for each in seen))

    def _things(self, _: str) -> Outcome:
        rows = tuple(Row(thing, order=Order("look", thing)) for thing in self._playing.running().view.looks)
        return Sheet("things", "Look at", rows=rows, empty="There is nothing here to look at more closely.")

    def _why(self, wanted: str) -> Outcome:
        """Why an option is locked: the one that `wanted` means, or all of them."""
        self._playing.running()
        rows = self._playing.choices().rows
        locked = tuple(row for row in rows if row.locked is not None)
        if not locked:
            return Told("Nothing is locked here: what is listed can be picked.")
        if not wanted:
            return Aside("Not open now", tuple(f"{row.head}: {row.locked}" for row in locked))
        found = fitting(normal(wanted), locked)
        if len(found) == 1:
            return Told(f"“{found[0].head}” is not open now: {found[0].locked}")
        if fitting(normal(wanted), rows) and not found:
            return Told("That one is open: it can be picked.")
        return Aside("Not open now", tuple(f"{row.head}: {row.locked}" for row in found or locked))

    def _journal(self, _: str) -> Outcome:
        session = self._playing.running()
        return sheets.journal(self._playing.program.journal(session.state), scenes_by_turn(session.passages, session.state.turn))

    def _party(self, who: str) -> Outcome:
        """Everybody who is here, or the one of them who is meant; of whoever is not here, what was read."""
        companions = self._playing.program.party(self._playing.running().state)
        name = _ASKING.sub("", who).strip(" ?.!")
        wanted = normal(name)
        if not wanted:
            return sheets.party(companions)
        meant = tuple(each for each in companions if wanted in (normal(each.name), normal(each.hangul)))
        return sheets.party(meant) if meant else self._history(name)

    def _bag(self, _: str) -> Outcome:
        program, state = self._playing.program, self._playing.running().state
        return sheets.bag(program.carried(state), program.bag(state))

    def _map(self, _: str) -> Outcome:
        session = self._playing.running()
        return run_sheets.places(trail(self._playing.program.story, session.passages, session.view.scene))

    def _status(self, _: str) -> Outcome:
        session = self._playing.running()
        return sheets.status(session.view, session.state.seed)

    def _passages(self) -> tuple[Passage, ...]:
        session = self._playing.running()
        return tuple(read_so_far(session.passages, session.state.turn, soften=self._playing.settings.soften))

    def _history(self, words: str) -> Outcome:
        passages = self._passages()
        return run_sheets.found(words, tuple(find(passages, words))) if words else run_sheets.history(passages)

    def _reread(self, number: str) -> Outcome:
        passages = self._passages()
        return Reread(passages[min(int(number), len(passages) - 1)])

    def _summary(self, _: str) -> Outcome:
        return run_sheets.summary(self._playing.program.story, self.summarised())

    def summarised(self) -> Summary:
        """The run so far."""
        session = self._playing.running()
        return summarise(self._playing.program, session.start, session.options, session.passages, session.state)

    def _endings(self, _: str) -> Outcome:
        return sheets.endings(self._playing.program.story, self._playing.reached())
