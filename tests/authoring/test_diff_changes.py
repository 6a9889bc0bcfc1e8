"""What is told of two versions of a story: what changed in its meaning, and nothing of what did not."""

from __future__ import annotations

from textwrap import dedent

import pytest

from game.authoring.diff import changes
from game.authoring.diff.changes import KINDS, SECTIONS, Change
from game.loading import load_texts
from game.story.model import Story
from tests.making import DECLARATIONS

SCENES = """
first:
  at: yard
  look: {fence: It hums.}
  script:
    - A moth has found the lamp, and goes round it.
    - choose:
        - id: light
          pick: Leave it the lamp
          do: noise += 1
          then: It stays for a while, and then it does not.
          goto: kitchen
        - id: out
          pick: Put it out of the tent
          when: noise < 4
          locked: It is too loud.
        - id: alone
          pick: Go alone
          end: fine
    - goto: kitchen
kitchen:
  script:
    - "{noise > 2: Somebody has stopped talking.}"
    - if: told
      then: He knows, and looks at his shoes.
    - check: 40
      pass: The latch lifts.
      fail:
        - do: noise += 1
    - hub:
        - id: flask
          pick: Take the flask
          do: bag += rope
        - {id: go, pick: Go, leave: true}
    - each: student where trust >= 1
      then:
        - "{it.name} has your coat."
        - do: trust.it -= 1
    - end: fine
"""


def story(scenes: str = SCENES, declarations: str = DECLARATIONS, file: str = "scenes.yaml") -> Story:
    found, report = load_texts({"story.yaml": declarations, file: dedent(scenes)})
    assert found is not None, report.draw()
    return found


def edited(text: str, *edits: tuple[str, str]) -> str:
    for old, new in edits:
        assert old in text, f"{old!r} is not in the text"
        text = text.replace(old, new)
    return text


def after(*edits: tuple[str, str]) -> tuple[Change, ...]:
    """What is told after edits of the scenes."""
    return changes(story(), story(edited(SCENES, *edits)))


def after_declaring(*edits: tuple[str, str]) -> tuple[Change, ...]:
    """What is told after edits of story.yaml."""
    return changes(story(), story(declarations=edited(DECLARATIONS, *edits)))


def told(found: tuple[Change, ...]) -> list[tuple[str, str]]:
    return [(change.kind, change.what) for change in found]


def test_a_story_is_no_different_from_itself() -> None:
    assert changes(story(), story()) == ()


def test_scenes_in_another_file_and_order_are_no_difference() -> None:
    first, kitchen = SCENES.split("kitchen:\n", 1)
    assert changes(story(), story(f"kitchen:\n{kitchen}{first}", file="act/other.yaml")) == ()


@pytest.mark.parametrize(
    "edit",
    [
        ("when: noise < 4", "when: not (noise >= 4)"),
        ("when: noise < 4", "when: noise <= 3"),
        ("when: noise < 4", "when: noise in [0, 1, 2, 3]"),
        ("then: It stays for a while, and then it does not.", "then:\n            - It stays for a while, and then it does not."),
        ("do: noise += 1\n          then", "do: [noise += 1]\n          then"),
        ("if: told", "if: told == true"),
        ("each: student where trust >= 1", "each: student where trust > 0"),
    ],
)
def test_what_is_only_written_differently_is_no_difference(edit: tuple[str, str]) -> None:
    assert after(edit) == ()


def test_words_of_a_domain_in_another_order_are_no_difference() -> None:
    scenes = edited(SCENES, ("if: told", "if: first_told == ha_ri"), ("noise < 4", "tag in bag"))
    shuffled = edited(DECLARATIONS, ("[nobody, su_hyeok, ha_ri]}", "[ha_ri, nobody, su_hyeok], start: nobody}"))
    shuffled = edited(shuffled, ("[rope, food, tag]", "[tag, rope, food]"))
    assert changes(story(scenes), story(scenes, shuffled)) == ()


@pytest.mark.parametrize(
    ("edits", "expected"),
    [
        (
            [("pick: Leave it the lamp\n", "pick: Leave it the lamp\n          when: told\n")],
            [("option-narrower", "`first.light` is on offer only when `told`")],
        ),
        ([("when: noise < 4", "when: noise < 3")], [("option-narrower", "`first.out` is on offer more rarely")]),
        ([("when: noise < 4", "when: noise < 4 and turn > 3")], [("option-narrower", "`first.out` is on offer more rarely")]),
        ([("when: noise < 4", "when: noise < 4 or rope in bag")], [("option-wider", "`first.out` is on offer more often")]),
        ([("when: noise < 4", "when: noise > 1")], [("option-changed", "`first.out` is on offer on another condition")]),
        (
            [("          when: noise < 4\n          locked: It is too loud.\n", "")],
            [("option-wider", "`first.out` is always on offer")],
        ),
        (
            [("          locked: It is too loud.\n", "")],
            [("option-locked", "`first.out` is hidden, no longer shown locked, when it cannot be picked")],
        ),
        ([("locked: It is too loud.", "locked: It is much too loud.")], [("text", "`first.out`, why it is locked:")]),
        ([("pick: Go alone", "pick: Go all alone")], [("text", "`first.alone`, the words to pick:")]),
        (
            [("          pick: Go alone\n", "          pick: Go alone\n          once: true\n")],
            [("option-use", "`first.alone` can be picked only once now")],
        ),
        (
            [("          pick: Take the flask\n", "          pick: Take the flask\n          sticky: true\n")],
            [("option-use", "`kitchen.flask` can be picked again and again now")],
        ),
        ([("          goto: kitchen\n", "")], [("exit", "`first.light` no longer goes to `kitchen`")]),
        ([("          goto: kitchen\n", "          end: fine\n")], [("exit", "`first.light` now ends with `fine`")]),
        (
            [("do: noise += 1\n          then", "do: noise += 2\n          then")],
            [("effect", "`first.light` now does `noise += 2`")],
        ),
        ([("          do: bag += rope\n", "")], [("effect", "`kitchen.flask` no longer does `bag += rope`")]),
        ([("check: 40", "check: 50")], [("roll", "`kitchen` now rolls `50 in 100`")]),
        (
            [("    - check: 40", "    - check: 10\n      pass: Luck.\n    - check: 40")],
            [
                ("roll", "`kitchen` now rolls `10 in 100`"),
                ("roll", "`kitchen`: its roll `40 in 100` falls differently for plays under way"),
                ("text-new", "`kitchen` has a new text, when `passed(check_1)`"),
            ],
        ),
        ([("goes round it.", "goes round and round it.")], [("text", "`first`:")]),
        ([("    - A moth has found the lamp, and goes round it.\n", "")], [("text-gone", "`first` has lost a text")]),
        (
            [("if: told", "if: told and noise > 2")],
            [("text-when", "`kitchen` shows “He knows, and looks at his shoes.” more rarely")],
        ),
        ([("{noise > 2: Somebody", "{noise > 3: Somebody")], [("text", "`kitchen`:")]),
        ([("at: yard\n", "mood: cold\n")], [
            ("scene-about", "`first` has the mood cold, no longer plain"),
            ("scene-about", "`first` is nowhere on the map, before at `yard`"),
        ]),
        ([("{fence: It hums.}", "{fence: It hums no more.}")], [("look", "`first`, the fence to look at:")]),
        ([("{fence: It hums.}", "{ribbon: Red.}")], [
            ("look", "`first` has a ribbon to look at now"),
            ("look", "`first` has no fence to look at any more"),
        ]),
        ([("where trust >= 1", "where trust >= 2")], [
            ("effect", "`kitchen`: `trust.su_hyeok -= 1` more rarely"),
            ("text-when", "`kitchen` shows “Su-hyeok has your coat.” more rarely"),
        ]),
    ],
)  # fmt: skip
def test_each_change_is_told_once_in_plain_words(edits: list[tuple[str, str]], expected: list[tuple[str, str]]) -> None:
    assert sorted(told(after(*edits))) == sorted(expected)


RANGE = "{range: 0..5, show: meter}"
TOLD = "one of: [nobody, su_hyeok, ha_ri]"


@pytest.mark.parametrize(
    ("edit", "expected"),
    [
        ((RANGE, "{range: 0..3, show: meter}"), ("variable-narrower", "`noise` can no longer be above 3")),
        ((RANGE, "{range: -1..5, start: 0, show: meter}"), ("variable-wider", "`noise` can now also be below 0")),
        ((RANGE, "{range: 0..5, start: 2, show: meter}"), ("variable-start", "`noise` starts at `2`, no longer at `0`")),
        (
            (RANGE, "{range: 0..5, show: number}"),
            ("variable-shown", "`noise` is shown as number under “Noise” on the status line, before as meter under “Noise”"),
        ),
        (("22:40..07:00", "22:40..06:00"), ("variable-narrower", "`clock` can no longer be above 06:00")),
        ((TOLD, "one of: [nobody, ha_ri]"), ("variable-narrower", "`first_told` can no longer be `su_hyeok`")),
        (("[with_you, home]", "[with_you, hurt, home]"), ("variable-wider", "`state` can now also be `hurt`")),
        (("at most: 2", "at most: 1"), ("variable-narrower", "`bag` can no longer be more than 1 at once")),
        (("  told: flag\n", "  told: flag\n  sang: flag\n"), ("variable-new", "The variable `sang` is new: a flag")),
        (
            (f"  first_told: {{{TOLD}}}\n", ""),
            ("variable-gone", "The variable `first_told` is gone, and with it what saves have kept in it"),
        ),
        (
            (f"  first_told: {{{TOLD}}}\n", "  first_told: {range: 0..2}\n"),
            (
                "variable-kind",
                "`first_told` was one of [nobody, su_hyeok, ha_ri], and is 0..2: what saves have kept in it may be lost",
            ),
        ),
        (
            (RANGE, "{range: 0..5, show: meter, show when: noise > 0}"),
            ("variable-shown", "`noise` is shown while `noise > 0`, before always"),
        ),
        (
            (RANGE, "{range: 0..5, show: meter, remembers: last}"),
            ("variable-start", "`noise` remembers `last` of the runs before, earlier nothing"),
        ),
        (("endings:", "achievements: {quiet: {title: Quiet}}\nendings:"), ("achievement", "The achievement `quiet` is new")),
        (("title: The gate", "title: A gate"), ("note", "The note `gate`, its `title`:")),
        (("He knows.|He does not.", "He knows.|He does not know."), ("note", "The note `gate`, its `text`:")),
        (("name: The yard", "name: A yard"), ("place", "The place `yard`, its `name`:")),
        (("  fine: {title: Fine}", "  fine: {title: Well}"), ("ending-about", "The ending `fine`, its `title`:")),
        (("title: Small", "title: Smaller"), ("story-about", "The story's `title`:")),
        (("story: small", "story: tiny"), ("story-id", "The story's id was `small` and is `tiny`: no old save opens any more")),
        (("places:", "always: [noise < 9]\nplaces:"), ("always", "It must always hold now: `noise < 9`")),
        (("endings:", "endings:\n  sad: {title: Sad}"), ("ending-new", "The ending `sad` is new, but nothing leads to it")),
        (("on_jo: {name: On-jo}", "on_jo: {name: On-jo, now: Tired.}"), ("cast", "The member of the cast `on_jo`, its `now`:")),
        (("on_jo: {name: On-jo}", "on_jo: {name: Nam On-jo}"), ("cast", "The member of the cast `on_jo`, its `name`:")),
    ],
)  # fmt: skip
def test_each_change_of_a_declaration_is_told_once(edit: tuple[str, str], expected: tuple[str, str]) -> None:
    assert told(after_declaring(edit)) == [expected]


def test_a_change_has_its_places_in_the_old_and_the_new_story() -> None:
    (change,) = after(
        ("    - A moth", "    - Before that there was nothing at all here.\n    - A moth"),
        ("pick: Go alone", "pick: Go all alone"),
    )[:0] or after(("first:\n", "# a comment\nfirst:\n"), ("pick: Go alone", "pick: Go all alone"))
    assert change.old is not None
    assert change.new is not None
    assert (change.old.file, change.old.line) == ("scenes.yaml", 17)
    assert (change.new.file, change.new.line) == ("scenes.yaml", 18)
    assert change.details == ("Go {+all+} alone",)


def test_renamed_things_are_told_as_renamed_and_make_no_other_difference() -> None:
    scenes = edited(
        SCENES,
        ("kitchen", "galley"),
        ("galley:\n", "galley:\n  was: kitchen\n  title: Kitchen\n"),
        ("id: flask\n", "id: bottle\n          was: flask\n"),
        ("noise", "din"),
    )
    declarations = edited(
        DECLARATIONS, ("noise: {range: 0..5, show: meter}", "din: {range: 0..5, show: meter, label: Noise, was: noise}")
    )
    assert told(changes(story(), story(scenes, declarations))) == [
        ("scene-renamed", "The scene `galley` was called `kitchen`"),
        ("option-renamed", "`galley.bottle` was called `flask`"),
        ("variable-renamed", "The variable `din` was called `noise`"),
    ]


def test_notes_endings_achievements_and_places_with_an_older_id_are_called_otherwise_and_nothing_else() -> None:
    declared = DECLARATIONS + "achievements: {quiet: {title: Quiet}}\n"
    scene = "first:\n  at: yard\n  script: [{do: [note gate, achieve quiet]}, {end: fine}]\n"
    renamed = edited(
        declared,
        ("  gate: {", "  hatch: {was: gate, "),
        ("{quiet: {", "{hush: {was: quiet, "),
        ("  fine: {", "  good: {was: fine, "),
        ("{yard: {", "{court: {was: yard, "),
    )
    newer = edited(
        scene,
        ("at: yard", "at: court"),
        ("note gate", "note hatch"),
        ("achieve quiet", "achieve hush"),
        ("end: fine", "end: good"),
    )
    assert told(changes(story(scene, declared), story(newer, renamed))) == [
        ("ending-about", "The ending `good` was called `fine`"),
        ("note", "The note `hatch` was called `gate`"),
        ("achievement", "The achievement `hush` was called `quiet`"),
        ("place", "The place `court` was called `yard`"),
    ]


def test_an_option_that_is_gone_to_is_the_option_it_was() -> None:
    jumping = edited(SCENES, ("          when: noise < 4\n", "          goto: .light\n          when: noise < 4\n"))
    assert told(changes(story(), story(jumping))) == [("exit", "`first.out` now goes to `first.light`")]
    renamed = edited(jumping, ("id: light\n", "id: lamp\n          was: light\n"), ("goto: .light", "goto: .lamp"))
    assert told(changes(story(jumping), story(renamed))) == [("option-renamed", "`first.lamp` was called `light`")]


def test_an_option_whose_id_changed_with_its_words_comes_with_the_advice_to_say_so() -> None:
    found = after(("id: flask\n          pick: Take the flask", "pick: Take the cold flask"))
    assert told(found) == [
        ("option-gone", "`kitchen.flask` is gone"),
        ("option-new", "`kitchen.take_the_cold_flask` is new"),
    ]
    assert "Is it `take_the_cold_flask` now? Then `was: flask` there lets old saves find it." in found[0].details


def test_a_scene_that_looks_like_one_that_is_gone_comes_with_the_same_advice() -> None:
    found = after(("kitchen", "galley"))
    assert found[0].what == "The scene `kitchen` is gone"
    assert found[0].details == ("Is it `galley` now? Then `was: kitchen` there lets old saves find it.",)
    assert ("scene-new", "The scene `galley` is new: 5 texts, 2 options") in told(found)


def test_scenes_and_endings_that_nobody_leads_to_any_more_are_told_first() -> None:
    scenes = edited(SCENES, ("goto: kitchen", "end: fine"))
    ends_twice = edited(DECLARATIONS, ("endings:", "endings:\n  sad: {title: Sad}"))
    before = story(edited(SCENES, ("    - end: fine\n", "    - end: sad\n")), ends_twice)
    found = told(changes(before, story(scenes, ends_twice)))
    assert found[:2] == [
        ("scene-unreached", "Nothing leads to the scene `kitchen` any more"),
        ("ending-unreached", "Nothing leads to the ending `sad` any more"),
    ]


def test_effects_and_ways_in_another_order_are_told() -> None:
    dusk = "dusk:\n  script: [Dusk.]\n"
    one = story(f"first:\n  script:\n    - do: told = true\n    - visit: dusk\n    - end: fine\n{dusk}")
    other = story(f"first:\n  script:\n    - visit: dusk\n    - do: told = true\n    - end: fine\n{dusk}")
    assert told(changes(one, other)) == [("order", "`first` plays its beats in another order; this one comes later")]


def test_texts_in_another_order_are_told_among_the_texts() -> None:
    texts = ["A moth has found the lamp.", "It is winter and dark."]
    one, other = (story(f"first:\n  script:\n    - {a}\n    - {b}\n    - end: fine\n") for a, b in (texts, texts[::-1]))
    assert told(changes(one, other)) == [("text-order", "`first` plays its beats in another order; this one comes later")]


def test_options_in_another_order_are_told() -> None:
    pick = "first:\n  script:\n    - choose:\n        - {{pick: {}}}\n        - {{pick: {}}}\n    - end: fine\n"
    one, other = story(pick.format("Stay", "Leave")), story(pick.format("Leave", "Stay"))
    assert told(changes(one, other)) == [("order", "`first` offers the same options in another order")]


def test_a_hub_that_becomes_a_choice_is_told_of_its_options() -> None:
    hub = "first:\n  script:\n    - {}:\n        - {{pick: Stay{}}}\n    - end: fine\n"
    one, other = story(hub.format("hub", ", sticky: true")), story(hub.format("choose", ""))
    assert told(changes(one, other)) == [
        ("option-use", "`first.stay` goes on instead of coming back to its options (no hub any more) now")
    ]


def test_options_for_each_student_are_told_as_one() -> None:
    options = "        - id: go\n          each: student where state == with_you\n          pick: Go\n"
    each = f"first:\n  script:\n    - choose:\n{options}{{}}    - end: fine\n"
    found = changes(story(each.format("")), story(each.format("          when: trust.it >= 1\n")))
    assert told(found) == [("option-narrower", "`first.go.su_hyeok` is on offer more rarely")]
    assert found[0].details[-1] == "And so for 1 more of the same `each`."


def test_an_act_that_gets_a_name_is_told_once_for_all_of_its_scenes() -> None:
    named = edited(DECLARATIONS, ("places:", "acts: {camp: The camp}\nplaces:"))
    found = changes(story(file="camp/scenes.yaml"), story(declarations=named, file="camp/scenes.yaml"))
    assert told(found) == [("scene-about", "The act of `first`, `kitchen` is “The camp”, no longer “camp”")]


def test_what_breaks_players_comes_before_what_only_reads_differently() -> None:
    found = after(
        ("A moth has found", "A moth had found"),
        ("when: noise < 4", "when: noise < 2"),
        ("        - {id: go, pick: Go, leave: true}\n", "        - {id: gone, pick: Away, leave: true}\n"),
    )
    assert [change.section for change in found] == ["breaks", "rules", "fresh", "texts"]


def test_every_kind_of_change_is_told_in_a_section() -> None:
    assert set(KINDS.values()) == set(SECTIONS)
