"""`hyosan test`: tests and transcripts of a story folder, as its author sees them."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from textwrap import dedent
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from game.authoring import testing
from game.authoring.testing import Wishes
from game.authoring.testing.names import Names
from game.authoring.testing.results import as_json, as_text
from game.authoring.testing.suite import Suite
from game.engine.program import Program
from game.loading import load

NIGHT = Path(__file__).parent / "stories" / "night"


class Outcome(NamedTuple):
    code: int
    text: str


def run(folder: Path, wishes: Wishes = Wishes()) -> Outcome:  # noqa: B008  frozen
    said: list[str] = []
    code = testing.test(folder, wishes, said.append)
    return Outcome(code, "\n".join(said))


@pytest.fixture
def night(tmp_path: Path) -> Path:
    """The small story, without its tests."""
    folder = tmp_path / "night"
    shutil.copytree(NIGHT, folder, ignore=shutil.ignore_patterns("tests"))
    return folder


def with_test(folder: Path, text: str, name: str = "tests/one.test") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(dedent(text), encoding="utf-8")
    return folder


def reworded(folder: Path, old: str, new: str) -> None:
    path = folder / "scenes.yaml"
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")


def test_the_small_story_passes_its_own_tests() -> None:
    assert run(NIGHT) == (0, "3 tests and 1 transcript: nothing failed.")


def test_a_story_without_tests_is_told_how_one_looks(night: Path) -> None:
    code, text = run(night)
    assert code == 0
    assert "from yard" in text
    assert "--record 1" in text


def test_a_story_that_cannot_be_played_is_not_tested(night: Path) -> None:
    reworded(night, "goto: fence", "goto: fense")
    code, text = run(night)
    assert code == 1
    assert "error[unknown-scene]" in text
    assert "nothing was tested" in text


FAILING = {
    "words that are not told": ("A moth had found the lamp", "not-told", "A moth has found the lamp."),
    "words in the wrong order": ("I was awake.\nA moth has found", "wrong-order", "in the order of the text"),
    "a part of a word": ("A moth has fo", "not-told", "A moth has found the lamp."),
    "words that must not be told": ("! nobody is about", "told-anyway", "Nobody is about."),
    "a condition": ("? noise + 1 > 2 or told", "does-not-hold", "`noise` is 0."),
    "an ending that is not there yet": ("end over", "other-ending", "It has not ended."),
    "another ending": ("> go back\nend over", "other-ending", "It has ended with `back`."),
    "a pick that is not on offer": ("> clib", "not-on-offer", "> Climb  [climb] (locked: With what?)"),
    "a pick with its nearest": ("> tell him", "not-on-offer", "Did you mean “Tell Su-hyeok”?"),
    "a pick that is locked": ("> climb", "locked-pick", "It says: With what?"),
    "a pick that could be two": ("> take the", "unclear-pick", "`take_the_rope`, `take_the_can`"),
    "a pick after the end": ("> go back to bed\n> climb", "not-on-offer", "The story is over: Back to bed."),
    "a lock that is open": ("locked: take the rope", "not-locked", "> Take the rope"),
    "a lock that is not there": ("locked: climb down", "not-on-offer", "On offer in yard"),
    "an offer that is locked": ("offered: climb", "locked-pick", "With what?"),
    "an option that is on offer": ("not offered: tell su", "offered-anyway", "on offer"),
    "an option that is shown with a lock": ("not offered: climb", "offered-anyway", "`locked:` says that"),
    "an option that no story has": ("not offered: fly away", "no-such-option", "no option of the story begins so"),
    "a thing that is not there": ("look: moon", "nothing-to-see", "There is: `fence`."),
}


@pytest.mark.parametrize("about", FAILING)
def test_a_line_that_does_not_come_true_fails_with_its_place_and_what_there_was(about: str, night: Path) -> None:
    lines, problem, shown = FAILING[about]
    code, text = run(with_test(night, f"# one\n{lines}\n"))
    last = lines.split("\n")[-1]
    assert code == 1
    assert f"tests/one.test:{2 + lines.count(chr(10))}:" in text
    assert f"error[{problem}]" in text
    assert last in text
    assert "^" in text
    assert shown in text


def test_everything_that_fails_behind_the_same_pick_is_said_at_once(night: Path) -> None:
    text = run(with_test(night, "Elephants\nTigers\n? told\n> fly\nnever tried\n")).text
    assert [text.count(problem) for problem in ("[not-told]", "[does-not-hold]", "[not-on-offer]")] == [2, 1, 1]
    assert "never tried" not in text


def test_expected_words_are_only_those_since_the_last_pick(night: Path) -> None:
    code, text = run(with_test(night, "> take the rope\nA moth has found the lamp.\n"))
    assert code == 1
    assert "It is heavier than it looks." in text


def test_the_words_of_the_option_itself_are_not_told(night: Path) -> None:
    assert run(with_test(night, "> take the rope\nTake the rope\n")).code == 1


def test_case_quotes_emphasis_and_line_breaks_do_not_matter(night: Path) -> None:
    assert run(with_test(night, "> TELL SU-HYEOK\n“since when?” he says,\nto his shoes\n")).code == 0


def test_tests_may_ask_for_what_the_story_itself_does_not_remember(night: Path) -> None:
    assert "seen(" not in (night / "scenes.yaml").read_text(encoding="utf-8")
    lines = "? not seen(yard.tell_him)\n> tell_him\n? seen(yard.tell_him) and turns_since(yard) == 1\n"
    assert run(with_test(night, lines)).code == 0
    assert run(with_test(night, "? seen(yard.tell_him)\n")).code == 1


BROKEN = {
    "from yrad": ("unknown-scene", 6, "Did you mean `yard`?"),
    "from the yard": ("unclear-line", 1, "behind `told:`"),
    "set nose = 3": ("unknown-name", 5, "Did you mean `noise`?"),
    "set noise = 9": ("outside-domain", 13, "a whole number from 0 to 5"),
    "set clock = 12:00": ("outside-domain", 13, "22:40 and 07:00"),
    "set mood = frigtened": ("outside-domain", 12, "Did you mean `frightened`?"),
    "set told = yes": ("outside-domain", 12, "`true` or `false`"),
    "set bag = [tent]": ("outside-domain", 11, "at most 2"),
    "seed soon": ("unclear-line", 1, "`seed NUMBER`"),
    "seed 1234567890123456789": ("bad-seed", 6, "small number"),
    "lockd: climb": ("unknown-line", 1, "Did you mean `locked:`?"),
    "noise == 2": ("unknown-line", 1, "`? noise == 2`"),
    "not told == true and noise > 1": ("unknown-line", 1, "Put a question mark"),
    ">": ("nothing-there", 1, "Write what is meant"),
    "? tld": ("unknown-name", 3, "Did you mean `told`?"),
    "? noise >": ("missing", 10, "a value is missing"),
    "? seen(yard.clim)": ("unknown-target", 8, "Did you mean `yard.climb`?"),
    "end ovr": ("unknown-ending", 5, "Did you mean `over`?"),
    "climb\nseed 3": ("misplaced-line", 1, "above the first pick"),
    "# nothing": ("empty-test", 1, "from SCENE"),
    "seed 3": ("empty-test", 1, "Write a pick"),
    "test a\n> climb\ntest a\n> climb": ("double-name", 1, "Rename one"),
}


@pytest.mark.parametrize("lines", BROKEN)
def test_a_mistake_in_a_test_file_is_said_with_its_place(lines: str, night: Path) -> None:
    problem, column, advice = BROKEN[lines]
    code, text = run(with_test(night, lines))
    assert code == 1
    assert f":{column}: error[{problem}]" in text
    assert text.count("error[") == 1
    assert advice in text


def test_a_mistake_in_one_file_does_not_keep_the_others_from_running(night: Path) -> None:
    with_test(with_test(night, "from yrad\n> climb\n", "broken.test"), "Elephants\n")
    text = run(night).text
    assert "error[unknown-scene]" in text
    assert "error[not-told]" in text
    assert text.endswith("2 tests and 0 transcripts: 2 failed.")


def test_a_story_that_goes_round_and_round_fails_the_test(night: Path) -> None:
    reworded(night, "- label: top", "- label: top\n    - if: clock > 22:40\n      then:\n        - goto: .top")
    code, text = run(with_test(night, "from fence\nset told = true\n> wait\n"))
    assert code == 1
    assert "error[stuck]: the story is stuck: the story goes round and round in fence" in text


def test_a_long_passage_is_shown_by_its_ends(night: Path) -> None:
    reworded(night, "It rattles.", "Begin. " + "Something else. " * 200 + "Finish.")
    text = run(with_test(night, "> take the can\nelephants\n")).text
    assert "Begin." in text
    assert "Finish." in text
    assert " lines) …" in text
    assert text.count("Something else.") < 100


def test_words_that_look_like_another_line_stand_behind_told(night: Path) -> None:
    reworded(night, "It rattles.", "end over")
    assert run(with_test(night, "> take the can\ntold: end over\n")).code == 0


@pytest.mark.parametrize(("only", "many"), [("tests/yard", 1), ("yard", 2), ("tests/f*", 1), ("run_3", 1)])
def test_only_runs_what_is_called_so(only: str, many: int) -> None:
    code, text = run(NIGHT, Wishes(only=only, format="json"))
    assert code == 0
    assert len(json.loads(text)["results"]) == many


def test_only_with_a_name_that_nothing_has_is_a_wrong_command_line() -> None:
    code, text = run(NIGHT, Wishes(only="tests/fense"))
    assert code == 2
    assert "Did you mean `tests/fence`?" in text


def test_json_has_places_codes_and_messages(night: Path) -> None:
    told = json.loads(run(with_test(night, "\n  ! nobody\n"), Wishes(format="json")).text)
    [result] = told["results"]
    assert (result["kind"], result["name"], result["passed"]) == ("test", "tests/one", False)
    [finding] = result["findings"]
    assert (finding["file"], finding["line"], finding["column"], finding["length"]) == ("tests/one.test", 2, 3, 6)
    assert finding["code"] == "told-anyway"


def test_json_of_a_story_with_errors_has_the_errors(night: Path) -> None:
    reworded(night, "goto: fence", "goto: fense")
    code, text = run(night, Wishes(format="json"))
    assert code == 1
    assert json.loads(text)["errors"][0]["code"] == "unknown-scene"


def test_nothing_that_a_test_file_says_drives_the_terminal(night: Path) -> None:
    text = run(with_test(night, "\x1b[31mred\x07\n> \x9b2J\n")).text
    assert "\x1b" not in text
    assert "\x9b" not in text
    assert "red" in text


LINES = st.one_of(
    st.sampled_from(
        [*BROKEN, *(lines for lines, _, _ in FAILING.values()), "> jump", "> wait", "from fence", "? turn < 3", "*", "! *"]
    ),
    st.builds(
        "{}{}".format,
        st.sampled_from(
            ["", "> ", "! ", "? ", "told: ", "look: ", "locked: ", "not offered: ", "set ", "from ", "seed ", "end "]
        ),
        st.text(max_size=12),
    ),
    st.builds(
        "set {} = {}".format,
        st.sampled_from(["noise", "bag", "clock", "told", "trust.ha_ri"]),
        st.text("[]-:,0129 rope", max_size=8),
    ),
)


@given(st.lists(LINES, max_size=8))
@settings(max_examples=150, deadline=None)
def test_whatever_stands_in_a_test_file_is_answered_with_findings_and_not_with_an_error(lines: list[str]) -> None:
    story, _ = load(NIGHT)
    assert story is not None
    suite = Suite(Names(story))
    suite.read_tests("any.test", "\n".join(lines))
    suite.read_transcript("any.transcript", "\n".join(lines))
    results = list(suite.run(Program(suite.names.story_to_test())))
    *_, last = as_text(results, suite.sources, blessed=False)
    assert last.endswith(".")
    assert results[-1].kind == "transcript"
    assert len(json.loads(as_json(results, None, blessed=False))["results"]) == len(results)


def test_files_that_are_no_text_or_links_are_said_and_nothing_else_is_read(night: Path) -> None:
    with_test(night, "A moth has found the lamp.\n")
    (night / "tests" / "bytes.test").write_bytes(b"\xff\xfe\x00")
    (night / "tests" / "link.test").symlink_to("/etc/hostname")
    (night / "tests" / "_draft.test").write_text("from nowhere\n", encoding="utf-8")
    text = run(night).text
    assert text.count("error[unreadable-file]") == 2
    assert "not UTF-8" in text
    assert "nowhere" not in text
    assert "3 tests and 0 transcripts: 2 failed." in text
