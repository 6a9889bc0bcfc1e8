from __future__ import annotations

import io
import os
import signal
import subprocess
import sys
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from game.engine.program import Program
from game.saving.store import Store
from game.terminal.commands import BY_WORD
from game.terminal.game import Game
from game.terminal.layout import cells
from game.terminal.plain import play_plain
from tests.terminal.driving import Pipe, Terminal, command, environment
from tests.terminal.story import game, lamp


def played(made: Game, typed: str, **environ: str) -> str:
    """What is written when these lines are typed into a pipe."""
    stdout = io.StringIO()
    assert play_plain(made, io.StringIO(typed), stdout, environ) == 0
    return stdout.getvalue()


def test_lines_through_a_pipe_play_the_story_and_leave_a_save(tmp_path: Path) -> None:
    shown = played(game(tmp_path), "1\n2\n")
    assert "\n1. Put it out of the tent\n2. Leave it the lamp\nNot open: Tell the cook (You would have" in shown
    assert "\n> Put it out of the tent\n" in shown
    assert "It holds." in shown
    assert "1. Wait for the sun" in shown
    (slot,) = Store(tmp_path).slots()
    assert (slot.turn, slot.problem) == (2, None)


def test_the_whole_first_page_reads_well(tmp_path: Path) -> None:
    assert played(game(None), "") == (
        "The Lamp\n\nBefore the first scene\n\nFear, and a moth.\n\nThe tent\n\n"
        "A moth has found the lamp. It is winter, and it has no business being alive.\n나방 한 마리가 램프를 찾았다.\n\n"
        "Su-hyeok: Adopt it.\n\n양대수: 키우자, 우리 텐트에서. Seven of us then.\n\n"
        "Noise 1 of 5. Clock 22:40. Torch 40.\n\nYou can look at: lamp, moth.\n\n"
        "1. Put it out of the tent\n2. Leave it the lamp\n"
        "Not open: Tell the cook (You would have to know what to tell.)\n\n"
    )


def test_only_what_is_new_is_announced(tmp_path: Path) -> None:
    shown = played(game(None), "1\nlook\nundo\n")
    assert shown.count("Before the first scene") == 1
    assert shown.count("Torch 40.") == 1
    assert "Noise 2 of 5. Clock 22:50." in shown
    assert shown.count("You can look at: lamp, moth.") == 2
    journal = played(game(None), "1\njournal\n").partition("Journal\n")[2]
    assert "1. Jump" not in journal


def test_look_alone_repeats_the_page() -> None:
    shown = played(game(None), "look\n")
    assert shown.count("A moth has found the lamp.") == 2
    assert shown.count("1. Put it out of the tent") == 2


def test_nothing_but_printable_text_and_newlines_is_written(tmp_path: Path) -> None:
    made = game(tmp_path)
    shown = played(
        made, "1\njournal\nparty\nstatus\nhelp\nsaves\nsettings\n2\nback\n\x1b[31mxx\x07\nsave \x1b]0;evil\x07\nmenu\n"
    )
    assert not [char for char in shown if char != "\n" and unicodedata.category(char)[0] == "C"]
    assert not set(shown) & set("─│┌└▰▱")


def test_the_page_does_not_rely_on_others_to_clean_what_is_written() -> None:
    evil = "a\x1b[31mb\x07c\x9bd\u202ee"
    made = Game(Program(replace(lamp().story, title=evil, about=evil, content_note=evil)), None)
    shown = played(made, "new\n")
    assert shown.count("a[31mbcde") >= 3
    assert not set(shown) & set("\x1b\x07\x9b\u202e")


@pytest.mark.parametrize(("columns", "widest"), [("40", 40), ("72", 72), ("200", 88), ("5", 20), ("x", 80), ("", 80)])
def test_rows_are_as_wide_as_the_terminal_but_no_wider_than_can_be_read(columns: str, widest: int) -> None:
    rows = played(game(None), "help\n2\n4\n", COLUMNS=columns).split("\n")
    assert all(cells(row) <= widest for row in rows)
    assert max(cells(row) for row in rows) > widest - 14


def test_the_width_of_a_terminal_is_used(tmp_path: Path) -> None:
    with Terminal([*command(tmp_path), "--plain"], columns=50, rows=60) as terminal:
        terminal.expect("2. Leave it the lamp")
        assert "A moth has found the lamp. It is winter, and it" in terminal.lines
        terminal.press("quit", "enter")
        assert terminal.wait() == 0
        assert b"\x1b" not in terminal.raw


def test_the_title_menu_is_numbered_and_its_words_can_be_typed(tmp_path: Path) -> None:
    shown = played(game(tmp_path, begun=False), "endings\n1\n2\nquit\n")
    assert "The Lamp\n\nOne night, one lamp.\n\n1. New run\n2. Endings (0 of 2 seen)\n3. Settings\n4. Quit\n" in shown
    assert "Not seen yet: Wait for it." in shown
    assert "You climb." in shown
    again = played(game(tmp_path, begun=False), "continue\n")
    assert "1. Continue (The hill, turn 1" in again
    assert "1. Jump the ditch" in again


def test_a_number_on_the_title_screen_is_about_the_title_after_a_page_was_read(tmp_path: Path) -> None:
    shown = played(game(None, begun=False), "endings\n1\n")
    assert "A moth has found the lamp." in shown


def test_a_menu_is_forgotten_when_something_else_is_asked_for(tmp_path: Path) -> None:
    made = game(None)
    played(made, "settings\njournal\n2\n")
    assert made.settings.width == 72
    shown = played(game(None), "settings\njournal\n2\n")
    assert "You climb." in shown


def test_of_a_setting_that_was_changed_only_its_row_is_told(tmp_path: Path) -> None:
    shown = played(game(tmp_path), "settings\n1\nsettings bell on\nback\n").partition("11. Plain text")[2]
    assert "1. Colours: light (dark, light, contrast, or mono: none)\n\n7. Bell: on" in shown
    assert "8. Options taken before" not in shown


def test_a_setting_changed_in_the_story_leaves_the_numbers_to_the_story(tmp_path: Path) -> None:
    shown = played(game(tmp_path), "settings bell on\n2\n")
    assert "\nBell: on.\n" in shown
    assert "You climb." in shown


def test_what_is_typed_ahead_gets_no_prompt_of_its_own(tmp_path: Path) -> None:
    with Terminal([*command(tmp_path), "--plain"]) as terminal:
        terminal.press("2\n2\nlook\n")
        terminal.expect("Wait for the sun")
        terminal.press("quit\n")
        terminal.wait()
        assert b"> > " not in terminal.raw


def test_a_question_takes_the_next_line_and_an_empty_one_means_what_is_offered(tmp_path: Path) -> None:
    shown = played(game(tmp_path), "2\nmenu\n3\n\nmenu\n3\nmy place\n")
    assert "Under which name? (Empty: The hill, turn 1. `cancel` leaves it.)" in shown
    assert "Saved as “The hill, turn 1”." in shown
    assert "Saved as “my place”." in shown


def test_a_question_can_be_left_without_an_answer(tmp_path: Path) -> None:
    shown = played(game(tmp_path), "2\nmenu\n3\nCancel\n2\n")
    assert "Saved as" not in shown
    assert "It holds." in shown


def test_a_page_closes_itself_and_a_menu_is_closed_by_a_word(tmp_path: Path) -> None:
    shown = played(game(None), "menu\nback\n2\n")
    assert "You climb." in shown


def test_asking_for_plain_text_in_plain_text_is_answered() -> None:
    assert "This is the plain text already." in played(game(None), "plain\n")
    assert "Plain text (for" not in played(game(None, begun=False), "")


def test_an_unreadable_save_is_listed_with_its_reason_and_no_number(tmp_path: Path) -> None:
    (tmp_path / "broken.hyosan").write_bytes(b"no save")
    shown = played(game(tmp_path), "2\nsaves\n2\n")
    assert "\n1. Autosave 1: The hill, turn 1." in shown
    assert "\nNot open: broken (" in shown


def test_a_stream_that_cannot_say_everything_gets_what_it_can() -> None:
    raw = io.BytesIO()
    stdout = io.TextIOWrapper(raw, encoding="ascii", write_through=True)
    assert play_plain(game(None), io.StringIO("save x\n"), stdout, {}) == 0
    text = raw.getvalue().decode("ascii")
    assert "A moth has found the lamp." in text
    assert "?? ? ???" in text


@pytest.mark.parametrize("errors", ["strict", "surrogateescape"])
def test_lines_that_are_no_text_or_too_long_are_answered(errors: str, tmp_path: Path) -> None:
    with Pipe([*command(tmp_path), "--plain"], environment(PYTHONIOENCODING=f"utf-8:{errors}")) as pipe:
        assert pipe.process.stdin is not None
        pipe.process.stdin.write(b"\xff\xfe\n" + b"x" * 100_000 + b"\n2\n")
        pipe.process.stdin.flush()
        pipe.expect("That is too long.")
        pipe.expect("You climb.")
        assert pipe.wait() == 0


def test_without_an_input_the_first_page_is_shown(tmp_path: Path) -> None:
    arguments = " ".join(f"'{each}'" for each in [*command(tmp_path), "--plain"])
    done = subprocess.run(["/bin/sh", "-c", f"{arguments} <&-"], capture_output=True, env=environment(), check=False)
    assert done.returncode == 0, done.stderr
    assert b"A moth has found" in done.stdout


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    arguments = " ".join(f"'{each}'" for each in [*command(tmp_path), "--plain"])
    script = f"yes 1 | head -n 20000 | {arguments} 2>'{tmp_path}/err' | head -n 3"
    done = subprocess.run(["/bin/sh", "-c", script], capture_output=True, env=environment(), check=False, timeout=60)
    assert done.returncode == 0
    assert (tmp_path / "err").read_bytes() == b""


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_a_signal_ends_the_game_with_its_code_and_everything_kept(number: int, code: int, tmp_path: Path) -> None:
    with Pipe([*command(tmp_path), "--plain"]) as pipe:
        pipe.expect("2. Leave it the lamp")
        pipe.say("2")
        pipe.expect("Use the plank")
        pipe.process.send_signal(number)
        assert pipe.process.wait(20) == code
        assert "Traceback" not in pipe.text
    (slot,) = Store(tmp_path / "saves").slots()
    assert slot.turn == 1


def test_closing_the_window_keeps_the_run(tmp_path: Path) -> None:
    with Terminal([*command(tmp_path), "--plain"]) as terminal:
        terminal.expect("2. Leave it the lamp")
        terminal.press("2", "enter")
        terminal.expect("Use the plank")
        terminal.hang_up()
        assert terminal.wait() == 129
    assert Store(tmp_path / "saves").slots()[0].turn == 1


def test_plain_text_needs_no_library_of_the_full_screen(tmp_path: Path) -> None:
    code = (
        "import sys; from game.terminal import plain; "
        "print(sorted({name.split('.')[0] for name in sys.modules} & {'rich', 'prompt_toolkit', 'yaml', 'asyncio', 'wcwidth'}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment(), check=True)
    assert done.stdout == "[]\n"


def test_it_is_kept_that_a_player_wants_plain_text(tmp_path: Path) -> None:
    played(game(tmp_path), "settings plain on\n")
    assert game(tmp_path).settings.plain
    assert os.path.getsize(tmp_path / "settings.json") < 500  # noqa: PTH202 - a size is a size


def test_after_a_turn_was_read_again_numbers_are_about_the_list_until_one_goes_back(tmp_path: Path) -> None:
    shown = played(game(None), "2\nhistory\n2\nback\n2\n")
    assert "Turn 0, The tent:\n\nA moth has found the lamp." in shown
    assert "`back` goes on with the story.\n\n1. Jump the ditch\n2. Use the plank\n" in shown
    assert "It holds." in shown


LINES = st.sampled_from(
    [*BY_WORD, "1", "2", "9", "look lamp", "find moth", "why cook", "back", "delete Auto", "load Auto", "램", "\t", "loo\t", ""]
)


@settings(
    max_examples=int(os.environ.get("HYOSAN_RANDOM_RUNS", "40")),
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # all of them may write into one folder
)
@given(lines=st.lists(LINES, max_size=30))
def test_whatever_is_typed_nothing_breaks(lines: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)  # `keep` writes a page into the current folder
    shown = played(game(None), "".join(f"{line}\n" for line in lines))
    assert shown.startswith("The Lamp\n")
