"""How a queryset's WHERE is read by an engine that doesn't lie in the database; nothing in it may be lost."""

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


class EveryCondition(BaseSearchQueryCompiler):
    """Mixed into a query compiler: what its base class would leave out is read, or refused."""

    def _own_key(self, column: Any, lookup: str, value: Any) -> Any:
        """The engine's filter for a condition on the object's own primary key."""
        raise NotImplementedError

    def _get_filters_from_where_node(self, where_node: Any, check_only: bool = False) -> Any:
        """As the base class, but reads what that leaves out: conditions on a child model's parent link.

        `KnowledgePage.objects.exclude(id__in=…)` asks for `page_ptr_id`, and the base class drops every
        condition on such a column. A gate that is dropped is open.
        """
        column = where_node.lhs if isinstance(where_node, Lookup) else None
        if not isinstance(column, Col):
            return super()._get_filters_from_where_node(where_node, check_only=check_only)
        if column.target.primary_key and self._is_own_row(column.alias):
            return None if check_only else self._own_key(column, where_node.lookup_name, where_node.rhs)
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
