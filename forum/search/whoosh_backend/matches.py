"""What a search found in each segment: counted, put in order and cut before any object is made of it."""

import logging
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from forum.search.whoosh_backend.columns import Broader
from forum.search.whoosh_backend.filters import Filter
from forum.search.whoosh_backend.nodes import Answer, Node
from forum.search.whoosh_backend.opened import OpenIndex
from forum.search.whoosh_backend.ordering import Ordering
from forum.search.whoosh_backend.reading import Segment

logger = logging.getLogger("forum.search")


class Prior(Hashable, Protocol):
    """How good documents are whatever was asked for; equal ones weigh alike, and are asked once a segment."""

    def __call__(self, segment: Segment) -> NDArray[np.float32]:
        """A factor for each document of the segment."""
        ...


@dataclass(frozen=True, slots=True)
class Hit:
    """One found document."""

    segment: Segment
    document: int
    score: float

    def value(self, *path: str) -> Any:
        """What a column of the index says of it."""
        return self.segment.data.column(path).value(self.document)


@dataclass(slots=True)
class Matches:
    """All documents that a search found, with their scores."""

    found: list[tuple[Segment, Answer]] = field(default_factory=list)

    def __len__(self) -> int:
        return sum(len(answer.documents) for _segment, answer in self.found)

    def best(self, count: int | None, prior: Prior | None = None) -> list[Hit]:
        """The most relevant; of equals the newest (highest key), the same on every page of hits."""
        candidates: list[Hit] = []
        for segment, answer in self.found:
            weighed = answer if prior is None else _weighed(segment, answer, prior)
            candidates += _first(segment, weighed, [-weighed.scores], count)
        candidates.sort(key=lambda hit: (hit.score, hit.value("pk")), reverse=True)
        return candidates[:count]

    def ordered(self, orderings: list[Ordering], count: int | None) -> list[Hit]:
        """Hits in the wished order; where it says nothing, newest first."""
        candidates: list[Hit] = []
        for segment, answer in self.found:
            columns = [segment.data.column((ordering.column,)) for ordering in orderings]
            pairs = zip(orderings, columns, strict=True)
            places = [ordering.places(column)[answer.documents] for ordering, column in pairs]
            candidates += _first(segment, answer, places, count)
        if len(self.found) > 1:
            candidates.sort(key=lambda hit: hit.value("pk"), reverse=True)
            for ordering in reversed(orderings):
                candidates = ordering.sorted(candidates, Hit.value)
        return candidates[:count]

    def counts(self, path: tuple[str, ...], broader: Broader, by: Callable[[Any], Any] | None) -> "Counter[Any]":
        """How many hits have each value of a column; a hit with several values counts once under each."""
        counted: Counter[Any] = Counter()
        for segment, answer in self.found:
            counted.update(segment.data.column(path).counts(answer.documents, broader, by))
        return counted


def _weighed(segment: Segment, answer: Answer, prior: Prior) -> Answer:
    factors = segment.data.weights(prior, lambda: prior(segment))
    return Answer(answer.documents, answer.scores * factors[answer.documents])


def _first(segment: Segment, answer: Answer, places: Sequence[NDArray[Any]], count: int | None) -> Iterator[Hit]:
    """The first hits by the places (rising), then by key (falling)."""
    chosen = np.arange(len(answer.documents))
    if places and count is not None and count < len(chosen):
        # Only what is as good as the last that will be shown needs to be sorted.
        limit = np.partition(places[0], count)[count]
        chosen = np.flatnonzero(places[0] <= limit)
    keys = segment.data.column(("pk",))
    newest_first = -keys.ranks[keys.codes[answer.documents[chosen]]]
    order = np.lexsort([newest_first, *(row[chosen] for row in reversed(places))])
    chosen = chosen[order[:count]]
    for document, score in zip(answer.documents[chosen].tolist(), answer.scores[chosen].tolist(), strict=True):
        yield Hit(segment, document, score)


def find(opened: OpenIndex, node: Node, condition: Filter) -> Matches | None:
    """Put a query to the index; None when there is none."""

    def search(segment: Segment) -> tuple[Segment, Answer]:
        answer = segment.answer(node)
        if len(answer.documents):
            answer = answer.within(segment.data.passing(condition) & segment.live)
        return segment, answer

    snapshot = opened.snapshot()
    if snapshot is None:
        logger.warning("There is no search index in %s: run update_index.", opened.folder.path)
        return None
    return Matches([found for found in snapshot.for_each_segment(search) if len(found[1].documents)])
