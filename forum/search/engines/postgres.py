"""Search in the portal's own PostgreSQL, on modelsearch's tables and indexes.

::

    WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "forum.search.engines.postgres", "SEARCH_CONFIG": "norwegian"},
    }

A search joins the pages' own tables: what was closed, unpublished or deleted is gone with the same commit.
"""

import json
from collections.abc import Mapping
from functools import reduce
from operator import add
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.contrib.postgres.search import SearchQuery
from django.core.exceptions import ImproperlyConfigured
from django.db import connection
from django.db.models import BooleanField, Case, F, FloatField, Func, Model, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Cast
from modelsearch.backends.database.postgres.postgres import (
    IndexEntry,
    PostgresAutocompleteQueryCompiler,
    PostgresIndex,
    PostgresSearchBackend,
    PostgresSearchQueryCompiler,
    PostgresSearchRebuilder,
)
from modelsearch.utils import get_descendants_content_types_pks

from forum.search.engines import WRONG_DATABASE
from forum.search.engines.results import KeyedResults
from forum.search.engines.tsquery import (
    Always,
    Beginnings,
    Compiled,
    TsQuery,
    WholeWords,
    Words,
    compiled,
    joined,
    preferred,
    ranked_parts,
)
from forum.search.engines.tsvector import INSERT, entry_of, texts_as_kept
from forum.search.keeping.queued import QueuedBackend, QueuedIndex
from forum.search.texts import searched_parts


class Matches(Func):
    """Whether a `tsvector` has what a `tsquery` asks for."""

    template = "(%(expressions)s)"
    arg_joiner = " @@ "
    output_field = BooleanField()


class Rank(Func):
    """How well a `tsvector` answers: weights of D, C, B and A; a long text's many mentions count less (1)."""

    template = "ts_rank('{0.05, 0.2, 0.5, 1}'::real[], %(expressions)s, 1)"
    output_field = FloatField()


class PortalPostgresCompiler(PostgresSearchQueryCompiler):
    """A search for whole words, in any of their forms and in the portal's other words for them."""

    config = ""

    def get_config(self, backend: Any) -> str:
        """As named by SEARCH_CONFIG."""
        self.config = str(super().get_config(backend))
        return self.config

    def words(self) -> Words:
        """How the words of the query are looked for."""
        return WholeWords(self.config)

    @property
    def in_entries(self) -> bool:
        """Whether modelsearch's table has what is asked for; else vectors are made of the model's own fields."""
        return self.fields is None or set(self.fields) == {"title"}

    def vectors(self) -> list[Any]:
        """What a hit is ranked by; the last holds all words, and is where they are looked for."""
        if not self.in_entries:
            vector, *others = (
                vector for vector, _boost in self.get_fields_vectors(SearchQuery("", config=self.config))
            )
            return [reduce(add, others, vector)]
        return [F("title"), F("body")] if self.fields is None else [F("title")]

    def entries(self, query: TsQuery) -> QuerySet[Any]:
        """The entries that answer, with their objects' keys.

        Asked by themselves, so that PostgreSQL reads its full text index once, and not an entry for each page.
        """
        key = self.queryset.model._meta.pk
        while key.is_relation:
            key = key.target_field
        kinds = get_descendants_content_types_pks(self.queryset.model)
        entries = IndexEntry.objects.filter(content_type__in=kinds).annotate(key=Cast("object_id", key))
        return self._with(query, entries)

    def matching(self, config: str) -> QuerySet[Any]:
        """All that is found, unordered."""
        query = compiled(self.query, self.words(), config)
        if query is Always.ALL:
            return self.queryset
        if not isinstance(query, TsQuery):
            return self.queryset.none()
        if self.in_entries:
            return self.queryset.filter(pk__in=self.entries(query).values("key"))
        return self._with(query, self.queryset)

    def scored(self, config: str) -> Any:
        """Keys and scores in the wished order; of equals the newest (highest key), the same on every page of hits."""
        query = compiled(self.query, self.words(), config)
        if self.order_by_relevance and self.in_entries and isinstance(query, TsQuery):
            entries = self.entries(query).filter(key__in=self.queryset.order_by().values("pk"))
            return entries.annotate(score=self.rank(config)).order_by("-score", "-key").values_list("key", "score")
        found = self.matching(config).annotate(search_score=Value(0.0))
        if self.order_by_relevance:
            if not self.in_entries:
                found = found.annotate(search_score=self.rank(config))
            found = found.order_by("-search_score", "-pk")
        elif not found.query.order_by:
            found = found.order_by("-pk")
        # A condition on related rows may join an object several times: it is one hit.
        return found.values_list("pk", "search_score").distinct()

    def _with(self, query: TsQuery, rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.alias(_found=Matches(self.vectors()[-1], _sql(query))).filter(_found=True)

    def rank(self, config: str) -> Any:
        """A sum over what was asked for; words of the same boost are ranked in one go."""
        groups: dict[tuple[float, bool], list[Compiled]] = {}
        for part in ranked_parts(self.query, self.words(), config):
            groups.setdefault((round(part.boost, 3), part.own), []).append(part.query)
        total: Any = Value(0.0)
        for (boost, own), parts in groups.items():
            either = joined(parts)
            if isinstance(either, TsQuery):
                # The portal's terms lie in the last of the vectors.
                for vector in self.vectors() if own else self.vectors()[-1:]:
                    total = total + Rank(vector, _sql(either)) * Value(boost)
        for query, boost in preferred(self.query, self.words(), config):
            if isinstance(query, TsQuery):
                found = When(Matches(self.vectors()[-1], _sql(query)), then=Value(float(boost)))
                total = total + Case(found, default=Value(0.0))
        return total


class PortalPostgresAutocompleteCompiler(PortalPostgresCompiler, PostgresAutocompleteQueryCompiler):
    """A search while typing: every word may be the beginning of one."""

    def words(self) -> Words:
        """The titles have a weight of their own."""
        return Beginnings("A" if self.fields and set(self.fields) == {"title"} else "")

    def vectors(self) -> list[Any]:
        """What the autocomplete fields hold."""
        return [F("autocomplete")] if self.in_entries else super().vectors()


def _sql(query: TsQuery) -> RawSQL:
    return RawSQL(query.sql, query.params)  # noqa: S611  # every word is a parameter


class PortalPostgresResults(KeyedResults):
    """Hits by key and rank; objects through the caller's own queryset."""

    def _config(self) -> str:
        config: str = self.query_compiler.get_config(self.backend)
        return config

    def ranked(self) -> list[tuple[Any, float]]:
        """One query."""
        rows = self.query_compiler.scored(self._config())[self.start : self.stop]
        return [(key, score) for key, score, *_rest in rows]

    def all_keys(self) -> Any:
        """As a subquery."""
        return self.query_compiler.matching(self._config()).order_by().values("pk")

    def _do_count(self) -> int:
        count: int = self.all_keys().distinct()[self.start : self.stop].count()
        return count

    def texts_of(self, keys: list[Any]) -> Mapping[Any, list[tuple[str, str]]]:
        """One query."""
        model = self.query_compiler.queryset.model
        entries = IndexEntry.objects.filter(
            content_type__in=get_descendants_content_types_pks(model), object_id__in=list(map(str, keys))
        )
        to_python = model._meta.pk.to_python
        return {
            to_python(key): [(field, text) for field, text in json.loads(texts or "[]")]
            for key, texts in entries.values_list("object_id", "body_text")
        }


class Entries(PostgresIndex):
    """modelsearch's table of entries, written with vectors of our own."""

    def add_items(self, model: Any, objs: Any) -> None:
        """Each object's entry, made or replaced."""
        if not model.get_search_fields():
            return
        kind = ContentType.objects.get_for_model(model).pk
        rows = [entry_of(obj, kind, self.backend.config) for obj in objs]
        with self.write_connection.cursor() as cursor:
            cursor.executemany(INSERT.format(table=IndexEntry._meta.db_table), rows)

    def _refresh_title_norms(self, full: bool = False) -> None:
        """Not needed: `Rank` weighs a title by its own length, without reading all others at each save."""


class PortalPostgresIndex(QueuedIndex, Entries):
    """The entries, written when it is their turn."""

    def indexed_keys(self) -> dict[str, set[str]]:
        """By one query."""
        found: dict[str, set[str]] = {}
        kinds = {kind.pk: kind for kind in ContentType.objects.all()}
        for kind, key in self.entries.values_list("content_type", "object_id"):
            label = "{0.app_label}.{0.model}".format(kinds[kind])
            found.setdefault(label, set()).add(key)
        return found

    def outdated(self, objects: list[Model]) -> set[str]:
        """Those whose searched texts are no longer what was written."""
        if not objects:
            return set()
        kind = ContentType.objects.get_for_model(type(objects[0]))
        keys = [str(obj.pk) for obj in objects]
        entries = self.entries.filter(content_type=kind, object_id__in=keys)
        written = dict(entries.values_list("object_id", "body_text"))
        return {str(obj.pk) for obj in objects if written.get(str(obj.pk)) != texts_as_kept(searched_parts(obj))}


class Rebuilder(PostgresSearchRebuilder):
    """`update_index`: entry by entry, so that the old ones answer meanwhile."""

    def start(self) -> Any:
        """Without entries of what is gone."""
        self.index.delete_stale_entries()
        return RebuiltEntries(self.index.backend)


class RebuiltEntries(Entries):
    """The entries while all are written anew."""

    def add_items(self, model: Any, objs: Any) -> None:
        """Read again when it is our turn: an older reading must not be written last."""
        with self.backend.turn():
            super().add_items(model, model.get_indexed_objects().filter(pk__in=[obj.pk for obj in objs]))


class PortalPostgresBackend(QueuedBackend, PostgresSearchBackend):
    """Options: SEARCH_CONFIG, a text search configuration of the database."""

    query_compiler_class = PortalPostgresCompiler
    autocomplete_query_compiler_class = PortalPostgresAutocompleteCompiler
    index_class = PortalPostgresIndex
    results_class = PortalPostgresResults
    rebuilder_class = Rebuilder

    def __init__(self, params: dict[str, Any]) -> None:
        if connection.vendor != "postgresql":
            raise ImproperlyConfigured(WRONG_DATABASE)
        super().__init__({"SEARCH_CONFIG": "norwegian", **params, "ATOMIC_REBUILD": False})
        self.params = dict(params)

    def problem(self, *, thorough: bool) -> str | None:
        """An empty table is what there is when SEARCH_URL has just been changed."""
        return None if IndexEntry.objects.exists() else "empty"


SearchBackend = PortalPostgresBackend
