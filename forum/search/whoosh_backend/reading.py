"""An open index: posting lists and columns, decoded once and kept.

Whoosh walks a posting list document by document through layers of Python objects, which is where its time
goes. Here a whole list is decoded block by block into two arrays, and a column into a Python list; what
follows (`nodes.py`, `filters.py`) is set and dictionary work. Segments never change once written, so what
was decoded stays good for as long as the segment lives; only its deletions are read anew.

Not thread-safe in itself (Whoosh's files share a read position): `Snapshot.for_each_segment` takes turns.
"""

import math
import threading
from array import array
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, TypeVar

from whoosh.codec.whoosh3 import W3LeafMatcher
from whoosh.reading import TermNotFound

from forum.search.whoosh_backend.filters import accepts
from forum.search.whoosh_backend.values import Plain, decode, unpack

# Postings kept decoded for each segment, 8 bytes each.
POSTINGS_KEPT = 1_000_000
# A short prefix can stand before thousands of words; a suggestion needs only some.
LONGEST_EXPANSION = 400

Path = tuple[str, ...]
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Postings:
    """In which documents a term stands, and how much it weighs there."""

    documents: "array[int]"
    weights: "array[float]"


NO_POSTINGS = Postings(array("I"), array("f"))


class Column:
    """One filter field of every document in a segment, and the way back from value to documents."""

    def __init__(self, values: list[Plain]) -> None:
        self.values = values

    @cached_property
    def documents_by_value(self) -> dict[Any, list[int]]:
        """Each value's documents; a document with several values stands under each of them."""
        found: dict[Any, list[int]] = {}
        for document, value in enumerate(self.values):
            for single in several(value):
                found.setdefault(single, []).append(document)
        return found

    def matching(self, lookup: str, expected: Any) -> set[int]:
        """Documents with a value that the lookup accepts. Each distinct value is judged once."""
        by_value = self.documents_by_value
        if lookup in ("exact", "in"):
            wanted: Iterable[Any] = expected if lookup == "in" else (expected,)
            return {document for value in wanted for document in by_value.get(value, ())}
        accepted = accepts(lookup, expected)
        return {doc for value, documents in by_value.items() if accepted(value) for doc in documents}


def several(value: Plain) -> Iterable[Any]:
    """A cell's values one by one; an empty list counts as no value, which is None."""
    if isinstance(value, list):
        return value or (None,)
    return (value,)


class SegmentData:
    """The unchanging part of a segment: shared by the snapshots that still hold it."""

    def __init__(self, storage: Any, schema: Any, segment: Any) -> None:
        codec = segment.codec()
        files = segment.open_compound_file(storage) if segment.is_compound() else storage
        self.schema = schema
        self.size: int = segment.doc_count_all()
        self._automata = codec.automata(files, segment)
        self._terms = codec.terms_reader(files, segment)
        self._documents = codec.per_document_reader(files, segment)
        self._postings: OrderedDict[tuple[str, str], Postings] = OrderedDict()
        self._kept = 0
        self._columns: dict[Path, Column] = {}
        self._texts: Any = None

    def postings(self, field: str, term: str) -> Postings:
        """The decoded posting list, from memory when it was asked for lately."""
        known = self._postings.get((field, term))
        if known is not None:
            self._postings.move_to_end((field, term))
            return known
        matcher = self._matcher(field, term)
        found = NO_POSTINGS if matcher is None else _decoded(matcher)
        self._postings[field, term] = found
        self._kept += len(found.documents)
        while self._kept > POSTINGS_KEPT and len(self._postings) > 1:
            self._kept -= len(self._postings.popitem(last=False)[1].documents)
        return found

    def document_frequency(self, field: str, term: str) -> int:
        """In how many documents the term stands, without reading them."""
        try:
            return int(self._terms.term_info(field, term.encode()).doc_frequency())
        except TermNotFound:
            return 0

    def positions(self, field: str, term: str, wanted: set[int]) -> dict[int, "array[int]"]:
        """Where the term stands, in the wanted documents only."""
        matcher = self._matcher(field, term)
        places: dict[int, array[int]] = {}
        for document in sorted(wanted) if matcher is not None else ():
            if not matcher.is_active():
                break
            matcher.skip_to(document)
            if matcher.is_active() and matcher.id() == document:
                places[document] = matcher.value_as("positions")
        return places

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
        """A filter field's values by document number; KeyError when the index has no such column."""
        column = self._columns.get(path)
        if column is None:
            values = self._cells(path[0])
            for name in path[1:]:
                values = [_of_rows(rows, name) for rows in values]
            column = self._columns[path] = Column(values)
        return column

    def texts(self, document: int) -> list[tuple[str, str]]:
        """A document's searchable texts with the names of their fields."""
        if self._texts is None:
            column = self.schema["texts"].column_type
            self._texts = self._documents.column_reader("texts", column)
        return unpack(self._texts[document])

    def _cells(self, name: str) -> list[Plain]:
        field = self.schema[name]
        if not self._documents.has_column(name):
            return [None] * self.size
        # Most columns hold few different values: each is decoded once, and all its documents share it.
        decoded: dict[bytes, Plain] = {}
        values: list[Plain] = []
        for cell in self._documents.column_reader(name, field.column_type):
            if cell not in decoded:
                decoded[cell] = decode(cell)
            values.append(decoded[cell])
        return values

    def _matcher(self, field: str, term: str) -> Any:
        try:
            return self._terms.matcher(field, term.encode(), self.schema[field].format)
        except TermNotFound:
            return None


def _of_rows(rows: Plain, name: str) -> list[Any]:
    """One field of all related rows, in one list also where each row has several values."""
    found: list[Any] = []
    for row in several(rows):
        value = row.get(name) if row else None
        if isinstance(value, list):
            found.extend(value)
        elif row:
            found.append(value)
    return found


def _decoded(matcher: Any) -> Postings:
    """All of a posting list. Whoosh has no public way to take a block at a time, so this reads its insides.

    Whoosh 2.7.4 is the last of its line and pinned; any other kind of matcher takes the slow public way.
    """
    documents, weights = array("I"), array("f")
    if isinstance(matcher, W3LeafMatcher):
        while matcher.is_active():
            matcher._read_ids()
            matcher._read_weights()
            documents.extend(matcher._ids)
            weights.extend(matcher._weights)
            matcher._next_block()
        return Postings(documents, weights)
    while matcher.is_active():
        documents.append(matcher.id())
        weights.append(matcher.weight())
        matcher.next()
    return Postings(documents, weights)


class Segment:
    """A segment as one snapshot sees it: its data less what has been deleted."""

    def __init__(self, snapshot: "Snapshot", data: SegmentData, deleted: Iterable[int]) -> None:
        self.snapshot = snapshot
        self.data = data
        self.live = set(range(data.size)).difference(deleted)


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
        return sum(len(segment.live) for segment in self.segments)

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
