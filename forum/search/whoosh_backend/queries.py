"""From modelsearch's query classes to query nodes."""

from collections.abc import Iterable
from typing import Any

from django.db.models import F, OrderBy
from modelsearch import query as asked
from modelsearch.backends.base import OrderByFieldError, SearchFieldError

from forum.search.language import analysis
from forum.search.query_parts import MostOf
from forum.search.whoosh_backend import nodes
from forum.search.whoosh_backend.conditions import QuerysetConditions
from forum.search.whoosh_backend.ordering import Ordering
from forum.search.whoosh_backend.schema import column_name

# A query longer than this is not a question; what follows is left out. (The search page has its own, lower
# limits and says so; these guard every other way in, such as Wagtail's admin.)
MOST_WORDS = 32


class WhooshQueryCompiler(QuerysetConditions):
    """A search for whole words, in any of their forms."""

    DEFAULT_OPERATOR = "and"
    HANDLES_ORDER_BY_EXPRESSIONS = True

    def node(self) -> nodes.Node:
        """The query as it is put to the index."""
        return self._node(self.query, 1.0)

    @property
    def _only(self) -> frozenset[str] | None:
        return None if self.fields is None else frozenset(self.fields)

    def _node(self, query: Any, boost: float) -> nodes.Node:
        match query:
            case asked.MatchAll():
                return nodes.Everything(boost)
            case asked.PlainText():
                return self._text(query.query_string, query.operator, boost * query.boost)
            case asked.Phrase():
                return self._phrase(query.query_string, boost)
            case asked.Fuzzy():
                return self._fuzzy(query.query_string, query.operator, boost)
            case asked.Boost():
                return self._node(query.subquery, boost * query.boost)
            case asked.Not():
                return nodes.Unless(self._node(query.subquery, boost))
            case asked.And():
                return nodes.AllOf(tuple(self._node(part, boost) for part in query.subqueries))
            case MostOf():
                return nodes.MostOf(tuple(self._node(part, boost) for part in query.subqueries), query.needed)
            case asked.Or():
                return nodes.AnyOf(tuple(self._node(part, boost) for part in query.subqueries))
        raise NotImplementedError(f"`{type(query).__name__}` is not supported by the Whoosh backend.")

    def _text(self, text: str, operator: str, boost: float) -> nodes.Node:
        terms = some(analysis.stems(text))
        if terms:
            return together([nodes.Word("text", term, self._only, boost) for term in terms], operator)
        # Nothing but stop words ("hva er det"): titles keep theirs.
        return together([nodes.Word("prefix", word, self._only, boost) for word in some(analysis.words(text))])

    def _phrase(self, text: str, boost: float) -> nodes.Node:
        terms = tuple(analysis.phrase_terms(text)[:MOST_WORDS])
        return nodes.WordsInOrder("text", terms, self._only, boost) if terms else nodes.Nothing()

    def _fuzzy(self, text: str, operator: str, boost: float) -> nodes.Node:
        terms = some(analysis.stems(text))
        return together([nodes.WordLike("text", term, self._only, boost) for term in terms], operator)

    def ordering(self) -> list[Ordering] | None:
        """None means by relevance; an empty list, newest key first."""
        if self.order_by_relevance:
            return None
        return [
            Ordering(column_name(field, self.queryset.model), reverse, nulls_first)
            for reverse, field, nulls_first in self._orderings()
        ]

    def _get_order_by(self) -> Iterable[tuple[bool, Any]]:
        """What the base class checks."""
        if not self.order_by_relevance:
            for reverse, field, _nulls_first in self._orderings():
                yield reverse, field

    def _orderings(self) -> Iterable[tuple[bool, Any, bool | None]]:
        query = self.queryset.query
        default = self.queryset.model._meta.ordering if query.default_ordering else ()
        for wish in query.order_by or default:
            name, reverse, nulls_first = _read(wish)
            field = self._get_filterable_field(name)
            if field is None:
                raise OrderByFieldError(
                    f'Cannot sort search results with field "{name}". Please add '
                    f'index.FilterField("{name}") to {self.queryset.model.__name__}.search_fields.',
                    field_name=name,
                )
            yield reverse, field, nulls_first


class WhooshAutocompleteCompiler(WhooshQueryCompiler):
    """A search while typing: every word may be the beginning of one, and none is stemmed."""

    def check(self) -> None:
        """As for a search, but fields are looked for among the autocomplete fields."""
        known = {field.field_name for field in self.queryset.model.get_autocomplete_search_fields()}
        for name in self.fields or ():
            if name not in known:
                raise SearchFieldError(
                    f'Cannot search with field "{name}". Please add index.AutocompleteField("{name}") to '
                    f"{self.queryset.model.__name__}.search_fields.",
                    field_name=name,
                )
        self._get_filters_from_queryset(check_only=True)
        list(self._get_order_by())

    def _text(self, text: str, operator: str, boost: float) -> nodes.Node:
        beginnings = some(analysis.words(text))
        return together([nodes.WordBeginning("prefix", word, self._only, boost) for word in beginnings], operator)


def some(terms: Iterable[str]) -> list[str]:
    """Each term once, in order, and not too many of them."""
    return list(dict.fromkeys(terms))[:MOST_WORDS]


def together(parts: list[Any], operator: str = "and") -> nodes.Node:
    """The parts joined as the operator says; no parts find nothing."""
    if not parts:
        return nodes.Nothing()
    if len(parts) == 1:
        only: nodes.Node = parts[0]
        return only
    return nodes.AnyOf(tuple(parts)) if operator == "or" else nodes.AllOf(tuple(parts))


def _read(wish: Any) -> tuple[str, bool, bool | None]:
    """Field name, reversed or not, and where empty values go, of an entry in `order_by`."""
    if isinstance(wish, OrderBy) and isinstance(wish.expression, F):
        nulls_first = True if wish.nulls_first else False if wish.nulls_last else None
        return str(wish.expression.name), wish.descending, nulls_first  # type: ignore[attr-defined]
    if isinstance(wish, F):
        return str(wish.name), False, None  # type: ignore[attr-defined]
    if not isinstance(wish, str):
        raise OrderByFieldError(f'Sorting search results with "{wish}" is not supported.', field_name=wish)
    return wish.removeprefix("-"), wish.startswith("-"), None
