"""`hyosan content`: what a story warns of, and what it can tell more softly; one page for an author to look over."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from game.diagnostics import printable
from game.errors import StoryError
from game.language.tree import Template
from game.loading import load
from game.story.model import Paragraph, Scene, Sensitive, Speech, Story, beats
from game.story.writing import Writer

SHOWN = 70


def content(folder: Path, say: Callable[[str], None]) -> int:
    """Says every content note and every passage with a softer side. Returns 0. Raises `StoryError`."""
    story, report = load(folder)
    if story is None:
        raise StoryError(f"The story in {folder} has errors; `hyosan check` says which.", report)
    for line in _lines(story):
        say(printable(line))
    return 0


def _lines(story: Story) -> Iterator[str]:
    yield f"{story.title}: {story.content_note or 'no content note of its own'}"
    unsaid = 0
    for scene in story.scenes.values():
        passages = [beat for beat in beats(scene.script) if isinstance(beat, Sensitive)]
        unsaid += bool(passages and not scene.content_note)
        yield from _scene(scene, passages, Writer.of(story))
    if unsaid:
        yield ""
        yield f"{unsaid} scene{'s' * (unsaid != 1)} with something harsh and no `content note`."


def _scene(scene: Scene, passages: list[Sensitive], writer: Writer) -> Iterator[str]:
    if not passages and not scene.content_note:
        return
    yield ""
    yield f"{scene.span}: {scene.title} ({scene.id}): {scene.content_note or 'no content note'}"
    for passage in passages:
        yield f"  {passage.span.line:>5}  harsh: {_begin(passage.harsh, writer.text)}"
        yield f"         soft:  {_begin(passage.soft, writer.text)}"


def _begin(side: tuple[object, ...], write: Callable[[Template], str]) -> str:
    """The first words of one side."""
    words = " ".join(write(beat.text) for beat in side if isinstance(beat, Paragraph | Speech)).replace("\n", " ")
    return words if len(words) <= SHOWN else words[: SHOWN - 1].rstrip() + "…"
