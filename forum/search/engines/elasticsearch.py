"""Search on an Elasticsearch 9 server: `SEARCH_URL=elasticsearch+https://…`. What it does: `elastic.py`."""

from elastic_transport import TransportError
from elasticsearch import ApiError
from elasticsearch.helpers import scan
from modelsearch.backends import elasticsearch9 as base

from forum.search.engines import elastic


class Mapping(elastic.PortalMapping, base.Elasticsearch9Mapping):
    """Documents and their columns."""


class Compiler(elastic.PortalCompiler, base.Elasticsearch9SearchQueryCompiler):
    """A search for whole words."""

    mapping_class = Mapping


class AutocompleteCompiler(elastic.PortalAutocompleteCompiler, base.Elasticsearch9SearchQueryCompiler):
    """A search while typing."""

    mapping_class = Mapping


class Results(elastic.PortalElasticResults, base.Elasticsearch9SearchResults):
    """Hits that the database has looked through."""


class WrittenIndex(elastic.PortalElasticIndex, base.Elasticsearch9Index):
    """An index by name, while a rebuild writes it."""


class Index(elastic.PortalQueuedIndex, base.Elasticsearch9Index):
    """An index by name, written when it is its turn."""


class SearchBackend(elastic.PortalElasticBackend, base.Elasticsearch9SearchBackend):
    """Options as modelsearch's; made from SEARCH_URL in `forum/settings/search.py`."""

    mapping_class = Mapping
    query_compiler_class = Compiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    results_class = Results
    index_class = Index
    written_index_class = WrittenIndex
    atomic_rebuilder_class = elastic.PortalElasticRebuilder
    failures = (ApiError, TransportError)
    scan = staticmethod(scan)
