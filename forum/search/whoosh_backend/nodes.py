"""Query nodes: what the user asked for, in terms of the index, each able to answer for one segment.

A node is a plain value (frozen, comparable) made by `queries.py` from modelsearch's query classes. There is
no query *language* on the way: Whoosh's parser takes operators, field names and wildcards from the user's
text, and some of those never end. An answer is a dictionary from document number to score.
"""

from array import array
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from forum.search.whoosh_backend.schema import BLOCK_SIZE

if TYPE_CHECKING:
    from forum.search.whoosh_backend.reading import Segment

# How soon more of the same word stops counting (BM25's k1): a title's boost still tells when it is reached.
SATURATION = 2.0

Scores = dict[int, float]


class Node(Protocol):
    """Anything that can be searched for."""

    def scores(self, segment: "Segment") -> Scores:
        """The documents that match, and how well."""
        ...


@dataclass(frozen=True, slots=True)
class Everything:
    """All documents, equally good."""

    boost: float = 1.0

    def scores(self, segment: "Segment") -> Scores:
        """Deleted documents are never part of an answer."""
        return dict.fromkeys(segment.live, self.boost)


@dataclass(frozen=True, slots=True)
class Nothing:
    """No document: what a query without a single word becomes."""

    def scores(self, segment: "Segment") -> Scores:
        """Empty."""
        return {}


@dataclass(frozen=True, slots=True)
class Word:
    """One term, in any search field or only in the named ones."""

    field: str
    term: str
    fields: frozenset[str] | None = None
    boost: float = 1.0

    def scores(self, segment: "Segment") -> Scores:
        """BM25 with the lengths weighed in beforehand (`schema.weight_of`)."""
        worth = self.boost * segment.snapshot.rarity(self.field, self.term) * (SATURATION + 1)
        postings = segment.data.postings(self.field, self.term)
        found = {
            document: worth * weight / (weight + SATURATION)
            for document, weight in zip(postings.documents, postings.weights, strict=True)
        }
        if self.fields is None:
            return found
        standing = in_fields(segment, self.field, self.term, self.fields, set(found))
        return {document: found[document] for document in standing}


def in_fields(
    segment: "Segment", field: str, term: str, names: Iterable[str], documents: set[int]
) -> dict[int, list[int]]:
    """The term's positions within the named search fields; documents without any are left out."""
    blocks = segment.data.schema[field].block_numbers(names)
    inside = {
        document: [place for place in places if place // BLOCK_SIZE in blocks]
        for document, places in segment.data.positions(field, term, documents).items()
    }
    return {document: places for document, places in inside.items() if places}


@dataclass(frozen=True, slots=True)
class WordsInOrder:
    """A phrase: the words one after another in the same text, stop words not counted."""

    field: str
    terms: tuple[str, ...]
    fields: frozenset[str] | None = None
    boost: float = 1.0

    def scores(self, segment: "Segment") -> Scores:
        """As good as its words together, where they stand in order."""
        together = AllOf(tuple(Word(self.field, term, self.fields, self.boost) for term in self.terms))
        candidates = together.scores(segment)
        return {doc: candidates[doc] for doc in self._in_order(segment, set(candidates))}

    def _in_order(self, segment: "Segment", candidates: set[int]) -> set[int]:
        starts: dict[int, set[int]] = {}
        for step, term in enumerate(self.terms):
            places = self._places(segment, term, candidates)
            here = {doc: {place - step for place in places.get(doc, ())} for doc in candidates}
            starts = {doc: starts[doc] & here[doc] for doc in candidates} if step else here
            candidates = {doc for doc in candidates if starts[doc]}
        return candidates

    def _places(
        self, segment: "Segment", term: str, candidates: set[int]
    ) -> "dict[int, list[int]] | dict[int, array[int]]":
        if self.fields is None:
            return segment.data.positions(self.field, term, candidates)
        return in_fields(segment, self.field, term, self.fields, candidates)


@dataclass(frozen=True, slots=True)
class WordBeginning:
    """All words that begin so; a document is as good as its best word."""

    field: str
    prefix: str
    fields: frozenset[str] | None = None
    boost: float = 1.0

    def scores(self, segment: "Segment") -> Scores:
        """A whole word counts more than the beginning of a longer one."""
        best: Scores = {}
        for term in segment.data.terms_with_prefix(self.field, self.prefix):
            closeness = self.boost * len(self.prefix) / len(term)
            _keep_best(best, Word(self.field, term, self.fields, closeness).scores(segment))
        return best


@dataclass(frozen=True, slots=True)
class WordLike:
    """Words within one or two typing errors."""

    field: str
    term: str
    fields: frozenset[str] | None = None
    boost: float = 1.0

    def scores(self, segment: "Segment") -> Scores:
        """The word as written counts most. Short words have too many neighbours and must be right."""
        distance = 0 if len(self.term) < 4 else 1 if len(self.term) < 8 else 2
        best = Word(self.field, self.term, self.fields, self.boost).scores(segment)
        for term in segment.data.terms_like(self.field, self.term, distance) if distance else ():
            if term != self.term:
                _keep_best(best, Word(self.field, term, self.fields, self.boost / 2).scores(segment))
        return best


def _keep_best(best: Scores, more: Scores) -> None:
    for document, score in more.items():
        if score > best.get(document, 0.0):
            best[document] = score


@dataclass(frozen=True, slots=True)
class Unless:
    """The documents that the inner query does not find."""

    inner: Node

    def scores(self, segment: "Segment") -> Scores:
        """Absence has no degrees."""
        return dict.fromkeys(segment.live.difference(self.inner.scores(segment)), 1.0)


@dataclass(frozen=True, slots=True)
class AllOf:
    """Documents that match every part; the scores of the wanted words are added."""

    parts: tuple[Node, ...]

    def scores(self, segment: "Segment") -> Scores:
        """The shortest answer first, so that the rest is only looked up; exclusions are cut off last."""
        wanted = [part.scores(segment) for part in self.parts if not isinstance(part, Unless)]
        unwanted = [part.inner.scores(segment) for part in self.parts if isinstance(part, Unless)]
        if not wanted:
            wanted = [Everything().scores(segment)]
        wanted.sort(key=len)
        found = wanted[0]
        for other in wanted[1:]:
            found = {doc: score + other[doc] for doc, score in found.items() if doc in other}
        for other in unwanted:
            found = {doc: score for doc, score in found.items() if doc not in other}
        return found


@dataclass(frozen=True, slots=True)
class AnyOf:
    """Documents that match some part; the more parts, the better."""

    parts: tuple[Node, ...]

    def scores(self, segment: "Segment") -> Scores:
        """Sums."""
        found: Scores = {}
        for part in self.parts:
            for document, score in part.scores(segment).items():
                found[document] = found.get(document, 0.0) + score
        return found
