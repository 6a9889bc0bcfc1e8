"""A test file to plans. A writer can write one without having read anything but this:

# The quiet way out of the kitchen.        a comment
from kitchen                               where it begins; without it, at the story's start
set noise = 3                              with which values
seed 7                                     on which dice; without it, 1
The rice cookers are the size of           words that must be told, in this order …
dae_su: bury me in that one                … since the last pick; who speaks may stand in front
! Somebody has stopped talking             words that must not be told
offered: Take the flask                    what must be on offer,
locked: Ask the cook                       shown with a lock,
not offered: climb                         or not be there
> take the flask                           a pick: an id, the words, or a beginning that fits no other
look: ribbon                               looks at a thing; what is seen counts as told
? drink in bag and noise >= 3              a condition that must hold
end roll_call                              the story is over, with this ending
told: end of the line                      expected words that look like one of the forms above
test At night                              begins another test in the same file
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import partial
from typing import Literal

from game.authoring.testing.forms import SETUP, SETUP_ADVICE, SetupReader, TextLine, is_setup, lines_of
from game.authoring.testing.names import Names
from game.authoring.testing.plan import Ends, Holds, Line, Looked, Offered, Pick, Plan, Told, Untold
from game.diagnostics import Report, did_you_mean, nearest
from game.language.scope import Source
from game.language.types import read_condition

_END = re.compile(r"end[ \t]+[a-z][a-z0-9_]*")
_TEST = re.compile(r"test[ \t]+\S.*")
_PREFIX = re.compile(r"([a-z][a-z ]*?)\s*:")
_CONDITION = re.compile(r"(?:not )?([a-z][\w.]*)\s*[=!<>]=?\s*\w+(?:\s+(?:and|or)\b.*)?\Z")
SUFFIX = ".test"


@dataclass(slots=True)
class _TestReader:
    """Reads the lines of one file into plans. `told_before` is how much the report had when the test began."""

    names: Names
    report: Report
    file: str
    plans: list[Plan] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)
    setup: SetupReader = field(init=False)
    name: str = ""
    began: TextLine | None = None
    told_before: int = 0

    def __post_init__(self) -> None:
        self.setup = SetupReader(self.names.story, self.report)
        self.name = self.file.removesuffix(SUFFIX)

    @property
    def forms(self) -> Mapping[str, Callable[[TextLine], Line | None]]:
        """What a line begins with, and what it then is."""
        return {
            ">": self._pick,
            "!": lambda line: Untold(line.text, line.span),
            "?": self._holds,
            "told:": lambda line: Told(line.text, line.span),
            "look:": lambda line: Looked(line.text, line.span),
            "offered:": partial(self._offered, "open"),
            "locked:": partial(self._offered, "locked"),
            "not offered:": partial(self._offered, "absent"),
        }

    def read(self, line: TextLine) -> None:
        if not line.text or line.text.startswith("#"):
            return
        if _TEST.fullmatch(line.text):
            self._begin(line)
            return
        self.began = self.began or line
        if is_setup(line):
            self._setup(line)
            return
        if not self.lines and SETUP.fullmatch(line.text):
            self.report.error("unclear-line", line.span, "this does not say how a test begins", SETUP_ADVICE)
            return
        made = self._line(line)
        if made is not None:
            self.lines.append(made)

    def _line(self, line: TextLine) -> Line | None:
        for prefix, make in self.forms.items():
            if line.text.startswith(prefix):
                rest = line.behind(prefix)
                if rest.text:
                    return make(rest)
                self.report.error("nothing-there", line.span, f"nothing stands behind `{prefix}`", "Write what is meant.")
                return None
        if _END.fullmatch(line.text):
            return self._ends(line.behind("end"))
        self._refuse_misspelt(line)
        return Told(line.text, line.span)

    def _refuse_misspelt(self, line: TextLine) -> None:
        """`lockd: the gate`, `noise == 2`: would only ever fail as words that are not told."""
        asked = _CONDITION.match(line.text)
        if asked is not None and asked[1] in self.names.story.variables:
            advice = f"Put a question mark before a condition, `? {line.text}`, or `told:` before words that must be told."
            self.report.error("unknown-line", line.span, "this looks like a condition", advice)
            return
        match = _PREFIX.match(line.text)
        if match is None or match[1] in self.names.story.cast:
            return
        close = nearest(match[1], [form.rstrip(":") for form in self.forms if form.endswith(":")])
        if close:
            advice = f"Did you mean `{close}:`? Words that must be told and begin so stand behind `told:`."
            self.report.error("unknown-line", line.part(0, len(match[0])), f"no line begins with `{match[0]}`", advice)

    def _setup(self, line: TextLine) -> None:
        if self.lines:
            word = line.text.split()[0]
            advice = "Put it above the first pick and the first expected words. Words to be told stand behind `told:`."
            self.report.error("misplaced-line", line.span, f"`{word}` says how a test begins", advice)
        else:
            self.setup.read(line)

    def _begin(self, line: TextLine) -> None:
        """Another test begins; the lines above the first `test` line are a test only when there are any."""
        self.finish()
        name = " ".join(line.behind("test").text.split())
        self.name = f"{self.file.removesuffix(SUFFIX)}/{name}"
        if any(plan.name == self.name for plan in self.plans):
            self.report.error("double-name", line.span, f"two tests of this file are called `{name}`", "Rename one of them.")
        self.began = line

    def finish(self) -> None:
        """Ends the test that is being read."""
        if self.began is not None and not self.lines and len(self.report) == self.told_before:
            advice = "Write a pick (`> words`), words that must be told, or a condition (`? noise > 2`)."
            self.report.error("empty-test", self.began.span, "this test asks for nothing", advice)
        elif self.lines and self.began is not None:
            self.plans.append(Plan(self.name, self.setup.setup, tuple(self.lines), self.began.span))
        self.lines, self.began, self.told_before = [], None, len(self.report)
        self.setup = SetupReader(self.names.story, self.report)

    def _pick(self, line: TextLine) -> Line:
        return Pick(line.text, line.span)

    def _holds(self, line: TextLine) -> Line | None:
        condition = read_condition(Source(line.text, line.part), self.names.scope, self.report)
        return Holds(line.text, condition, line.span) if condition is not None else None

    def _offered(self, how: Literal["open", "locked", "absent"], line: TextLine) -> Line:
        return Offered(line.text, how, line.span)

    def _ends(self, line: TextLine) -> Line:
        endings = self.names.story.endings
        if line.text not in endings:
            advice = did_you_mean(line.text, endings)
            self.report.error("unknown-ending", line.span, f"there is no ending `{line.text}`", advice)
        return Ends(line.text, line.span)


def read_plans(file: str, text: str, names: Names, report: Report) -> list[Plan]:
    """The tests of a file. What is wrong with it goes into the report."""
    report.sources[file] = text
    reader = _TestReader(names, report, file)
    for line in lines_of(file, text):
        reader.read(line)
    reader.finish()
    if not reader.plans and not len(report):
        report.error("empty-test", lines_of(file, text)[0].span, "there is no test in this file", "Begin with `from SCENE`.")
    return reader.plans
