"""The rules of types: what may be compared with what, and what a bare word, a list or a time means beside another value."""

from __future__ import annotations

from collections.abc import Sequence

from game.language import folding
from game.language.domain import Range, parse_time, value_text
from game.language.mistakes import Mistake, Reading
from game.language.syntax import ArithmeticNode, Comparing, ListNode, MinusNode, NameNode, Node, NumberNode, Syntax, TimeNode
from game.language.tree import Comparison, Constant, Contains, Expression, Read
from game.language.values import (
    Number,
    Student,
    Truth,
    Typed,
    Word,
    Words,
    kind_of,
    known_number,
    look_up,
    unknown_name,
    unknown_word,
    wrong_type,
)


def depends(node: Syntax, reading: Reading) -> bool:
    """Whether only the other side can say what `node` means."""
    return isinstance(node, ListNode | TimeNode) or (isinstance(node, NameNode) and look_up(node, reading) is None)


def beside(node: Syntax, other: Typed, reading: Reading) -> Typed | None:
    """What `node` means beside `other`: a word of its domain first. None when it means the same everywhere."""
    if isinstance(node, NameNode):
        return _name_beside(node, other, reading)
    if isinstance(node, ArithmeticNode | MinusNode | NumberNode) and isinstance(other, Word):
        raise unknown_word(reading.source.text[node.start : node.end], other.words, node)  # `with-you`, `7`
    if isinstance(node, TimeNode) and isinstance(other, Number):
        return _time_beside(node, other)
    if isinstance(node, ListNode) and isinstance(other, Words):
        return Words(Constant(mask_of(node.items, other.words, reading)), other.words, len(other.words))
    return None


def _name_beside(node: NameNode, other: Typed, reading: Reading) -> Typed:
    if isinstance(other, Word) and node.text in other.words:
        return Word(Constant(other.words.index(node.text)), other.words)
    if isinstance(other, Student) and node.text in reading.scope.cast:
        return Student(node.text)
    found = look_up(node, reading)
    if found is None:
        if isinstance(other, Words) and node.text in other.words:
            raise wrong_type(node, f"`{node.text}` is a single word", "A word of a some-of is asked for with `in`.")
        if isinstance(other, Word):
            raise unknown_word(node.text, other.words, node)
        if isinstance(other, Student):
            raise unknown_word(node.text, reading.scope.students, node)
        raise unknown_name(node, reading)
    return found


def _time_beside(node: TimeNode, other: Number) -> Number | None:
    """A time of the day that `other` tells; beside what is worked out, such as `clock - 10`, it may be a length of time."""
    if other.day is not None:
        return known_number(parse_time(node.text, other.day) or 0, other.day)
    if isinstance(other.tree, Read):
        advice = "A variable for times has a range of times: `range: 22:40..07:00`."
        raise wrong_type(node, f"`{node.text}` is a time, and `{other.tree.slot}` is a number", advice)
    return None


def mask_of(items: Sequence[Syntax], words: tuple[str, ...], reading: Reading) -> int:
    """The bits of the words that `items` name. Mistakes: what is no word, and what is there twice."""
    mask = 0
    for item in items:
        bit = 1 << word_of(item, words, reading)
        if mask & bit:
            raise Mistake("twice", item.start, item.end, "this is in the list already", "Remove one of them.")
        mask |= bit
    return mask


def word_of(node: Syntax, words: tuple[str, ...], reading: Reading) -> int:
    """The number of the word that `node` names, `it` included."""
    if not isinstance(node, NameNode):
        raise wrong_type(node, "a word belongs here", "The words of a some-of stand in `story.yaml`.")
    if node.text in words:
        return words.index(node.text)
    found = look_up(node, reading) if node.text == "it" else None
    word = found.id if isinstance(found, Student) else node.text
    if word not in words:
        raise unknown_word(word, words, node)
    return words.index(word)


def compare(sign: Comparing, left: Typed, right: Typed, node: Node, reading: Reading) -> Expression:
    """The comparison of two values; a mistake when their types do not go together."""
    if isinstance(left, Number) and isinstance(right, Number):
        _check_reach(sign, left, right, node, reading)
        return folding.compare(sign, left.tree, right.tree)
    if sign not in ("==", "!="):
        advice = "Only numbers and times have an order; others are compared with `==` and `!=`."
        raise wrong_type(node, f"`{sign}` compares numbers, and this is {_not_number(left, right)}", advice)
    same = _same(left, right, node, reading)
    return same if sign == "==" else folding.negate(same)


def _not_number(left: Typed, right: Typed) -> str:
    return kind_of(right if isinstance(left, Number) else left)


def _same(left: Typed, right: Typed, node: Node, reading: Reading) -> Expression:
    if isinstance(left, Truth) and isinstance(right, Truth):
        return folding.compare("==", left.tree, right.tree)
    if isinstance(left, Student) and isinstance(right, Student):
        return folding.truth(left.id == right.id)
    if isinstance(left, Student) and isinstance(right, Word):
        return _is_student(right, left, node, reading)
    if isinstance(left, Word) and isinstance(right, Student):
        return _is_student(left, right, node, reading)
    if isinstance(left, Word) and isinstance(right, Word) and left.words == right.words:
        return folding.compare("==", left.tree, right.tree)
    if isinstance(left, Words) and isinstance(right, Words) and left.words == right.words:
        return folding.compare("==", left.tree, right.tree)
    if type(left) is type(right):
        raise wrong_type(node, "the two sides have different words", "They can be compared only word by word.")
    advice = "A word of a some-of is asked for with `in`." if isinstance(left, Words) or isinstance(right, Words) else ""
    raise wrong_type(node, f"{kind_of(left)} and {kind_of(right)} cannot be compared", advice)


def _is_student(word: Word, student: Student, node: Node, reading: Reading) -> Expression:
    """Whether the one-of is the student; false when the student is none of its words, a mistake when nobody is."""
    if student.id in word.words:
        return folding.compare("==", word.tree, Constant(word.words.index(student.id)))
    _check_has_students(word.words, node, reading)
    return folding.FALSE


def _check_has_students(words: tuple[str, ...], node: Node, reading: Reading) -> None:
    """A mistake when none of the words is a student: then a comparison with `it` is never meant."""
    if not set(words) & set(reading.scope.cast):
        raise wrong_type(node, "none of the words here is a student", "`it` is compared with students.")


def is_among(left: Typed, items: Sequence[tuple[Node, Typed]], node: Node, reading: Reading) -> Expression:
    """`left in [items]`. The items are known: numbers, words or students."""
    if isinstance(left, Truth | Words):
        raise wrong_type(node, f"`in [ ]` is for numbers and words, and this is {kind_of(left)}")
    if isinstance(left, Student):
        return folding.either(compare("==", left, item, place, reading) for place, item in items)
    values = set()
    for place, item in items:
        same = compare("==", left, item, place, reading)
        if isinstance(same, Comparison) and isinstance(same.right, Constant):
            values.add(same.right.value)
        elif same == folding.TRUE:
            return folding.TRUE
        elif same != folding.FALSE:
            raise wrong_type(place, "what stands in `[ ]` has to be known", "Compare with `==`, and put `or` between.")
    return folding.among(left.tree, frozenset(values))


def is_in(left: Typed, bag: Words, node: Node, reading: Reading) -> Expression:
    """`left in bag` for a student or a one-of; bare words are known by `word_of`."""
    if isinstance(left, Student):
        if left.id in bag.words:
            return Contains(bag.tree, 1 << bag.words.index(left.id))
        _check_has_students(bag.words, node, reading)
        return folding.FALSE
    if isinstance(left, Word) and set(left.words) & set(bag.words):
        return folding.either(
            folding.both((folding.compare("==", left.tree, Constant(number)), Contains(bag.tree, 1 << bag.words.index(word))))
            for number, word in enumerate(left.words)
            if word in bag.words
        )
    raise wrong_type(node, f"{kind_of(left)} cannot be in {kind_of(bag)}", "Write `word in name`.")


def _check_reach(sign: Comparing, left: Number, right: Number, node: Node, reading: Reading) -> None:
    """Warns of a comparison for equality that no value fits, and of a time that the clock does not reach."""
    known, other = (right, left) if isinstance(right.tree, Constant) else (left, right)
    if not isinstance(known.tree, Constant) or isinstance(other.tree, Constant):
        return
    value = known.tree.value
    outside = not other.low <= value <= other.high
    if outside and (sign in ("==", "!=") or known.day is not None):
        shown = Range(other.low, other.high, other.day is not None)
        low, high, never = (value_text(shown, each) for each in (other.low, other.high, value))
        message = f"this goes from {low} to {high}, and is never {never}"
        reading.warn("never-equal", node.start, node.end, message, "Look at its range in `story.yaml`.")
