"""Columns: what the index knows of each document beside its words, for filters, facets and ordering."""

import json
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from forum.search.whoosh_backend.filters import Mask, accepts
from forum.search.whoosh_backend.values import Plain

Broader = Mapping[Any, Iterable[Any]]

# Ways to derive a facet's values from a column's, remembered for each column.
DERIVATIONS_KEPT = 4


def several(value: Plain) -> Iterable[Any]:
    """A cell's values one by one; an empty list counts as no value, which is None."""
    if isinstance(value, list):
        return value or (None,)
    return (value,)


@dataclass(frozen=True)
class Values:
    """The distinct single values of a column, and which cells hold them: pairs of cell and value, each once."""

    values: list[Any]
    cells: NDArray[np.int32]
    codes: NDArray[np.int32]

    @classmethod
    def of(cls, cells: Iterable[Iterable[Any]]) -> "Values":
        """From each cell's values."""
        known: dict[Any, int] = {}
        owners: list[int] = []
        codes: list[int] = []
        for cell, singles in enumerate(cells):
            for code in {known.setdefault(single, len(known)) for single in singles}:
                owners.append(cell)
                codes.append(code)
        return cls(list(known), np.array(owners, np.int32), np.array(codes, np.int32))

    @cached_property
    def code_of(self) -> dict[Any, int]:
        """The way back from value to code."""
        return {value: code for code, value in enumerate(self.values)}

    def cells_with(self, accepted: NDArray[np.bool_], cell_count: int) -> Mask:
        """Cells that hold one of the accepted values, which are marked by code."""
        cells = np.zeros(cell_count, np.bool_)
        cells[self.cells[accepted[self.codes]]] = True
        return cells

    def counts(self, documents_by_cell: NDArray[np.intp], broader: Broader) -> "Counter[Any]":
        """From how many documents have each cell: how many have each value, or one below it."""
        found = np.bincount(self.codes, documents_by_cell[self.cells], len(self.values))
        counted = Counter({self.values[code]: int(found[code]) for code in np.flatnonzero(found)})
        below: dict[Any, set[int]] = {}
        for code, value in enumerate(self.values if broader else ()):
            for above in broader.get(value, ()):
                below.setdefault(above, {self.code_of.get(above, code)}).add(code)
        for above, codes in below.items():
            accepted = np.zeros(len(self.values), np.bool_)
            accepted[list(codes)] = True
            total = int(documents_by_cell[self.cells_with(accepted, len(documents_by_cell))].sum())
            counted.update({above: total - counted[above]} if total else {})
        return counted


@dataclass
class Column:
    """One field of every document in a segment: the distinct cells, and each document's cell by number.

    Documents share their cells (few kinds, few municipalities, few combinations of themes), so that whatever
    is to be judged, mapped or sorted is so once a cell, and brought to the documents by one indexing.
    """

    codes: NDArray[Any]
    cells: list[Plain]
    _derived: dict[Callable[[Any], Any], Values] = field(default_factory=dict)

    @classmethod
    def decoded(cls, cells: Iterable[bytes], count: int) -> "Column":
        """From what stands on disk for each document."""
        known: dict[bytes, int] = {}
        codes = np.fromiter((known.setdefault(cell, len(known)) for cell in cells), np.int32, count)
        # One document of JSON for all is five times as quick as one for each.
        values: list[Plain] = json.loads(b"[" + b",".join(cell or b"null" for cell in known) + b"]")
        return cls(codes.astype(np.min_scalar_type(len(known))), values)

    @classmethod
    def empty(cls, count: int) -> "Column":
        """No value anywhere: a field that came after the segment."""
        return cls(np.zeros(count, np.uint8), [None])

    def value(self, document: int) -> Plain:
        """Of one document."""
        return self.cells[self.codes[document]]

    def inner(self, name: str) -> "Column":
        """One field of the related rows that the cells hold."""
        return Column(self.codes, [_of_rows(rows, name) for rows in self.cells])

    @cached_property
    def values(self) -> Values:
        """The single values."""
        return Values.of(map(several, self.cells))

    def derived(self, by: Callable[[Any], Any]) -> Values:
        """What a function makes of the values; None stays None. Remembered by the function itself."""
        if by not in self._derived:
            while len(self._derived) >= DERIVATIONS_KEPT:
                del self._derived[next(iter(self._derived))]
            made = [None if value is None else by(value) for value in self.values.values]
            singles: list[list[Any]] = [[] for _cell in self.cells]
            for cell, code in zip(self.values.cells.tolist(), self.values.codes.tolist(), strict=True):
                singles[cell].append(made[code])
            self._derived[by] = Values.of(singles)
        return self._derived[by]

    @cached_property
    def ranks(self) -> NDArray[np.int32]:
        """Each cell's place among the column's values in rising order; -1 where there is no value."""
        cells: list[Any] = self.cells
        filled = [cell for cell, value in enumerate(cells) if value is not None]
        try:
            filled.sort(key=cells.__getitem__)
        except TypeError:  # keys of different models: numbers and texts
            filled.sort(key=lambda cell: (type(cells[cell]).__name__, cells[cell]))
        ranks = np.full(len(self.cells), -1, np.int32)
        ranks[filled] = np.arange(len(filled))
        return ranks

    def matching(self, lookup: str, expected: Any) -> Mask:
        """Documents with a value that the lookup accepts."""
        values = self.values
        accepted = np.zeros(len(values.values), np.bool_)
        if lookup in ("exact", "in"):
            wanted = expected if lookup == "in" else (expected,)
            accepted[[code for one in wanted if (code := values.code_of.get(one)) is not None]] = True
        else:
            judged = accepts(lookup, expected)
            accepted[:] = [judged(value) for value in values.values]
        return self.spread(values.cells_with(accepted, len(self.cells)))

    def judged(self, judge: Callable[[Plain], bool]) -> Mask:
        """Documents whose whole cell passes."""
        return self.spread(np.array([judge(cell) for cell in self.cells], np.bool_))

    def spread(self, by_cell: NDArray[Any]) -> NDArray[Any]:
        """What is known of each cell, for each document."""
        return by_cell[self.codes]

    def counts(self, documents: NDArray[np.int32], broader: Broader, by: Callable[[Any], Any] | None) -> "Counter[Any]":
        """How many of the documents have each value; one with several values counts once under each."""
        by_cell = np.bincount(self.codes[documents], minlength=len(self.cells))
        return (self.values if by is None else self.derived(by)).counts(by_cell, broader)


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
