"""From what a player has typed to what they want.

In this order: the exact words of an option; a number; a command; words of an option or of a thing to look at; the beginning
of a command. Words match from their beginnings, in any order, and only when a single one fits. Nothing is ever guessed: a near
miss is asked about.
"""

from __future__ import annotations

import difflib
import unicodedata

from game.records import dataclass
from game.terminal.commands import AUTHORS_WORDS, BY_WORD, Command
from game.terminal.full_screen.korean import latin_keys
from game.terminal.outcomes import Closed, Order, Row, Told

MAX_TYPED = 500
NEAR = 0.7
FEWEST_LETTERS = 2
FEWEST_TELLING = 4
LONGEST_QUOTED = 40
_SMALL_WORDS = frozenset({"a", "an", "the", "to", "at", "go", "please", "i"})
_IN_FULL = frozenset({"quit", "restart", "delete", "plain"})
_CLOSING_WORDS = frozenset({"back", "close", "cancel", "no", "0"})


@dataclass(frozen=True, slots=True)
class Here:
    """What can be meant: the rows on the screen, things to look at, whether a sheet can be closed, the command for which other
    words are the argument, and whether an author plays.
    """

    rows: tuple[Row, ...]
    things: tuple[str, ...] = ()
    closable: bool = False
    asks: str = ""
    authors: bool = False

    @property
    def orders(self) -> tuple[Row, ...]:
        return tuple(row for row in self.rows if row.order is not None)


def understand(text: str, here: Here) -> Order | Told | Closed:
    """What `text` asks for, or what to say when it is not clear. It may have been typed on a Korean keyboard."""
    if len(text) > MAX_TYPED:
        return Told("That is too long. A number or a few words are enough.")
    latin = latin_keys(text)
    understood = _understand(text, here)
    if latin != text and isinstance(understood, Told):
        again = _understand(latin, here)
        return understood if isinstance(again, Told) else again
    return understood


def normal(text: str) -> str:
    """`text` in small letters, its words parted by single spaces, without punctuation."""
    folded = unicodedata.normalize("NFC", text.casefold())
    kept = "".join(char if char.isalnum() else "" if char in "'’" else " " for char in folded)
    return " ".join(kept.split())


def _understand(text: str, here: Here) -> Order | Told | Closed:
    typed = normal(text)
    exact = [row for row in here.orders if typed and normal(row.head) == typed]
    if len(exact) == 1 and exact[0].order is not None and not here.asks:
        return exact[0].order
    if here.closable and typed in _CLOSING_WORDS:
        return Closed()
    if typed.isdecimal() and not text.strip().startswith("-"):
        return _numbered(int(typed[:6]), here)
    command, argument = _command(text, here)
    if command is not None and (not argument or command.argument):
        longer = fitting(typed, here.orders) if argument and command.name != "look" else []
        return _order(longer[0]) if len(longer) == 1 else _with_argument(command, argument, here)
    if here.asks and typed:
        return Order(here.asks, text.strip())
    return _by_words(typed, text, here)


def _numbered(number: int, here: Here) -> Order | Told:
    orders = here.orders
    if 1 <= number <= len(orders):
        return _order(orders[number - 1])
    if not orders:
        return Told("There is nothing to pick here.")
    return Told(f"There is no option {number}. " + ("There is only 1." if len(orders) == 1 else f"There are 1 to {len(orders)}."))


def _order(row: Row) -> Order:
    return row.order or Order("help")


def _command(text: str, here: Here) -> tuple[Command | None, str]:
    first, _, rest = text.strip().partition(" ")
    word = first.casefold().strip(".!")
    authors = AUTHORS_WORDS.get(word) if here.authors else None
    if authors is not None and _is_meant(authors, rest.strip()):
        return authors, rest.strip()
    return BY_WORD.get(word), rest.strip()


def _is_meant(command: Command, argument: str) -> bool:
    """Whether an author's command is meant, and not a word of the story or of a player: `set noise = 2`, `set theme dark`."""
    if not command.argument or command.argument.startswith("["):
        return True
    return bool(argument) and ("=" in argument or "=" not in command.argument)


def _with_argument(command: Command, argument: str, here: Here) -> Order:
    """`look at his shoes` is an option when no such thing is here and the option begins so."""
    if command.name == "look" and argument:
        thing = normal(argument)
        words = [word for word in thing.split() if word not in _SMALL_WORDS]
        named = [each for each in here.things if normal(each) in (thing, " ".join(words))]
        named = named or [each for each in here.things if normal(each).startswith(" ".join(words))]
        options = fitting(f"look {thing}", here.orders)
        if not named and len(options) == 1:
            return _order(options[0])
        return Order("look", named[0] if len(named) == 1 else " ".join(words) or thing)
    return Order(command.name, argument)


def _by_words(typed: str, text: str, here: Here) -> Order | Told:
    if not typed:
        return Told("Type a number, words of an option, or `help`.")
    found = fitting(typed, here.orders)
    things = [thing for thing in here.things if normal(thing) == typed]
    if len(things) == 1 and len(found) != 1:
        return Order("look", things[0])
    if len(found) == 1:
        return _order(found[0])
    if found:
        return Told("That could be " + _listed(found, here.orders) + ". Type a number, or more words.")
    locked = fitting(typed, tuple(row for row in here.rows if row.locked is not None))
    if len(locked) == 1:
        return Told(f"That is not open now: {locked[0].locked}")
    return _begun(typed) or Told(_not_known(typed, text, here))


def begun_by(word: str) -> tuple[Command, ...]:
    """The commands one of whose words begins with `word`, in the order of the table; those that end a run are typed in full."""
    if len(word) < FEWEST_LETTERS:
        return ()
    words = ((each, command) for each, command in BY_WORD.items() if command.name not in _IN_FULL)
    return tuple(dict.fromkeys(command for each, command in words if each.startswith(word)))


def _begun(typed: str) -> Order | Told | None:
    """The command of which a part was typed, or a question which one was meant."""
    word, _, argument = typed.partition(" ")
    commands = [command for command in begun_by(word) if command.argument or not argument]
    if len(commands) == 1:
        return Order(commands[0].name, argument)
    if not commands:
        return None
    names = [f"`{command.name}`" for command in commands]
    return Told(f"That could be {', '.join(names[:-1])} or {names[-1]}.")


def fitting(typed: str, rows: tuple[Row, ...]) -> list[Row]:
    """The rows that have all of the typed words (see `normal`), or words that begin so."""
    words = typed.split()
    telling = [word for word in words if word not in _SMALL_WORDS] or words
    return [row for row in rows if _fits(telling, normal(row.head).split())]


def _fits(typed: list[str], words: list[str]) -> bool:
    return bool(typed) and all(any(word.startswith(begun) for word in words) for begun in typed)


def _listed(found: list[Row], orders: tuple[Row, ...]) -> str:
    named = [f"{orders.index(row) + 1} ({row.head})" for row in found[:4]]
    return ", ".join(named[:-1]) + (" or " if len(named) > 1 else "") + named[-1]


def _not_known(typed: str, text: str, here: Here) -> str:
    """Says what was not understood, as it was typed, with the options that have one of its words, or the nearest one."""
    own = " ".join(text.split())
    shown = own if len(own) <= LONGEST_QUOTED else own[: LONGEST_QUOTED - 1] + "…"
    telling = [word for word in typed.split() if len(word) >= FEWEST_TELLING]
    partly = [row for row in here.orders if any(_fits([word], normal(row.head).split()) for word in telling)]
    if 1 <= len(partly) <= 3:
        return f"I do not know “{shown}”. Did you mean {_listed(partly, here.orders)}?"
    first, _, rest = typed.partition(" ")
    words = [word for row in here.orders for word in normal(row.head).split() if len(word) > 3]
    known = [word for word in BY_WORD if len(word) > 2] + [normal(thing) for thing in here.things] + words
    close = difflib.get_close_matches(first, known, n=1, cutoff=NEAR)
    command = BY_WORD.get(close[0]) if close else None
    meant = f"{close[0]} {rest}" if rest and command is not None and command.argument else "".join(close)
    hint = f"Did you mean `{meant}`?" if meant else "Type a number, words of an option, or `help`."
    return f"I do not know “{shown}”. {hint}"
