from __future__ import annotations

from game.terminal.full_screen.editor import MAX_LENGTH, Editor


def typed(text: str, cursor: int | None = None) -> Editor:
    return Editor(text, len(text) if cursor is None else cursor)


def test_what_is_typed_stands_where_the_cursor_is() -> None:
    editor = typed("look ribbon", 5)
    editor.put("at ")
    assert (editor.text, editor.cursor) == ("look at ribbon", 8)


def test_rubbing_out_takes_the_character_before_the_cursor() -> None:
    editor = typed("램프", 1)
    editor.rub_out()
    editor.rub_out()
    assert (editor.text, editor.cursor) == ("프", 0)


def test_deleting_takes_the_character_under_the_cursor() -> None:
    editor = typed("abc", 1)
    editor.delete()
    assert (editor.text, editor.cursor) == ("ac", 1)


def test_a_word_is_rubbed_out_with_the_spaces_behind_it() -> None:
    editor = typed("look at  ")
    editor.rub_out_word()
    assert editor.text == "look "
    editor.rub_out_word()
    assert (editor.text, editor.cursor) == ("", 0)


def test_everything_before_the_cursor_can_be_rubbed_out() -> None:
    editor = typed("look ribbon", 5)
    editor.rub_out_all()
    assert (editor.text, editor.cursor) == ("ribbon", 0)


def test_the_cursor_stops_at_both_ends() -> None:
    editor = typed("ab", 0)
    editor.left()
    assert editor.cursor == 0
    editor.to_end()
    editor.right()
    assert editor.cursor == 2
    editor.left()
    assert editor.cursor == 1
    editor.to_start()
    assert editor.cursor == 0


def test_what_is_pasted_is_one_harmless_line_of_bearable_length() -> None:
    editor = Editor()
    editor.put("\x1b[31mtwo\nlines" + "x" * 2000)
    assert editor.text.startswith("[31mtwo lines")
    assert len(editor.text) == MAX_LENGTH == editor.cursor
