"""Which documents a search may find: the queryset's conditions, judged on the index's columns.

A filter tree is made once for each search, with every subquery already run (`conditions.py`), and then
answers with a set of document numbers for each segment. Permission comes through here and nowhere else:
it is never part of the query text.
"""

import operator
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

if TYPE_CHECKING:
    from forum.search.whoosh_backend.reading import Segment

_COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "gt": operator.gt,
    "gte": operator.ge,
    "lt": operator.lt,
    "lte": operator.le,
}


def accepts(lookup: str, expected: Any) -> Callable[[Any], bool]:
    """The judgement of one lookup on one value; KeyError for a lookup that isn't supported."""
    if lookup == "exact":
        return lambda value: value is not None and value == expected
    if lookup == "in":
        return lambda value: value is not None and value in expected
    if lookup == "isnull":
        return lambda value: (value is None) == bool(expected)
    if lookup == "startswith":
        return lambda value: isinstance(value, str) and value.startswith(expected)
    if lookup == "range":
        low, high = expected
        return lambda value: value is not None and low <= value <= high
    compare = _COMPARISONS[lookup]
    return lambda value: value is not None and compare(value, expected)


class Filter(Protocol):
    """Anything that picks documents of a segment."""

    def documents(self, segment: "Segment") -> set[int]:
        """Numbers of the documents that pass."""
        ...


@dataclass(frozen=True, slots=True)
class Condition:
    """One lookup on one field, on the object itself or at the end of relations.

    `table` is Django's alias of the table the field stands in: conditions with the same alias are about the
    same related object.
    """

    path: tuple[str, ...]
    lookup: str
    expected: Any
    table: str

    def documents(self, segment: "Segment") -> set[int]:
        """By the column's own index, which judges each distinct value once."""
        return segment.data.column(self.path).matching(self.lookup, self.expected)


@dataclass(frozen=True, slots=True)
class SameRow:
    """Several conditions that one and the same related object must fulfil."""

    conditions: tuple[Condition, ...]

    def documents(self, segment: "Segment") -> set[int]:
        """Row by row; only relations with two or more conditions come here."""
        judges = [(c.path[-1], accepts(c.lookup, c.expected)) for c in self.conditions]
        rows_of = segment.data.column(self.conditions[0].path[:-1]).values
        return {
            document
            for document, rows in enumerate(rows_of)
            if isinstance(rows, list) and any(_fulfils(row, judges) for row in rows)
        }


def _fulfils(row: Any, judges: Iterable[tuple[str, Callable[[Any], bool]]]) -> bool:
    return all(judge(row.get(name)) for name, judge in judges)


@dataclass(frozen=True, slots=True)
class OfModels:
    """Documents of these models. Every search has one: an index holds all kinds."""

    labels: frozenset[str]

    def documents(self, segment: "Segment") -> set[int]:
        """Most searches ask for pages, and most documents are pages."""
        return segment.data.column(("model",)).matching("in", self.labels)


@dataclass(frozen=True, slots=True)
class Every:
    """Documents that pass all of these."""

    filters: tuple[Filter, ...]

    def documents(self, segment: "Segment") -> set[int]:
        """Stops as soon as nothing is left."""
        found: set[int] | None = None
        for part in self.filters:
            passing = part.documents(segment)
            found = passing if found is None else found & passing
            if not found:
                return set()
        return found or set()


@dataclass(frozen=True, slots=True)
class Some:
    """Documents that pass at least one of these."""

    filters: tuple[Filter, ...]

    def documents(self, segment: "Segment") -> set[int]:
        """The union."""
        return set().union(*(part.documents(segment) for part in self.filters))


@dataclass(frozen=True, slots=True)
class Except:
    """Documents that do not pass."""

    inner: Filter

    def documents(self, segment: "Segment") -> set[int]:
        """Relative to what is alive in the segment."""
        return segment.live - self.inner.documents(segment)


@dataclass(frozen=True, slots=True)
class NoDocuments:
    """What `queryset.none()` and an empty subquery become."""

    def documents(self, segment: "Segment") -> set[int]:
        """Nothing passes."""
        return set()


def joined(filters: Iterable[Filter]) -> Iterator[Filter]:
    """The same filters, conditions on the same related object put together."""
    by_table: dict[str, list[Condition]] = {}
    for part in filters:
        if isinstance(part, Condition) and len(part.path) > 1:
            by_table.setdefault(part.table, []).append(part)
        else:
            yield part
    for conditions in by_table.values():
        yield conditions[0] if len(conditions) == 1 else SameRow(tuple(conditions))
