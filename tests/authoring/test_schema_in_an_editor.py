"""A real yaml-language-server with the schema: it says of shapes what the checker says, completes and explains.

Without node, npm or the network these tests are skipped, and say so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import pytest
from filelock import FileLock

from game.authoring.manual import codes, read_page
from game.authoring.samples import PAGES
from game.authoring.schema import schema
from game.loading import load_texts
from game.loading.keys import BEATS, OPTION, SCENE
from tests.authoring.language_server import LanguageServer, NoServerError, installed
from tests.authoring.mutants import Mutant, mutants
from tests.authoring.valid_stories import STORIES, VALID, texts_of

OF_SHAPE = {
    "bad-id",
    "empty-beat",
    "empty-value",
    "list-as-beat",
    "missing-key",
    "unknown-beat",
    "unknown-key",
    "unknown-mood",
    "wrong-shape",
}
"""What is said of the shape of things. The other codes are about what words mean, which no schema knows."""
SETTINGS = {"schemaStore": {"enable": False}, "validate": True, "hover": True, "completion": True}


class Editor:
    """A server, and schemas beside the files that it is shown."""

    def __init__(self, script: Path, root: Path) -> None:
        self.root = root
        self.server = LanguageServer(script, root, SETTINGS)
        self.opened = 0

    def schema_for(self, story: Path) -> str:
        """The first line of files of this story."""
        name = f"{story.name}.json"
        if not (self.root / name).exists():
            schema(story, self.root / name, lambda _: None)
        return f"# yaml-language-server: $schema={name}\n"

    def says(self, files: Iterable[tuple[Path, str]]) -> list[list[str]]:
        """What the server says of each text, as a file of that story; it need not be on disk."""
        texts = {f"file_{self.opened + number}.yaml": self.schema_for(story) + text for number, (story, text) in enumerate(files)}
        self.opened += len(texts)
        found = self.server.open_all(texts)
        return [[each["message"] for each in found[file]] for file in texts]

    def at(self, story: str, text: str) -> tuple[str, int, int]:
        """Opens a file with a `^` in it, which is taken out: the file and the place of it."""
        first = self.schema_for(VALID / story)
        before, _, after = text.partition("^")
        self.opened += 1
        file = f"at_{self.opened}.yaml"
        self.server.open(file, first + before + after)
        return file, before.count("\n") + 1, len(before.rpartition("\n")[2])


@pytest.fixture(scope="module")
def editor(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Editor]:
    cache = request.config.cache
    folder = Path(cache.mkdir("yaml-language-server")) if cache is not None else tmp_path_factory.mktemp("server")
    try:
        with FileLock(folder / "lock"):
            script = installed(folder)
    except NoServerError as error:
        pytest.skip(f"no yaml-language-server to test with: {error}")
    found = Editor(script, tmp_path_factory.mktemp("editor"))
    yield found
    found.server.stop()


@pytest.mark.parametrize("story", STORIES)
def test_an_editor_marks_nothing_in_a_valid_story(editor: Editor, story: str) -> None:
    texts = {file: text for file, text in texts_of(story).items() if not file.startswith("art/")}
    said = editor.says((VALID / story, text) for text in texts.values())
    assert dict(zip(texts, said, strict=True)) == {file: [] for file in texts}


def _one_of_each(story: str) -> list[Mutant]:
    """Every key misspelt, and every value of one other kind, taken in turn."""
    made = [mutant for file, text in texts_of(story).items() for mutant in mutants(file, text)]
    values = [mutant for mutant in made if not mutant.what.endswith("misspelt")]
    return [mutant for mutant in made if mutant.what.endswith("misspelt")] + values[::2]


@pytest.mark.parametrize("story", STORIES)
def test_schema_and_checker_agree_on_every_wrong_shape(editor: Editor, story: str) -> None:
    tried = _one_of_each(story)
    assert len(tried) > 15
    said_of = editor.says((VALID / story, mutant.text) for mutant in tried)
    for mutant, said in zip(tried, said_of, strict=True):
        _, report = load_texts({**texts_of(story), mutant.file: mutant.text})
        wrong = {each.code for each in report.errors if each.span.file == mutant.file}
        place = f"{mutant.file}:{mutant.line} {mutant.what}: check {sorted(wrong)}, schema {said}"
        assert said or not wrong & OF_SHAPE, place
        assert wrong or not said, place


RULES = {
    "an option without words": ("kitchen.yaml", "kitchen:\n  script:\n    - choose:\n        - then: x\n        - pick: y\n"),
    "no options": ("kitchen.yaml", "kitchen:\n  script:\n    - choose: []\n"),
    "no effects": ("kitchen.yaml", "kitchen:\n  script:\n    - do: []\n"),
    "two beats in one": ("kitchen.yaml", "kitchen:\n  script:\n    - goto: yard\n      visit: yard\n"),
    "two speeches in one": ("kitchen.yaml", "kitchen:\n  script:\n    - cook: x\n      on_jo: y\n"),
    "a then without an if": ("kitchen.yaml", "kitchen:\n  script:\n    - then: x\n"),
    "an each with an else": ("kitchen.yaml", "kitchen:\n  script:\n    - each: student\n      then: x\n      else: y\n"),
    "odds by nothing": ("kitchen.yaml", "kitchen:\n  script:\n    - check: {odds: {3: 60}}\n"),
    "odds that are no numbers": ("kitchen.yaml", "kitchen:\n  script:\n    - check: {of: noise, odds: {many: 60}}\n"),
    "a chance over 100": ("kitchen.yaml", "kitchen:\n  script:\n    - check: {of: noise, odds: {3: 160}}\n"),
    "a limit of a one-of": ("story.yaml", "variables:\n  a: {one of: [x, y], at most: 1}\n"),
    "a variable of two kinds": ("story.yaml", "variables:\n  a: {range: 0..5, flag: true}\n"),
    "a variable of no kind": ("story.yaml", "variables:\n  a: {start: 3}\n"),
    "a variable that is a word": ("story.yaml", "variables:\n  a: number\n"),
    "a one-of without words": ("story.yaml", "variables:\n  a: {one of: []}\n"),
    "nothing to show it as": ("story.yaml", "variables:\n  a: {range: 0..5, show: timer}\n"),
    "no kind of note": ("story.yaml", "notes:\n  a: {title: x, kind: rumour}\n"),
}


def test_schema_and_checker_agree_on_keys_that_belong_together(editor: Editor) -> None:
    start = "story: sample\ntitle: A sample\nstart: kitchen\n"
    said_of = editor.says((PAGES, start + text if file == "story.yaml" else text) for file, text in RULES.values())
    standard = {name: (PAGES / name).read_text(encoding="utf-8") for name in ("story.yaml", "yard.yaml")}
    for (what, (file, text)), said in zip(RULES.items(), said_of, strict=True):
        files = {"story.yaml": start + text} if file == "story.yaml" else {**standard, file: text}
        _, report = load_texts(files)
        assert [each for each in report.errors if each.span.file == file and each.code != "unknown-scene"], what
        assert said, what


def test_schema_and_checker_agree_on_the_examples_of_the_manual(editor: Editor, tmp_path: Path) -> None:
    expected: list[tuple[str, bool]] = []
    files: list[tuple[Path, str]] = []
    for code in codes():
        for sample in (each for each in read_page(code).samples if each.runs and (code in OF_SHAPE or not each.is_wrong)):
            folder = tmp_path / f"sample_{len(files)}"
            for file, text in sample.texts().items():
                (folder / file).parent.mkdir(parents=True, exist_ok=True)
                (folder / file).write_text(text, encoding="utf-8")
                expected.append((f"{code}, {folder.name}, {'wrong' if sample.is_wrong else 'right'}", sample.is_wrong))
                files.append((folder, text))
    marked: dict[str, bool] = {}
    for (name, _), said in zip(expected, editor.says(files), strict=True):
        marked[name] = marked.get(name, False) or bool(said)
    assert marked == dict(expected)
    assert sum(marked.values()) >= len(OF_SHAPE)


SCENE_START = "here:\n  script:\n"
COMPLETED: Mapping[str, tuple[str, str, set[str]]] = {
    "the keys of a scene": ("ferry", "here:\n  ^\n", {"at", "mood", "look", "script"}),
    "the moods": ("ferry", "here:\n  mood: ^\n", {"cold", "dawn"}),
    "the places": ("ferry", "here:\n  at: ^\n", {"quay", "deck"}),
    "the beats, and who can speak": ("ferry", SCENE_START + "    - ^\n", {"choose", "goto", "if", "boatman"}),
    "the scenes and labels to go to": ("orchard", SCENE_START + "    - goto: ^\n", {"gate", "rows", "rows.picking"}),
    "the scenes to visit": ("orchard", SCENE_START + "    - visit: ^\n", {"gate", "rows"}),
    "the endings": ("ferry", SCENE_START + "    - end: ^\n", {"across", "ashore"}),
    "conditions": ("night_watch", SCENE_START + "    - if: ^\n", {"seen_fox", "clock >= 22:00", "noted(fox)", "seen(fence)"}),
    "effects": ("night_watch", SCENE_START + "    - do: ^\n", {"seen_fox = true", "tired += 1", "note fox"}),
    "effects in a list": ("ferry", SCENE_START + "    - do: [^]\n", {"pockets += key", "gift = knife"}),
    "the students": ("orchard", SCENE_START + "    - each: ^\n", {"student", "student where state == with_you"}),
    "the rest of an if": ("ferry", SCENE_START + "    - if: asked\n      ^\n", {"then", "else"}),
    "the keys of an option": (
        "ferry",
        SCENE_START + "    - choose:\n        - pick: x\n          ^\n",
        {"when", "locked", "goto"},
    ),
    "where an option leads": ("ferry", SCENE_START + "    - choose:\n        - pick: x\n          goto: ^\n", {"quay", "deck"}),
    "the keys of story.yaml": ("ferry", "story: x\n^\n", {"title", "start", "variables", "endings"}),
    "the first scene": ("ferry", "story: x\nstart: ^\n", {"quay", "deck"}),
    "the keys of a variable": ("ferry", "story: x\nvariables:\n  a:\n    ^\n", {"range", "one of", "show"}),
    "how a variable is shown": ("ferry", "story: x\nvariables:\n  a: {range: 0..5, show: ^}\n", {"meter", "time"}),
    "the kinds of a note": ("ferry", "story: x\nnotes:\n  a: {title: x, kind: ^}\n", {"note", "promise", "secret"}),
}


@pytest.mark.parametrize("what", list(COMPLETED))
def test_an_editor_proposes(editor: Editor, what: str) -> None:
    story, text, expected = COMPLETED[what]
    proposed = set(editor.server.complete(*editor.at(story, text)))
    assert expected <= proposed


def test_an_editor_proposes_only_what_belongs_to_the_beat(editor: Editor) -> None:
    file, line, character = editor.at("ferry", SCENE_START + "    - if: asked\n      ^\n")
    assert not {"goto", "choose", "pass"} & set(editor.server.complete(file, line, character))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("here:\n  mo^od: cold\n  script: x\n", SCENE["mood"].about),
        (SCENE_START + "    - go^to: deck\n", BEATS["goto"]["goto"].about),
        (SCENE_START + "    - choose:\n        - pick: x\n          lea^ve: true\n", OPTION["leave"].about.split("`")[0]),
        (SCENE_START + "    - boat^man: Sit.\n", "The boatman says"),
    ],
)
def test_an_editor_says_what_a_key_is_for_and_not_all_that_it_could_hold(editor: Editor, text: str, expected: str) -> None:
    said = editor.server.hover(*editor.at("ferry", text))
    assert expected in said
    assert "Example" not in said


def test_a_name_that_is_newer_than_the_schema_is_not_marked(editor: Editor) -> None:
    scene = "here:\n  at: cellar\n  script:\n    - do: brand_new = true\n    - goto: brand_new\n"
    assert editor.says([(VALID / "ferry", scene)]) == [[]]


def test_an_editor_points_at_the_mistake(editor: Editor) -> None:
    first = editor.schema_for(VALID / "ferry")
    found = editor.server.open("pointed.yaml", first + "here:\n  script:\n    - goto: deck\n      do: x = 1\n    - Guard: halt\n")
    places = {(each["range"]["start"]["line"], each["range"]["start"]["character"]): each["message"] for each in found}
    assert places.keys() == {(3, 6), (5, 6)}
    assert "Guard" in places[5, 6]
