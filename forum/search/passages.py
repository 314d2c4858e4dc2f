"""The piece of a text that shows why it was found, with the found words marked. Pure: text in, HTML out.

Everything that comes out is escaped; the only markup is `<mark>`.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass
from html import escape

from forum.search.language import analysis, stemming

PASSAGE_LENGTH = 200
# Text before the first found word, so that the reader sees what it is about.
LEAD_IN = 50
# A longer text is searched whole, but its passage is taken from the beginning.
LONGEST_TEXT = 60_000
ELLIPSIS = "…"
_SENTENCE_ENDS = (". ", "! ", "? ", "· ")
_ACCENTED = re.compile(r"[^\x00-\x7f\Wæøå]")
_HYPHENS = ("-", "\u2010", "\u2011")
_LINE_ENDS = (".", "!", "?", ":", ";", ",")


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of text as HTML, and how well it answers.

    First the number of different terms, then of all found words, those that were asked for counted twice.
    """

    html: str
    worth: tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Found:
    start: int
    end: int
    terms: tuple[str, ...]
    exact: bool


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
    lines = [" ".join(line.split()) for line in text.split("\n")]
    joined = ""
    for line in filter(None, lines):
        joined += line if not joined else f" {line}" if joined.endswith(_LINE_ENDS) else f" · {line}"
    return joined


def _found(text: str, terms: Set[str]) -> list[_Found]:
    """The words that are looked for, in their order."""
    return [
        _Found(start + begin, start + end, held, exact=own in terms)
        for start, stop in _worth_reading(text, terms)
        for begin, end, word in analysis.word_spans(text[start:stop])
        if (held := _terms_in(word, own := analysis.stem(word) or word, terms))
    ]


def _worth_reading(text: str, terms: Set[str]) -> Iterator[tuple[int, int]]:
    """Pieces between spaces that may hold one of the words.

    A page of hits has some five thousand words, and taking each apart would cost more than all else in a
    search. Most can be passed over, since they hold nothing that a right word might begin with.
    """
    if not all(map(str.isalpha, terms)):
        # Numbers and sections of laws are words that may have spaces in them.
        yield 0, len(text)
        return
    lowered = _lowered(text)
    pieces = {*_HYPHENS, *(beginning for term in terms for beginning in analysis.beginnings_of(term))}
    end = 0
    for place in sorted(place for piece in pieces for place in _places(lowered, piece)):
        if place >= end:
            start = lowered.rfind(" ", end, place) + 1 or end
            after = lowered.find(" ", place)
            end = after if after >= 0 else len(lowered)
            yield start, end


def _lowered(text: str) -> str:
    """In lower case and plain letters, each where it stood: some would be two when they are changed."""
    lowered = text.lower()
    if len(lowered) != len(text):
        lowered = "".join(sign if len(sign.lower()) > 1 else sign.lower() for sign in text)
    return _ACCENTED.sub(lambda sign: one if len(one := stemming.unaccented(sign.group())) == 1 else "?", lowered)


def _places(lowered: str, piece: str) -> Iterator[int]:
    start = lowered.find(piece)
    while start >= 0:
        yield start
        start = lowered.find(piece, start + 1)


def _terms_in(word: str, own: str, terms: Set[str]) -> tuple[str, ...]:
    """Which of the terms a page with this word is found by: a compound shows both of its parts."""
    held = tuple(term for term, _share in analysis.indexed_terms(word) if term in terms)
    return held or ((own,) if own in terms else ())


def _windows(found: list[_Found]) -> Iterator[tuple[tuple[int, int], int, int]]:
    """For each found word, what a passage that begins there would hold: worth, first and last."""
    last = 0
    held: Counter[str] = Counter()
    exact = 0
    for first, word in enumerate(found):
        while last < len(found) and (last <= first or found[last].end - word.start <= PASSAGE_LENGTH - LEAD_IN):
            held.update(found[last].terms)
            exact += found[last].exact
            last += 1
        # Later windows must be better, not as good: a text's beginning tells most about it.
        yield (len(held), last - first + exact), first, last - 1
        held -= Counter(word.terms)
        exact -= word.exact


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
