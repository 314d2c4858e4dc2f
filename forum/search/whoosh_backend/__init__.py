"""A search backend for modelsearch (and so for Wagtail) on Whoosh's files.

::

    WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "forum.search.whoosh_backend", "PATH": "/var/lib/portal/index"},
    }

How it works, and what to run when: docs/search.md.
"""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from modelsearch.backends.base import BaseSearchBackend

from forum.search.whoosh_backend.folders import IndexFolder
from forum.search.whoosh_backend.opened import OpenIndex, open_index
from forum.search.whoosh_backend.queries import WhooshAutocompleteCompiler, WhooshQueryCompiler
from forum.search.whoosh_backend.results import WhooshSearchResults
from forum.search.whoosh_backend.writing import Rebuilder, WhooshIndex


class WhooshSearchBackend(BaseSearchBackend):
    """Options: PATH, the index's folder."""

    query_compiler_class = WhooshQueryCompiler
    autocomplete_query_compiler_class = WhooshAutocompleteCompiler
    index_class = WhooshIndex
    results_class = WhooshSearchResults
    rebuilder_class = Rebuilder
    # A page that can't be indexed is still published; the log says so, and a rebuild mends it.
    catch_indexing_errors = True

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__(params)
        try:
            path = Path(params["PATH"])
        except KeyError:
            raise ImproperlyConfigured("The Whoosh search backend needs PATH, the index's folder.") from None
        _refuse_public_folder(path)
        self.folder = IndexFolder(path)

    def opened(self) -> OpenIndex:
        """This process's open index."""
        return open_index(self.folder)


def _refuse_public_folder(path: Path) -> None:
    media = settings.MEDIA_ROOT
    if media and path.resolve().is_relative_to(Path(media).resolve()):
        message = f"The search index must not lie in MEDIA_ROOT, where files are served from: {path}"
        raise ImproperlyConfigured(message)


SearchBackend = WhooshSearchBackend
