"""From a Django queryset's WHERE to a filter tree. The database is asked here, and only here."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import DEFAULT_DB_ALIAS
from django.db.models import Subquery
from django.db.models.expressions import Col
from django.db.models.lookups import Lookup
from django.db.models.sql import Query
from modelsearch.backends.base import BaseSearchQueryCompiler, FilterError
from modelsearch.index import RelatedFields

from forum.search.whoosh_backend import filters
from forum.search.whoosh_backend.schema import column_name
from forum.search.whoosh_backend.values import plain

LOOKUPS = {"exact", "in", "isnull", "startswith", "prefix", "gt", "gte", "lt", "lte", "range"}


# Answers of subqueries by their SQL, within `subqueries_once`.
_known_subqueries: ContextVar[dict[Any, list[Any]] | None] = ContextVar("known_subqueries", default=None)


@contextmanager
def subqueries_once() -> Iterator[None]:
    """Run equal subqueries once among the searches of one page view.

    A page with facets searches several times with almost the same conditions; which subtrees are closed to
    the reader is the same in all of them. Nothing is kept longer than the `with` lasts.
    """
    token = _known_subqueries.set({})
    try:
        yield
    finally:
        _known_subqueries.reset(token)


class QuerysetConditions(BaseSearchQueryCompiler):
    """The half of a query compiler that reads the queryset; `queries.py` reads the words."""

    def filter_tree(self) -> filters.Filter:
        """All that limits what may be found: the model, and what the queryset says."""
        labels = frozenset(model._meta.label_lower for model in _with_descendants(self.queryset.model))
        conditions = self._get_filters_from_queryset()
        found: list[filters.Filter] = [filters.OfModels(labels)]
        if conditions is not None:
            found.append(conditions)
        return filters.Every(tuple(found))

    def _get_filters_from_where_node(self, where_node: Any, check_only: bool = False) -> Any:
        """As the base class, but reads what that leaves out: conditions on a child model's parent link.

        `KnowledgePage.objects.exclude(id__in=…)` asks for `page_ptr_id`, and the base class drops every
        condition on such a column. A gate that is dropped is open.
        """
        column = where_node.lhs if isinstance(where_node, Lookup) else None
        if not isinstance(column, Col):
            return super()._get_filters_from_where_node(where_node, check_only=check_only)
        if column.target.primary_key and self._is_own_row(column.alias):
            return None if check_only else self._looked_up(("pk",), where_node.lookup_name, column, where_node.rhs)
        if column.target.attname.endswith("_ptr_id"):
            raise FilterError(f"Could not apply filter on search results: {where_node}")
        return super()._get_filters_from_where_node(where_node, check_only=check_only)

    def _is_own_row(self, alias: str) -> bool:
        """Whether a table holds (a part of) the object itself: its own, or one its model inherits from."""
        table = self.queryset.query.alias_map[alias]
        while table.parent_alias is not None:
            if not getattr(table.join_field.remote_field, "parent_link", False):
                return False
            table = self.queryset.query.alias_map[table.parent_alias]
        return True

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

    def _values(self, value: Any) -> Iterable[Any]:
        """A list as it is; a subquery's first column, converted as Django would."""
        if not isinstance(value, (Query, Subquery)):
            return value
        query = value.query if isinstance(value, Subquery) else value
        compiler = query.get_compiler(self.queryset._db or DEFAULT_DB_ALIAS)
        try:
            key = compiler.as_sql()
        except EmptyResultSet:
            return []
        known = _known_subqueries.get()
        if known is None:
            return [row[0] for row in compiler.results_iter()]
        if key not in known:
            known[key] = [row[0] for row in compiler.results_iter()]
        return known[key]

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
