"""The phrases of the word lists and the files that hold them."""

from __future__ import annotations

from pathlib import Path

import pytest

from game.authoring.words.lexicon import DEFAULT, NEVER, SECTIONS, SIMILES, Lexicon, read_lexicon, story_lists
from game.authoring.words.phrases import Phrase, PhraseBook, count_words, read_phrase, tokens
from game.diagnostics import Report


def phrase(text: str) -> Phrase:
    read = read_phrase(text)
    assert isinstance(read, Phrase), read
    return read


def hits(text: str, *listed: str, excused: tuple[str, ...] = ()) -> list[str]:
    """The words of `text` that phrases hit."""
    words = tokens(text)
    book = PhraseBook(tuple(map(phrase, listed)), tuple(map(phrase, excused)))
    return [" ".join(token.word for token in words[hit.first : hit.last]) for hit in book.hits(words)]


@pytest.mark.parametrize(
    ("listed", "text", "found"),
    [
        ("testament to", "A TESTAMENT to patience.", ["testament to"]),
        ("testament to", "It is in the testament. To him it is nothing.", []),
        ("flicker*", "It flickered, flickers and flicks.", ["flickered", "flickers"]),
        ("jaw|fist clench*", "Her jaw clenches; his fist clenched; a hand clenched.", ["jaw clenches", "fist clenched"]),
        ("not ~3 but", "Not a word, but a sign.", ["not a word but"]),
        ("not ~3 but", "Not one two three four but five.", []),
        ("not ~3 but", "Not now. I would, but it rains.", []),
        ("not ~2 . just ~2 end", "Not fear. Just the cold end.", ["not fear just the cold end"]),
        ("not ~2 . just ~2 end", "Not fear, just the cold end.", []),
        ("breath you didn't", "the breath you didn’t know", ["breath you didn't"]),
        ("as ~1 as", "It is as wide as high, as long as", ["as wide as", "as long as"]),
    ],
)
def test_a_phrase_is_found_where_it_stands_and_nowhere_else(listed: str, text: str, found: list[str]) -> None:
    assert hits(text, listed) == found


def test_what_an_exception_covers_is_let_through() -> None:
    text = "as wide as a door, as soon as it opens"
    assert hits(text, "as ~1 as", excused=("as soon as",)) == ["as wide as"]


def test_of_two_phrases_in_one_place_the_longer_counts_once() -> None:
    assert hits("a glimmer of hope", "glimmer of", "glimmer of hope") == ["glimmer of hope"]


@pytest.mark.parametrize("wrong", ["~ but", "not ~", "not .", "a* b", "what?!", "one ~ a ~ b ~ c ~ d", "x " * 40, ""])
def test_a_phrase_that_cannot_be_matched_is_refused_with_a_reason(wrong: str) -> None:
    assert isinstance(read_phrase(wrong), str)


def test_words_are_counted_as_a_reader_counts_them() -> None:
    assert count_words("Su-hyeok's shoes, at 05:30: *two*!") == 5


def read(tmp_path: Path, text: str | bytes) -> tuple[Lexicon, Report]:
    path = tmp_path / "mine.txt"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    report = Report()
    return read_lexicon([("mine.txt", path)], report), report


def found_by(lexicon: Lexicon, section: str, text: str) -> int:
    return len(lexicon.books[section].hits(tokens(text)))


def test_the_lists_that_come_with_the_game_have_no_mistakes_and_something_in_every_section() -> None:
    report = Report()
    lexicon = read_lexicon([], report)
    assert report.draw() == ""
    assert all(lexicon.books[name].phrases for name in lexicon.books if name != "motifs")
    assert lexicon.dashes
    assert all(f"[{name}]" in DEFAULT.read_text(encoding="utf-8") for name in SECTIONS)


def test_a_storys_list_adds_lets_through_and_begins_afresh(tmp_path: Path) -> None:
    lexicon, report = read(
        tmp_path,
        "[never]\npurple prose  # mine\n! palpabl*\n[only similes]\nlike a\n[motifs]\nThe light on the roof\n[dashes]\n! --\n",
    )
    assert report.draw() == ""
    assert found_by(lexicon, NEVER, "purple prose") == found_by(lexicon, NEVER, "a tapestry") == 1
    assert found_by(lexicon, NEVER, "palpable") == 0
    assert found_by(lexicon, SIMILES, "as if") == 0
    assert lexicon.motifs == (("the", "light", "on", "the", "roof"),)
    assert "--" not in lexicon.dashes


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("[nevr]\nx y\n", "words-unknown-section", 1),
        ("lost\n", "words-no-section", 1),
        ("[never]\nfine\n~ but\n", "words-bad-phrase", 3),
        (b"[never]\n\xff\xfe\n", "words-unreadable", 1),
        ("[never]\na\x1b[31m\n", "words-unreadable", 2),
    ],
)
def test_a_mistake_in_a_list_is_said_with_its_place(tmp_path: Path, text: str | bytes, code: str, line: int) -> None:
    _, report = read(tmp_path, text)
    assert [(found.code, found.span.file, found.span.line) for found in report] == [(code, "mine.txt", line)]
    assert "\x1b" not in report.draw()


def test_a_section_that_is_misspelled_has_the_nearest_name(tmp_path: Path) -> None:
    _, report = read(tmp_path, "[simile]\n")
    assert "`similes`" in report.draw()


def test_a_link_out_of_the_folder_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "story").mkdir()
    (tmp_path / "elsewhere.txt").write_text("[never]\n")
    link = tmp_path / "story" / "words.txt"
    link.symlink_to(tmp_path / "elsewhere.txt")
    assert story_lists(tmp_path / "story") == ()
    link.unlink()
    link.write_text("[never]\n")
    assert story_lists(tmp_path / "story") == (("words.txt", link),)
