"""Sets of municipalities that people speak of."""

from typing import TYPE_CHECKING

from django.db import models
from django.db.models.functions import Abs
from django.utils import timezone

if TYPE_CHECKING:
    from forum.organisations.models import Municipality


class MunicipalityQuerySet(models.QuerySet["Municipality"]):
    """All of the register is public: nothing here is hidden from anyone."""

    def current(self) -> "MunicipalityQuerySet":
        """Those that exist today; former ones only redirect, and coming ones are not there yet."""
        today = timezone.localdate()
        return self.filter(
            models.Q(valid_to__isnull=True) | models.Q(valid_to__gt=today),
            models.Q(valid_from__isnull=True) | models.Q(valid_from__lte=today),
        )

    def present(self, number: str) -> "Municipality | None":
        """The municipality that answers for ``number`` today: itself, or the end of its chain of successors.

        None for a number that never was, and for one whose chain leads nowhere.
        """
        seen: set[str] = set()
        step = self.filter(pk=number).first()
        while step is not None and step.is_former:
            seen.add(step.number)
            successor = step.successor_id
            step = None if successor is None or successor in seen else self.filter(pk=successor).first()
        return step

    def like(self, municipality: "Municipality") -> "MunicipalityQuerySet":
        """Others of the same size group, nearest in population first."""
        return (
            self.current()
            .filter(size_group=municipality.size_group)
            .exclude(pk=municipality.pk)
            .annotate(distance=Abs(models.F("population") - municipality.population))
            .order_by("distance", "sort_key")
        )
