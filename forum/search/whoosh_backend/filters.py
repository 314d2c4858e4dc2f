"""Which documents a search may find: the queryset's conditions, judged on the index's columns.

A filter tree is made once for each search, with every subquery already run (`conditions.py`), and then
answers with a mask over the documents of each segment. Permission comes through here and nowhere else:
it is never part of the query text.
"""

import operator
from collections.abc import Callable, Hashable, Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from forum.search.whoosh_backend.reading import SegmentData

Mask = NDArray[np.bool_]

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


class Filter(Hashable, Protocol):
    """Anything that picks documents of a segment, whether they have been deleted since or not.

    Filters are plain values; what one finds in a segment is remembered (`SegmentData.passing`).
    """

    def mask(self, data: "SegmentData") -> Mask:
        """True for each document that passes."""
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

    def mask(self, data: "SegmentData") -> Mask:
        """Each distinct value of the column is judged once."""
        return data.column(self.path).matching(self.lookup, self.expected)


@dataclass(frozen=True, slots=True)
class SameRow:
    """Several conditions that one and the same related object must fulfil."""

    conditions: tuple[Condition, ...]

    def mask(self, data: "SegmentData") -> Mask:
        """Row by row; only relations with two or more conditions come here."""
        judges = [(c.path[-1], accepts(c.lookup, c.expected)) for c in self.conditions]
        column = data.column(self.conditions[0].path[:-1])
        return column.judged(lambda rows: isinstance(rows, list) and any(_fulfils(row, judges) for row in rows))


def _fulfils(row: Any, judges: Iterable[tuple[str, Callable[[Any], bool]]]) -> bool:
    return all(judge(row.get(name)) for name, judge in judges)


@dataclass(frozen=True, slots=True)
class OfModels:
    """Documents of these models. Every search has one: an index holds all kinds."""

    labels: frozenset[str]

    def mask(self, data: "SegmentData") -> Mask:
        """Most searches ask for pages, and most documents are pages."""
        return data.column(("model",)).matching("in", self.labels)


@dataclass(frozen=True, slots=True)
class Every:
    """Documents that pass all of these."""

    filters: tuple[Filter, ...]

    def mask(self, data: "SegmentData") -> Mask:
        """The parts are remembered by themselves: the searches of one page share most of them."""
        passing = np.ones(data.size, np.bool_)
        for part in self.filters:
            passing &= data.passing(part)
        return passing


@dataclass(frozen=True, slots=True)
class Some:
    """Documents that pass at least one of these."""

    filters: tuple[Filter, ...]

    def mask(self, data: "SegmentData") -> Mask:
        """The union."""
        passing = np.zeros(data.size, np.bool_)
        for part in self.filters:
            passing |= data.passing(part)
        return passing


@dataclass(frozen=True, slots=True)
class Except:
    """Documents that do not pass."""

    inner: Filter

    def mask(self, data: "SegmentData") -> Mask:
        """All the others."""
        return ~data.passing(self.inner)


@dataclass(frozen=True, slots=True)
class NoDocuments:
    """What `queryset.none()` and an empty subquery become."""

    def mask(self, data: "SegmentData") -> Mask:
        """Nothing passes."""
        return np.zeros(data.size, np.bool_)


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
