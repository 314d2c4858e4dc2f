"""From a Django queryset's WHERE to a filter of Elasticsearch or OpenSearch; none is dropped."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Subquery
from django.db.models.sql import Query
from modelsearch.backends.base import FilterError

from forum.search.conditions import EveryCondition

Json = dict[str, Any]
NO_DOCUMENTS: Json = {"bool": {"must_not": {"match_all": {}}}}


class Related(dict[str, Any]):
    """A condition on related rows, with Django's alias of their table: the same alias is the same row."""

    def __init__(self, paths: list[str], inner: Json, table: str) -> None:
        self.paths, self.inner, self.table = paths, inner, table
        wrapped = inner
        for path in reversed(paths):
            wrapped = {"nested": {"path": path, "query": wrapped}}
        super().__init__(wrapped)


class ElasticConditions(EveryCondition):
    """The half of a query compiler that reads the queryset; the other half reads the words."""

    mapping: Any
    mapping_class: Any

    def _own_key(self, column: Any, lookup: str, value: Any) -> Json:
        """Keys are kept as text, so they have no order."""
        if lookup == "in":
            return {"terms": {"pk": [str(key) for key in self._values(value) if key is not None]}}
        if lookup == "exact":
            key = self._single(value)
            return NO_DOCUMENTS if key is None else {"term": {"pk": str(key)}}
        raise FilterError(
            f'Could not apply filter on search results: "{column.target.attname}__{lookup}". '
            f'Lookup "{lookup}" not recognised.'
        )

    def _process_filter(self, column: Any, lookup: str, value: Any, check_only: bool = False) -> Json | None:
        """As the base class, but one related row may be asked for several things, at any depth."""
        search_fields = self._get_filter_field_path_for_column(column)
        if check_only:
            return None
        if lookup == "in":
            value = [one for one in self._values(value) if one is not None]
        elif lookup == "exact" and (value := self._single(value)) is None:
            return NO_DOCUMENTS
        if lookup == "isnull" and len(search_fields) > 1:
            some = self._looked_up(column, search_fields, lookup, False)
            return {"bool": {"must_not": dict(some)}} if value else some
        return self._looked_up(column, search_fields, lookup, value)

    def _looked_up(self, column: Any, search_fields: list[Any], lookup: str, value: Any) -> Json:
        *relations, field = search_fields
        mapping, prefix, paths = self.mapping, "", []
        for relation in relations:
            paths.append(prefix + mapping.get_field_column_name(relation))
            prefix = f"{paths[-1]}."
            mapping = self.mapping_class(relation.get_field(mapping.model).related_model)
        inner: Json | None = self._process_lookup([field], lookup, value, mapping=mapping, column_name_prefix=prefix)
        if inner is None:
            raise FilterError(
                f'Could not apply filter on search results: "{column.target.attname}__{lookup}". '
                f'Lookup "{lookup}" not recognised.'
            )
        return Related(paths, inner, column.alias) if paths else inner

    def _single(self, value: Any) -> Any:
        """A value as it is; a subquery's first."""
        return next(iter(self._values(value)), None) if isinstance(value, (Query, Subquery)) else value

    def _connect_filters(self, filters: list[Json], connector: str, negated: bool) -> Json | None:
        parts = list(_on_same_rows(filters)) if connector == "AND" else filters
        connected: Json | None = super()._connect_filters(parts, connector, negated)
        return connected


def _on_same_rows(filters: list[Json]) -> Iterable[Json]:
    """The same filters, those on one related row put together."""
    by_row: dict[tuple[str, str], list[Related]] = {}
    for part in filters:
        if isinstance(part, Related):
            by_row.setdefault((part.table, part.paths[-1]), []).append(part)
        else:
            yield part
    for (table, _path), parts in by_row.items():
        if len(parts) == 1:
            yield parts[0]
        else:
            yield Related(parts[0].paths, {"bool": {"must": [part.inner for part in parts]}}, table)
