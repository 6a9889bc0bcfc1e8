"""An option whose condition can never hold is never on offer."""

from __future__ import annotations

from game.diagnostics import Report
from game.language.tree import Not
from game.loading.rules.overview import Overview
from game.story.model import Choose

CODE = "never-on-offer"


def check(overview: Overview, report: Report) -> None:
    """Options whose `when` is false whatever its variables are."""
    for _, beat in overview.all(Choose):
        for option in beat.options:
            if option.when is not None and option.hand is None and overview.coverage.always_holds([Not(option.when)]):
                message = f"`{option.id}` is never on offer: its `when` holds for no value of its variables"
                report.warning(CODE, option.span, message, "Mend the condition, or take the option away.")
