"""Query nodes: what the user asked for, in terms of the index, each able to answer for one segment.

A node is a plain value (frozen, comparable) made by `queries.py` from modelsearch's query classes. There is
no query *language* on the way: Whoosh's parser takes operators, field names and wildcards from the user's
text, and some of those never end. An answer is two arrays, documents in rising order and their scores; deleted
documents are taken out when it is used (`matches.find`).
"""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from forum.search.whoosh_backend.filters import Mask
from forum.search.whoosh_backend.postings import Documents
from forum.search.whoosh_backend.schema import BLOCK_SIZE

if TYPE_CHECKING:
    from forum.search.whoosh_backend.reading import Segment

Scores = NDArray[np.float32]

_POSITION = (1 << 32) - 1


@dataclass(frozen=True, slots=True)
class Answer:
    """The documents that match, in rising order, and how well each does."""

    documents: Documents
    scores: Scores

    @property
    def nbytes(self) -> int:
        """For `Kept`."""
        return self.documents.nbytes + self.scores.nbytes

    def within(self, mask: Mask) -> "Answer":
        """Those of the documents that the mask holds."""
        kept = mask[self.documents]
        return Answer(self.documents[kept], self.scores[kept])

    def mask(self, size: int) -> Mask:
        """The documents among all of a segment."""
        mask = np.zeros(size, np.bool_)
        mask[self.documents] = True
        return mask


def equally_good(mask: Mask, score: float) -> Answer:
    """All documents that the mask holds, with one score."""
    documents = np.flatnonzero(mask).astype(np.int32)
    return Answer(documents, np.full(len(documents), score, np.float32))


class Node(Hashable, Protocol):
    """Anything that can be searched for."""

    def answer(self, segment: "Segment") -> Answer:
        """The documents that match, and how well."""
        ...


@dataclass(frozen=True, slots=True)
class Everything:
    """All documents, equally good."""

    boost: float = 1.0

    def answer(self, segment: "Segment") -> Answer:
        """The whole segment."""
        return equally_good(np.ones(segment.data.size, np.bool_), self.boost)


@dataclass(frozen=True, slots=True)
class Nothing:
    """No document: what a query without a single word becomes."""

    def answer(self, segment: "Segment") -> Answer:
        """Empty."""
        return equally_good(np.zeros(segment.data.size, np.bool_), 0.0)


@dataclass(frozen=True, slots=True)
class Word:
    """One term, in any search field or only in the named ones."""

    field: str
    term: str
    fields: frozenset[str] | None = None
    boost: float = 1.0

    def answer(self, segment: "Segment") -> Answer:
        """BM25 with the lengths weighed in beforehand (`schema.weight_of`)."""
        worth = self.boost * segment.snapshot.rarity(self.field, self.term)
        postings = segment.data.postings(self.field, self.term)
        found = Answer(postings.documents, postings.worths * np.float32(worth))
        if self.fields is None:
            return found
        return found.within(standing_at(places_of(segment, self.field, self.term, self.fields), segment.data.size))


def places_of(segment: "Segment", field: str, term: str, names: Iterable[str] | None) -> NDArray[np.int64]:
    """Where the term stands (`PostingList.places`), only within the named search fields if any are."""
    places = segment.data.places(field, term)
    if names is None:
        return places
    blocks = list(segment.data.schema[field].block_numbers(names))
    return places[np.isin((places & _POSITION) // BLOCK_SIZE, blocks)]


def standing_at(places: NDArray[np.int64], size: int) -> Mask:
    """The documents of the places."""
    mask = np.zeros(size, np.bool_)
    mask[places >> 32] = True
    return mask


@dataclass(frozen=True, slots=True)
class WordsInOrder:
    """A phrase: the words one after another in the same text, stop words among them."""

    field: str
    terms: tuple[str, ...]
    fields: frozenset[str] | None = None
    boost: float = 1.0

    def answer(self, segment: "Segment") -> Answer:
        """As good as its words together, where they stand in order."""
        together = AllOf(tuple(Word(self.field, term, None, self.boost) for term in self.terms))
        candidates = together.answer(segment)
        if not len(candidates.documents):
            return candidates
        return candidates.within(standing_at(self._beginnings(segment), segment.data.size))

    def _beginnings(self, segment: "Segment") -> NDArray[np.int64]:
        """Where the phrase begins: each word's places, set back by its number in the phrase, are the same."""
        starts = [places_of(segment, self.field, term, self.fields) - number for number, term in enumerate(self.terms)]
        # The rarest first, so that the others are only looked up.
        starts.sort(key=len)
        common = starts[0]
        for other in starts[1:]:
            common = in_both(common, other)
        return common


def in_both(few: NDArray[np.int64], many: NDArray[np.int64]) -> NDArray[np.int64]:
    """Numbers that stand in both of two rising rows."""
    if not len(many):
        return many
    places = np.searchsorted(many, few)
    places[places == len(many)] = 0
    return few[many[places] == few]


@dataclass(frozen=True, slots=True)
class WordBeginning:
    """All words that begin so; a document is as good as its best word."""

    field: str
    prefix: str
    fields: frozenset[str] | None = None
    boost: float = 1.0

    def answer(self, segment: "Segment") -> Answer:
        """A whole word counts more than the beginning of a longer one."""
        return best_of(segment, [
            Word(self.field, term, self.fields, self.boost * len(self.prefix) / len(term))
            for term in segment.data.terms_with_prefix(self.field, self.prefix)
        ])  # fmt: skip


@dataclass(frozen=True, slots=True)
class WordLike:
    """Words within one or two typing errors."""

    field: str
    term: str
    fields: frozenset[str] | None = None
    boost: float = 1.0

    def answer(self, segment: "Segment") -> Answer:
        """The word as written counts most. Short words have too many neighbours and must be right."""
        distance = 0 if len(self.term) < 4 else 1 if len(self.term) < 8 else 2
        like = segment.data.terms_like(self.field, self.term, distance) if distance else ()
        others = [Word(self.field, term, self.fields, self.boost / 2) for term in like if term != self.term]
        return best_of(segment, [Word(self.field, self.term, self.fields, self.boost), *others])


def best_of(segment: "Segment", words: Iterable[Word]) -> Answer:
    """Documents with any of the words, each as good as its best one."""
    best = np.zeros(segment.data.size, np.float32)
    found = np.zeros(segment.data.size, np.bool_)
    for word in words:
        answer = word.answer(segment)
        best[answer.documents] = np.maximum(best[answer.documents], answer.scores)
        found[answer.documents] = True
    documents = np.flatnonzero(found).astype(np.int32)
    return Answer(documents, best[documents])


@dataclass(frozen=True, slots=True)
class Unless:
    """The documents that the inner query does not find."""

    inner: Node

    def answer(self, segment: "Segment") -> Answer:
        """Absence has no degrees."""
        return equally_good(~self.inner.answer(segment).mask(segment.data.size), 1.0)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Documents that match every part; the scores of the wanted words are added."""

    parts: tuple[Node, ...]

    def answer(self, segment: "Segment") -> Answer:
        """Exclusions are cut off, and count for nothing."""
        size = segment.data.size
        wanted = [part.answer(segment) for part in self.parts if not isinstance(part, Unless)]
        unwanted = [part.inner.answer(segment) for part in self.parts if isinstance(part, Unless)]
        if not wanted:
            wanted = [Everything().answer(segment)]
        common = wanted[0].mask(size)
        for other in wanted[1:]:
            common &= other.mask(size)
        for other in unwanted:
            common[other.documents] = False
        # Each part holds the common documents in the same order: their scores can be added as they stand.
        scores = [answer.within(common).scores for answer in wanted]
        return Answer(np.flatnonzero(common).astype(np.int32), np.sum(scores, axis=0, dtype=np.float32))


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Documents that match some part; the more parts, the better."""

    parts: tuple[Node, ...]

    def answer(self, segment: "Segment") -> Answer:
        """Sums."""
        matched, scores = _added(segment, self.parts)
        documents = np.flatnonzero(matched).astype(np.int32)
        return Answer(documents, scores[documents])


@dataclass(frozen=True, slots=True)
class MostOf:
    """Documents that match at least so many of the parts."""

    parts: tuple[Node, ...]
    needed: int

    def answer(self, segment: "Segment") -> Answer:
        """The sum, times the share of the parts that match: a rare word alone doesn't outdo two common ones."""
        matched, scores = _added(segment, self.parts)
        documents = np.flatnonzero(matched >= max(self.needed, 1)).astype(np.int32)
        share = (matched[documents] / len(self.parts)).astype(np.float32)
        return Answer(documents, scores[documents] * share)


def _added(segment: "Segment", parts: Sequence[Node]) -> tuple[NDArray[np.uint16], Scores]:
    """For every document of the segment: how many of the parts match, and their scores added."""
    matched = np.zeros(segment.data.size, np.uint16)
    scores = np.zeros(segment.data.size, np.float32)
    for part in parts:
        answer = part.answer(segment)
        matched[answer.documents] += 1
        scores[answer.documents] += answer.scores
    return matched, scores
