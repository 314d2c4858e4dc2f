"""What Elasticsearch and OpenSearch have in common, mixed into modelsearch's classes for each.

The engine finds and ranks; each hit is then looked up in the database through the caller's own queryset, so
that hits, counts and facets hold only what the reader may see now, whatever the index still has.
"""

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping
from copy import deepcopy
from hashlib import sha256
from typing import Any

from django.db.models import Model
from modelsearch.backends.elasticsearchbase import ElasticsearchAtomicIndexRebuilder, ElasticsearchBaseIndex
from modelsearch.index import get_indexed_models
from modelsearch.utils import get_search_fields

from forum.search.engines.elastic_conditions import ElasticConditions
from forum.search.engines.elastic_queries import TERMS, TITLE_WORDS, Json, Places, beginnings, compiled
from forum.search.engines.found_by import terms_of
from forum.search.engines.results import KeyedResults
from forum.search.keeping.queued import QueuedBackend, QueuedIndex
from forum.search.language import analysis
from forum.search.texts import searched_parts

logger = logging.getLogger("forum.search")

# No more hits than this are known of one search, so counts stop here. The engines' own limit of a page of hits.
MOST_HITS = 10_000

# Snowball's Norwegian stemmer and stop words serve both written languages; æ, ø and å stay letters, and are
# also found as they are written without a Norwegian keyboard.
SETTINGS: Json = {
    "settings": {
        "analysis": {
            "tokenizer": {"portal_words": {"type": "pattern", "pattern": r"[^\p{L}\p{M}\p{N}]+"}},
            "filter": {
                "portal_folding": {"type": "asciifolding", "preserve_original": True},
                "portal_stop": {"type": "stop", "stopwords": "_norwegian_"},
                "portal_stemmer": {"type": "stemmer", "language": "norwegian"},
                "portal_beginnings": {"type": "edge_ngram", "min_gram": 1, "max_gram": 25},
            },
            "analyzer": {
                "default": {
                    "type": "custom",
                    "tokenizer": "portal_words",
                    "filter": ["lowercase", "portal_stop", "portal_folding", "portal_stemmer"],
                },
                "portal_typed": {"type": "custom", "tokenizer": "portal_words", "filter": ["lowercase"]},
                "portal_beginnings": {
                    "type": "custom",
                    "tokenizer": "portal_words",
                    "filter": ["lowercase", "portal_folding", "portal_beginnings"],
                },
            },
        },
        # Pages that are closed to a reader are named one by one.
        "index": {"max_terms_count": 500_000},
    }
}
# By which a document tells whether its object has changed.
DIGEST = "_portal_digest"


def digest_of(obj: Model) -> str:
    """The same as long as the object's searched texts are."""
    texts = "\x00".join(f"{part.field}\x00{part.text}" for part in searched_parts(obj))
    return sha256(texts.encode(errors="replace")).hexdigest()


class PortalMapping:
    """Documents with the portal's own terms beside their texts."""

    model: Any
    edgengram_analyzer_config = {"analyzer": "portal_beginnings", "search_analyzer": "portal_typed"}

    def get_mapping(self) -> Json:
        """With the columns of ours."""
        mapping: Json = super().get_mapping()  # type: ignore[misc]
        mapping["properties"][TERMS] = {"type": "text", "analyzer": "whitespace"}
        mapping["properties"][TITLE_WORDS] = {"type": "text", "analyzer": "portal_typed"}
        mapping["properties"][DIGEST] = {"type": "keyword", "index": False}
        return mapping

    def get_document(self, obj: Any) -> Json:
        """With what those columns hold."""
        document: Json = super().get_document(obj)  # type: ignore[misc]
        parts = searched_parts(obj)
        words = (word for part in parts for word in analysis.words(part.text))
        document[TERMS] = " ".join(terms_of(words))
        document[TITLE_WORDS] = " ".join(part.text for part in parts if part.field == "title")
        document[DIGEST] = digest_of(obj)
        return document


class PortalCompiler(ElasticConditions):
    """A search for whole words, in any of their forms and in the portal's other words for them."""

    def _remap_fields(self, fields: Any) -> Any:
        """As the base class, with the boosts of related texts too."""
        if fields:
            return super()._remap_fields(fields)
        models = [model for model in get_indexed_models() if issubclass(model, self.queryset.model)]
        found = (field.boost for model in models for field in get_search_fields(model.get_search_fields()))
        boosts = sorted({float(boost) for boost in found if boost}, reverse=True)
        return [("_all_text", 1.0), *((self.mapping.get_boost_field_name(boost), boost) for boost in boosts)]

    def get_inner_query(self) -> Json:
        """The words; conditions come beside them."""
        if self.fields:
            columns = [field.field_name_with_boost for field in self.remapped_fields]
        else:
            columns = [f"{name}^{boost:g}" for name, boost in self.remapped_fields]
        return compiled(self.query, Places(tuple(columns), everywhere=not self.fields))


class PortalAutocompleteCompiler(PortalCompiler):
    """A search while typing: every word may be the beginning of one."""

    def _remap_fields(self, fields: Any) -> Any:
        """Beginnings have columns of their own."""
        return []

    def get_inner_query(self) -> Json:
        """Only words and everything can be asked for."""
        known = {field.field_name: field for field in self.queryset.model.get_autocomplete_search_fields()}
        names = [self.mapping.get_field_column_name(known[name]) for name in self.fields or () if name in known]
        if not hasattr(self.query, "query_string"):
            return compiled(self.query, Places(()))
        return beginnings(self.query.query_string, self.query.operator, names or ["_edgengrams"])


class PortalElasticResults(KeyedResults):
    """One question to the engine for all hits, and one to the database, shared by slices, counts and facets."""

    @property
    def available(self) -> bool:
        """False when the engine didn't answer, so that a page can say so instead of "no hits"."""
        return self._asked() is not None

    def _asked(self) -> list[tuple[Any, float]] | None:
        compiler = self.query_compiler
        if not hasattr(compiler, "asked"):
            compiler.asked = self._ask()
        found: list[tuple[Any, float]] | None = compiler.asked
        return found

    def _ask(self) -> list[tuple[Any, float]] | None:
        queryset = self.query_compiler.queryset
        index = self.backend.get_index_for_model(queryset.model).name
        # Conditions that can't be judged raise here, before anything is asked.
        body = self._get_es_body()
        try:
            answer = self._backend_do_search(
                body, index=index, _source=False, stored_fields="pk", size=MOST_HITS, track_scores=True
            )
        except self.backend.failures:
            logger.exception("The search engine does not answer.")
            return None
        to_python = queryset.model._meta.pk.to_python
        hits = [(to_python(hit["fields"]["pk"][0]), hit["_score"] or 0.0) for hit in answer["hits"]["hits"]]
        keys = [key for key, _score in hits]
        visible = set(queryset.order_by().filter(pk__in=keys).values_list("pk", flat=True)) if keys else set()
        return [(key, score) for key, score in hits if key in visible]

    def ranked(self) -> list[tuple[Any, float]]:
        """A slice of what was answered."""
        return (self._asked() or [])[self.start : self.stop]

    def all_keys(self) -> list[Any]:
        """All that was answered."""
        return [key for key, _score in self._asked() or []]

    def _do_count(self) -> int:
        return len(self.ranked())

    def texts_of(self, keys: list[Any]) -> Mapping[Any, list[tuple[str, str]]]:
        """From the objects themselves: some queries for each kind among the hits, however many hits there are."""
        model = self.query_compiler.queryset.model
        by_kind: dict[Any, list[Any]] = defaultdict(list)
        for found in model._base_manager.filter(pk__in=keys):
            by_kind[getattr(found, "specific_class", None) or model].append(found.pk)
        return {
            found.pk: [(part.field, part.text) for part in searched_parts(found)]
            for kind, its_keys in by_kind.items()
            for found in kind.get_indexed_objects().filter(pk__in=its_keys)
        }


class PortalElasticIndex(ElasticsearchBaseIndex):
    """One index for pages, one for documents, one for images."""

    def exists(self) -> bool:
        """Whether it can be written to."""
        return bool(self.es.indices.exists(index=self.name))

    def indexed_keys(self) -> dict[str, set[str]]:
        """By one long reading; a document's first label is its own model's."""
        found: dict[str, set[str]] = {}
        for _key, document in self._documents({"match_all": {}}, ["pk", "_django_content_type"]):
            label = document["_django_content_type"][0].lower()
            found.setdefault(label, set()).add(document["pk"])
        return found

    def outdated(self, objects: list[Model]) -> set[str]:
        """Those whose searched texts are no longer what was written."""
        wanted = {"ids": {"values": [str(obj.pk) for obj in objects]}}
        written = {key: document.get(DIGEST) for key, document in self._documents(wanted, [DIGEST])}
        return {str(obj.pk) for obj in objects if written.get(str(obj.pk)) != digest_of(obj)}

    def _documents(self, query: Json, columns: list[str]) -> Iterator[tuple[str, Json]]:
        for hit in self.backend.scan(self.es, query={"query": query, "_source": columns}, index=self.name):
            yield hit["_id"], hit["_source"]


class PortalQueuedIndex(QueuedIndex, PortalElasticIndex):
    """The same, written when it is its turn; mixed in before modelsearch's class."""

    def add_item(self, item: Model) -> None:
        """modelsearch's class would write a single object at once."""
        self.add_items(type(item), [item])


class PortalElasticRebuilder(ElasticsearchAtomicIndexRebuilder):
    """`update_index`: a new index beside the old one, which is searched until their names are swapped."""

    def __init__(self, index: Any) -> None:
        super().__init__(index)
        self.index: Any = index.backend.written_index_class(index.backend, self.index.name)


class PortalElasticBackend(QueuedBackend):
    """What differs from modelsearch's, for both."""

    settings = SETTINGS
    results_class: Any
    # What the client raises when the server can't answer.
    failures: tuple[type[Exception], ...] = ()
    all_indexes: Any

    def __init__(self, params: dict[str, Any]) -> None:
        # modelsearch empties what it is given.
        super().__init__(deepcopy(params))
        self.params = dict(params)

    def ready(self) -> bool:
        """Writing to an index that isn't there would make one without our columns."""
        return all(index.exists() for index in self.all_indexes())

    def problem(self, *, thorough: bool) -> str | None:
        """A server that doesn't answer is not mended by building anew."""
        try:
            return None if self.ready() else "missing"
        except self.failures:
            return None
