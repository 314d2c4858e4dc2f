"""From a Django queryset's WHERE to a filter tree. The database is asked here, and only here."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Subquery
from django.db.models.sql import Query
from modelsearch.backends.base import FilterError
from modelsearch.index import RelatedFields

from forum.search.conditions import EveryCondition
from forum.search.whoosh_backend import filters
from forum.search.whoosh_backend.schema import column_name
from forum.search.whoosh_backend.values import plain

LOOKUPS = {"exact", "in", "isnull", "startswith", "prefix", "gt", "gte", "lt", "lte", "range"}


class QuerysetConditions(EveryCondition):
    """The half of a query compiler that reads the queryset; `queries.py` reads the words."""

    def filter_tree(self) -> filters.Filter:
        """All that limits what may be found: the model, and what the queryset says."""
        labels = frozenset(model._meta.label_lower for model in _with_descendants(self.queryset.model))
        conditions = self._get_filters_from_queryset()
        found: list[filters.Filter] = [filters.OfModels(labels)]
        if conditions is not None:
            found.append(conditions)
        return filters.Every(tuple(found))

    def _own_key(self, column: Any, lookup: str, value: Any) -> filters.Filter:
        return self._looked_up(("pk",), lookup, column, value)

    def _process_filter(self, column: Any, lookup: str, value: Any, check_only: bool = False) -> Any:
        """As the base class, but remembers the table: see `Condition.table`."""
        path = self._get_filter_field_path_for_column(column)
        return None if check_only else self._looked_up(self._column_path(path), lookup, column, value)

    def _looked_up(self, path: tuple[str, ...], lookup: str, column: Any, value: Any) -> filters.Filter:
        if lookup not in LOOKUPS:
            raise FilterError(
                f'Could not apply filter on search results: "{column.target.attname}__{lookup}". '
                f'Lookup "{lookup}" not recognised.'
            )
        return self._condition(path, lookup, value, column.alias)

    def _column_path(self, search_fields: list[Any]) -> tuple[str, ...]:
        model = self.queryset.model
        names: list[str] = []
        for field in search_fields:
            if not names:
                names.append(column_name(field, model))
            elif isinstance(field, RelatedFields):
                names.append(field.field_name)
            else:
                names.append(field.get_attname(model))
            if isinstance(field, RelatedFields):
                model = field.get_field(model).related_model
        return tuple(names)

    def _condition(self, path: tuple[str, ...], lookup: str, value: Any, table: str) -> filters.Filter:
        if lookup == "prefix":
            lookup = "startswith"
        if lookup == "in":
            wanted = frozenset(plain(one) for one in self._values(value))
            return filters.Condition(path, lookup, wanted - {None}, table)
        if isinstance(value, (Query, Subquery)):
            first = next(iter(self._values(value)), None)
            if first is None:
                return filters.NoDocuments()
            value = first
        return filters.Condition(path, lookup, plain(value), table)

    def _process_match_none(self) -> filters.Filter:
        return filters.NoDocuments()

    def _connect_filters(
        self, parts: Iterable[filters.Filter | None], connector: str, negated: bool
    ) -> filters.Filter | None:
        known = [part for part in parts if part is not None]
        if not known:
            return None
        every = connector == "AND"
        combined = filters.Every(tuple(filters.joined(known))) if every else filters.Some(tuple(known))
        return filters.Except(combined) if negated else combined


def _with_descendants(model: Any) -> set[Any]:
    found = {model}
    for child in model.__subclasses__():
        found |= _with_descendants(child)
    return {one for one in found if not one._meta.abstract}
