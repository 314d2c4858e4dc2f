"""``manage.py rebuild_modelsearch_index``: each index built anew from the database; `update_index` is the same.

modelsearch's own command, under its own name (which wagtail.search leaves out), with what the portal keeps
beside an index: the outbox and the word list.
"""

import logging
from typing import Any

from modelsearch.backends import get_search_backend
from modelsearch.management.commands.rebuild_modelsearch_index import Command as RebuildCommand

from forum.search.keeping.noted import forget_noted
from forum.search.language.word_list import grow_word_list
from forum.search.models import IndexChange

logger = logging.getLogger("forum.search")

FORGOTTEN_AT_ONCE = 1000


class Command(RebuildCommand):
    """May run at any time: the old index answers until the new one is whole."""

    def update_backend(self, backend_name: str, schema_only: bool = False, **options: Any) -> None:
        """One engine. What waited before is in what is read now, and need not be written once more."""
        waiting = IndexChange.objects.filter(backend=backend_name)
        waited = list(waiting.values_list("pk", flat=True))
        forget_noted()
        _learn_words()
        super().update_backend(backend_name, schema_only=schema_only, **options)
        if get_search_backend(backend_name).rebuilder_class and not schema_only:
            for start in range(0, len(waited), FORGOTTEN_AT_ONCE):
                waiting.filter(pk__in=waited[start : start + FORGOTTEN_AT_ONCE]).delete()
        _learn_words()


def _learn_words() -> None:
    """Compounds in the new index are split by the words of the old; then the list follows the new."""
    try:
        grow_word_list()
    except Exception:
        logger.exception("The word list can't be grown")
