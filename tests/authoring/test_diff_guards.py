"""Narrower, wider, the same: decided over all values, and never claimed where it was not."""

from __future__ import annotations

import pytest

from game.authoring.diff.guards import Verdict, compared
from game.authoring.diff.meaning import Version
from game.language.tree import Expression
from game.story.model import If, Story
from tests import making

DECLARATIONS = making.DECLARATIONS.replace(" {told: He knows.|He does not.}", "")
SCENE = """
first:
  script:
    - if: {}
      then: So.
    - end: fine
"""


def story(condition: str, declarations: str = DECLARATIONS) -> Story:
    found, report = making.read(SCENE.format(condition), declarations)
    assert found is not None, report.draw()
    return found


def guard(found: Story) -> Expression:
    beat = found.scenes["first"].script[0]
    assert isinstance(beat, If)
    return beat.condition


def verdict(old: Story, new: Story) -> Verdict:
    return compared(guard(old), Version.old(old, new), guard(new), Version.new(new))


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("noise > 2", "noise >= 3", "same"),
        ("noise > 2", "noise > 3", "narrower"),
        ("noise > 2", "noise > 1", "wider"),
        ("noise > 2", "noise < 4", "changed"),
        ("noise + noise > 4", "noise > 2", "same"),
        ("told", "told and noise > 2", "narrower"),
        ("told", "told or noise > 2", "wider"),
        ("told", "noise > 2", "changed"),
        ("told and noise > 2", "noise > 2 and told", "same"),
        ("told == (noise > 2)", "told and noise > 2 or not told and noise <= 2", "same"),
        ("clock >= 01:30", "clock > 01:29", "same"),
        ("clock >= 01:30", "clock >= 02:30", "narrower"),
        ("rope in bag", "rope in bag and food in bag", "narrower"),
        ("rope in bag and food in bag", "bag == [rope, food]", "same"),
        ("rope in bag and food in bag and tag in bag", "rope in bag and food in bag and noise > 9", "same"),
        ("count(bag) > 1", "rope in bag", "changed"),
        ("count(bag) > 0", "rope in bag", "narrower"),
        ("first_told != nobody", "first_told in [su_hyeok, ha_ri]", "same"),
        ("first_told != nobody", "first_told == ha_ri", "narrower"),
        ("any(student where state == home)", "all(student where state == home)", "narrower"),
        ("count(student where trust > 0) >= 1", "any(student where trust > 0)", "same"),
        ("turn > 3", "turn > 3 and told", "narrower"),
        ("turn > 3", "turn > 4", "changed"),
        ("noted(gate)", "noted(gate) or told", "wider"),
        ("clock > noise", "clock > noise + 1", "same"),
        ("clock - 1359 > noise", "clock - 1360 > noise", "narrower"),
    ],
)
def test_two_conditions_are_compared_by_what_they_mean(old: str, new: str, expected: Verdict) -> None:
    assert verdict(story(old), story(new)) == expected


def test_the_comparison_is_the_same_from_the_other_side() -> None:
    opposite: dict[Verdict, Verdict] = {"narrower": "wider", "wider": "narrower", "same": "same", "changed": "changed"}
    for old, new in (
        ("noise > 2", "noise > 3"),
        ("rope in bag", "count(bag) > 0"),
        ("told", "noise > 2"),
        ("told", "told == true"),
    ):
        assert verdict(story(new), story(old)) == opposite[verdict(story(old), story(new))]


def test_what_would_take_too_long_to_try_counts_as_changed() -> None:
    wide = DECLARATIONS.replace("{range: 0..5, show: meter}", "{range: 0..1000000}")
    assert verdict(story("noise + clock > 3", wide), story("noise + clock > 4", wide)) == "changed"
    assert verdict(story("noise > 300000", wide), story("noise > 400000", wide)) == "narrower"


def test_words_are_compared_by_name_when_their_numbers_have_changed() -> None:
    old = story("first_told == ha_ri")
    moved = DECLARATIONS.replace("[nobody, su_hyeok, ha_ri]", "[ha_ri, su_hyeok, nobody]")
    assert verdict(old, story("not (first_told != ha_ri)", moved)) == "same"
    assert verdict(old, story("first_told in [ha_ri, nobody]", moved)) == "wider"


def test_conditions_over_different_domains_are_not_called_the_same() -> None:
    more = DECLARATIONS.replace("[nobody, su_hyeok, ha_ri]", "[nobody, su_hyeok, ha_ri, on_jo]")
    assert verdict(story("first_told in [su_hyeok, ha_ri]"), story("first_told != nobody", more)) == "changed"
    other_kind = DECLARATIONS.replace("  told: flag", "  told: {range: 0..1}")
    assert verdict(story("told"), story("told == 1", other_kind)) == "changed"


def test_a_renamed_variable_is_the_same_variable() -> None:
    renamed = DECLARATIONS.replace("  told: flag", "  knows: {flag: false, was: told}")
    assert verdict(story("told"), story("knows and noise > 2", renamed)) == "narrower"
