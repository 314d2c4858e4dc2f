"""What makes one page better than another whatever was asked for: mild, so that it only settles near-ties."""

import math
from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from django.apps import apps
from numpy.typing import NDArray

from forum.search.whoosh_backend.columns import Column
from forum.search.whoosh_backend.reading import Segment

# A text of today is worth so much more than an old one; twice as many of the words in a title are worth more.
FRESHNESS = 0.15
# After so many years a third of that is left: guides are looked over every year or two.
FADES_IN_YEARS = 1.5
# Ten municipalities that use a thing make it worth an eighth more. Past the cap, more of them say nothing new.
USE = 0.05
MOST_USE = 0.25

_DAYS_A_YEAR = 365.25


@dataclass(frozen=True)
class Prior:
    """For `results.weighed_by`. From a day, not an instant, so that what it says is remembered till tomorrow."""

    today: date

    def __call__(self, segment: Segment) -> NDArray[np.float32]:
        """The factors multiplied; what the index doesn't know of a page counts as 1."""
        weights = np.ones(segment.data.size, np.float32)
        for name, weigh in (("f_text_changed_at", self._freshness), ("r_work", _use), ("model", _kind)):
            if name in segment.data.schema:
                column = segment.data.column((name,))
                weights *= column.spread(weigh(column))
        return weights

    def _freshness(self, column: Column) -> NDArray[np.float32]:
        days = np.array([str(cell)[:10] if cell else "NaT" for cell in column.cells], "datetime64[D]")
        # A text from tomorrow, by another clock, is as fresh as today's.
        years = np.maximum((np.datetime64(self.today) - days).astype(np.float32) / _DAYS_A_YEAR, 0.0)
        years[np.isnat(days)] = np.inf
        return 1.0 + FRESHNESS * np.exp(-years / FADES_IN_YEARS)


def _use(column: Column) -> NDArray[np.float32]:
    """By the municipalities that have taken it into use; of a translation, its work is."""
    users = [len({use.get("municipality_id") for use in _uptakes(cell)}) for cell in column.cells]
    return 1.0 + np.array([min(USE * math.log1p(count), MOST_USE) for count in users], np.float32)


def _uptakes(works: Any) -> list[Any]:
    return [use for work in works or () for use in work.get("uptake") or ()]


def _kind(column: Column) -> NDArray[np.float32]:
    """A page that explains a thing is worth more than one that mentions it: the kind's own `search_weight`."""
    kinds = [apps.get_model(str(cell)) if cell else None for cell in column.cells]
    return np.array([getattr(kind, "search_weight", 1.0) for kind in kinds], np.float32)
