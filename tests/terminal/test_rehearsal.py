"""An author's play: it follows the files of the story, and keeps nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.saving.store import Store
from game.terminal.outcomes import Order, Row, Sheet, Story, Told
from tests.terminal.rehearsing import Desk, reload
from tests.terminal.story import game


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "story")


def test_nothing_is_told_as_long_as_nobody_writes(desk: Desk) -> None:
    assert desk.rehearse().look_at_files() is None


def test_new_words_are_there_and_the_place_is_the_same(desk: Desk) -> None:
    made = desk.rehearse()
    made.perform(Order("choose", "leave_it_the_lamp"))
    desk.edit("You climb.", "You climb and climb.")
    reloaded = reload(made)
    assert (reloaded.told, reloaded.moved) == ("Reloaded: scenes.yaml.", True)
    assert made.view is not None and made.view.turn == 1
    assert any("You climb and climb." in getattr(line, "text", "") for line in made.view.passage)


def test_what_changes_elsewhere_is_only_told(desk: Desk) -> None:
    made = desk.rehearse()
    desk.edit("It holds.", "It holds you.")
    assert not reload(made).moved


def test_while_a_file_is_broken_the_story_as_it_was_plays_on(desk: Desk) -> None:
    made = desk.rehearse()
    desk.edit("- su_hyeok: Adopt it.", "- su_hyok: Adopt it.")
    reloaded = reload(made)
    assert reloaded.told.startswith("1 mistake in the files: you play on in the story as it was.")
    assert made.rehearsal is not None and made.rehearsal.is_broken
    made.perform(Order("choose", "leave_it_the_lamp"))
    assert made.view is not None and made.view.scene == "hill"
    (mistake,) = made.rehearsal.mistakes(60)
    assert mistake.head.startswith("scenes.yaml:12:7: error[unknown-beat]")
    assert mistake.pointed == ("  12 |     - su_hyok: Adopt it.", "     |       ^^^^^^^")
    desk.mend()
    assert reload(made).told == "Mended: the story is as it was."
    assert not made.rehearsal.is_broken


def test_all_mistakes_can_be_listed(desk: Desk) -> None:
    made = desk.rehearse()
    desk.edit("goto: ridge", "goto: rigde")
    reload(made)
    sheet = made.perform(Order("mistakes"))
    assert isinstance(sheet, Sheet)
    assert len(sheet.mistakes) >= 2
    desk.mend()
    reload(made)
    sheet = made.perform(Order("mistakes"))
    assert isinstance(sheet, Sheet) and not sheet.mistakes


def test_a_long_line_is_cut_around_its_mistake(desk: Desk) -> None:
    made = desk.rehearse()
    desk.edit("A moth has found the lamp.", "A moth" + " and a moth" * 40 + " {nois} has found the lamp.")
    reload(made)
    assert made.rehearsal is not None
    (mistake,) = made.rehearsal.mistakes(40)
    line, caret = mistake.pointed
    assert line[caret.index("^") :].startswith("nois")
    assert len(line) <= 40 + 9


def test_warnings_are_counted_and_listed(desk: Desk) -> None:
    made = desk.rehearse()
    desk.edit("many:\n  title", "nowhere:\n  script:\n    - goto: ridge\n\nmany:\n  title")
    assert reload(made).told == "Reloaded: scenes.yaml. 1 warning: `mistakes` lists it."


def test_what_is_still_to_do_is_listed_but_is_no_warning(desk: Desk) -> None:
    made = desk.rehearse()
    desk.edit("  title: The ridge\n", "  title: The ridge\n  todo: The view.\n")
    assert reload(made).told == "Reloaded: scenes.yaml."
    sheet = made.perform(Order("mistakes"))
    assert isinstance(sheet, Sheet) and "The view." in sheet.mistakes[0].head


def test_a_deleted_file_is_a_mistake_until_it_is_there_again(desk: Desk) -> None:
    made = desk.rehearse()
    desk.scenes.unlink()
    assert "mistake" in reload(made).told
    desk.mend()
    assert reload(made).told == "Mended: the story is as it was."


def test_a_folder_that_is_gone_does_not_end_the_play(desk: Desk) -> None:
    made = desk.rehearse()
    desk.folder.rename(desk.folder.with_name("elsewhere"))
    assert "mistake" in reload(made).told
    made.perform(Order("choose", "leave_it_the_lamp"))
    assert made.view is not None and made.view.turn == 1


def test_nothing_is_kept_and_no_save_is_touched(desk: Desk) -> None:
    player = game(desk.saves)
    player.perform(Order("choose", "leave_it_the_lamp"))
    player.perform(Order("save", "before the ditch"))
    player.close()
    before = desk.kept()
    made = desk.rehearse()
    for option in ("leave_it_the_lamp", "use_the_plank", "wait_for_the_sun"):
        made.perform(Order("choose", option))
    assert made.view is not None and made.view.ending == "dawn"
    refused = made.perform(Order("save", "before the ditch"))
    assert isinstance(refused, Told) and "nothing of it is kept" in refused.text
    assert not made.is_kept
    made.close()
    assert desk.kept() == before
    assert Store(desk.saves).endings("lamp") == frozenset()


def test_a_save_is_opened_as_a_copy_even_while_another_window_plays_it(desk: Desk) -> None:
    player = game(desk.saves)
    player.perform(Order("choose", "leave_it_the_lamp"))
    before = desk.kept()
    made = desk.rehearse()
    (slot,) = Store(desk.saves).slots()
    made.perform(Order("load", slot.name))
    assert made.view is not None and made.view.scene == "hill"
    made.perform(Order("choose", "use_the_plank"))
    desk.edit("You climb.", "You climb and climb.")
    assert reload(made).told == "Reloaded: scenes.yaml."
    made.close()
    assert desk.kept() == before


def test_a_jump_with_values_is_where_the_run_begins_after_a_reload_too(desk: Desk) -> None:
    made = desk.rehearse()
    made.begin(seed=7, scene="hill", values={"noise": 4})
    desk.edit("You climb.", "You climb and climb.")
    assert reload(made).told == "Reloaded: scenes.yaml."
    assert made.session is not None
    assert made.session.state.values[made.program.index["noise"]] == 4
    assert made.view is not None and made.view.scene == "hill"


def test_at_the_title_the_new_story_is_what_begins(desk: Desk) -> None:
    made = desk.rehearse()
    made.close()
    desk.edit("A moth has found", "A bat has found")
    assert reload(made).told == "Reloaded: scenes.yaml."
    made.perform(Order("restart"))
    assert made.view is not None and "A bat has found" in getattr(made.view.passage[1], "text", "")


def test_an_author_s_commands_are_known_only_in_an_author_s_play(desk: Desk, tmp_path: Path) -> None:
    author, player = desk.rehearse(), game(tmp_path / "other")
    assert author.understand("mistakes") == Order("mistakes")
    assert isinstance(player.understand("mistakes"), Told)
    heads = {made: [row.head for row in _rows(made.perform(Order("help")))] for made in (author, player)}
    assert "mistakes" in heads[author] and "mistakes" not in heads[player]


def _rows(outcome: object) -> tuple[Row, ...]:
    assert isinstance(outcome, Sheet)
    return outcome.rows


def _listed(outcome: object) -> str:
    assert isinstance(outcome, Sheet)
    return "\n".join("  " * line.depth + line.text for line in outcome.listing)


def test_the_debug_view_says_where_one_is_and_what_gave_each_value(desk: Desk) -> None:
    made = desk.rehearse(watching=False)
    made.perform(Order("choose", "put_it_out_of_the_tent"))
    shown = _listed(made.perform(Order("debug")))
    for line in (
        "  hill: the choice at scenes.yaml:31",
        "  turn 1, seed 7",
        "  jump_the_ditch: open, scenes.yaml:32",
        "  turn 1: put_it_out_of_the_tent in tent",
        "  clock: 22:40 -> 22:50, scenes.yaml:16",
        "  noise: 2, by turn 1, put_it_out_of_the_tent in tent, scenes.yaml:16",
        "  light: 40",
        "  noted(gate): true, by turn 1, put_it_out_of_the_tent in tent, scenes.yaml:16",
    ):
        assert line in shown.splitlines(), shown


def test_the_debug_view_says_why_an_option_is_locked(desk: Desk) -> None:
    shown = _listed(desk.rehearse(watching=False).perform(Order("debug", "tell_the_cook")))
    assert shown == "Options\n  tell_the_cook: locked, scenes.yaml:20\n    told: false"


def test_the_debug_view_of_nothing_says_so(desk: Desk) -> None:
    sheet = desk.rehearse().perform(Order("debug", "nonsense"))
    assert isinstance(sheet, Sheet) and not sheet.listing and "`nonsense`" in sheet.empty


def test_the_debug_view_follows_undo_and_a_reload(desk: Desk) -> None:
    made = desk.rehearse()
    made.perform(Order("choose", "put_it_out_of_the_tent"))
    made.perform(Order("debug"))
    made.perform(Order("undo"))
    assert "The run has just begun." in _listed(made.perform(Order("debug")))
    made.perform(Order("redo"))
    desk.edit("noise += 1", "noise += 2")
    assert "noise 3 (it was 2)" in reload(made).told
    assert "noise: 1 -> 3" in _listed(made.perform(Order("debug", "noise")))


def test_a_value_is_set_and_the_scene_begins_anew(desk: Desk) -> None:
    made = desk.rehearse()
    made.perform(Order("choose", "put_it_out_of_the_tent"))
    order = made.understand("set light = 5")
    assert order == Order("set", "light = 5")
    told = made.perform(order)
    assert told == Story("light = 5. The hill begins anew with it.")
    assert made.session is not None
    values = {name: made.session.state.values[made.program.index[name]] for name in ("light", "noise")}
    assert values == {"light": 5, "noise": 2}
    assert made.program.journal(made.session.state), "what was noted is taken along"


def test_what_cannot_be_set_changes_nothing(desk: Desk) -> None:
    made = desk.rehearse()
    made.perform(Order("choose", "leave_it_the_lamp"))
    for order in (Order("set", "light = 500"), Order("set", "lihgt = 5"), Order("go", "hil")):
        assert isinstance(made.perform(order), Told)
    assert made.view is not None and made.view.turn == 1


def test_a_scene_can_be_gone_to_with_all_that_one_has(desk: Desk) -> None:
    made = desk.rehearse()
    made.perform(Order("choose", "put_it_out_of_the_tent"))
    assert made.understand("go ridge") == Order("go", "ridge")
    assert made.perform(Order("go", "ridge")) == Story("The ridge begins, with all that you have.")
    assert made.session is not None and made.view is not None
    assert made.view.scene == "ridge"
    assert made.session.state.values[made.program.index["noise"]] == 2


def test_words_of_the_story_and_of_players_keep_their_meaning(desk: Desk) -> None:
    made = desk.rehearse()
    assert made.understand("set theme dark") == Order("settings", "theme dark")
    made.perform(Order("go", "ridge"))
    assert made.understand("go back alone") == Order("choose", "go_back_alone")
