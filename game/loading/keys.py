"""The one table of keys: what may stand where in a story's files, what it holds, and what it is for.

The reader, the reference page and the completions of editors are driven by it. `holds` says what is expected:

    word      an id                        text        prose, with {holes}
    line      plain words, no holes        condition   an expression that is true or false
    number    an expression with a number  effects     one effect or a list of them
    target    scene, .label, scene.label   scene       a scene
    script    a beat or a list of beats    options     a list of options
    telling   a script that only tells      picture     lines of characters, kept as they are
    truth     true or false                words       an id or a list of ids
    map       keys of the author's own     list        a list
    form      keys of a table of its own   whole       a whole number
    pronouns  three forms or five, with commas or as a list
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from game.records import dataclass

Holds = Literal[
    "word", "text", "line", "condition", "number", "effects", "target", "scene", "script", "telling", "options",
    "truth", "words", "map", "list", "form", "whole", "picture", "pronouns",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Key:
    """A key: what it holds, what it is for, whether it must be there."""

    holds: Holds
    about: str
    required: bool = False


Form = Mapping[str, Key]

STORY: Form = {
    "story": Key("word", "the story's id, kept in every save: never change it", required=True),
    "title": Key("line", "the title", required=True),
    "version": Key("line", "the version of the story, shown in the list of saves"),
    "author": Key("line", "who wrote it"),
    "about": Key("line", "one or a few lines under the title"),
    "cover": Key("word", "a picture of `art` for the title screen"),
    "company": Key("text", "who is with the player, over the scene while it says something"),
    "carried": Key("text", "what the player has on them, on the page of the bag above its things; may depend on the state"),
    "content note": Key("line", "what a player should know before the first scene"),
    "start": Key("scene", "the first scene", required=True),
    "cast": Key("map", "who speaks: id: {name: …}"),
    "each student": Key("map", "attributes that every student has: trust: {range: 0..3}"),
    "variables": Key("map", "what the story remembers"),
    "acts": Key("map", "what the folders are called: camp: The camp"),
    "places": Key("map", "places of the player's map"),
    "art": Key("map", "pictures in text: fence: {words: A fence.}"),
    "sounds": Key("map", "what is to be heard: siren: {words: A siren winds up.}"),
    "notes": Key("map", "what can go into the journal"),
    "achievements": Key("map", "what a player can earn, beyond the run: id: {title: …, hint: …}"),
    "endings": Key("map", "how it can end"),
    "decks": Key("map", "scenes that offer themselves: road: What happens on the road; or with keys of its own"),
    "events": Key("map", "scenes that come by themselves: curfew: {when: …, visit: …}"),
    "always": Key("list", "conditions that must hold in every state that a player can reach"),
}

MEMBER: Form = {
    "name": Key("line", "what they are called", required=True),
    "hangul": Key("line", "the name in hangul"),
    "about": Key("line", "a few words for the page of the party"),
    "now": Key("text", "how they are, for the page of the party; may depend on the state"),
    "pronouns": Key("pronouns", "three forms, or all five: she, her, her, hers, herself"),
    "student": Key("truth", "whether they have the attributes of `each student`"),
}

VARIABLE: Form = {
    "flag": Key("truth", "true or false, and which of them at the start"),
    "range": Key("line", "whole numbers or times, both ends included: 0..5, 22:40..07:00"),
    "one of": Key("words", "just one of these words"),
    "some of": Key("words", "any of these words"),
    "at most": Key("whole", "how many words of a some-of at once"),
    "clamps at": Key("word", "the end where a number is meant to stay when something would take it further: low, high, both"),
    "start": Key("line", "the value at the start"),
    "show": Key("word", "on the status line as: meter, time, number, words; or in the bag: bag"),
    "show when": Key("condition", "shown only while this holds"),
    "label": Key("line", "its name on the status line"),
    "unit": Key("line", "what stands behind a number that is shown: min, steps"),
    "remembers": Key("word", "of the runs before: endings (how many), or last (the value at the last one's end)"),
    "was": Key("words", "older names of it, for old saves"),
}

PLACE: Form = {
    "name": Key("line", "its name", required=True),
    "about": Key("line", "a few words for the map"),
    "was": Key("words", "older ids of it, for `hyosan diff`"),
}

NOTE: Form = {
    "title": Key("line", "its heading in the journal", required=True),
    "kind": Key("word", "note, promise or secret"),
    "text": Key("text", "what the journal says; may depend on the state"),
    "was": Key("words", "older ids of it, for old saves"),
}

ACHIEVEMENT: Form = {
    "title": Key("line", "its title, told when it is earned", required=True),
    "hint": Key("line", "a line for the gallery, for who has not earned it"),
    "was": Key("words", "older ids of it, for old saves and what was earned"),
}

ART: Form = {
    "picture": Key("picture", "lines of characters under `|`; left out, they are in the file art/ID.txt"),
    "words": Key("line", "what the picture shows, for those who do not see it"),
    "bright": Key("line", "characters of it that shine, in quotes"),
    "dim": Key("line", "characters of it that stand back, in quotes"),
}

SOUND: Form = {
    "words": Key("line", "what there is to hear, for those who do not hear it"),
}

ENDING: Form = {
    "title": Key("line", "its title", required=True),
    "hint": Key("line", "a line for the gallery, for who has not seen it"),
    "was": Key("words", "older ids of it, for old saves and what was seen"),
}

DECK: Form = {
    "name": Key("line", "what its scenes have in common, in words", required=True),
    "was": Key("words", "older ids of it, for old saves"),
}

EVENT: Form = {
    "when": Key("condition", "due as soon as this holds"),
    "since": Key("target", "due so many `turns` after that scene was entered, or that label or option passed"),
    "turns": Key("whole", "how many turns after `since`"),
    "at": Key("words", "the places where it may come; anywhere when left out"),
    "again": Key("truth", "comes anew each time after `when` has not held in between"),
    "was": Key("words", "older ids of it, for old saves"),
    "visit": Key("scene", "the scene that is played; then the play goes on where it was", required=True),
}

SCENE: Form = {
    "title": Key("line", "the heading; made from the id when left out"),
    "heading": Key("truth", "false: it begins without a heading, as if what was told before went on"),
    "at": Key("word", "a place of story.yaml"),
    "mood": Key("word", "plain, cold, dark, tense, warm, fire or dawn"),
    "art": Key("word", "a picture of story.yaml, shown when the scene begins"),
    "content note": Key("line", "what is ahead, for players who ask for it: Blood, a death."),
    "todo": Key("line", "what is still missing; for authors only"),
    "was": Key("words", "older ids of it, for old saves"),
    "deck": Key("word", "the deck of story.yaml in which the scene offers itself"),
    "when": Key("condition", "in the deck only then"),
    "priority": Key("whole", "dealt before those with a lower one; 0 when left out"),
    "at most": Key("whole", "how often it may be dealt in a playthrough; once when left out"),
    "sticky": Key("truth", "may be dealt again and again"),
    "pick": Key("text", "what the player reads where it is dealt as an option; else the title"),
    "events": Key("truth", "false: no event comes at its choices"),
    "look": Key("map", "things to look at, at no cost: ribbon, ribbons: Red, mostly."),
    "script": Key("script", "the beats, from top to bottom", required=True),
}

OPTION: Form = {
    "id": Key("word", "its stable name; made from the words of `pick` when left out"),
    "was": Key("words", "older ids of it, for old saves"),
    "pick": Key("text", "what the player reads"),
    "when": Key("condition", "on offer only then"),
    "locked": Key("text", "shown with this reason when `when` does not hold"),
    "each": Key("line", "one option for each student who fits: student where …"),
    "do": Key("effects", "what changes"),
    "then": Key("script", "what follows"),
    "goto": Key("target", "where it leads, after `then`"),
    "end": Key("word", "the ending that follows, after `then`"),
    "return": Key("truth", "goes back from a visited scene, after `then`"),
    "deal": Key("word", "one option for each storylet of that deck which fits"),
    "at most": Key("whole", "how many storylets of the deck at once"),
    "once": Key("truth", "gone when it has been picked"),
    "sticky": Key("truth", "in a hub: stays when it has been picked"),
    "leave": Key("truth", "in a hub: leaves it, after `then`"),
    "fallback": Key("truth", "taken by itself when nothing else is on offer; has no `pick`"),
}

CHECK: Form = {
    "of": Key("number", "the number that the odds go by", required=True),
    "under": Key("whole", "passes for certain while `of` is under this"),
    "odds": Key("map", "value: chance in 100; the nearest listed value at or below counts", required=True),
    "show": Key("truth", "whether the player sees the odds"),
    "id": Key("word", "its stable name, for the dice"),
}

BEATS: Mapping[str, Form] = {
    "choose": {"choose": Key("options", "offers options; goes on after the one that was picked", required=True)},
    "hub": {"hub": Key("options", "offers options until one leaves or none is left", required=True)},
    "if": {
        "if": Key("condition", "one or the other", required=True),
        "then": Key("script", "what is played when it holds", required=True),
        "else": Key("script", "what is played when it does not"),
    },
    "do": {"do": Key("effects", "what changes", required=True)},
    "goto": {"goto": Key("target", "goes there and does not come back", required=True)},
    "label": {"label": Key("word", "a place to go to", required=True)},
    "visit": {"visit": Key("scene", "plays that scene, then goes on here", required=True)},
    "deal": {
        "deal": Key("word", "plays storylets of that deck, then goes on here", required=True),
        "at most": Key("whole", "how many of them, one after the other; one when left out"),
        "else": Key("script", "what is played when there is none"),
    },
    "return": {"return": Key("truth", "goes back from a visited scene at once", required=True)},
    "check": {
        "check": Key("form", "a roll of the dice: a chance in 100, or odds", required=True),
        "pass": Key("script", "what is played when it passes"),
        "fail": Key("script", "what is played when it fails"),
    },
    "each": {
        "each": Key("line", "for each student who fits: student where …", required=True),
        "then": Key("script", "what is played, `it` being the student", required=True),
    },
    "end": {"end": Key("word", "the story is over", required=True)},
    "art": {"art": Key("word", "shows a picture of story.yaml", required=True)},
    "sound": {"sound": Key("word", "a sound of story.yaml is heard", required=True)},
    "harsh": {
        "harsh": Key("telling", "texts and speech that may be too much for some", required=True),
        "soft": Key("telling", "what is told instead to players who ask for less", required=True),
    },
    "todo": {"todo": Key("line", "what is still missing; plays nothing", required=True)},
}
"""The beats by the key that makes them what they are. A text is a paragraph; a member of the cast is speech."""

RESERVED = frozenset(key for form in BEATS.values() for key in form)
"""What a member of the cast cannot be called, because it is a key of a beat."""

TELLING = ("text", "speech", "art", "sound")
"""The kinds of beats that only tell something: what may stand under a key that holds `telling`."""
