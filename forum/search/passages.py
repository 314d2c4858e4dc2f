"""The piece of a text that shows why it was found, with the found words marked. Pure: text in, HTML out.

Everything that comes out is escaped; the only markup is `<mark>`.
"""

import re
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from html import escape

from forum.search import analysis

PASSAGE_LENGTH = 200
# Text before the first found word, so that the reader sees what it is about.
LEAD_IN = 50
# A longer text is searched whole, but its passage is taken from the beginning.
LONGEST_TEXT = 60_000
ELLIPSIS = "…"
_SENTENCE_ENDS = (". ", "! ", "? ", "· ")
_LINE_END = re.compile(r"(?<![.!?:;,\s])\s*\n\s*")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text as HTML, and how well it answers: first the number of different words, then of all."""

    html: str
    worth: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    term: str


def terms_of(query: str) -> frozenset[str]:
    """What to mark for a query: its words' stems, or the words themselves when all are stop words."""
    return frozenset(analysis.stems(query)) or frozenset(analysis.words(query))


def marked(text: str, terms: Set[str]) -> str:
    """The whole text with the found words marked: for titles."""
    text = analysis.normalised(text)
    return _html(text, 0, len(text), _found(text, terms))


def best_passage(texts: Iterable[str], terms: Set[str]) -> Passage | None:
    """The best piece among several texts, the first of equals; None when no word stands in any of them."""
    passages = [passage for text in texts if (passage := passage_of(text, terms))]
    return max(passages, key=lambda passage: passage.worth, default=None)


def passage_of(text: str, terms: Set[str]) -> Passage | None:
    """The piece with the most different found words, begun at a sentence where one is near."""
    text = _one_line(analysis.normalised(text[:LONGEST_TEXT]))
    found = _found(text, terms)
    if not found:
        return None
    worth, first, last = max(_windows(found), key=lambda window: window[0])
    start = _start(text, found[first].start)
    end = _end(text, max(start + PASSAGE_LENGTH, found[last].end))
    before = f"{ELLIPSIS} " if text[:start].strip() else ""
    after = f" {ELLIPSIS}" if text[end:].strip() else ""
    return Passage(f"{before}{_html(text, start, end, found)}{after}", worth)


def _one_line(text: str) -> str:
    """Lines joined so that a heading or a list item does not run into the next."""
    return _SPACE.sub(" ", _LINE_END.sub(" · ", text.strip()))


def _found(text: str, terms: Set[str]) -> list[_Found]:
    return [
        _Found(start, end, term)
        for start, end, word in analysis.word_spans(text)
        if (term := analysis.stem(word) or word) in terms
    ]


def _windows(found: list[_Found]) -> Iterator[tuple[tuple[int, int], int, int]]:
    """For each found word, what a passage that begins there would hold: worth, first and last."""
    last = 0
    held: dict[str, int] = {}
    for first, word in enumerate(found):
        while last < len(found) and found[last].end - word.start <= PASSAGE_LENGTH - LEAD_IN:
            held[found[last].term] = held.get(found[last].term, 0) + 1
            last += 1
        if last <= first:  # a single word longer than a passage
            yield (1, 1), first, first
            last = first + 1
            continue
        # Later windows must be better, not as good: a text's beginning tells most about it.
        yield (len(held), last - first), first, last - 1
        held[word.term] = held.get(word.term, 1) - 1
        if not held[word.term]:
            del held[word.term]


def _start(text: str, found_at: int) -> int:
    earliest = max(found_at - LEAD_IN, 0)
    if not earliest:
        return 0
    lead = text[earliest:found_at]
    sentence = max(lead.rfind(end) + len(end) if end in lead else 0 for end in _SENTENCE_ENDS)
    if sentence:
        return earliest + sentence
    return earliest + lead.find(" ") + 1 if " " in lead else found_at


def _end(text: str, wanted: int) -> int:
    if wanted >= len(text):
        return len(text)
    space = text.rfind(" ", wanted - 30, wanted + 1)
    return space if space > 0 else wanted


def _html(text: str, start: int, end: int, found: list[_Found]) -> str:
    pieces: list[str] = []
    at = start
    for word in found:
        if word.start >= at and word.end <= end:
            pieces += [
                escape(text[at : word.start]),
                "<mark>",
                escape(text[word.start : word.end]),
                "</mark>",
            ]
            at = word.end
    return "".join(pieces) + escape(text[at:end])
