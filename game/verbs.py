"""The verbs of `hyosan` besides playing: what authors ask for, and what is asked of saves.

Each imports what it needs when it is called, and returns an exit code: 0 all is well, 1 findings.
"""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from game.stories import open_story, saves_folder, shipped_story

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from game.quick_arguments import Chosen


def _check(chosen: Chosen) -> int:
    from game.authoring.check import check

    return check(chosen.story or shipped_story(), print, form=chosen.format)


def _content(chosen: Chosen) -> int:
    from game.authoring.content import content

    return content(chosen.story or shipped_story(), print)


def _test(chosen: Chosen) -> int:
    from game.authoring.testing import Wishes, test

    wishes = Wishes(chosen.only, chosen.bless, chosen.coverage, chosen.reading_list, chosen.record, chosen.format)
    return test(chosen.story or shipped_story(), wishes, print)


def _words(chosen: Chosen) -> int:
    from game.authoring.words import words

    return words(
        chosen.story or shipped_story(),
        print,
        runs=chosen.runs,
        seed=chosen.seed,
        form=chosen.format,
        avoid=chosen.avoid,
        strict=chosen.strict,
        places=chosen.places,
    )


def _prove(chosen: Chosen) -> int:
    from game.authoring.prove import SECONDS, prove

    story = chosen.story or shipped_story()
    if chosen.ship:
        from game.authoring.prove.shipping import ship

        return ship(story, print, seconds=chosen.seconds, check=chosen.check)
    return prove(
        story,
        print,
        seconds=chosen.seconds or SECONDS,
        memory=chosen.memory << 20,
        form=chosen.format,
        strict=chosen.strict,
        output=chosen.output,
    )


def _diff(chosen: Chosen) -> int:
    from game.authoring.diff import diff

    complain = partial(print, file=sys.stderr)
    return diff(chosen.old, chosen.new, print, complain, form=chosen.format, saves=chosen.old_saves)


def _explain(chosen: Chosen) -> int:
    from game.authoring.explain import explain

    return explain(chosen.code, print)


def _reference(chosen: Chosen) -> int:
    from game.authoring.reference import reference

    return reference(chosen.into, print)


def _schema(chosen: Chosen) -> int:
    from game.authoring.schema import schema

    return schema(chosen.story, chosen.output, print)


def _new(chosen: Chosen) -> int:
    from game.authoring.new import new

    return new(chosen.folder, print, chosen.title)


def _fmt(chosen: Chosen) -> int:
    from game.authoring.fmt import fmt

    return fmt(chosen.paths, print, check=chosen.check, diff=chosen.diff, wrap=chosen.wrap)


def _map(chosen: Chosen) -> int:
    from game.authoring.map import write_map

    story = chosen.story or shipped_story()
    return write_map(
        story,
        print,
        format=chosen.format,
        output=chosen.output,
        runs=chosen.runs,
        seed=chosen.seed,
        proof=chosen.proof or None,
        prove=chosen.proof is not None,
        complain=partial(print, file=sys.stderr),
    )


def _saves(chosen: Chosen) -> int:
    from game.saving.store import Store

    store = Store(saves_folder(chosen))
    if chosen.check is not None:
        from game.authoring.saves.checking import check_saves

        return check_saves(open_story(chosen.check), store, print, form=chosen.format)
    if chosen.repair is None and chosen.export is None and chosen.import_file is None:
        from game.authoring.saves.listing import saves

        return saves(store, print, form=chosen.format)
    from game.authoring.saves.moving import export_save, import_save, repair_saves

    if chosen.export is not None:
        name, file = chosen.export
        return export_save(store, name, Path(file), print)
    if chosen.import_file is not None:
        return import_save(store, open_story(chosen.story or shipped_story()), chosen.import_file, print)
    return repair_saves(store, chosen.repair or None, print)


def _export(chosen: Chosen) -> int:
    from game.authoring.export import export, read_run
    from game.saving.store import Store
    from game.terminal import settings

    complain = partial(print, file=sys.stderr)
    folder, program = saves_folder(chosen), open_story(chosen.story or shipped_story())
    soften = settings.read(folder).soften if chosen.soften is None else chosen.soften
    told = read_run(program, Store(folder), chosen.save, complain, soften=soften)
    files = {"html": chosen.html, "markdown": chosen.markdown, "text": chosen.text}
    return export(told, files, print, complain)


VERBS: Mapping[str | None, Callable[[Chosen], int]] = {
    "saves": _saves,
    "export": _export,
    "check": _check,
    "test": _test,
    "map": _map,
    "words": _words,
    "prove": _prove,
    "diff": _diff,
    "content": _content,
    "explain": _explain,
    "reference": _reference,
    "schema": _schema,
    "new": _new,
    "fmt": _fmt,
}
