"""How a file is laid out: columns, comments, blank lines, the order of keys; and paragraphs, when that is asked for."""

from __future__ import annotations

import re
from textwrap import dedent

import pytest

from game.authoring.fmt.formatting import Kind, format_text
from game.diagnostics import cells
from game.loading.keys import SCENE

SCENES, STORY = Kind(is_story=False, cast=frozenset({"dae_su"})), Kind(is_story=True, cast=frozenset())


def laid_out(typed: str, kind: Kind = SCENES, wrap: int = 0) -> str:
    made = format_text("f.yaml", dedent(typed).encode(), kind, wrap)
    assert made.text is not None, made.problem
    again = format_text("f.yaml", made.text.encode(), kind, wrap)
    assert again.text == made.text, "what is laid out is laid out"
    return made.text


def same(typed: str, kind: Kind = SCENES) -> None:
    assert laid_out(typed, kind) == dedent(typed)


def test_what_belongs_to_a_line_begins_two_columns_further_in() -> None:
    typed = """
    a:
        script:
        -   one
        -
            if: x
            then:
            - two
            else:    three
        - |
                four

                  five
        - - six
    """
    expected = """\
    a:
      script:
        - one
        - if: x
          then:
            - two
          else: three
        - |
          four

            five
        - - six
    """
    assert laid_out(typed) == dedent(expected)


def test_the_lines_of_texts_in_quotes_and_of_brackets_move_with_what_they_belong_to() -> None:
    typed = """\
    a:
       script:
       - "one
               two"
       - three
           four
       - check: {odds: {1: 2,
                        3: 4}}
       - do: [
           a = 1,  # why
         ]
    """
    expected = """\
    a:
      script:
        - "one
          two"
        - three
          four
        - check: {odds: {1: 2,
                         3: 4}}
        - do: [
            a = 1,  # why
          ]
    """
    assert laid_out(typed) == dedent(expected)


def test_the_keys_of_scenes_options_and_beats_come_in_the_order_of_the_table() -> None:
    scene = "".join(f"  {key}: x\n" for key in reversed(list(SCENE)) if key not in ("script", "look"))
    text = laid_out(
        f"a:\n  script:\n    - choose:\n        - goto: b\n          then: c  # d\n          pick: e\n  look: {{f: g}}\n{scene}"
    )
    of_scene = [line.strip().split(":")[0] for line in text.split("\n") if re.match(r"  \w", line)]
    of_option = [line.strip().split(":")[0].removeprefix("- ") for line in text.split("\n") if re.match(r" {8}", line)]
    assert of_scene == list(SCENE)
    assert of_option == ["pick", "then", "goto"]
    assert "          then: c  # d\n" in text


def test_a_beat_begins_with_what_makes_it_what_it_is() -> None:
    assert laid_out("a:\n  script:\n    - else: x\n      then: y\n      if: z\n").endswith(
        "- if: z\n      then: y\n      else: x\n"
    )


def test_keys_that_comments_or_blank_lines_group_stay_in_their_order() -> None:
    same("a:\n  script:\n    - choose:\n        - goto: b\n          # why\n          pick: e\n")
    same("a:\n  script: b\n\n  title: c\n")
    same(
        "a:\n  script:\n    - choose:\n        - goto: b\n          then:\n            - c\n            # d\n        - pick: e\n"
    )


def test_what_an_author_named_stays_in_its_order() -> None:
    same("z:\n  look:\n    stone: x\n    apple: y\n  script: s\n\na:\n  script: s\n")
    same("variables:\n  z: flag\n  a: flag\ncast:\n  y: {name: Y}\n  b: {name: B}\n", STORY)


def test_comments_stay_with_what_they_are_about() -> None:
    same(
        """\
        # of the file

        # of a
        a:  # behind a
          look:  # behind look
            # of the stone
            stone: x  # behind the stone
                      # and below that
            # of nothing more
          script:
            # of the first
            - one
            # of the second
            -  # behind a dash
              # inside
              - two
            # - three

        # of b
        b:
          script:
            - |  # behind a bar
              # prose
              four
            # end of the script
          # end of b
        # end of the file
        """
    )


def test_comments_move_with_the_column_of_their_block() -> None:
    typed = "a:\n      # c\n      script:\n      # d\n      - x\n      # e\n\n\n\n# f\nb:\n   script: x\n"
    assert laid_out(typed) == "a:\n  # c\n  script:\n    # d\n    - x\n    # e\n\n# f\nb:\n  script: x\n"


def test_there_is_one_blank_line_between_scenes_and_at_most_one_elsewhere() -> None:
    assert laid_out("\n\na:\n\n  script:\n\n    - x\n\n\n    - y\nb:\n  script: z\n\n\n\n") == (
        "a:\n  script:\n    - x\n\n    - y\n\nb:\n  script: z\n"
    )
    same("a: x\nb: y\n\nc:\n  d: flag\n", STORY)


def test_values_that_are_set_below_each_other_stay_so_and_others_have_one_space() -> None:
    same("cast:\n  on_jo:    {name: On-jo}\n  su_hyeok: {name: Su-hyeok}\n  cook:     {name: The cook}\n", STORY)
    assert laid_out("cast:\n  on_jo:     {name: On-jo}\n  cook:  {name: The cook}\n", STORY) == (
        "cast:\n  on_jo: {name: On-jo}\n  cook: {name: The cook}\n"
    )


def test_a_byte_order_mark_other_breaks_and_blanks_at_the_ends_of_lines_are_gone() -> None:
    assert laid_out("\ufeffa:  \r\n  script:\r\n    - |  \r\n      one  \r\n      two\\  \r\n    - b") == (
        "a:\n  script:\n    - |\n      one\n      two\\  \n    - b\n"
    )


def test_a_bar_with_a_digit_keeps_its_blanks() -> None:
    assert (
        laid_out("a:\n   script:\n      - |2\n          one\n        two\n")
        == "a:\n  script:\n    - |2\n        one\n      two\n"
    )


@pytest.mark.parametrize(
    "typed", ["", "# only a comment\n", "[a,\n b]\n", "word\n", "---\na:\n  script: x\n", "a:\n  script:\n    -5\n"]
)
def test_a_file_that_is_no_list_of_scenes_keeps_what_is_in_it(typed: str) -> None:
    same(typed)


def test_prose_is_never_wrapped_unless_that_is_asked_for() -> None:
    line = "word " * 60
    same(f"a:\n  script:\n    - |\n      {line.strip()}\n      short\n    - {line.strip()}\n")


def test_wrapped_prose_has_lines_of_so_many_cells_and_the_same_words() -> None:
    words = "The army gave the dead a slope nobody wanted. 아무도 원하지 않는 비탈이었다. " * 4
    text = laid_out(f"a:\n  script:\n    - |\n      {words}\n\n      One.\n      Two.\n", wrap=50)
    assert text.split("|\n")[1].split() == [*words.split(), "One.", "Two."]
    assert max(cells(line) for line in text.split("\n")) <= 50
    assert text.endswith("\n\n      One. Two.\n")


def test_wrapping_leaves_breaks_and_holes_as_they_are() -> None:
    prose = "      Kept\\\n      break and\n      {told: he knows what he was told\n      about it|\n      he does not}\n"
    typed = f"a:\n  script:\n    - |\n{prose}"
    assert laid_out(typed, wrap=40) == typed
