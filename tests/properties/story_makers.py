"""Story files made at random: from a grammar of the language, from valid stories with changes, and from changed bytes.

The grammar is the loader's own table of keys (`game.loading.keys`): each key holds mostly what it should, sometimes what another
should, sometimes anything. So most files are read far into the loader before something is wrong, and some are valid.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path

from game.loading import keys
from game.loading.keys import Form

VALID = Path(__file__).parent.parent / "stories" / "valid"
NAMES = ("hill", "camp", "lamp", "rope", "ji_u", "min", "steps", "weather", "storm", "calm", "bag", "home", "road", "trust")
CONDITIONS = (
    "lamp",
    "not lamp",
    "steps > 2",
    "weather == storm",
    "rope in bag",
    "count(bag) > 0",
    "seen(hill)",
    "times(hill) >= 2",
    "turn > 3",
    "any(student where trust.it > 0)",
    "lamp and (steps == 1 or weather != calm)",
    "trust.ji_u > 1",
)
BAD_CONDITIONS = (
    "steps >",
    "(((",
    "1 < 2 < 3",
    "steps == 'a'",
    "9" * 30,
    "not " * 40 + "lamp",
    "since(hill) > 2",
    "ji_u.trust",
    "__import__('os')",
    "steps ** 9",
    "(" * 60 + "lamp" + ")" * 60,
    "lamp or " * 80 + "lamp",
    "it",
    "clock > 25:00",
)
EFFECTS = (
    "steps += 1",
    "steps = 3",
    "lamp = true",
    "bag += rope",
    "bag -= rope",
    "weather = storm",
    "note home",
    "trust.ji_u += 1",
)
BAD_EFFECTS = (
    "achieve home",
    "steps += 10000000000000000",
    "lamp +=",
    "= 3",
    "trust.it -= 1",
    "steps = steps * 2",
    "note",
    "lamp = 2",
)
TEXTS = (
    "It is dark.",
    "{lamp: It is lit.|It is not.} Here.",
    "{steps} steps.",
    "{one|two|three}",
    "{weather? calm: It is calm.|storm: It is not.}",
    "*So* it is.",
    "가나다 “so”.",
    "He said so.",
    "a\u0301 b",
)
BAD_TEXTS = (
    "{& a|b}",
    "{~ a|b}",
    "He said.<>",
    "{",
    "}",
    "{lamp",
    "{nobody}",
    "\\{ {lamp: {steps: a|b}}",
    "{it.name}",
    "{clock}",
    "\x1b[31m",
    "\u202e",
    "x" * 400,
    "{lamp: " * 30 + "}" * 30,
    "a" + "\u0301" * 9,
    "- x:y",
    "#",
    "{bag}",
)
ANYTHING: tuple[object, ...] = (
    "",
    None,
    "true",
    "no",
    "007",
    "22:40..07:00",
    "0..5",
    "-3..3",
    "5..0",
    "1e9",
    [],
    {},
    [[]],
    [{}],
    {"a": {}},
    "~",
    "null",
    "<<",
    "*a",
    "&a b",
    "!t x",
    ["a", "a"],
    {"if": "lamp"},
    "0..99999999999999999999",
    "\t",
    "a: b",
    "- a",
    "# c",
    "'",
    '"',
    "|",
    "%",
)
FORMS: tuple[Form, ...] = tuple(
    value
    for name, value in vars(keys).items()
    if name.isupper() and isinstance(value, dict) and value and all(isinstance(key, keys.Key) for key in value.values())
)


class StoryMaker:
    """Makes a story: the same one for the same seed."""

    def __init__(self, seed: int) -> None:
        self.chance = random.Random(seed)
        self.left = 120
        self.wrong = self.chance.choice((0.0, 0.0, 0.01, 0.05))
        """How likely each word is to be wrong."""
        self.scene_ids = ("hill", *self.chance.sample(NAMES[1:], self.chance.randrange(3)))

    def make(self) -> dict[str, str | bytes]:
        """Files by their names."""
        kind = self.chance.random()
        if kind < 0.5:
            return {"story.yaml": self.written(self.story()), "scenes.yaml": self.written(self.scenes())}
        files: dict[str, str | bytes] = dict(self.chance.choice(valid_stories()))
        name = self.chance.choice(sorted(files))
        text = files[name]
        assert isinstance(text, str)
        files[name] = self.changed_lines(text) if kind < 0.8 else self.changed_bytes(text.encode())
        return files

    # -- from the grammar

    def story(self) -> dict[str, object]:
        """Declarations that fit what the scenes say, each of them left out or spoilt now and then."""
        parts: dict[str, object] = {
            "story": "made",
            "title": "Made",
            "start": "hill",
            "cast": {"ji_u": {"name": "Ji-u", "student": "true"}, "min": {"name": "Min"}},
            "each student": {"trust": {"range": "-2..3"}},
            "notes": {"home": {"title": "Home", "text": self.text()}},
            "variables": {
                "lamp": "flag",
                "steps": {"range": "0..9"},
                "weather": {"one of": ["calm", "storm"]},
                "bag": {"some of": ["rope"]},
            },
            "places": {"camp": {"name": "Camp"}},
            "endings": {"home": {"title": "Home"}},
            "achievements": {"home": {"title": "Home"}},
            "decks": {"road": "What happens"},
        }
        for name in list(parts):
            luck = self.chance.random()
            if luck < self.wrong:
                del parts[name]
            elif luck < self.wrong * 2:
                parts[name] = self.anything()
        if self.chance.random() < self.wrong * 5:
            extra = self.chance.choice(sorted(keys.STORY))
            parts[extra] = self.held(keys.STORY[extra].holds, 2)
        return parts

    def scenes(self) -> dict[str, object]:
        return {name: self.scene() for name in self.scene_ids}

    def scene(self) -> object:
        if self.chance.random() < self.wrong * 10:
            return self.form(keys.SCENE, 0)
        return {"title": "Made", "at": "camp", "script": [*self.script(0), {"end": "home"}]}

    def form(self, form: Form, depth: int) -> object:
        """A mapping with keys of this form."""
        self.left -= 1
        if self.is_wrong():
            return self.anything()
        chosen = [name for name, key in form.items() if key.required or self.chance.random() < 2.0 / len(form)]
        made = {name: self.held(form[name].holds, depth + 1) for name in chosen}
        if self.is_wrong():
            made[self.chance.choice(NAMES)] = self.anything()
        return made

    def held(self, holds: str, depth: int) -> object:
        """What a key holds."""
        if self.is_wrong():
            return self.anything()
        made = self.makers().get(holds)
        return made(depth) if made is not None else self.anything()

    def makers(self) -> Mapping[str, Callable[[int], object]]:
        pick = self.chance.choice
        return {
            "word": lambda _: pick(NAMES),
            "text": lambda _: self.text(),
            "line": lambda _: self.some(("Made", "A lamp"), BAD_TEXTS),
            "condition": lambda _: self.some(CONDITIONS, BAD_CONDITIONS),
            "number": lambda _: pick(("1", "steps", "trust.ji_u + 1", "50")),
            "effects": lambda _: [self.some(EFFECTS, BAD_EFFECTS) for _ in range(self.chance.randint(1, 3))],
            "target": lambda _: self.some(self.scene_ids, (".camp", "hill.camp", "nowhere", *NAMES)),
            "scene": lambda _: self.some(self.scene_ids, NAMES),
            "script": self.script,
            "telling": self.script,
            "options": self.options,
            "truth": lambda _: pick(("true", "false")),
            "words": lambda _: [pick(NAMES)],
            "map": lambda depth: {pick(NAMES): self.form(pick(FORMS), depth + 1)},
            "list": lambda _: [self.some(CONDITIONS, BAD_CONDITIONS)],
            "form": lambda depth: self.form(pick(FORMS), depth + 1),
            "whole": lambda _: pick(("1", "2", "-1", "99")),
        }

    def script(self, depth: int) -> list[object]:
        if depth > 7 or self.left < 0:
            return [self.text()]
        return [self.beat(depth) for _ in range(self.chance.randint(1, 4))]

    def beat(self, depth: int) -> object:
        self.left -= 1
        luck = self.chance.random()
        if luck < 0.4:
            return self.text()
        if luck < 0.6:
            return {self.chance.choice(("choose", "hub")): self.options(depth + 1)}
        if not self.is_wrong(5):
            simple: tuple[object, ...] = (
                {"do": self.held("effects", depth)},
                {"do": self.held("effects", depth)},
                {"ji_u": self.text()},
                {"min": self.text()},
                {"if": self.held("condition", depth), "then": self.script(depth + 1), "else": self.script(depth + 1)},
                {"check": "50", "pass": self.script(depth + 1), "fail": self.script(depth + 1)},
                {"each": "student", "do": "trust.it += 1"},
                {"sound": "camp"} if self.is_wrong(5) else self.text(),
            )
            return self.chance.choice(simple)
        if luck < 0.8:
            rare: tuple[dict[str, object], ...] = (
                {"goto": self.held("target", depth)},
                {"visit": self.held("scene", depth)},
                {"label": "camp"},
                {"deal": "road"},
                {"return": "true"},
                {"end": "home"},
            )
            return self.chance.choice(rare)
        return self.form(self.chance.choice(FORMS), depth + 1)

    def options(self, depth: int) -> object:
        self.left -= 1
        many = [self.option(depth + 1) for _ in range(self.chance.randint(1, 3))]
        return self.anything() if self.is_wrong() else many

    def option(self, depth: int) -> object:
        made: dict[str, object] = {"pick": f"Go {self.chance.choice(NAMES)}"}
        for name, holds in (("when", "condition"), ("do", "effects"), ("then", "script"), ("sticky", "truth")):
            if self.chance.random() < 0.3 and self.left > 0:
                made[name] = self.held(holds, depth)
        if self.chance.random() < 0.3:
            made["goto"] = self.held("target", depth)
        return made

    def text(self) -> str:
        return (
            self.some(TEXTS, BAD_TEXTS)
            if self.chance.random() < 0.7
            else f"{self.some(TEXTS, BAD_TEXTS)} {self.chance.choice(TEXTS)}"
        )

    def is_wrong(self, times: int = 1) -> bool:
        return self.chance.random() < self.wrong * times

    def some(self, good: Sequence[str], bad: Sequence[str]) -> str:
        return self.chance.choice(bad if self.is_wrong() else good)

    def anything(self) -> object:
        return self.chance.choice(ANYTHING)

    # -- as text

    def written(self, data: object) -> str:
        """The tree as YAML in the block style."""
        return "".join(self.lines(data, "")) if isinstance(data, dict | list) and data else f"{self.scalar(data)}\n"

    def lines(self, data: object, indent: str) -> list[str]:
        if isinstance(data, dict):
            return [line for key, value in data.items() for line in self.entry(f"{indent}{key}:", value, f"{indent}  ")]
        assert isinstance(data, list)
        return [line for value in data for line in self.entry(f"{indent}-", value, f"{indent}  ")]

    def entry(self, head: str, value: object, indent: str) -> list[str]:
        if isinstance(value, dict | list) and value:
            inner = self.lines(value, indent)
            dash = head.endswith("-") and isinstance(value, dict)
            return [f"{head} {inner[0].lstrip()}", *inner[1:]] if dash else [f"{head}\n", *inner]
        return [f"{head} {self.scalar(value)}\n"]

    def scalar(self, value: object) -> str:
        if not isinstance(value, str) or self.is_wrong():
            return {"None": "", "[]": "[]", "{}": "{}"}.get(str(value), str(value))
        plain = value and value[0].isalnum() and not {":", "#", "\n"} & set(value)
        return value if plain else '"' + value.replace("\\", "\\\\").replace('"', '\\"').replace("\x1b", "\\e") + '"'

    # -- from what is valid

    def changed_lines(self, text: str) -> str:
        """A few lines doubled, gone, moved in or out, put elsewhere, or with a word of another line."""
        lines = text.split("\n")
        for _ in range(self.chance.randint(1, 4)):
            at, other = self.chance.randrange(len(lines)), self.chance.randrange(len(lines))
            line = lines[at]
            match self.chance.randrange(7):
                case 0:
                    lines.insert(at, lines[other])
                case 1:
                    lines[at] = ""
                case 2:
                    lines[at] = "  " + line
                case 3:
                    lines[at] = line[2:]
                case 4:
                    lines[at], lines[other] = lines[other], line
                case 5:
                    lines[at] = line.partition(":")[0] + ":" + lines[other].partition(":")[2]
                case 6:
                    words = line.split(" ")
                    words[self.chance.randrange(len(words))] = str(
                        self.chance.choice((*BAD_CONDITIONS, *BAD_EFFECTS, *BAD_TEXTS, *ANYTHING))
                    )
                    lines[at] = " ".join(words)
        return "\n".join(lines)

    def changed_bytes(self, data: bytes) -> bytes:
        changed = bytearray(data)
        for _ in range(self.chance.randint(1, 6)):
            at = self.chance.randrange(len(changed))
            match self.chance.randrange(4):
                case 0:
                    changed[at] = self.chance.randrange(256)
                case 1:
                    changed[at] = self.chance.choice(b"\"'[]{}:-#|>&*!%@`, \n\t\x00")
                case 2:
                    del changed[at : at + self.chance.randint(1, 40)]
                    changed += b" "
                case 3:
                    begin = self.chance.randrange(len(changed))
                    changed[at:at] = changed[begin : begin + self.chance.randint(1, 80)]
        return bytes(changed)


@cache
def valid_stories() -> tuple[Mapping[str, str], ...]:
    """The valid stories of the tests: their files by name."""
    folders = sorted(path.parent for path in VALID.glob("*/story.yaml"))
    return tuple(
        {path.relative_to(folder).as_posix(): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.*"))}
        for folder in folders
    )
