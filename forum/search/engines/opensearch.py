"""Search on an OpenSearch 3 server: `SEARCH_URL=opensearch+https://…`. What it does: `elastic.py`."""

from modelsearch.backends import opensearch3 as base
from opensearchpy import OpenSearchException
from opensearchpy.helpers import scan

from forum.search.engines import elastic


class Mapping(elastic.PortalMapping, base.OpenSearch3Mapping):
    """Documents and their columns."""


class Compiler(elastic.PortalCompiler, base.OpenSearch3SearchQueryCompiler):
    """A search for whole words."""

    mapping_class = Mapping


class AutocompleteCompiler(elastic.PortalAutocompleteCompiler, base.OpenSearch3SearchQueryCompiler):
    """A search while typing."""

    mapping_class = Mapping


class Results(elastic.PortalElasticResults, base.OpenSearch3SearchResults):
    """Hits that the database has looked through."""


class WrittenIndex(elastic.PortalElasticIndex, base.OpenSearch3Index):
    """An index by name, while a rebuild writes it."""


class Index(elastic.PortalQueuedIndex, base.OpenSearch3Index):
    """An index by name, written when it is its turn."""


class SearchBackend(elastic.PortalElasticBackend, base.OpenSearch3SearchBackend):
    """Options as modelsearch's; made from SEARCH_URL in `forum/settings/search.py`."""

    mapping_class = Mapping
    query_compiler_class = Compiler
    autocomplete_query_compiler_class = AutocompleteCompiler
    results_class = Results
    index_class = Index
    written_index_class = WrittenIndex
    atomic_rebuilder_class = elastic.PortalElasticRebuilder
    failures = (OpenSearchException,)
    scan = staticmethod(scan)
