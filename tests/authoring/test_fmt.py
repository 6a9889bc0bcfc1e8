"""`hyosan fmt` repairs what can only have been meant in one way, leaves the rest to its author, and writes whole files."""

from __future__ import annotations

import os
import re
import stat
from pathlib import Path

import pytest

from game.authoring.fmt import fmt, formatting
from game.authoring.fmt.formatting import Formatted, Kind, format_text
from game.authoring.fmt.layout import lay_out
from game.authoring.fmt.slips import repairs
from game.diagnostics import Report
from game.loading.reading.events import read_nodes
from game.loading.reading.nodes import MappingNode, ScalarNode, SequenceNode
from tests.making import DECLARATIONS, read

GUIDE = (Path(__file__).parent.parent.parent / "scenes" / "README.md").read_text(encoding="utf-8")
CAST = frozenset({"on_jo", "su_hyeok", "ha_ri"})
KIND = Kind(is_story=False, cast=CAST)


def formatted(text: str, kind: Kind = KIND, wrap: int = 0) -> Formatted:
    return format_text("scenes.yaml", text.encode(), kind, wrap)


def laid_out(text: str, wrap: int = 0) -> str:
    made = formatted(text, wrap=wrap)
    assert made.text is not None, made.problem
    return made.text


def beat(typed: str) -> object:
    """What a beat says, typed so in a script and repaired; None when it was left to its author."""
    made = formatted(f"first:\n  script:\n    - before\n    {typed}\n    - end: fine\n")
    if made.text is None:
        return None
    root = read_nodes("", made.text, Report())
    assert isinstance(root, MappingNode)
    scene = root.items[0][1]
    assert isinstance(scene, MappingNode)
    script = next(value for key, value in scene.items if key.text == "script")
    assert isinstance(script, SequenceNode)
    assert len(script.items) == 3
    middle = script.items[1]
    if isinstance(middle, ScalarNode):
        return middle.text.rstrip("\n")
    assert isinstance(middle, MappingNode)
    return {key.text: value.text.rstrip("\n") for key, value in middle.items if isinstance(value, ScalarNode)}


def traps() -> list[str]:
    """The left column of the table of traps in the guide."""
    table = GUIDE.partition("## When YAML gets in the way")[2].partition("\n## ")[0]
    return [row.replace("\\|", "|") for row in re.findall(r"^\| `(- .*?)` \| `-", table, re.MULTILINE)]


def test_there_are_traps_in_the_guide() -> None:
    assert len(traps()) >= 6


@pytest.mark.parametrize("trap", traps())
def test_a_trap_of_the_guide_is_repaired_so_that_the_words_are_what_was_typed(trap: str) -> None:
    assert beat(trap) == trap.removeprefix("- ")
    made = formatted(f"first:\n  script:\n    {trap}\n    - end: fine\n")
    assert made.text is not None
    story, report = read(made.text)
    assert story is not None, report.draw()


REPAIRED = [
    ('- on_jo: "Run," he says.', {"on_jo": '"Run," he says.'}),
    ("- He said: run: now  # why", "He said: run: now"),
    ("- 'It's late.'", "It's late."),
    ("- on_jo: {noise} steps", {"on_jo": "{noise} steps"}),
    ("- on_jo: [Look]", {"on_jo": "[Look]"}),
    ("- {noise}", "{noise}"),
    ("- {told: He knows.}", "{told: He knows.}"),
    ("- *Run.*", "*Run.*"),
    ("- &then what", "&then what"),
    ("- !Halt, he said.", "!Halt, he said."),
    ("- %d is what it says", "%d is what it says"),
    ("- He is number #5 here.", "He is number #5 here."),
    ('- "C:\\games"', "C:\\games"),
    ('- "\\{so\\}"', "\\{so\\}"),
    ("- goto:yard", {"goto": "yard"}),
    ('- on_jo:"Run."', {"on_jo": "Run."}),
    ("-A moth.", "A moth."),
    ("-\u00a0A moth.", "A moth."),
    ("- Guard: halt  # why", "Guard: halt"),
    ("- One thing: run", "One thing: run"),
    ('- "Run," she says,\n      and is gone.', '"Run," she says,\nand is gone.'),
]


@pytest.mark.parametrize(("typed", "meant"), REPAIRED, ids=[typed for typed, _ in REPAIRED])
def test_what_can_only_have_been_meant_in_one_way_is_repaired(typed: str, meant: object) -> None:
    assert beat(typed) == meant


@pytest.mark.parametrize(
    "typed",
    [
        '- "Run',
        "- [Look",
        "- {told: He knows.",
        "- | 12 men wait.",
        "- # TODO: the moth",
        '- "Run," she says.  # or he does',
        "- if: {noise} > 2",
        "- goto: @camp",
        "- She said\n      one thing: run.",
        "— A moth.",
    ],
)
def test_what_may_have_been_meant_in_two_ways_is_left_to_the_author(typed: str) -> None:
    made = formatted(f"first:\n  script:\n    - before\n    {typed}\n    - end: fine\n")
    assert made.text is None
    assert "scenes.yaml:" in made.problem


@pytest.mark.parametrize(
    "typed",
    [
        "- Dae-su: Hm.",
        "- guard: halt",
        "- Gotto: yard",
        "- He waits. # twice",
        "- He is late. #here",
        "- [told = true]",
        "- {goto: yard}",
    ],
)
def test_a_beat_that_may_be_a_slip_of_another_kind_stays_as_it_was_typed(typed: str) -> None:
    kind = Kind(is_story=False, cast=frozenset({"dae_su", "on_jo"}))
    text = f"first:\n  script:\n    {typed}\n    - end: fine\n"
    made = formatted(text, kind)
    assert made.text == text


def test_who_is_unknown_may_be_one_of_a_cast_that_cannot_be_read() -> None:
    text = "first:\n  script:\n    - Guard: halt\n"
    assert formatted(text, Kind(is_story=False, cast=None)).text == text


def test_a_comment_behind_repaired_words_stays_a_comment() -> None:
    assert laid_out('a:\n  script:\n    - pick: say: it  # "so"\n') == 'a:\n  script:\n    - pick: "say: it"  # "so"\n'


def test_tabs_become_spaces_when_every_width_says_the_same() -> None:
    assert laid_out("a:\n\ttitle: x\n\tscript:\n\t\t- one\ttwo\n") == "a:\n  title: x\n  script:\n    - one two\n"


def test_tabs_that_can_be_read_in_two_ways_are_left_to_the_author() -> None:
    made = formatted("a:\n    look:\n\tb: c\n\tscript: d\n")
    assert made.text is None
    assert made.problem


def test_story_yaml_is_repaired_too(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(DECLARATIONS.strip() + "\nabout: {noise} and: more\nauthor: [me]\n", encoding="utf-8")
    said: list[str] = []
    assert fmt([tmp_path], said.append) == 0, said
    text = (tmp_path / "story.yaml").read_text(encoding="utf-8")
    assert 'about: "{noise} and: more"\nauthor: "[me]"\n' in text


UNTIDY = "b:\n   title: x   \n\n\n   script:\n   - one\na:\n  script: [two]\n"
TIDY = "b:\n  title: x\n\n  script:\n    - one\n\na:\n  script: [two]\n"


@pytest.fixture
def story(tmp_path: Path) -> Path:
    """A folder with a story that is not laid out in one of its files."""
    (tmp_path / "camp").mkdir()
    (tmp_path / "story.yaml").write_text(DECLARATIONS.lstrip(), encoding="utf-8")
    (tmp_path / "camp" / "tent.yaml").write_text(UNTIDY, encoding="utf-8")
    (tmp_path / "_notes.yaml").write_text("x:   [", encoding="utf-8")
    return tmp_path


def test_a_folder_is_laid_out_file_by_file_and_the_rest_is_not_touched(story: Path) -> None:
    said: list[str] = []
    before = (story / "story.yaml").stat().st_mtime_ns
    assert fmt([story], said.append) == 0
    assert (story / "camp" / "tent.yaml").read_text(encoding="utf-8") == TIDY
    assert (story / "story.yaml").stat().st_mtime_ns == before
    assert (story / "_notes.yaml").read_text(encoding="utf-8") == "x:   ["
    assert "camp/tent.yaml: laid out" in said[0].replace(os.sep, "/")
    assert said[-1] == "1 file laid out, 1 file was well laid out."


def test_check_says_what_would_change_and_writes_nothing(story: Path) -> None:
    said: list[str] = []
    assert fmt([story], said.append, check=True) == 1
    assert (story / "camp" / "tent.yaml").read_text(encoding="utf-8") == UNTIDY
    fmt([story], said.append)
    assert fmt([story], said.append, check=True) == 0


def test_diff_shows_the_lines_and_writes_nothing(story: Path) -> None:
    said: list[str] = []
    assert fmt([story / "camp" / "tent.yaml"], said.append, diff=True) == 0
    assert "-   title: x   \n" in said[0]
    assert "+  title: x\n" in said[0]
    assert (story / "camp" / "tent.yaml").read_text(encoding="utf-8") == UNTIDY


def test_one_file_knows_the_cast_of_the_story_it_is_in(story: Path) -> None:
    scenes = story / "camp" / "more.yaml"
    scenes.write_text("a:\n  script:\n    - Guard: halt\n    - Ha-ri: hm\n", encoding="utf-8")
    said: list[str] = []
    assert fmt([scenes], said.append) == 0
    assert scenes.read_text(encoding="utf-8") == 'a:\n  script:\n    - "Guard: halt"\n    - Ha-ri: hm\n'
    assert ":3: put into quotes" in said[0]


def test_a_file_that_cannot_be_read_is_left_alone_and_the_others_are_laid_out(story: Path) -> None:
    broken = story / "camp" / "broken.yaml"
    broken.write_text('a:\n  script:\n   - "Run\n', encoding="utf-8")
    said: list[str] = []
    assert fmt([story], said.append) == 1
    assert broken.read_text(encoding="utf-8") == 'a:\n  script:\n   - "Run\n'
    assert (story / "camp" / "tent.yaml").read_text(encoding="utf-8") == TIDY
    assert any("broken.yaml:3:6: error[unclosed-quote]" in message for message in said)
    assert "1 left as it is" in said[-1]


@pytest.mark.parametrize("data", [b"a: \xff\n", b"a: \x07\n", b"a: b\nc: &d e\n", b"a: b\na: c\n", b"a: b\n---\nc: d\n"])
def test_what_no_story_may_have_is_left_alone(story: Path, data: bytes) -> None:
    path = story / "camp" / "odd.yaml"
    path.write_bytes(data)
    assert fmt([path], lambda _: None) == 1
    assert path.read_bytes() == data


@pytest.mark.parametrize("name", ["notes.md", "nowhere"])
def test_what_is_no_story_and_no_yaml_is_a_wrong_command(story: Path, name: str) -> None:
    (story / "notes.md").write_text("x", encoding="utf-8")
    said: list[str] = []
    assert fmt([story / name], said.append) == 2
    assert name in said[0]


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such rights")
def test_a_file_keeps_its_rights_and_a_link_stays_a_link(story: Path) -> None:
    tent = story / "camp" / "tent.yaml"
    tent.chmod(0o640)
    link = story / "camp" / "link.yaml"
    link.symlink_to(tent)
    assert fmt([link], lambda _: None) == 0
    assert link.is_symlink()
    assert tent.read_text(encoding="utf-8") == TIDY
    assert stat.S_IMODE(tent.stat().st_mode) == 0o640
    assert sorted(path.name for path in tent.parent.iterdir()) == ["link.yaml", "tent.yaml"]


def test_when_the_disk_does_not_let_us_write_the_old_file_is_there_and_nothing_else(
    story: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    said: list[str] = []
    assert fmt([story], said.append) == 1
    assert "no space left" in said[0]
    assert [path.name for path in (story / "camp").iterdir()] == ["tent.yaml"]
    assert (story / "camp" / "tent.yaml").read_text(encoding="utf-8") == UNTIDY


def test_a_mistake_in_the_layout_cannot_cost_a_word(story: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The proof is what stands between a bug and an author's prose: here the layout loses a letter, a key, a beat, adds one."""
    for wrong in (("one", "on"), ("title: x", "titel: x"), ("    - one\n", ""), ("script: [two]", "script: [two, two]")):
        monkeypatch.setattr(formatting, "lay_out", lambda *given, wrong=wrong, **more: lay_out(*given, **more).replace(*wrong))
        said: list[str] = []
        assert fmt([story], said.append) == 1
        assert "would not have said the same" in said[0]
        assert (story / "camp" / "tent.yaml").read_text(encoding="utf-8") == UNTIDY


def test_what_a_file_says_cannot_drive_the_terminal_in_a_diff(story: Path) -> None:
    path = story / "camp" / "odd.yaml"
    path.write_text("a:\n   title: b\u202e\n", encoding="utf-8")
    said: list[str] = []
    fmt([path], said.append, diff=True)
    assert "\u202e" not in "".join(said)


def test_a_mistake_in_a_repair_cannot_cost_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(formatting, "repairs", lambda *given: [each._replace(end=each.end + 4) for each in repairs(*given)])
    made = formatted("a:\n  script:\n    - @camp\n    - two\n    - three\n")
    assert made.text is None
    assert made.problem


def test_a_slip_far_below_the_key_of_its_script_is_repaired() -> None:
    beats = "    - He waits.\n" * 1_000
    assert laid_out(f"a:\n  script:\n{beats}    - @camp\n").endswith('    - "@camp"\n')


def test_a_member_of_the_cast_is_no_speech_in_story_yaml() -> None:
    text = DECLARATIONS.lstrip().replace("{name: On-jo}", "{name: On-jo} leads")
    assert formatted(text, Kind(is_story=True, cast=CAST)).text is None


def test_the_cast_is_known_although_story_yaml_has_a_slip(tmp_path: Path) -> None:
    (tmp_path / "story.yaml").write_text(DECLARATIONS.lstrip() + 'about: "Run," she says.\n', encoding="utf-8")
    (tmp_path / "a.yaml").write_text("a:\n  script:\n    - on_jo: {noise} steps\n    - Guard: halt\n", encoding="utf-8")
    assert fmt([tmp_path], lambda _: None) == 0
    expected = 'a:\n  script:\n    - on_jo: "{noise} steps"\n    - "Guard: halt"\n'
    assert (tmp_path / "a.yaml").read_text(encoding="utf-8") == expected
