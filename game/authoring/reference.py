"""`hyosan reference`: every key of the language, made from the table of keys, as Markdown.

A page that holds it (the author's guide does) has two marks in it, and the reference stands between them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from game.errors import HyosanError
from game.loading import keys
from game.loading.keys import Form, Holds

BEGIN, END = "<!-- keys: made by `hyosan reference --into FILE` -->\n", "<!-- /keys -->"
HOLDS: Mapping[Holds, str] = {
    "word": "an id or a word",
    "text": "a text",
    "line": "plain words",
    "condition": "a condition",
    "number": "a number",
    "effects": "an effect, or a list of them",
    "target": "a scene or a label",
    "scene": "a scene",
    "script": "a beat, or a list of them",
    "telling": "texts and speech",
    "options": "a list of options",
    "truth": "`true` or `false`",
    "words": "a word, or a list of them",
    "map": "names of your own",
    "list": "a list",
    "form": "keys, see below",
    "whole": "a whole number",
    "picture": "lines under `\\|`",
    "pronouns": "three or five words",
}
"""What a key holds, as the reference says it."""
FORMS: tuple[tuple[str, Form], ...] = (
    ("story.yaml", keys.STORY),
    ("One of the `cast`", keys.MEMBER),
    ("One of the `variables`, or of `each student`", keys.VARIABLE),
    ("One of the `places`", keys.PLACE),
    ("One of the `notes`", keys.NOTE),
    ("One of the `art`", keys.ART),
    ("One of the `sounds`", keys.SOUND),
    ("One of the `endings`", keys.ENDING),
    ("One of the `achievements`", keys.ACHIEVEMENT),
    ("One of the `decks`, when it is more than its words", keys.DECK),
    ("One of the `events`", keys.EVENT),
    ("A scene", keys.SCENE),
    ("An option of a `choose` or a `hub`", keys.OPTION),
    ("A `check`", keys.CHECK),
)


def reference(into: Path | None, say: Callable[[str], None]) -> int:
    """Says the reference, or writes it between the marks of the page `into`. Returns 0; raises `HyosanError`."""
    if into is None:
        say(made().rstrip("\n"))
        return 0
    try:
        page = into.read_text(encoding="utf-8")
        into.write_text(with_reference(page, into.name), encoding="utf-8")
    except OSError as error:
        raise HyosanError(f"{into} cannot be written anew: {(error.strerror or 'unknown reason').lower()}.") from error
    say(f"The keys in {into} are those of this version now.")
    return 0


def with_reference(page: str, name: str) -> str:
    """The page with the reference of today between its marks. Raises `HyosanError` where it has none."""
    before, begin, rest = page.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise HyosanError(
            f"{name} has no place for the keys: put the lines `{BEGIN.strip()}` and `{END}` where they are to stand."
        )
    return f"{before}{BEGIN}\n{made()}\n{END}{after}"


def made() -> str:
    """Every form as a table, and the beats as one."""
    tables = [_table(title, _rows(form)) for title, form in FORMS]
    beats = [row for name, form in keys.BEATS.items() for row in _beat_rows(name, form)]
    return "\n".join([*tables, _table("A beat of a script", beats)])


def _table(title: str, rows: Iterator[str] | list[str]) -> str:
    return "\n".join((f"#### {title}", "", "| key | holds | what it is for |", "|---|---|---|", *rows, ""))


def _rows(form: Form) -> Iterator[str]:
    """A row for each key; one that must be there has a star."""
    for name, key in form.items():
        star = "\\*" if key.required else ""
        yield f"| `{name}`{star} | {HOLDS[key.holds]} | {_escaped(key.about)} |"


def _beat_rows(name: str, form: Form) -> Iterator[str]:
    """The key that makes it what it is, and those that may stand beside it."""
    for each, key in form.items():
        beside = "" if each == name else f"beside `{name}`: "
        yield f"| `{each}` | {HOLDS[key.holds]} | {beside}{_escaped(key.about)} |"


def _escaped(text: str) -> str:
    return re.sub(r"(?<!\\)\|", r"\|", text)
