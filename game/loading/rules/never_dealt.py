"""A storylet that no `deal` can come to is never played: nobody deals its deck, or its `when` can never hold."""

from __future__ import annotations

from game.diagnostics import Report
from game.language.tree import Not
from game.loading.rules.overview import Overview
from game.story.model import Choose, Deal

CODE = "never-dealt"


def check(overview: Overview, report: Report) -> None:
    """Decks with scenes that nothing deals, and scenes of a deck whose `when` is false whatever its variables are."""
    story = overview.story
    dealt = {deck for scene in story.scenes.values() for beat in overview.beats[scene.id] for deck in _dealt_by(beat)}
    filled = {storylet.deck for storylet in story.storylets}
    for name in sorted(filled - dealt):
        advice = f"Put `- deal: {name}` where its scenes may come, as a beat or among the options of a choice."
        report.warning(CODE, story.decks[name].span, f"nothing deals the deck `{name}`", advice)
    for storylet in story.storylets:
        if storylet.when is not None and overview.coverage.always_holds([Not(storylet.when)]):
            message = f"`{storylet.scene}` is never dealt: its `when` holds for no value of its variables"
            report.warning(CODE, story.scenes[storylet.scene].span, message, "Mend the condition, or take the scene away.")


def _dealt_by(beat: object) -> set[str]:
    if isinstance(beat, Choose):
        return {option.hand.deck for option in beat.options if option.hand is not None}
    return {beat.deck} if isinstance(beat, Deal) else set()
