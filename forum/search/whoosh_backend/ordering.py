"""Hits in another order than by relevance."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

Hit = TypeVar("Hit")


@dataclass(frozen=True, slots=True)
class Ordering:
    """One entry of a queryset's `order_by`, on a column of the index."""

    column: str
    reverse: bool
    nulls_first: bool | None = None

    def sorted(self, hits: list[Hit], value_of: Callable[[Hit, str], Any]) -> list[Hit]:
        """A stable sort. Unless said otherwise, empty values are the smallest, as SQLite has it."""
        nulls = [hit for hit in hits if value_of(hit, self.column) is None]
        filled = [hit for hit in hits if value_of(hit, self.column) is not None]
        filled.sort(key=lambda hit: value_of(hit, self.column), reverse=self.reverse)
        first = not self.reverse if self.nulls_first is None else self.nulls_first
        return nulls + filled if first else filled + nulls
