"""The engine with a listener beside each step: what a run shows, item by item.

The program that runs is the engine's own; nothing of it is written a second time. A `TracingCompiler` takes the compiled steps
of a scene and lets a function listen at each that has something to say.

At every stop, the options on offer, the things to look at and the notes in the journal count as shown: a player who stands
there can read them.
"""

from __future__ import annotations

from collections.abc import Mapping

from game.authoring.testing.items import Inventory, Item, Tracer
from game.authoring.testing.listening import Listeners, TracedText
from game.engine.machine import Compiler
from game.engine.program import Program
from game.engine.running import CompiledScene
from game.engine.state import Entered, GameState, Move, Turn
from game.story import model


class TracingCompiler(Compiler):
    """Compiles scenes as the engine does, with listeners at their steps."""

    runs_each_step = True

    def __init__(self, story: model.Story, listeners: Listeners) -> None:
        super().__init__(story, listeners.inventory.index)
        self.listeners = listeners

    def scene(self, scene_id: str) -> CompiledScene:
        """The scene, compiled and listened to now or before."""
        known = self.compiled.get(scene_id)
        if known is not None:
            return known
        made = super().scene(scene_id)
        self.listeners.listen(made)
        return made


class TracedProgram(Program):
    """A program that notes what its runs show. With `whole`, all items of the story are known at once."""

    def __init__(self, story: model.Story, *, whole: bool = True) -> None:
        super().__init__(story)
        self.inventory = Inventory(self.index)
        self._listeners = Listeners(self.inventory)
        self._compiler = TracingCompiler(story, self._listeners)
        self._notes = [(self.index[note.slot], self._note(note)) for note in story.notes.values()]
        self._notes += [(self.index[each.slot], self._achievement(each)) for each in story.achievements.values()]
        self._party = [self._how(member) for member in story.cast.values() if member.now]
        for scene in story.scenes if whole else ():
            self._compiler.scene(scene)

    def take_shown(self) -> frozenset[int]:
        """The items that were shown since they were last taken."""
        taken = frozenset(self._listeners.shown)
        self._listeners.shown.clear()
        return taken

    def start(self, seed: int, scene: str | None = None, values: Mapping[str, int] | None = None) -> Turn:
        """As the engine starts a play, listening."""
        turn = super().start(seed, scene, values)
        self._arrive(turn.state)
        return turn

    def play(self, state: GameState, move: Move) -> Turn:
        """As the engine plays a move, listening."""
        turn = super().play(state, move)
        self._listeners.shown.add(self._listeners.options[state.at.scene, state.at.address][move.option].picked.number)
        self._arrive(turn.state)
        return turn

    def _note(self, note: model.JournalNote) -> TracedText:
        return TracedText(
            self.inventory.number(Item("note", "", note.span, note.title)),
            self.inventory.tracer(note.text, "", note.span),
        )

    def _how(self, member: model.Member) -> TracedText:
        return TracedText(
            self.inventory.number(Item("person", "", member.span, member.name)),
            self.inventory.tracer(member.now, "", member.span),
        )

    def _achievement(self, earned: model.Achievement) -> TracedText:
        return TracedText(self.inventory.number(Item("achievement", "", earned.span, earned.title)), None)

    def _arrive(self, state: GameState) -> None:
        """What can be read where the run stands now."""
        shown = self._listeners.shown
        shown.update(self._listeners.entered[line.scene] for line in state.passage if isinstance(line, Entered))
        for cell, note in self._notes:
            if state.values[cell]:
                self._show(note, state)
        for how in self._party:
            self._show(how, state)
        options = self._listeners.options.get((state.at.scene, state.at.address))
        if state.ending is not None or state.stuck or options is None:
            return
        for offer in self.look(state).offers:
            traced = options[offer.id]
            self._trace(traced.picked.words, state)
            if offer.locked is not None and traced.locked is not None:
                self._show(traced.locked, state)
        for look in self._listeners.looks[state.at.scene]:
            self._show(look, state)

    def _show(self, text: TracedText, state: GameState) -> None:
        self._listeners.shown.add(text.number)
        self._trace(text.words, state)

    def _trace(self, words: Tracer | None, state: GameState) -> None:
        if words is not None:
            words(state.values, state.turn, state.seed, self._listeners.shown)
