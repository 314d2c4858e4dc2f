"""An open index: posting lists and columns, decoded once and kept.

Whoosh walks a posting list document by document through layers of Python objects, which is where its time
goes. Here lists and columns are numpy arrays, and what follows (`nodes.py`, `filters.py`) is arithmetic on
them. Segments never change once written, so what was worked out of one stays good for as long as it lives;
only its deletions are read anew.

Not thread-safe in itself (Whoosh's files share a read position): `Snapshot.for_each_segment` takes turns.
"""

import math
import threading
from collections.abc import Callable, Hashable, Iterable, Iterator
from functools import cached_property
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec
from whoosh.reading import TermNotFound

from forum.search.whoosh_backend.columns import Column
from forum.search.whoosh_backend.filters import Filter, Mask
from forum.search.whoosh_backend.kept import Kept
from forum.search.whoosh_backend.nodes import Answer, Node
from forum.search.whoosh_backend.postings import NO_PLACES, NO_POSTINGS, PostingList, Postings
from forum.search.whoosh_backend.values import unpack

# Bytes kept of each segment: some two hundred common words at 20,000 pages, and what the facets of a few
# readers' searches share.
POSTINGS_KEPT = 8_000_000
PLACES_KEPT = 4_000_000
MASKS_KEPT = 2_000_000
ANSWERS_KEPT = 1_000_000
WEIGHTS_KEPT = 1_000_000
# A short prefix can stand before thousands of words; a suggestion needs only some.
LONGEST_EXPANSION = 400

Path = tuple[str, ...]
T = TypeVar("T")


class SegmentData:
    """The unchanging part of a segment: shared by the snapshots that still hold it."""

    def __init__(self, storage: Any, schema: Any, segment: Any) -> None:
        codec = segment.codec()
        files = segment.open_compound_file(storage) if segment.is_compound() else storage
        self.schema = schema
        self.size: int = segment.doc_count_all()
        self._automata = codec.automata(files, segment)
        self._terms = codec.terms_reader(files, segment)
        self._lists = segment.open_file(files, W3Codec.POSTS_EXT)
        self._documents = codec.per_document_reader(files, segment)
        self._columns: dict[Path, Column] = {}
        self._postings: Kept[tuple[str, str], Postings] = Kept(POSTINGS_KEPT)
        self._places: Kept[tuple[str, str], NDArray[np.int64]] = Kept(PLACES_KEPT)
        self._masks: Kept[Filter, Mask] = Kept(MASKS_KEPT)
        self._weights: Kept[Hashable, NDArray[np.float32]] = Kept(WEIGHTS_KEPT)

    def postings(self, field: str, term: str) -> Postings:
        """In which documents the term stands, and what it is worth there."""

        def read() -> Postings:
            found = self._list(field, term)
            return NO_POSTINGS if found is None else found.postings()

        return self._postings.get((field, term), read)

    def places(self, field: str, term: str) -> NDArray[np.int64]:
        """Where the term stands: see `PostingList.places`."""

        def read() -> NDArray[np.int64]:
            found = self._list(field, term)
            return NO_PLACES if found is None else found.places()

        return self._places.get((field, term), read)

    def document_frequency(self, field: str, term: str) -> int:
        """In how many documents the term stands, without reading them."""
        try:
            return int(self._terms.term_info(field, term.encode()).doc_frequency())
        except TermNotFound:
            return 0

    def terms_with_prefix(self, field: str, prefix: str) -> Iterator[str]:
        """Terms that begin so, in alphabetical order, up to a limit."""
        start = prefix.encode()
        for count, (name, term) in enumerate(self._terms.terms_from(field, start)):
            if name != field or not term.startswith(start) or count >= LONGEST_EXPANSION:
                return
            yield term.decode()

    def terms_like(self, field: str, term: str, distance: int) -> Iterator[str]:
        """Terms within so many typing errors, the first letter taken as right."""
        cursor = self._terms.cursor(field, self.schema[field])
        yield from self._automata.terms_within(cursor, term, distance, prefix=1)

    def column(self, path: Path) -> Column:
        """A filter field of all documents; KeyError when the index has no such column."""
        column = self._columns.get(path)
        if column is None:
            column = self._column(path[0])
            for name in path[1:]:
                column = column.inner(name)
            self._columns[path] = column
        return column

    def passing(self, condition: Filter) -> Mask:
        """The documents that a filter lets through, deleted ones among them. Not to be written in."""
        try:
            return self._masks.get(condition, lambda: condition.mask(self))
        except TypeError:  # a range is a list, which has no hash
            return condition.mask(self)

    def weights(self, prior: Hashable, weigh: Callable[[], NDArray[np.float32]]) -> NDArray[np.float32]:
        """What a prior makes of the documents, worked out once."""
        return self._weights.get(prior, weigh)

    def texts(self, document: int) -> list[tuple[str, str]]:
        """A document's searchable texts with the names of their fields."""
        return unpack(self._text_cells[document])

    @cached_property
    def _text_cells(self) -> Any:
        return self._documents.column_reader("texts", self.schema["texts"].column_type)

    def _column(self, name: str) -> Column:
        field = self.schema[name]
        if not self._documents.has_column(name):
            return Column.empty(self.size)
        reader = self._documents.column_reader(name, field.column_type)
        return Column.decoded(_cells(reader), self.size)

    def _list(self, field: str, term: str) -> PostingList | None:
        try:
            return PostingList(self._lists, self._terms.term_info(field, term.encode()))
        except TermNotFound:
            return None


def _cells(reader: Any) -> Iterator[bytes]:
    """A column's cells. Whoosh's own iteration asks the operating system for each of them."""
    whole = reader._dbfile.get(reader._basepos, sum(reader._lengths))
    at = 0
    for length in reader._lengths:
        yield whole[at : at + length]
        at += length


class Segment:
    """A segment as one snapshot sees it: its data less what has been deleted."""

    def __init__(self, snapshot: "Snapshot", data: SegmentData, deleted: Iterable[int]) -> None:
        self.snapshot = snapshot
        self.data = data
        self.live: Mask = np.ones(data.size, np.bool_)
        self.live[list(deleted)] = False
        self.count = int(np.count_nonzero(self.live))
        self._answers: Kept[Node, Answer] = Kept(ANSWERS_KEPT)

    def answer(self, node: Node) -> Answer:
        """What the query finds. Facets search with the same words and other filters: they aren't scored again."""
        return self._answers.get(node, lambda: node.answer(self))


class Snapshot:
    """The index at one commit. Searches that began on it end on it."""

    def __init__(self, generation: tuple[str, int], lock: threading.RLock) -> None:
        self.generation = generation
        self.segments: list[Segment] = []
        self._lock = lock
        self._rarities: dict[tuple[str, str], float] = {}

    @property
    def size(self) -> int:
        """Documents that can be found."""
        return sum(segment.count for segment in self.segments)

    def rarity(self, field: str, term: str) -> float:
        """The inverse document frequency: how much a term says about a document."""
        known = self._rarities.get((field, term))
        if known is None:
            frequency = sum(segment.data.document_frequency(field, term) for segment in self.segments)
            known = 1.0 + math.log(max(self.size, frequency, 1) / (frequency + 1.0) + 1.0)
            self._rarities[field, term] = known
        return known

    def for_each_segment(self, work: Callable[[Segment], T]) -> list[T]:
        """Run the work on every segment, alone among this process's threads."""
        with self._lock:
            return [work(segment) for segment in self.segments]
