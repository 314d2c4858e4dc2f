"""Search results: evaluated once, then counted, sliced, sorted and faceted without asking again."""

import logging
from collections import Counter, OrderedDict
from collections.abc import Callable, Iterator
from functools import partial
from typing import Any, TypeVar

from django.core.exceptions import FieldDoesNotExist
from django.db import models
from modelsearch.backends.base import BaseSearchResults, FilterFieldError
from modelsearch.index import FilterField, RelatedFields

from forum.search.keeping.notice import notice_damage
from forum.search.whoosh_backend.columns import Broader
from forum.search.whoosh_backend.matches import Hit, Matches, Prior, find
from forum.search.whoosh_backend.opened import OpenIndex
from forum.search.whoosh_backend.schema import column_name

logger = logging.getLogger("forum.search")

Answer = TypeVar("Answer")

# Objects fetched in one database query; a page of hits is far below it.
FETCHED_AT_ONCE = 500


def answered(opened: OpenIndex, work: Callable[[], Answer], otherwise: Answer) -> Answer:
    """Do something that reads the index, alone among this process's threads.

    A damaged index must never break a page. Everything that could be wrong with the *question* has shown
    itself before this: what is raised here is the index's fault, of whatever kind, and is logged.
    """
    try:
        with opened.lock:
            return work()
    except Exception:
        logger.exception("The search index in %s can't be read.", opened.folder.path)
        notice_damage()
        return otherwise


class WhooshSearchResults(BaseSearchResults):
    """modelsearch's results; slices and counts of one search share one evaluation."""

    supports_facet = True
    _texts_field: str | None = None
    _prior: Prior | None = None

    def annotate_texts(self, field_name: str) -> "WhooshSearchResults":
        """As `annotate_score`: each found object gets its indexed texts, `[(search field, text), …]`.

        For passages, without loading ten pages of seven kinds with all their content.
        """
        clone = self._clone()
        clone._texts_field = field_name
        return clone

    def weighed_by(self, prior: Prior) -> "WhooshSearchResults":
        """By relevance times what the prior says of each document; another wished order stays as it is.

        A prior is a frozen value: what it makes of a segment is remembered under it.
        """
        clone = self._clone()
        clone._prior = prior
        return clone

    def _clone(self) -> "WhooshSearchResults":
        clone: WhooshSearchResults = super()._clone()
        clone._texts_field, clone._prior = self._texts_field, self._prior
        return clone

    def _texts(self, hit: Hit) -> list[tuple[str, str]]:
        return answered(self.backend.opened(), partial(hit.segment.data.texts, hit.document), [])

    @property
    def available(self) -> bool:
        """False when the index couldn't answer, so that a page can say so instead of "no hits"."""
        return self._evaluated() is not None

    def _evaluated(self) -> Matches | None:
        compiler = self.query_compiler
        if not hasattr(compiler, "evaluated"):
            opened, node, condition = self.backend.opened(), compiler.node(), compiler.filter_tree()
            compiler.evaluated = answered(opened, partial(find, opened, node, condition), None)
        found: Matches | None = compiler.evaluated
        return found

    def _matches(self) -> Matches:
        found = self._evaluated()
        return Matches() if found is None else found

    def _do_count(self) -> int:
        end = len(self._matches()) if self.stop is None else min(self.stop, len(self._matches()))
        return max(end - self.start, 0)

    def _hits(self) -> list[Hit]:
        orderings, matches = self.query_compiler.ordering(), self._matches()

        def hits() -> list[Hit]:
            if orderings is None:
                return matches.best(self.stop, self._prior)[self.start :]
            return matches.ordered(orderings, self.stop)[self.start :]

        return answered(self.backend.opened(), hits, [])

    def _do_search(self) -> Iterator[models.Model]:
        hits = self._hits()
        for start in range(0, len(hits), FETCHED_AT_ONCE):
            yield from self._fetched(hits[start : start + FETCHED_AT_ONCE])

    def _fetched(self, hits: list[Hit]) -> Iterator[models.Model]:
        """The hits' objects, through the caller's own queryset.

        Its conditions hold once more in the database, so that what was closed or deleted after the index
        was written is not shown.
        """
        queryset = self.query_compiler.queryset.order_by()
        to_python = queryset.model._meta.pk.to_python
        keys = [to_python(hit.value("pk")) for hit in hits]
        objects = queryset.filter(pk__in=keys).in_bulk() if not queryset.query.is_sliced else {}
        for hit, key in zip(hits, keys, strict=True):
            found = objects.get(key)
            if found is not None:
                if self._score_field:
                    setattr(found, self._score_field, hit.score)
                if self._texts_field:
                    setattr(found, self._texts_field, self._texts(hit))
                yield found

    def keys(self) -> list[Any]:
        """Primary keys of the hits in their order, without asking the database.

        For callers that filter on: the index may still hold what was closed since.
        """
        to_python = self.query_compiler.queryset.model._meta.pk.to_python
        return [to_python(hit.value("pk")) for hit in self._hits()]

    def get_queryset(self) -> Any:
        """The found objects as a queryset, for callers that go on filtering; without the order of hits."""
        return self.query_compiler.queryset.filter(pk__in=self.keys())

    def facet(
        self, field_name: str, broader: Broader | None = None, by: Callable[[Any], Any] | None = None
    ) -> "OrderedDict[Any, int]":
        """How many of *all* hits have each value of a filter field, the most frequent first.

        More than modelsearch asks for: a field of related objects (`themes__uri`), values that also count
        under broader ones (a theme under its main theme), each hit once, and values derived from the field's:
        `by` takes one as it stands in the index (`values.plain`: a date is ISO text). It must be a function of
        a module, not one made for the occasion: what it answers is remembered under it.
        """
        path, to_python = self._facet_path(field_name)
        counts: Counter[Any] = answered(
            self.backend.opened(), partial(self._matches().counts, path, broader or {}, by), Counter()
        )
        ranked = sorted(counts.items(), key=lambda item: (-item[1], str(item[0])))
        if by is not None:
            return OrderedDict(ranked)
        return OrderedDict((None if value is None else to_python(value), count) for value, count in ranked)

    def _facet_path(self, field_name: str) -> tuple[tuple[str, ...], Callable[[Any], Any]]:
        model = self.query_compiler.queryset.model
        search_fields = model.get_search_fields()
        path: list[str] = []
        *relations, last = field_name.split("__")
        for relation in relations:
            found = _named(search_fields, RelatedFields, relation, model, field_name)
            path.append(relation if path else column_name(found, model))
            model, search_fields = found.get_field(model).related_model, found.fields
        found = _named(search_fields, FilterField, last, model, field_name)
        path.append(found.get_attname(model) if path else column_name(found, model))
        return tuple(path), _to_python(model, found)


def _named(search_fields: list[Any], kind: type, name: str, model: Any, asked: str) -> Any:
    for found in search_fields:
        names = {found.field_name}
        if isinstance(found, FilterField):
            names.add(found.get_attname(model))
        if isinstance(found, kind) and name in names:
            return found
    raise FilterFieldError(
        f'Cannot facet search results with field "{asked}". Please add '
        f"index.{kind.__name__}('{name}') to {model.__name__}.search_fields.",
        field_name=asked,
    )


def _to_python(model: Any, search_field: Any) -> Callable[[Any], Any]:
    """From the column's form of a value to the one that Django would give."""
    try:
        target = search_field.get_field(model)
    except FieldDoesNotExist:
        return _as_it_is
    if target.is_relation:
        target = target.related_model._meta.pk
    while target.is_relation:
        target = target.target_field
    return target.to_python


def _as_it_is(value: Any) -> Any:
    return value
