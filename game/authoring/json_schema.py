"""The JSON Schema of story files, made from the table of keys (`game.loading.keys`): it knows what the reader knows.

It says what shape things have; what names mean is for `hyosan check`. The names of a story are offered while typing, but not
demanded: a schema is a file, and a scene that was written after it must not be marked as a mistake. Only who speaks has to be
in it, since a key of a script is a speaker or a typing mistake.

Draft 7, which is what yaml-language-server takes unless it is told otherwise. One schema serves all files of a story: a file
with the keys of `story.yaml` at its top is that, any other one holds scenes. Beats are told apart by a chain of `if`, not by
`oneOf`: so an editor can say what is wrong with *this* beat, and offers its keys only.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Any, get_args

from game.authoring.suggestions import NOTHING, Suggestions
from game.language.domain import Show
from game.loading.forms import ID
from game.loading.keys import (
    ACHIEVEMENT,
    ART,
    BEATS,
    CHECK,
    DECK,
    ENDING,
    EVENT,
    MEMBER,
    NOTE,
    OPTION,
    PLACE,
    RESERVED,
    SCENE,
    SOUND,
    STORY,
    VARIABLE,
    Form,
    Holds,
    Key,
)
from game.loading.variables import KINDS
from game.story.model import MOODS, Clamps, Remembers

Schema = dict[str, Any]

DRAFT = "http://json-schema.org/draft-07/schema#"
ID_PATTERN = f"^{ID.pattern}$"
WHOLE_PATTERN = "^-?[0-9]{1,15}$"
ANY_NAME = ""
CLOSED: Mapping[str, tuple[str, ...]] = {
    "mood": MOODS,
    "show": get_args(Show),
    "kind": ("note", "promise", "secret"),
    "remembers": get_args(Remembers),
    "clamps at": get_args(Clamps),
}
"""Keys that take one of some fixed words."""
MAPS: Mapping[str, str] = {
    "cast": "member", "each student": "variable", "variables": "variable", "acts": "line", "places": "place", "notes": "note",
    "decks": "deck", "events": "event", "achievements": "achievement", "endings": "ending", "look": "text", "odds": "chance",
    "art": "art", "sounds": "sound",
}  # fmt: skip
"""What stands under each name of a map."""
NOT_IDS: Mapping[str, str] = {"look": ANY_NAME, "acts": ANY_NAME, "odds": WHOLE_PATTERN}
"""Maps whose names are no ids, and what these are like."""

_PROSE = ["string", "number", "boolean"]
_SAID = {ID_PATTERN: "An id has lower-case letters, digits and _, and begins with a letter.", WHOLE_PATTERN: "A whole number."}
_ID = {"type": "string", "pattern": ID_PATTERN, "patternErrorMessage": _SAID[ID_PATTERN]}
_WHOLE = {"type": ["integer", "string"], "pattern": WHOLE_PATTERN, "patternErrorMessage": _SAID[WHOLE_PATTERN]}
_SHAPES: Mapping[Holds, Schema] = {
    "word": _ID,
    "text": {"type": _PROSE, "pattern": r"\S"},
    "line": {"type": _PROSE, "pattern": r"\S"},
    "condition": {"type": _PROSE, "pattern": r"\S"},
    "number": {"type": _PROSE, "pattern": r"\S"},
    "effects": {"type": ["string", "array"], "pattern": r"\S", "minItems": 1, "items": {"type": "string", "pattern": r"\S"}},
    "target": {"type": "string", "pattern": r"\S"},
    "scene": {"type": "string", "pattern": r"\S"},
    "options": {"type": "array", "minItems": 1, "items": {"$ref": "#/definitions/option"}},
    "truth": {"type": "boolean"},
    "words": {"type": ["string", "array"], "pattern": ID_PATTERN, "minItems": 1, "items": _ID},
    "pronouns": {
        "type": ["string", "array"],
        "pattern": r"^[^,]*[^,\s][^,]*(,[^,]*[^,\s][^,]*){2}((,[^,]*[^,\s][^,]*){2})?$",
        "minItems": 3,
        "maxItems": 5,
        "not": {"type": "array", "minItems": 4, "maxItems": 4},
        "items": {"type": "string", "pattern": r"\S"},
    },
    "list": {"type": "array", "items": {"type": _PROSE, "pattern": r"\S"}},
    "whole": _WHOLE,
    "picture": {"type": "string", "pattern": r"\S"},
}

_PROPOSED: tuple[Holds, ...] = ("condition", "effects", "target", "scene")
"""What stands in so many places with so many proposals that it has a part of its own."""


def make_schema(offered: Suggestions = NOTHING) -> Schema:
    """The schema; `offered` are the values that an editor proposes, from the names of a story."""
    maker = _Maker(offered)
    return {
        "$schema": DRAFT,
        "type": ["object", "null"],
        "if": {"anyOf": [_has_plain(key) for key, about in STORY.items() if about.required]},
        "then": {"$ref": "#/definitions/story"},
        "else": {"$ref": "#/definitions/scenes"},
        "definitions": maker.definitions(),
    }


def _has_plain(key: str) -> Schema:
    """A map where `key` is no map itself: a scene may have the same name."""
    return {"required": [key], "properties": {key: {"not": {"type": "object"}}}}


class _Maker:
    """Makes the parts of the schema, with the same suggestions in all of them."""

    def __init__(self, offered: Suggestions) -> None:
        self.offered = offered

    def definitions(self) -> dict[str, Schema]:
        """Every named part."""
        forms = {"story": STORY, "member": MEMBER, "place": PLACE, "note": NOTE, "achievement": ACHIEVEMENT, "ending": ENDING,
                 "event": EVENT, "scene": SCENE}  # fmt: skip
        return {
            **{name: self.form(form) for name, form in forms.items()},
            "scenes": {"type": "object", **self._named("scene")},
            **{f"{holds} value": self._value("", holds, {}) for holds in _PROPOSED},
            "line": dict(_SHAPES["line"]),
            "text": dict(_SHAPES["text"]),
            "chance": {**_WHOLE, "minimum": 0, "maximum": 100},
            "variable": self._variable(),
            "option": self._option(),
            "check": {**self.form(CHECK), "required": ["odds", "of"]},
            "deck": {**_SHAPES["line"], "type": [*_PROSE, "object"], **_if_object("named deck")},
            "named deck": self.form(DECK),
            "art": {**self.form(ART), "required": ["words"]},
            "sound": {**self.form(SOUND), "required": ["words"]},
            "script": {**_beat_of([*_PROSE, "object", "array"]), "items": {"$ref": "#/definitions/beat"}},
            "beat": _beat_of([*_PROSE, "object"]),
            "keyed beat": self._keyed_beat(),
        }

    def form(self, form: Form) -> Schema:
        """A map with the keys of a table, and no others."""
        return {
            "type": "object",
            "properties": {name: self.key(name, key) for name, key in form.items()},
            "required": [name for name, key in form.items() if key.required],
            "additionalProperties": False,
        }

    def key(self, name: str, key: Key) -> Schema:
        """What stands behind a key."""
        about = {"description": key.about}
        if name in CLOSED and key.holds == "word":
            return {"enum": list(CLOSED[name]), **about}
        if key.holds in ("script", "telling"):
            return {"$ref": "#/definitions/script", **about}
        if key.holds == "map":
            return {"type": "object", **self._named(MAPS[name], NOT_IDS.get(name, ID_PATTERN)), **about}
        if key.holds == "form":
            return {"type": ["integer", "string", "object"], "pattern": WHOLE_PATTERN, **_if_object("check"), **about}
        return (
            {"$ref": f"#/definitions/{key.holds} value", **about}
            if key.holds in _PROPOSED
            else self._value(name, key.holds, about)
        )

    def _value(self, name: str, holds: Holds, about: Schema) -> Schema:
        """A value, with what an editor proposes for it."""
        shape = {**_SHAPES[holds], **about}
        proposed = [{"label": value, "body": value, "type": "string"} for value in self.offered.of(name, holds)]
        if proposed and "items" in shape:
            shape["items"] = {**shape["items"], "defaultSnippets": proposed}
        return {**shape, "defaultSnippets": proposed} if proposed else shape

    def _named(self, part: str, pattern: str = ID_PATTERN) -> Schema:
        """A map of the author's own names."""
        names = {} if pattern == ANY_NAME else {"propertyNames": {"pattern": pattern, "patternErrorMessage": _SAID[pattern]}}
        return {"additionalProperties": {"$ref": f"#/definitions/{part}"}, **names}

    def _variable(self) -> Schema:
        just_one = "It needs one of `flag`, `range`, `one of` and `some of`, and just one."
        kinds = [{"required": [kind], "errorMessage": just_one} for kind in KINDS]
        form = {**self.form(VARIABLE), "oneOf": kinds, "dependencies": {"at most": ["some of"], "show when": ["show"]}}
        plain = {"enum": ["flag"], "description": "true or false; starts false"}
        return {"type": ["string", "object"], "if": {"type": "object"}, "then": form, "else": plain}

    def _option(self) -> Schema:
        """An option has words, unless it is a fallback or deals storylets, which have words of their own."""
        wordless = {"anyOf": [{"required": ["fallback"]}, {"required": ["deal"]}]}
        return {**self.form(OPTION), "if": {"not": wordless}, "then": {"required": ["pick"]}}

    def _keyed_beat(self) -> Schema:
        """`if` it has the key of this kind of beat `then` it has that form, `else` the next kind; at last, a speech."""
        return reduce(lambda other, kind: _chained(kind, self.form(BEATS[kind]), other), reversed(list(BEATS)), self._not_begun())

    def _not_begun(self) -> Schema:
        """A map without the key of any beat: a speech, or one that is being typed."""
        kinds = {kind: self.key(kind, form[kind]) for kind, form in BEATS.items()}
        helping = "|".join(sorted(RESERVED - set(BEATS)))
        anybody = {f"^(?!({helping})$){ID.pattern}$": {"$ref": "#/definitions/text"}}
        cast = {name: {**_SHAPES["text"], "description": f"{said} says"} for name, said in (self.offered.cast or {}).items()}
        speech = {"properties": {**kinds, **cast}, "patternProperties": anybody if self.offered.cast is None else {}}
        return {"type": "object", **speech, "additionalProperties": False, "minProperties": 1, "maxProperties": 1}


def _chained(kind: str, form: Schema, other: Schema) -> Schema:
    return {"if": {"required": [kind]}, "then": form, "else": other}


def _beat_of(types: list[str]) -> Schema:
    return {"type": types, "pattern": r"\S", **_if_object("keyed beat")}


def _if_object(part: str) -> Schema:
    return {"if": {"type": "object"}, "then": {"$ref": f"#/definitions/{part}"}}
