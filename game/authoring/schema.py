"""`hyosan schema`: what an editor with yaml-language-server needs to complete, explain and check story files while typing."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from os.path import relpath
from pathlib import Path, PurePosixPath

from game.authoring.json_schema import make_schema
from game.authoring.story_names import StoryNames, read_names
from game.authoring.suggestions import NOTHING, suggestions
from game.errors import HyosanError

MODELINE = "# yaml-language-server: $schema="


def schema(folder: Path | None, output: Path | None, say: Callable[[str], None]) -> int:
    """Says the schema, or writes it to `output` and says the lines to paste. Returns 0.

    With a `folder` the names of the story in it are proposed. Raises `StoryError` when no story can be read there, and
    `HyosanError` when the file cannot be written.
    """
    names = read_names(folder) if folder is not None else None
    made = make_schema(suggestions(names) if names is not None else NOTHING)
    text = json.dumps(made, ensure_ascii=False, indent=1)
    if output is None:
        say(text)
        return 0
    try:
        output.write_text(text + "\n", encoding="utf-8")
    except OSError as error:
        raise HyosanError(f"{output} cannot be written: {(error.strerror or 'unknown reason').lower()}.") from error
    say("\n".join(_how_to_use(output, folder, names)))
    return 0


def _how_to_use(output: Path, folder: Path | None, names: StoryNames | None) -> Iterator[str]:
    yield f"{output} is written. Editors that use yaml-language-server (VS Code with the extension YAML, Neovim, Helix, Zed,"
    yield "Emacs, Kate) take it when this is the first line of a file:"
    yield ""
    if folder is None or names is None:
        yield f"{MODELINE}{output.as_posix()}      in files of the folder in which you are now"
    else:
        lines = modelines(folder, names, output)
        width = max(map(len, lines.values()))
        yield from (f"{line:{width}}    in {place}" for place, line in lines.items())
    yield ""
    where = f"{folder.as_posix()}/**/*.yaml" if folder is not None else "**/*.yaml"
    yield "VS Code needs no such line when its settings say:"
    yield ""
    yield '  "yaml.schemas": ' + json.dumps({output.as_posix(): where})
    if names is not None:
        yield ""
        yield "Run it again when there are new names; the old schema stays right, it only does not propose them."


def modelines(folder: Path, names: StoryNames, output: Path) -> dict[str, str]:
    """The first line for the files of each folder of the story, by what these files are called in a sentence."""
    folders = sorted({PurePosixPath(file).parent for file in names.files})
    return {
        "story.yaml and the files beside it" if not each.parts else f"the files in {each}/": MODELINE
        + Path(relpath(output.resolve(), (folder / each).resolve())).as_posix()
        for each in folders
    }
