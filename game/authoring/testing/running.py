"""Runs one test: each line is tried on what was told and on what is offered since the last pick.

A line that fails is a finding with its place. The first pick that cannot be made ends the test, since everything behind it
would fail for that reason alone; other lines that fail do not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from textwrap import wrap

from game.authoring.testing.items import words_of
from game.authoring.testing.matching import find_words, fitting, nearest_option, nearest_told
from game.authoring.testing.names import options_of
from game.authoring.testing.plan import Ends, Holds, Line, Looked, Offered, Pick, Plan, Told, Untold
from game.authoring.testing.telling import paragraphs, plain, shown, spoken
from game.diagnostics import Diagnostic, Span
from game.engine.program import Program
from game.engine.state import GameState, Move, Offer, View
from game.errors import MoveError
from game.language.domain import value_text
from game.language.evaluate import compile_expression
from game.language.tree import slots_read

WIDTH = 96
MOST_LINES = 14


@dataclass(slots=True)
class Trial:
    """One test on its way: the state, what was told since the last pick, and how far expected words were found in it."""

    program: Program
    state: GameState
    findings: list[Diagnostic] = field(default_factory=list)
    told: list[str] = field(default_factory=list)
    found_to: int = 0

    @property
    def view(self) -> View:
        return self.program.look(self.state)

    @property
    def text(self) -> str:
        return plain(" ".join(self.told))

    def fail(self, code: str, span: Span, message: str, *advice: str) -> None:
        self.findings.append(Diagnostic(code, span, message, "\n".join(filter(None, advice))))

    def arrive(self, state: GameState) -> None:
        """A turn was made: what was told before is forgotten."""
        self.state, self.told, self.found_to = state, list(paragraphs(state.passage)), 0

    def step(self, line: Line) -> bool:
        """Tries a line; False when the test cannot go on."""
        match line:
            case Pick():
                return self._pick(line)
            case Told():
                self._expect(line)
            case Untold():
                self._refuse(line)
            case Holds():
                self._hold(line)
            case Offered():
                self._offer(line)
            case Looked():
                self._look(line)
            case Ends():
                self._end(line)
        return True

    def _pick(self, line: Pick) -> bool:
        found = fitting(line.words, self.view.open_offers)
        if len(found) == 1:
            self.arrive(self.program.play(self.state, Move(found[0].id)).state)
            return True
        self.findings.append(missed_pick(line.words, line.span, self.view))
        return False

    def _expect(self, line: Told) -> None:
        words = spoken(line.words, self._names())
        end = find_words(plain(words), self.text, self.found_to)
        if end >= 0:
            self.found_to = end
            return
        if find_words(plain(words), self.text) >= 0:
            advice = "They stand before the words of a line above. Lines of expected words are in the order of the text."
            self.fail("wrong-order", line.span, "these words were told earlier", advice)
            return
        nearest = nearest_told(words, self.told)
        close = f"The nearest that was told:\n{indented(nearest)}" if nearest else ""
        self.fail("not-told", line.span, "these words were not told here", close, was_told(self.told))

    def _refuse(self, line: Untold) -> None:
        words = plain(spoken(line.words, self._names()))
        if find_words(words, self.text) >= 0:
            where = next((each for each in self.told if find_words(words, plain(each)) >= 0), " ".join(self.told))
            self.fail("told-anyway", line.span, "these words were told", f"It was told:\n{indented(where)}")

    def _names(self) -> list[tuple[str, str]]:
        return [(member.id, shown(member.name)) for member in self.program.story.cast.values()]

    def _hold(self, line: Holds) -> None:
        if compile_expression(line.condition, self.program.index)(self.state.values, self.state.turn):
            return
        variables = self.program.story.variables
        read = sorted(slots_read(line.condition))
        values = [(slot, self.state.values[self.program.index[slot]]) for slot in read]
        said = (
            f"`{slot}` is {value_text(variables[slot].domain, value)}."
            if slot in variables
            else f"`{slot}` is {'so' if value else 'not so'}."
            for slot, value in values
        )
        self.fail("does-not-hold", line.span, "this does not hold here", *said)

    def _offer(self, line: Offered) -> None:
        offers = self.view.offers
        found = fitting(line.words, offers)
        is_open = any(offer.locked is None for offer in found)
        if line.how == "absent":
            self._absent(line, found)
        elif line.how == "locked" and is_open:
            self.fail("not-locked", line.span, f"“{found[0].text}” can be picked", on_offer(self.view))
        elif not found or (line.how == "open" and not is_open):
            self.findings.append(missed_pick(line.words, line.span, self.view))

    def _absent(self, line: Offered, found: Sequence[Offer]) -> None:
        if not found:
            self._refuse_unknown(line)
        else:
            is_open = any(offer.locked is None for offer in found)
            advice = "" if is_open else "It is shown with a lock: `locked:` says that."
            self.fail("offered-anyway", line.span, f"“{found[0].text}” is on offer", advice)

    def _refuse_unknown(self, line: Offered) -> None:
        """What no option of the story is called would be not on offer for ever. Words that vary may mean anything."""
        known = [option for scene in self.program.story.scenes.values() for option in options_of(scene)]
        offers = [Offer(option.id, words_of(option.pick), None) for option in known]
        varying = any("{…}" in offer.text for offer in offers)
        if not fitting(line.words, offers) and not varying:
            close = nearest_option(line.words, offers)
            self.fail(
                "no-such-option", line.span, "no option of the story begins so", f"Did you mean “{close}”?" if close else ""
            )

    def _look(self, line: Looked) -> None:
        try:
            self.told += [shown(each.text) for each in self.program.examine(self.state, line.thing)]
        except MoveError as error:
            self.fail("nothing-to-see", line.span, "there is no such thing to look at here", str(error))

    def _end(self, line: Ends) -> None:
        if self.state.ending == line.ending:
            return
        now = f"It has ended with `{self.state.ending}`." if self.state.ending else "It has not ended."
        self.fail("other-ending", line.span, f"the story has not ended with `{line.ending}`", now, on_offer(self.view))


def run(plan: Plan, program: Program) -> list[Diagnostic]:
    """Plays the test. What fails comes back; nothing means that it passed."""
    state = program.start(plan.setup.seed, plan.setup.scene, dict(plan.setup.values)).state
    going = Trial(program, state)
    going.arrive(state)
    for line in plan.lines:
        if not going.step(line):
            break
    if going.state.stuck:
        advice = "Stories that go nowhere are mistakes: see `hyosan check`."
        going.fail("stuck", plan.span, f"the story is stuck: {going.state.stuck}", advice)
    return going.findings


def missed_pick(words: str, span: Span, view: View) -> Diagnostic:
    """Why `words` pick nothing in this view."""
    found = fitting(words, view.offers)
    is_open = [offer for offer in found if offer.locked is None]
    if len(is_open) > 1:
        which = ", ".join(f"`{offer.id}`" for offer in is_open)
        return Diagnostic(
            "unclear-pick", span, f"{len(is_open)} options begin so: {which}", "Write more of its words, or its id."
        )
    if found:
        advice = f"It says: {found[0].locked}\n{on_offer(view)}"
        return Diagnostic("locked-pick", span, f"“{found[0].text}” is locked here", advice)
    close = nearest_option(words, view.open_offers)
    advice = (f"Did you mean “{close}”?\n" if close else "") + on_offer(view)
    return Diagnostic("not-on-offer", span, "no such option is on offer here", advice)


def on_offer(view: View) -> str:
    """What can be picked, a line each, with ids."""
    if view.ending is not None:
        return f"The story is over: {view.ending_title}."
    if view.stuck:
        return f"The story is stuck: {view.stuck}."
    return f"On offer in {view.scene}:\n" + "\n".join(indented(_offer_line(offer)) for offer in view.offers)


def _offer_line(offer: Offer) -> str:
    lock = "" if offer.locked is None else f" (locked: {offer.locked})"
    return f"> {shown(offer.text)}  [{offer.id}]{lock}"


def was_told(told: Sequence[str]) -> str:
    """The passage, wrapped; its middle is left out when it is long."""
    lines = [line for paragraph in told for line in wrap(paragraph, WIDTH)]
    if len(lines) > MOST_LINES:
        half = MOST_LINES // 2
        lines = [*lines[:half], f"… ({len(lines) - 2 * half} lines) …", *lines[-half:]]
    return "It was told:\n" + "\n".join(f"    {line}" for line in lines) if lines else "Nothing was told."


def indented(text: str) -> str:
    return "\n".join(f"    {line}" for line in wrap(text, WIDTH))
