"""A scene in words, as HTML: its text with conditions readable, its options, what leads there and where it leads.

All of it stands in the page, chosen or not: without scripts the page is a document to be read from top to bottom.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from game.authoring.map.chart import Chart, Edge, Node, act_title, ending_key
from game.authoring.map.proved import said_of
from game.authoring.map.runs import Traffic
from game.authoring.map.svg import anchor, percent, remarks, text
from game.language import tree
from game.language.tree import Template
from game.story import model
from game.story.model import Beat, Option, Scene, Script, Story
from game.story.writing import Writer

_ARROWS = {"goto": "→", "visit": "⇄", "end": "■"}
_VARIANTS = {"sequence": "in turn", "cycle": "round and round", "once": "each once", "shuffle": "shuffled"}


@dataclass(frozen=True)
class Articles:
    """The articles of a story. Every piece of the story passes through `text` or `attribute`."""

    story: Story
    chart: Chart
    traffic: Traffic | None

    @cached_property
    def wording(self) -> Writer:
        return Writer.of(self.story)

    @cached_property
    def _leading_to(self) -> dict[str, list[Edge]]:
        found: dict[str, list[Edge]] = {key: [] for key in self.chart.nodes}
        for edge in self.chart.edges:
            found[edge.target].append(edge)
        return found

    @cached_property
    def _leading_from(self) -> dict[str, list[Edge]]:
        found: dict[str, list[Edge]] = {key: [] for key in self.chart.nodes}
        for edge in self.chart.edges:
            found[edge.source].append(edge)
        return found

    @cached_property
    def _shared_titles(self) -> set[str]:
        """Titles that do not tell which scene is meant."""
        counts = Counter(node.title for node in self.chart.nodes.values())
        return {title for title, count in counts.items() if count > 1}

    def article(self, node: Node) -> str:
        """The element that tells all of a node."""
        return "".join(self._article(node))

    def _article(self, node: Node) -> Iterator[str]:
        name = anchor(node)
        yield f'<article id="{name}" tabindex="-1" aria-labelledby="{name}-title"><h3 id="{name}-title">{text(node.title)}</h3>'
        yield f'<p class="facts"><code>{text(node.id)}</code> · {text(act_title(node.act))} · {text(str(node.span))}</p>'
        endings = {ending.id: ending.title for ending in self.story.endings.values()}
        notes = [*remarks(node), *(f"proved: {words}" for words in said_of(node, endings)), *self._runs(node)]
        if notes:
            yield f'<ul class="marks">{"".join(f"<li>{text(note)}</li>" for note in notes)}</ul>'
        if node.gates and not node.bottleneck and not node.is_ending:
            titles = ", ".join(self.story.endings[ending].title for ending in node.gates)
            yield f'<p class="quiet">Every way to {text(titles)} passes here.</p>'
        yield from self._links(node)
        if node.is_ending:
            hint = self.story.endings[node.id].hint
            yield f"<p>{text(hint)}</p>" if hint else ""
        else:
            yield from self._told(self.story.scenes[node.id])
        yield "</article>\n"

    def _runs(self, node: Node) -> list[str]:
        if self.traffic is None:
            return []
        return [f"in {percent(self.traffic, self.traffic.met.get(node.key, 0))} of {self.traffic.words}"]

    def _links(self, node: Node) -> Iterator[str]:
        sides = (("Leads here", self._leading_to, "source"), ("Leads on to", self._leading_from, "target"))
        for heading, sides_of, end in sides:
            edges = sides_of[node.key]
            if edges:
                items = "".join(self._link(edge, self.chart.nodes[getattr(edge, end)]) for edge in edges)
                yield f'<section><h4>{heading}</h4><ul class="links">{items}</ul></section>'

    def _link(self, edge: Edge, other: Node) -> str:
        named = list(dict.fromkeys(self.wording.text(way.option.pick) for way in edge.ways if way.option and way.option.pick))
        by = f' <span class="quiet">by “{text("”, “".join(named))}”</span>' if named else ""
        share = ""
        if self.traffic is not None:
            share = f' <span class="quiet">{percent(self.traffic, self.traffic.taken.get((edge.source, edge.target), 0))}</span>'
        verb = {"goto": "goes to", "visit": "visits and comes back", "end": "ends"}[edge.kind]
        sign = f'<span title="{verb}" aria-label="{verb}">{_ARROWS[edge.kind]}</span>'
        name = f" <code>{text(other.id)}</code>" if other.title in self._shared_titles else ""
        return f'<li>{sign} <a href="#{anchor(other)}">{text(other.title)}</a>{name}{share}{by}</li>'

    def _told(self, scene: Scene) -> Iterator[str]:
        yield '<section class="told"><h4>What it tells</h4>'
        yield from (f'<p class="do">{line}</p>' for line in self._coming(scene))
        for look in scene.looks:
            seen = "".join(f"<p>{self.words(each.text)}</p>" for each in look.text)
            yield f"<details><summary>look at {text(', '.join(look.names))}</summary>{seen}</details>"
        yield self._script(scene.script)
        yield "</section>"

    def _coming(self, scene: Scene) -> Iterator[str]:
        """When the scene offers itself, and when it comes by itself."""
        card = scene.storylet
        if card is not None:
            when = f", when {self.wording.condition(card.when)}" if card.when is not None else ""
            often = {None: ", again and again", 1: ""}.get(card.at_most, f", at most {card.at_most} times")
            yield f"<code>deck {text(card.deck)}, priority {card.priority}{often}{text(when)}</code>"
        for event in self.story.events.values():
            if event.scene == scene.id:
                where = f", at {', '.join(event.places)}" if event.places else ""
                again = ", again" * event.again
                yield f"<code>{text(f'event {event.id}: when {self.wording.condition(event.condition)}{where}{again}')}</code>"

    def _script(self, script: Script) -> str:
        return "".join(self._beat(beat) for beat in script)

    def _beat(self, beat: Beat) -> str:
        match beat:
            case model.Paragraph() | model.Speech() | model.ShowArt() | model.PlaySound() | model.Sensitive():
                return self._told_by(beat)
            case model.Choose():
                kind = "hub" if beat.hub else "choose"
                options = "".join(self._options(beat.options))
                return f'<div class="choose"><span class="key">{kind}</span><ul>{options}</ul></div>'
            case model.If():
                return self._branches(f"if {self.wording.condition(beat.condition)}", beat.then, "else", beat.otherwise)
            case model.Check():
                return self._branches(f"check {self._odds(beat)}", beat.passed, "fail", beat.failed)
            case model.Do():
                return f'<p class="do"><code>{text(", ".join(self.wording.effects(beat.effects)))}</code></p>'
            case model.Goto():
                label = f".{beat.target.label}" if beat.target.label else ""
                return self._jump("goto", self.chart.nodes[beat.target.scene], label)
            case model.Visit():
                return self._jump("visit", self.chart.nodes[beat.scene], "")
            case model.Deal():
                return self._deal(beat)
            case model.Return():
                return '<p class="jump"><code>return</code></p>'
            case model.End():
                return self._jump("end", self.chart.nodes[ending_key(beat.ending)], "")
            case model.Label():
                return f'<p class="do"><code>label {text(beat.name)}</code></p>'

    def _options(self, options: tuple[Option, ...]) -> Iterator[str]:
        """The options; storylets that one `deal` offers are under it."""
        for hand, dealt in groupby(options, key=lambda option: option.hand):
            items = "".join(map(self._option, dealt))
            at_most = f" (at most {hand.at_most})" if hand is not None and hand.at_most < len(options) else ""
            head = f'<code class="when">deal {text(hand.deck)}{at_most}</code>' if hand is not None else ""
            yield f"<li>{head}<ul>{items}</ul></li>" if hand is not None else items

    def _told_by(self, beat: model.Told) -> str:
        match beat:
            case model.Paragraph():
                return f"<p>{self.words(beat.text)}</p>"
            case model.Speech():
                return f'<p><b class="who">{text(self.story.cast[beat.who].name)}</b> {self.words(beat.text)}</p>'
            case model.ShowArt(art):
                return f'<p class="quiet">picture <code>{text(art)}</code>: {text(self.story.art[art].words)}</p>'
            case model.PlaySound(sound):
                return f'<p class="quiet">sound <code>{text(sound)}</code>: {text(self.story.sounds[sound].words)}</p>'
            case model.Sensitive():
                return self._branches("harsh", beat.harsh, "soft", beat.soft)

    def _option(self, option: Option) -> str:
        pick = self.words(option.pick) if option.pick else "<i>nothing else is on offer</i>"
        marks = [word for word, holds in (("once", option.once), ("leaves", option.leave)) if holds]
        when = f' <code class="when">when {text(self.wording.condition(option.when))}</code>' if option.when is not None else ""
        locked = f'<p class="quiet">locked: {self.words(option.locked)}</p>' if option.locked is not None else ""
        marked = f' <span class="quiet">({", ".join(marks)})</span>' if marks else ""
        return f'<li><span class="pick">{pick}</span>{marked}{when}{locked}{self._script(option.script)}</li>'

    def _branches(self, condition: str, then: Script, other: str, otherwise: Script) -> str:
        parts = [f'<code class="when">{text(condition)}</code><div class="branch">{self._script(then)}</div>']
        if otherwise:
            parts.append(f'<code class="when">{other}</code><div class="branch">{self._script(otherwise)}</div>')
        return f'<div class="if">{"".join(parts)}</div>'

    def _deal(self, beat: model.Deal) -> str:
        cards = "".join(self._jump("deal", self.chart.nodes[card.scene], "") for card in beat.cards)
        many = f", at most {beat.at_most}" if beat.at_most > 1 else ""
        none = f'<code class="when">else</code><div class="branch">{self._script(beat.otherwise)}</div>' if beat.otherwise else ""
        return (
            f'<div class="if"><code class="when">deal {text(beat.deck)}{many}</code><div class="branch">{cards}</div>{none}</div>'
        )

    def _odds(self, check: model.Check) -> str:
        if check.of is None:
            return f"{check.odds[0][1]}%"
        of = self.wording.number(check.of)
        sure = [f"certain under {check.under}"] if check.under is not None else []
        return f"{of}: " + ", ".join([*sure, *(f"{chance}% at {value}" for value, chance in check.odds)])

    def _jump(self, verb: str, node: Node, label: str) -> str:
        return f'<p class="jump"><code>{verb}</code> <a href="#{anchor(node)}">{text(node.title)}</a>{text(label)}</p>'

    def words(self, template: Template) -> str:
        """A text with what varies set off: each alternative under its condition."""
        return self._inside(template).strip().replace("\n", "<br>")

    def _inside(self, template: Template) -> str:
        return "".join(text(piece) if isinstance(piece, str) else self._piece(piece) for piece in template)

    def _piece(self, piece: tree.Value | tree.Conditional | tree.Variant) -> str:
        if isinstance(piece, tree.Value):
            return f"<code>{text(self.wording.text((piece,)))}</code>"
        if isinstance(piece, tree.Variant):
            parts = " <i>|</i> ".join(self._inside(each) for each in piece.alternatives)
            return f'<span class="varies"><code class="when">{_VARIANTS[piece.kind]}</code> {parts}</span>'
        otherwise = f" <i>else</i> {self._inside(piece.otherwise)}" if piece.otherwise else ""
        condition = text(self.wording.condition(piece.condition))
        return f'<span class="varies"><code class="when">{condition}</code> {self._inside(piece.then)}{otherwise}</span>'
