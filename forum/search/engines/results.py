"""Results that hold keys and ask the database for all else: objects, values to count, true numbers."""

from abc import abstractmethod
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any, TypeVar

from django.db import models
from django.db.models import Count
from modelsearch.backends.base import BaseSearchResults, FilterFieldError
from modelsearch.index import FilterField, RelatedFields

Results = TypeVar("Results", bound="KeyedResults")
Broader = Mapping[Any, Iterable[Any]]

# Objects fetched in one database query; a page of hits is far below it.
FETCHED_AT_ONCE = 500


class KeyedResults(BaseSearchResults):
    """What the engines share; the extras are those of the Whoosh backend's results."""

    supports_facet = True
    _texts_field: str | None = None

    @abstractmethod
    def ranked(self) -> list[tuple[Any, float]]:
        """Keys and scores of the hits from `start` to `stop`, in their order."""

    @abstractmethod
    def all_keys(self) -> Any:
        """Keys of all hits, without order: a list, or a queryset to be a subquery."""

    @abstractmethod
    def texts_of(self, keys: list[Any]) -> Mapping[Any, list[tuple[str, str]]]:
        """The searched texts of some hits with their fields' names."""

    def annotate_texts(self: Results, field_name: str) -> Results:
        """As `annotate_score`: each found object gets its searched texts, `[(search field, text), …]`."""
        clone = self._clone()
        clone._texts_field = field_name
        return clone

    def _clone(self: Results) -> Results:
        clone: Results = super()._clone()
        clone._texts_field = self._texts_field
        return clone

    def _do_search(self) -> Iterator[models.Model]:
        ranked = self.ranked()
        for start in range(0, len(ranked), FETCHED_AT_ONCE):
            yield from self._fetched(ranked[start : start + FETCHED_AT_ONCE])

    def _fetched(self, ranked: list[tuple[Any, float]]) -> Iterator[models.Model]:
        """Through the caller's own queryset, whose conditions hold once more in the database."""
        keys = [key for key, _score in ranked]
        queryset = self.query_compiler.queryset.order_by()
        objects = {found.pk: found for found in queryset.filter(pk__in=keys)}
        texts = self.texts_of(list(objects)) if self._texts_field else {}
        for key, score in ranked:
            found = objects.get(key)
            if found is not None:
                if self._score_field:
                    setattr(found, self._score_field, score)
                if self._texts_field:
                    setattr(found, self._texts_field, texts.get(key, []))
                yield found

    def facet(
        self, field_name: str, broader: Broader | None = None, by: Callable[[Any], Any] | None = None
    ) -> "OrderedDict[Any, int]":
        """How many of *all* hits have each value of a filter field, counted in the database, most frequent first.

        As the Whoosh backend's: also a field of related objects, where a hit counts once under each of its
        values; with `broader` once under each value that those lie below; with `by` under what that makes of
        a value, which here is as Django gives it.
        """
        self._check_facet(field_name)
        hits = self.query_compiler.queryset.model._base_manager.filter(pk__in=self.all_keys()).order_by()
        counted: Counter[Any] = Counter()
        if broader or by:
            for values in _values_by_hit(hits.values_list("pk", field_name).distinct()):
                wide = values.union(*(broader.get(value, ()) for value in values)) if broader else values
                counted.update({by(value) for value in wide} if by else wide)
        else:
            counted.update(dict(hits.values_list(field_name).annotate(hits=Count("pk", distinct=True))))
        if "__" in field_name:
            counted.pop(None, None)
        return OrderedDict(sorted(counted.items(), key=lambda item: (-item[1], str(item[0]))))

    def _check_facet(self, field_name: str) -> None:
        model = self.query_compiler.queryset.model
        first, _, below = field_name.partition("__")
        kind = RelatedFields if below else FilterField
        for field in model.get_search_fields():
            names = {field.field_name} if below else {field.field_name, *_attname(field, model)}
            if isinstance(field, kind) and first in names:
                return
        raise FilterFieldError(
            f'Cannot facet search results with field "{field_name}". Please add '
            f"index.{kind.__name__}('{first}') to {model.__name__}.search_fields.",
            field_name=field_name,
        )


def _attname(field: Any, model: Any) -> list[str]:
    return [field.get_attname(model)] if isinstance(field, FilterField) else []


def _values_by_hit(rows: Iterable[tuple[Any, Any]]) -> Iterable[set[Any]]:
    by_hit: dict[Any, set[Any]] = {}
    for key, value in rows:
        if value is not None:
            by_hit.setdefault(key, set()).add(value)
    return by_hit.values()
