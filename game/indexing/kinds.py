"""The records that can stand in an index, each by its number. Nothing else is ever made from one."""

from __future__ import annotations

from game.diagnostics import Span
from game.language import domain, tree
from game.story import declared, model, script

KINDS: tuple[type, ...] = (
    Span,
    domain.Flag, domain.Range, domain.OneOf, domain.SomeOf,
    tree.Constant, tree.Read, tree.TurnsSince, tree.TurnCount, tree.Not, tree.Logic, tree.Comparison, tree.Arithmetic, tree.Among,
    tree.Contains, tree.Size, tree.Total, tree.Which,
    tree.Assign, tree.Include, tree.Exclude, tree.Note, tree.Achieve,
    tree.Value, tree.Conditional, tree.Variant,
    declared.Member, declared.Variable, declared.Slot, declared.Place, declared.Art, declared.Sound, declared.JournalNote,
    declared.Achievement, declared.Ending, declared.Deck, declared.Always,
    script.Target, script.Paragraph, script.Speech, script.ShowArt, script.PlaySound, script.Sensitive, script.Hand,
    script.Option, script.Choose, script.If, script.Do, script.Goto, script.Label, script.Visit,
    script.Card, script.Deal, script.Return,
    script.Check, script.End,
    model.Look, model.Storylet, model.Scene, model.Event,
)  # fmt: skip
NUMBERS = {kind: number for number, kind in enumerate(KINDS)}
