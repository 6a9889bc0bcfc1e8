"""Reads along a run as a player who misses nothing: what is told, things to look at, notes, options.

Looks and notes are read again only when their words have changed. Their texts are compiled once for all runs, since a run of
150 picks asks for each of them 150 times.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from game.authoring.testing.telling import paragraphs, shown
from game.engine import dice
from game.engine.program import Program
from game.engine.state import GameState, Offer
from game.language.evaluate import Words, compile_template
from game.language.tree import Template


@dataclass(slots=True)
class Matter:
    """The texts of a story that a run comes by without being told them, ready to be asked for."""

    program: Program
    notes: tuple[tuple[int, str, Words], ...] = field(init=False)
    _looks: dict[str, tuple[tuple[str, tuple[Words, ...]], ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        index = self.program.index
        self.notes = tuple(
            (index[note.slot], shown(note.title), self._words(note.text)) for note in self.program.story.notes.values()
        )

    def _words(self, text: Template) -> Words:
        return compile_template(text, self.program.index, dice.order)

    def noted(self, values: Sequence[int]) -> Iterator[tuple[int, str, Words]]:
        """When each note in the journal was made, its title and its text."""
        for cell, title, words in self.notes:
            if values[cell]:
                yield values[cell], title, words

    def looks(self, scene: str) -> tuple[tuple[str, tuple[Words, ...]], ...]:
        """The things to look at in a scene: the first name of each, and its paragraphs."""
        if scene not in self._looks:
            looks = self.program.story.scenes[scene].looks
            self._looks[scene] = tuple(
                (shown(look.names[0]), tuple(self._words(part.text) for part in look.text)) for look in looks
            )
        return self._looks[scene]


@dataclass(slots=True)
class Reader:
    """Reads one run."""

    matter: Matter
    read: dict[tuple[str, str], str] = field(default_factory=dict)

    def blocks(self, state: GameState) -> Iterator[str]:
        """What can be read in this state, and could not be read before; then the options on offer."""
        yield from paragraphs(state.passage)
        view = self.matter.program.look(state)
        values = list(state.values)
        for thing, parts in self.matter.looks(view.scene) if view.looks else ():
            text = " ".join(shown(words(values, state.turn, state.seed)) for words in parts)
            yield from self._fresh((view.scene, thing), f"[You could look at: {thing}]", text)
        for _, title, words in sorted(self.matter.noted(values), key=lambda note: note[0]):
            yield from self._fresh(("", title), f"[Your journal: {title}]", shown(words(values, state.turn, state.seed)))
        for each in self.matter.program.party(state):
            yield from self._fresh(("party", each.id), f"[{shown(each.name)} now]", shown(each.now)) if each.now else ()
        yield from self._fresh(("company", ""), "[Over the scene]", shown(view.company)) if view.company else ()
        carried = self.matter.program.carried(state)
        yield from self._fresh(("carried", ""), "[What you carry]", shown(carried)) if carried else ()
        if view.stuck:
            yield f"[Stuck: {shown(view.stuck)}]"
        yield from (_option(offer) for offer in view.offers)

    def _fresh(self, key: tuple[str, str], head: str, text: str) -> Iterator[str]:
        if self.read.get(key) != text:
            self.read[key] = text
            yield f"{head} {text}".strip()


def _option(offer: Offer) -> str:
    if offer.locked is None:
        return f"* {shown(offer.text)} [{offer.id}]"
    return f"x {shown(offer.text)} [{offer.id}] (locked: {shown(offer.locked)})"
