"""Hits in another order than by relevance."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from forum.search.whoosh_backend.columns import Column

Hit = TypeVar("Hit")


@dataclass(frozen=True, slots=True)
class Ordering:
    """One entry of a queryset's `order_by`, on a column of the index.

    Unless said otherwise, empty values are the smallest, as SQLite has it.
    """

    column: str
    reverse: bool
    nulls_first: bool | None = None

    @property
    def _empty_first(self) -> bool:
        return not self.reverse if self.nulls_first is None else self.nulls_first

    def places(self, column: Column) -> NDArray[np.int32]:
        """For each document of a segment a number that rises in this order."""
        ranks = column.ranks
        last = len(ranks)
        places = last - ranks if self.reverse else ranks
        return column.spread(np.where(ranks < 0, -1 if self._empty_first else last + 1, places))

    def sorted(self, hits: list[Hit], value_of: Callable[[Hit, str], Any]) -> list[Hit]:
        """Hits of several segments, whose places can't be compared: a stable sort by the values."""
        nulls = [hit for hit in hits if value_of(hit, self.column) is None]
        filled = [hit for hit in hits if value_of(hit, self.column) is not None]
        filled.sort(key=lambda hit: value_of(hit, self.column), reverse=self.reverse)
        return nulls + filled if self._empty_first else filled + nulls
