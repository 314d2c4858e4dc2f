"""A search backend for modelsearch (and so for Wagtail) on Whoosh's files.

::

    WAGTAILSEARCH_BACKENDS = {
        "default": {"BACKEND": "forum.search.whoosh_backend", "PATH": "/var/lib/portal/index"},
    }

How it works, and what to run when: docs/search.md.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from modelsearch.backends.base import BaseSearchBackend

from forum.search.keeping.queued import QueuedBackend
from forum.search.whoosh_backend.folders import IndexBusyError, IndexFolder
from forum.search.whoosh_backend.health import Problem, deleted_documents, examine, leftovers
from forum.search.whoosh_backend.opened import OpenIndex, open_index
from forum.search.whoosh_backend.queries import WhooshAutocompleteCompiler, WhooshQueryCompiler
from forum.search.whoosh_backend.results import WhooshSearchResults
from forum.search.whoosh_backend.writing import Rebuilder, WhooshIndex

# For one who only wants to look at the files.
WAIT_FOR_LOOK = 2.0


class WhooshSearchBackend(QueuedBackend, BaseSearchBackend):
    """Options: PATH, the index's folder."""

    query_compiler_class = WhooshQueryCompiler
    autocomplete_query_compiler_class = WhooshAutocompleteCompiler
    index_class = WhooshIndex
    results_class = WhooshSearchResults
    rebuilder_class = Rebuilder
    # A page that can't be indexed is still published; it waits in the outbox, and the log says so.
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

    @contextmanager
    def turn(self) -> Iterator[None]:
        """Alone among all processes on this machine: the index lies on its disk."""
        with self.folder.write_lock():
            yield

    def ready(self) -> bool:
        """Only an index that is whole and made by this code is written to."""
        return examine(self.folder) is None

    def problem(self, *, thorough: bool) -> Problem | None:
        """None also while somebody writes: the next look will tell."""
        if not self.folder.path.is_dir():
            return Problem.MISSING
        try:
            with self.folder.write_lock(timeout=WAIT_FOR_LOOK):
                return examine(self.folder, thorough=thorough)
        except IndexBusyError:
            return None

    def holds_deleted_text(self) -> bool:
        """A segment keeps a deleted document's texts until it is merged into another."""
        with self.folder.write_lock():
            build = self.folder.current()
            return build is not None and bool(deleted_documents(build) or leftovers(self.folder))


def _refuse_public_folder(path: Path) -> None:
    media = settings.MEDIA_ROOT
    if media and path.resolve().is_relative_to(Path(media).resolve()):
        message = f"The search index must not lie in MEDIA_ROOT, where files are served from: {path}"
        raise ImproperlyConfigured(message)


SearchBackend = WhooshSearchBackend
