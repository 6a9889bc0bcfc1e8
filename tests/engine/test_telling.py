"""Pictures, sounds and sensitive passages: what is told, and that it is all the same to the play."""

from __future__ import annotations

from game.engine.state import Entered, GameState, Paragraph, Pictured, Sensitive, Sounded, Speech, as_read
from tests.making import DECLARATIONS, begin, pick

SHOWN = (
    DECLARATIONS
    + """
art:
  fence: {picture: "|--|", words: A fence.}
sounds:
  siren: {words: A siren.}
"""
)
SCENES = """
first:
  art: fence
  content note: Blood.
  script:
    - Before.
    - harsh:
        - |
          {told: He knows.}

          Noise {noise}.
        - ha_ri: Don't look.
        - art: fence
      soft:
        - Softly.
        - sound: siren
    - sound: siren
    - After.
    - choose:
        - pick: Go on
          then:
            - art: fence
    - end: fine
"""
FENCE, SIREN = Pictured("fence", ("|--|",), "A fence."), Sounded("siren", "A siren.")


def started() -> GameState:
    return begin(SCENES, declarations=SHOWN)[1]


def test_a_scene_begins_with_its_picture_and_with_what_is_ahead() -> None:
    assert started().passage[0] == Entered("first", "First", FENCE, "Blood.")


def test_both_sides_of_a_sensitive_passage_are_told_each_in_the_words_of_the_state() -> None:
    assert started().passage[1:] == (
        Paragraph("Before."),
        Sensitive(
            (Paragraph("Noise 0."), Speech("ha_ri", "Ha-ri", "Don't look."), FENCE),
            (Paragraph("Softly."), SIREN),
        ),
        SIREN,
        Paragraph("After."),
    )


def test_a_player_reads_one_side_of_it() -> None:
    harsh, soft = (list(as_read(started().passage, soften=soften)) for soften in (False, True))
    assert Paragraph("Noise 0.") in harsh
    assert Paragraph("Softly.") not in harsh
    assert Paragraph("Softly.") in soft
    assert Speech("ha_ri", "Ha-ri", "Don't look.") not in soft
    assert [line for line in harsh if line in soft] == [started().passage[0], Paragraph("Before."), SIREN, Paragraph("After.")]


def test_a_picture_is_shown_where_its_beat_stands() -> None:
    program, state = begin(SCENES, declarations=SHOWN)
    assert FENCE in pick(program, state, "go_on").passage


def test_what_was_told_comes_back_out_of_a_snapshot() -> None:
    program, state = begin(SCENES, declarations=SHOWN)
    assert program.decode(program.encode(state)) == state


def test_nothing_is_joined_over_a_sensitive_passage() -> None:
    scene = "first:\n  script:\n    - One <>\n    - {harsh: Hard., soft: Soft.}\n    - <> two.\n    - end: fine\n"
    texts = [line for line in begin(scene)[1].passage if isinstance(line, Paragraph | Sensitive)]
    assert texts == [Paragraph("One"), Sensitive((Paragraph("Hard."),), (Paragraph("Soft."),)), Paragraph("two.")]
