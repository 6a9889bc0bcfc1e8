"""`hyosan explain`: what a code of the checker means, with examples that are checked while they are shown."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from game.authoring.manual import Page, codes, read_page
from game.authoring.samples import Sample
from game.diagnostics import did_you_mean, draw, printable

_INDENT = "    "


def explain(code: str | None, say: Callable[[str], None]) -> int:
    """Says the page of `code`, or what codes there are. Returns 0, or 2 when there is no such code."""
    known = codes()
    if code is None:
        width = max(map(len, known))
        for each in known:
            say(f"{each:{width}}  {read_page(each).about}")
        return 0
    wanted = code.strip().strip("[]").lower()
    if wanted not in known:
        advice = did_you_mean(wanted, known) or "`hyosan explain` lists them all."
        say(f"There is no code `{printable(code)}`. {advice}")
        return 2
    say(page_text(read_page(wanted)))
    return 0


def page_text(page: Page) -> str:
    """A page as plain text; below each wrong example stands what `hyosan check` says of it."""
    lines = [page.code, "=" * len(page.code), "", page.about, ""]
    for part in page.parts:
        if part.text.strip():
            lines += [*part.text.strip().splitlines(), ""]
        if part.sample is not None:
            lines += [*_sample_lines(part.sample, page.code), ""]
    return "\n".join(lines).rstrip()


def _sample_lines(sample: Sample, code: str) -> Iterator[str]:
    for number, block in enumerate(sample.blocks):
        if number:
            yield ""
        yield from (_INDENT + line for line in block.text.splitlines())
    if sample.is_wrong and sample.runs:
        sources = {block.file: block.text.split("\n") for block in sample.blocks}
        said = (draw(found, sources) for found in sample.check() if found.code == code)
        yield ""
        yield f"`hyosan {sample.verb}` says:"
        yield ""
        yield from (_INDENT + line if line else "" for line in "\n\n".join(said).splitlines())
