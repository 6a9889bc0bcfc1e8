from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest

from game.diagnostics import Span
from game.engine.program import Program
from game.loading import load_texts
from game.story.model import Art
from game.terminal.full_screen.frame import NO_ITEM, compose, mood
from game.terminal.full_screen.player import Player
from game.terminal.full_screen.theme import styles
from game.terminal.game import Game
from game.terminal.layout import cells
from game.terminal.outcomes import Aside, Order, Outcome, Question, Row, Sheet, Story, Told
from tests.terminal.screen import keys, look, player, words
from tests.terminal.story import TEXTS, game, lamp

GOLDEN = Path(__file__).parents[2] / "golden"
SIZES = [(80, 24), (40, 15), (200, 60), (120, 40), (30, 8), (66, 12), (20, 6), (5, 3), (1, 1)]


def in_the_story(folder: Path) -> Player:
    played = player(game(folder))
    keys(played, "1")
    return played


def at_the_end(folder: Path) -> Player:
    played = player(game(folder))
    keys(played, "221")
    return played


def with_the_journal(folder: Path) -> Player:
    played = in_the_story(folder)
    keys(played, "j")
    return played


def with_people(folder: Path) -> Player:
    played = in_the_story(folder)
    keys(played, "p")
    return played


def with_help(folder: Path) -> Player:
    played = in_the_story(folder)
    keys(played, "?")
    return played


def with_settings(folder: Path) -> Player:
    played = in_the_story(folder)
    keys(played, ",")
    return played


def while_typing(folder: Path) -> Player:
    played = player(game(folder))
    keys(played, "램프 leave it the l")
    return played


def at_the_title(folder: Path) -> Player:
    return player(game(folder, begun=False))


SCREENS = {
    "story": in_the_story, "end": at_the_end, "journal": with_the_journal, "people": with_people, "help": with_help,
    "settings": with_settings, "typing": while_typing, "title": at_the_title,
}  # fmt: skip


@pytest.mark.parametrize(("columns", "rows"), SIZES)
@pytest.mark.parametrize("screen", SCREENS)
def test_every_screen_fills_its_window_and_never_more(screen: str, columns: int, rows: int, tmp_path: Path) -> None:
    played = SCREENS[screen](tmp_path)
    for _ in range(4):
        frame = compose(played, columns, rows)
        assert len(frame.rows) == len(frame.items) == rows
        assert all(sum(cells(text) for _, text in row) <= columns for row in frame.rows)
        x, y = frame.cursor
        assert 0 <= x <= columns
        assert 0 <= y < rows
        played.page(1)


@pytest.mark.parametrize("size", [(80, 24), (120, 40), (40, 15)])
@pytest.mark.parametrize("screen", ["story", "title", "end", "people", "settings"])
def test_a_screen_looks_as_it_was_blessed(screen: str, size: tuple[int, int], tmp_path: Path) -> None:
    """`HYOSAN_BLESS=1` writes what is there now; look at the difference before you keep it."""
    shown = "\n".join(look(SCREENS[screen](tmp_path), *size)) + "\n"
    path = GOLDEN / f"{screen}_{size[0]}x{size[1]}.txt"
    if os.environ.get("HYOSAN_BLESS"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(shown, encoding="utf-8")
    assert shown == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("screen", SCREENS)
def test_in_the_c_locale_nothing_that_we_draw_is_outside_of_ascii(screen: str, tmp_path: Path) -> None:
    played = SCREENS[screen](tmp_path)
    drawn = Player(played.game, in_ascii=True)
    for _ in range(2):
        text = "".join(look(drawn))
        assert not set(text) & set("─│▰▱»·↑↓•")
        drawn.accept()


def test_a_window_that_is_too_small_says_so_and_the_story_comes_back(tmp_path: Path) -> None:
    played = in_the_story(tmp_path)
    before = look(played, 80, 24)
    small = " ".join(" ".join(look(played, 29, 8)).split())
    assert small.startswith("This window is 29 by 8: too small")
    assert "30 by 8" in small
    assert look(played, 80, 24) == before
    assert "too small" not in " ".join(look(played, 30, 8))


COVER = Art("roof", ("  '(  ", "╲╱()╲╱"), "On a roof, a fire.", Span("", 1, 1), bright="()'", dim="╲╱")


def before_a_cover() -> Player:
    story = lamp().story
    return player(Game(Program(replace(story, art={"roof": COVER}, cover="roof")), None))


def test_the_cover_is_there_with_its_words_where_there_is_room() -> None:
    played = before_a_cover()
    shown = look(played, 80, 24)
    assert any("╲╱()╲╱" in line for line in shown)
    assert COVER.words in " ".join(shown)
    low = look(played, 80, 15)
    assert COVER.words in " ".join(low)
    assert not any("╲╱" in line for line in low)
    assert "Quit" in " ".join(look(played, 40, 12))


def test_in_ascii_a_cover_is_drawn_with_what_there_is_or_not_at_all() -> None:
    played = before_a_cover()
    assert any("\\/()\\/" in line for line in look(Player(played.game, in_ascii=True)))
    story = replace(played.game.program.story, art={"roof": replace(COVER, picture=("⌂⌂⌂",))})
    drawn = look(Player(Game(Program(story), None), in_ascii=True))
    assert "".join(drawn).isascii()
    assert COVER.words in " ".join(drawn)


def test_of_a_picture_some_characters_shine_and_others_stand_back() -> None:
    played = before_a_cover()
    drawn = [part for row in compose(played, 80, 24).rows for part in row]
    assert {text for style, text in drawn if style == "class:art.bright"} == {"'(", "()", "The Lamp"}
    assert {text for style, text in drawn if style == "class:art.dim"} == {"╲╱"}


def test_the_title_has_the_mood_of_the_first_scene_and_a_run_that_of_its_own(tmp_path: Path) -> None:
    played = at_the_title(tmp_path)
    assert mood(played) == "cold"
    in_a_run = in_the_story(tmp_path / "run")
    assert mood(in_a_run) == "dawn"
    in_a_run.do(Order("title"))
    assert mood(in_a_run) == "cold"


EVIL = "a\x1b[31mb\x07c\x9bd\u202ee"


@pytest.mark.parametrize(
    "outcome",
    [
        Sheet("x", EVIL, (EVIL,), (Row(EVIL, EVIL, EVIL, Order("help")),)),
        Sheet("title", EVIL, (EVIL,), (Row(EVIL, "", EVIL, Order("help")),)),
        Told(EVIL),
        Aside(EVIL, (EVIL,)),
        Story(EVIL),
        Question(EVIL, EVIL, "save", EVIL),
    ],
    ids=lambda outcome: type(outcome).__name__,
)
def test_nothing_that_drives_a_terminal_comes_through_whatever_it_stands_in(outcome: Outcome, tmp_path: Path) -> None:
    """Stories and names are cleaned when they are read; the screen does not rely on it."""
    played = player(game(tmp_path))
    played.show(outcome)
    text = "".join(look(played))
    assert not set(text) & set("\x1b\x07\x9b\u202e")
    assert "a[31mbcde" in text


def test_a_click_finds_the_option_of_its_row(tmp_path: Path) -> None:
    played = player(game(tmp_path))
    frame = compose(played, 80, 24)
    for row, item in zip(frame.rows, frame.items, strict=True):
        text = "".join(text for _, text in row)
        if "Put it out" in text:
            assert item == 0
        elif "Leave it the lamp" in text:
            assert item == 1
        elif text.strip():
            assert item == NO_ITEM


def test_the_cursor_stands_at_what_is_marked_and_where_one_types(tmp_path: Path) -> None:
    played = player(game(tmp_path))
    played.move(1)
    frame = compose(played, 80, 24)
    x, y = frame.cursor
    assert "".join(text for _, text in frame.rows[y])[x:].startswith("> 2  Leave")
    keys(played, "램프")
    frame = compose(played, 80, 24)
    assert frame.cursor == (2 + len("> ") + cells("램프"), 23)


def test_a_long_typed_line_moves_along_with_the_cursor(tmp_path: Path) -> None:
    played = player(game(tmp_path))
    played.open_editor("word " * 40 + "end")
    assert look(played, 40, 15)[-1].endswith("word end")
    assert compose(played, 40, 15).cursor[0] < 40


def test_every_style_that_is_drawn_is_in_every_theme(tmp_path: Path) -> None:
    known = set(styles("dark", "plain"))
    for screen in SCREENS.values():
        played = screen(tmp_path)
        for size in ((80, 24), (200, 60)):
            frame = compose(played, *size)
            names = {name.removeprefix("class:") for row in frame.rows for style, _ in row for name in style.split()}
            assert names <= known


def test_speakers_stand_in_the_margin_where_there_is_room_and_before_their_words_elsewhere(tmp_path: Path) -> None:
    played = player(game(tmp_path))
    wide = "\n".join(look(played, 140, 30))
    narrow = "\n".join(look(played, 80, 24))
    assert "Su-hyeok  Adopt it." in wide
    assert "Su-hyeok  Adopt it." in narrow
    assert "Su-hyeok: Adopt it." in "\n".join(look(played, 40, 15))
    assert wide.index("Su-hyeok  Adopt") < wide.index("A moth") + 400
    for line in look(played, 140, 30):
        if "키우자" in line:
            assert line.index("키우자") + cells("양대수") - 3 == next(
                row.index("Adopt") for row in look(played, 140, 30) if "Adopt" in row
            )


def test_the_bar_shows_as_many_measures_as_there_is_room_for(tmp_path: Path) -> None:
    played = in_the_story(tmp_path)
    assert look(played, 80, 24)[0].split() == ["효산", "hill", "Noise", "▰▰▱▱▱", "22:50", "Torch", "40"]
    assert look(played, 40, 15)[0].split() == ["효산", "hill", "Noise", "2/5", "22:50"]
    assert look(Player(played.game, in_ascii=True), 80, 24)[0].split()[3] == "##..."


def test_what_was_read_before_is_drawn_as_past(tmp_path: Path) -> None:
    played = in_the_story(tmp_path)
    frame = compose(played, 80, 40)
    past = {style for row in frame.rows for style, text in row if "A moth" in text}
    now = {style for row in frame.rows for style, text in row if "You climb" in text}
    assert past == {"class:prose class:past"}
    assert now == {"class:prose"}


def test_a_message_that_does_not_fit_the_foot_stands_in_the_story(tmp_path: Path) -> None:
    played = player(game(tmp_path))
    played.do(Order("save", "a name " * 9))
    assert "Saved as" in look(played)[-1]
    look(played, 40, 15)
    played.do(Order("save", "a name " * 9))
    assert "Saved as" in " ".join(look(played, 40, 15)[:-1])


def test_a_measure_that_has_just_changed_stands_out_until_the_next_turn(tmp_path: Path) -> None:
    played = player(game(tmp_path))

    def standing_out() -> set[str]:
        return {text for style, text in compose(played, 80, 24).rows[0] if style == "class:bar.changed"}

    assert standing_out() == set()
    played.type("1")
    assert standing_out() == {"▰▰▱▱▱", "22:50"}
    played.do(Order("journal"))
    assert standing_out() == {"▰▰▱▱▱", "22:50"}
    played.cancel()
    played.do(Order("undo"))
    assert standing_out() == set()


def test_who_is_with_the_player_stands_in_the_upper_rule_while_there_is_something_to_say() -> None:
    texts = {**TEXTS, "story.yaml": TEXTS["story.yaml"] + 'company: "{noise > 1: With {student where trust == 0}}"\n'}
    story, report = load_texts(texts)
    assert story is not None, report.draw()
    made = Game(Program(story), None, new_seed=lambda: 7)
    made.begin(seed=7)
    played = player(made)
    assert set(look(played)[1].strip()) == {"─"}
    played.type("1")
    assert look(played)[1].strip("─ ") == "With Su-hyeok and 양대수"
    played.do(Order("status"))
    assert "With Su-hyeok and 양대수" in " ".join(look(played))


def test_skipping_is_offered_to_who_went_on_from_here_before(tmp_path: Path) -> None:
    played = player(game(tmp_path))
    assert "skip" not in look(played)[-1]
    played.type("1")
    assert "skip" not in look(played)[-1]
    played.do(Order("restart"))
    assert "Ctrl-N skip" in look(played)[-1]


def test_a_foot_with_much_to_offer_keeps_the_menu_and_the_line_to_type_into(tmp_path: Path) -> None:
    played = player(game(tmp_path))
    played.type("1")
    played.do(Order("restart"))
    played.type("2")
    played.do(Order("restart"))
    for columns in (60, 66, 80, 100):
        foot = look(played, columns)[-1]
        assert "Ctrl-N skip" in foot
        assert foot.rstrip().endswith(("Esc menu   / type", "Esc menu  / type"))
        assert cells(foot.rstrip()) <= cells(look(played, columns)[-2].rstrip())


def test_the_foot_offers_no_page_that_the_story_has_nothing_for() -> None:
    story, report = load_texts(BARE)
    assert story is not None, report.draw()
    made = Game(Program(story), None)
    made.begin(seed=1)
    assert look(player(made))[-1].split() == ["?", "help", "Esc", "menu", "/", "type"]


def test_a_narrow_foot_keeps_the_way_to_the_menu(tmp_path: Path) -> None:
    assert "Esc menu" in look(in_the_story(tmp_path), 40, 15)[-1]


BARE = {
    "story.yaml": "story: bare\ntitle: Bare\nstart: room\nendings: {out: {title: Out, hint: The door.}}\n",
    "scenes.yaml": "room:\n  title: A room\n  script: [A room with a door., {choose: [{pick: Out}]}, {end: out}]\n",
}


WOMAN = "The woman in the yellow cardigan"
HALL = {
    "story.yaml": f"""\
story: hall
title: Hall
start: hall
cast: {{woman: {{name: {WOMAN}}}}}
endings: {{out: {{title: Out, hint: The door.}}}}
""",
    "scenes.yaml": """\
hall:
  title: A long hall
  script:
    - A hall with a door at its end, and before the door a chair.
    - woman: >-
        We do not open before six, and we have not opened at six since the Tuesday on which you will remember that the water came,
        and so I must ask all of you to sit down.
    - Nobody sits down.
    - woman: Sit down.
    - choose: [{pick: Out}]
    - {end: out}
""",
}


def a_hall(*, by_sentence: bool = False) -> Player:
    story, report = load_texts(HALL)
    assert story is not None, report.draw()
    made = Game(Program(story), None, given={"reveal": "sentence"} if by_sentence else {})
    made.begin(seed=1)
    return player(made)


@pytest.mark.parametrize("columns", [140, 80, 40])
def test_a_name_too_long_to_stand_beside_what_is_said_has_a_row_of_its_own(columns: int) -> None:
    rows = look(a_hall(), columns, 40)
    name = next(at for at, row in enumerate(rows) if row.strip() == WOMAN)
    said = rows[name + 1].index("We")
    assert not rows[name + 1][:said].strip()
    assert not rows[name + 2][:said].strip()
    assert rows[name + 2][said].isalpha()


@pytest.mark.parametrize("columns", [140, 80, 40])
def test_one_can_scroll_past_a_name_with_a_row_of_its_own(columns: int) -> None:
    played = a_hall()
    everything = look(played, columns, 60)[2:-2]
    look(played, columns, 10)
    seen = set(look(played, columns, 10))
    for _ in range(60):
        played.wheel(-1)
        seen.update(look(played, columns, 10))
    assert set(everything) <= seen
    assert "A long hall" in words(played, columns, 10)


def test_a_name_with_a_row_of_its_own_comes_with_the_first_sentence_of_what_is_said() -> None:
    played = a_hall(by_sentence=True)
    assert WOMAN not in words(played, 80, 40)
    assert played.story.reveal()
    assert f"{WOMAN} We do not open" in words(played, 80, 40)
