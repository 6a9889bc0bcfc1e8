"""`hyosan export`: a kept run as a web page, Markdown or text, to read and to share. The save itself is only read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from game.engine.program import Program
from game.errors import HyosanError, SaveError
from game.saving.restore import restore
from game.saving.saved_play import SavedPlay, read_play
from game.saving.slots import SUFFIX
from game.saving.store import Store
from game.telling.as_markdown import as_markdown
from game.telling.as_page import as_page
from game.telling.as_text import as_text
from game.telling.retelling import Retelling, retell

Say = Callable[[str], None]
FORMS: Mapping[str, Callable[[Retelling], str]] = {"html": as_page, "markdown": as_markdown, "text": as_text}
STANDARD_OUTPUT = Path("-")
OURS = (SUFFIX, ".yaml", ".yml")


def export(told: Retelling, files: Mapping[str, Path | None], say: Say, complain: Say) -> int:
    """Writes the run in each form that `files` has a file for; `complain` says where.

    Text goes to `say` when none is asked for; so does a form whose file is `-`. Raises `HyosanError`.
    """
    asked = {form: file for form, file in files.items() if file is not None} or {"text": STANDARD_OUTPUT}
    for form, file in asked.items():
        text = FORMS[form](told)
        if file == STANDARD_OUTPUT:
            say(text.removesuffix("\n"))
        else:
            _write(file, text)
            complain(f"Written to {file}.")
    return 0


def read_run(program: Program, store: Store, wanted: str, complain: Say, *, soften: bool = False) -> Retelling:
    """The run of the save `wanted` (its id, name or file, or `latest`); `complain` says what is wrong with it. With `soften` it
    tells less of what may be too much.

    Raises `SaveError` and what else `restore` raises.
    """
    play, instead = _play(store, program.story.id, wanted)
    if play.header.story != program.story.id:
        raise SaveError(f"This save is of another story: {play.header.title}. Give the folder of that one with `--story FOLDER`.")
    restored = restore(program, play)
    timeline = restored.timeline
    damage = play.trouble(timeline.state.turn) if play.damage is not None else ""
    for words in filter(None, (instead, damage, restored.notice)):
        complain(words)
    options = tuple(step.option for step in timeline.steps)
    return retell(program, timeline.start, options, timeline.passages, timeline.state, soften=soften)


def _play(store: Store, story: str, wanted: str) -> tuple[SavedPlay, str]:
    """The save, and why its backup was read, if it was."""
    if wanted == "latest":
        slot = store.latest(story)
    else:
        slot = next((each for each in store.slots() if wanted in (each.id, each.name)), None)
    if slot is not None:
        opened = store.open(slot.id, to_continue=False)
        return opened.play, opened.instead
    if not Path(wanted).is_file():
        raise SaveError(f"There is no save `{wanted}`; `hyosan saves` lists them.")
    return read_play(store.files, Path(wanted)), ""


def _write(file: Path, text: str) -> None:
    if file.suffix.lower() in OURS:
        raise HyosanError(f"{file} would be a save or a file of a story. Give the run a name such as run.html.")
    try:
        file.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise HyosanError(f"{file} could not be written: {error.strerror or error}.") from error
