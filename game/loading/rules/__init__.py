"""Checks over a whole linked story: one file a rule, each with `CODE` and `check(overview, report)`.

They run when every name is known to exist; they say what a reader of one scene cannot see.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from game.diagnostics import Report, Span
from game.loading.rules.always_clamped import CODE as ALWAYS_CLAMPED
from game.loading.rules.always_clamped import check as always_clamped
from game.loading.rules.comes_nowhere import CODE as COMES_NOWHERE
from game.loading.rules.comes_nowhere import check as comes_nowhere
from game.loading.rules.empty_deck import CODE as EMPTY_DECK
from game.loading.rules.empty_deck import check as empty_deck
from game.loading.rules.endless_circle import CODE as ENDLESS_CIRCLE
from game.loading.rules.endless_circle import check as endless_circle
from game.loading.rules.never_achieved import CODE as NEVER_ACHIEVED
from game.loading.rules.never_achieved import check as never_achieved
from game.loading.rules.never_dealt import CODE as NEVER_DEALT
from game.loading.rules.never_dealt import check as never_dealt
from game.loading.rules.never_due import CODE as NEVER_DUE
from game.loading.rules.never_due import check as never_due
from game.loading.rules.never_ended import CODE as NEVER_ENDED
from game.loading.rules.never_ended import check as never_ended
from game.loading.rules.never_noted import CODE as NEVER_NOTED
from game.loading.rules.never_noted import check as never_noted
from game.loading.rules.never_on_offer import CODE as NEVER_ON_OFFER
from game.loading.rules.never_on_offer import check as never_on_offer
from game.loading.rules.never_read import CODE as NEVER_READ
from game.loading.rules.never_read import check as never_read
from game.loading.rules.never_shown import CODE as NEVER_SHOWN
from game.loading.rules.never_shown import check as never_shown
from game.loading.rules.no_way_on import CODE as NO_WAY_ON
from game.loading.rules.no_way_on import check as no_way_on
from game.loading.rules.nowhere_to_return import CODE as NOWHERE_TO_RETURN
from game.loading.rules.nowhere_to_return import check as nowhere_to_return
from game.loading.rules.overview import Overview
from game.loading.rules.unreachable_scene import CODE as UNREACHABLE_SCENE
from game.loading.rules.unreachable_scene import check as unreachable_scene
from game.loading.rules.visit_circle import CODE as VISIT_CIRCLE
from game.loading.rules.visit_circle import check as visit_circle
from game.story.model import Story

RULES: Mapping[str, Callable[[Overview, Report], None]] = {
    NO_WAY_ON: no_way_on,
    VISIT_CIRCLE: visit_circle,
    ENDLESS_CIRCLE: endless_circle,
    UNREACHABLE_SCENE: unreachable_scene,
    NEVER_ENDED: never_ended,
    NEVER_NOTED: never_noted,
    NEVER_ACHIEVED: never_achieved,
    NEVER_ON_OFFER: never_on_offer,
    NEVER_READ: never_read,
    NOWHERE_TO_RETURN: nowhere_to_return,
    EMPTY_DECK: empty_deck,
    NEVER_DEALT: never_dealt,
    NEVER_DUE: never_due,
    COMES_NOWHERE: comes_nowhere,
    NEVER_SHOWN: never_shown,
    ALWAYS_CLAMPED: always_clamped,
}
ABOUT_ONE_SCENE = (NO_WAY_ON, NEVER_ON_OFFER, ALWAYS_CLAMPED)
"""The rules that need to understand only the scene that they speak of."""


def check(story: Story, report: Report) -> None:
    """Runs all the rules. When there are errors already, what could not be read is missing in the story: then only those rules
    speak that are about one scene, and only of scenes that have no error.
    """
    overview = Overview(story)
    if not report.errors:
        for rule in RULES.values():
            rule(overview, report)
    elif story.start in story.scenes:
        found = Report()
        for code in ABOUT_ONE_SCENE:
            RULES[code](overview, found)
        broken = {_scene_at(story, error.span) for error in report.errors}
        for each in found:
            if _scene_at(story, each.span) not in broken:
                report.add(each)


def _scene_at(story: Story, span: Span) -> str:
    """The scene in which a place is; where it is in none, its file."""
    before = [scene for scene in story.scenes.values() if scene.span.file == span.file and scene.span <= span]
    return max(before, key=lambda scene: scene.span).id if before else span.file
