"""The word lists: the default that comes with the game, a story's own `words.txt`, and what `--avoid` names, read in this order.

The form of the files is told at the head of `default.txt`. What is wrong in one is a diagnostic with its place.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

from game.authoring.words.phrases import Phrase, PhraseBook, read_phrase
from game.diagnostics import Report, Span, did_you_mean
from game.language.characters import first_unsafe

DEFAULT = Path(__file__).parent / "default.txt"
STORY_WORDS = "words.txt"
MAX_BYTES = 1 << 20

NEVER, ONCE_AN_ACT = "never", "once an act"
CONSTRUCTIONS, SIMILES, DASHES = "constructions", "similes", "dashes"
SIGHT, OTHER_SENSES = "sight", ("sound", "touch", "smell", "taste")
MOTIFS, HIDDEN_ENDINGS = "motifs", "hidden endings"
PHRASE_SECTIONS = (NEVER, ONCE_AN_ACT, CONSTRUCTIONS, SIMILES, SIGHT, *OTHER_SENSES, MOTIFS)
SECTIONS = (*PHRASE_SECTIONS, DASHES, HIDDEN_ENDINGS)

_HEAD = re.compile(r"\[\s*(?P<only>only\s+)?(?P<name>[^\]]*?)\s*\]")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Phrases by section; the motifs word by word; the signs that are dashes; the endings that a player need not find."""

    books: Mapping[str, PhraseBook]
    motifs: tuple[tuple[str, ...], ...]
    dashes: tuple[str, ...]
    hidden_endings: frozenset[str]


@dataclass(slots=True)
class _Section:
    entries: dict[str, None]
    excused: dict[str, None]


@dataclass(slots=True)
class _Lists:
    """Reads files into sections. A later file adds, and with `[only …]` begins a section afresh."""

    report: Report
    sections: dict[str, _Section]

    def read(self, file: str, text: str) -> None:
        section: _Section | None = None
        phrases = False
        for number, line in enumerate(text.split("\n"), 1):
            typed = line.partition("#")[0].strip()
            span = Span(file, number, len(line) - len(line.lstrip()) + 1, max(1, len(typed)))
            if typed.startswith("["):
                section, phrases = self._head(typed, span)
            elif typed and section is not None:
                self._entry(typed, span, section, phrases=phrases)
            elif typed and not phrases:
                self.report.error("words-no-section", span, "this stands under no section", f"Begin one: {_listed(SECTIONS)}.")
                phrases = True  # said once a file

    def _head(self, typed: str, span: Span) -> tuple[_Section | None, bool]:
        match = _HEAD.fullmatch(typed)
        name = " ".join(match["name"].split()).lower() if match else ""
        if match is None or name not in SECTIONS:
            advice = did_you_mean(name, SECTIONS) or f"There is: {_listed(SECTIONS)}."
            self.report.error("words-unknown-section", span, f"there is no section `{name or typed}`", advice)
            return None, True
        if match["only"]:
            self.sections[name] = _Section({}, {})
        return self.sections.setdefault(name, _Section({}, {})), name in PHRASE_SECTIONS

    def _entry(self, typed: str, span: Span, section: _Section, *, phrases: bool) -> None:
        entry = " ".join(typed.removeprefix("!").split())
        if phrases:
            phrase = read_phrase(entry)
            if isinstance(phrase, str):
                self.report.error("words-bad-phrase", span, phrase, "For example: `heart pound*|rac*`, `a mix of ~3 and`.")
                return
        (section.excused if typed.startswith("!") else section.entries)[entry] = None


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"[{name}]" for name in names)


def read_lexicon(files: Iterable[tuple[str, Path]], report: Report) -> Lexicon:
    """The lists of the default and then of these files (each with the name that it goes by in messages).

    What cannot be read is in the report; the rest is used.
    """
    found = ((name, _text_of(name, path, report)) for name, path in ((DEFAULT.name, DEFAULT), *files))
    return read_lists({name: text for name, text in found if text is not None}, report)


def read_lists(texts: Mapping[str, str], report: Report) -> Lexicon:
    """The lists in these texts, by the names of their files; what is wrong in them is in the report."""
    lists = _Lists(report, {})
    for name, text in texts.items():
        report.sources[name] = text
        lists.read(name, text)
    return _lexicon(lists.sections)


def _text_of(name: str, path: Path, report: Report) -> str | None:
    place = Span(name, 1, 1)
    try:
        if not path.is_file():
            report.error("words-unreadable", place, f"there is no file {path}", "Look at how it is spelled.")
            return None
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
        text = data.decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        report.error("words-unreadable", place, f"{name} cannot be read: {error.strerror}", "Look at its permissions.")
        return None
    except UnicodeDecodeError:
        report.error("words-unreadable", place, f"{name} is not UTF-8", "Save it as UTF-8 in your editor.")
        return None
    if len(data) > MAX_BYTES:
        report.error("words-unreadable", place, f"{name} is larger than 1 MiB", "Word lists are short.")
        return None
    unsafe = first_unsafe(text)
    if unsafe is not None:
        line = text.count("\n", 0, unsafe[0]) + 1
        report.error("words-unreadable", Span(name, line, 1), f"a list cannot contain {unsafe[1]}", "Take it out.")
        return None
    return text


def _lexicon(sections: Mapping[str, _Section]) -> Lexicon:
    books = {name: _book(sections.get(name)) for name in PHRASE_SECTIONS}
    motifs = tuple(tuple(entry.lower().replace("’", "'").split()) for entry in _kept(sections.get(MOTIFS)))
    return Lexicon(books, motifs, _kept(sections.get(DASHES)), frozenset(_kept(sections.get(HIDDEN_ENDINGS))))


def _kept(section: _Section | None) -> tuple[str, ...]:
    return tuple(entry for entry in section.entries if entry not in section.excused) if section is not None else ()


def _book(section: _Section | None) -> PhraseBook:
    if section is None:
        return PhraseBook()
    return PhraseBook(_phrases(section.entries), _phrases(section.excused))


def _phrases(entries: Iterable[str]) -> tuple[Phrase, ...]:
    read = (read_phrase(entry) for entry in entries)
    return tuple(phrase for phrase in read if isinstance(phrase, Phrase))


def story_lists(folder: Path) -> tuple[tuple[str, Path], ...]:
    """The story's own `words.txt` when there is one inside its folder (a link out of the folder is not followed)."""
    own = folder / STORY_WORDS
    inside = own.is_file() and own.resolve().parent == folder.resolve()
    return ((STORY_WORDS, own),) if inside else ()
