"""An option whose condition can never hold is never on offer."""

from __future__ import annotations

from game.diagnostics import Report
from game.language.tree import Not
from game.loading.rules.coverage import always_holds
from game.story.model import Choose, Story, beats

CODE = "never-on-offer"


def check(story: Story, report: Report) -> None:
    """Options whose `when` is false whatever its variables are."""
    for scene in story.scenes.values():
        for beat in beats(scene.script):
            for option in beat.options if isinstance(beat, Choose) else ():
                if option.when is not None and option.hand is None and always_holds(story, [Not(option.when)]):
                    message = f"`{option.id}` is never on offer: its `when` holds for no value of its variables"
                    report.warning(CODE, option.span, message, "Mend the condition, or take the option away.")
