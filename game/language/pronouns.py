"""The pronouns of the cast: `{it.they}`, `{dae_su.Their}`. An author asks in the forms of `they`, whoever it is."""

from __future__ import annotations

from game.language.mistakes import Mistake, Reading
from game.language.syntax import NameNode

FORMS = ("they", "them", "their", "theirs", "themself")
"""The forms in the order in which a member of the cast declares them: `pronouns: she, her, her, hers, herself`."""

FEWEST = 3
"""How many must be declared; who never uses the others need not."""


def pronoun(member: str, form: str, asked: NameNode, reading: Reading) -> str:
    """The pronoun of a member of the cast in this form; with a capital when the form has one."""
    known = reading.scope.pronouns.get(member, ())
    number = FORMS.index(form.lower())
    if number >= len(known):
        message = f"`{member}` has no pronoun for `{form}`"
        raise Mistake("no-pronouns", asked.start, asked.end, message, _advice(member, known))
    return known[number].capitalize() if form[0].isupper() else known[number]


def _advice(member: str, known: tuple[str, ...]) -> str:
    if not known:
        return f"Declare them in the cast: `{member}: {{…, pronouns: [she, her, her]}}`."
    return "Add the last two: `pronouns: [she, her, her, hers, herself]`."
