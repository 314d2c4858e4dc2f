"""Saved and deleted objects are noted for the index, in the place of modelsearch's own handlers."""

from typing import Any

from django.db.models import Model
from django.db.models.signals import post_delete, post_save
from modelsearch import signal_handlers as modelsearch_handlers
from modelsearch.index import get_indexed_models

from forum.search.keeping.outbox import automatic_backends, note


def follow_indexed_models() -> None:
    """Listen to every indexed model instead of modelsearch, which must have connected its handlers before."""
    for model in get_indexed_models():
        if getattr(model, "search_auto_update", True):
            post_save.disconnect(modelsearch_handlers.post_save_signal_handler, sender=model)
            post_delete.disconnect(modelsearch_handlers.post_delete_signal_handler, sender=model)
            post_save.connect(note_change, sender=model)
            post_delete.connect(note_change, sender=model)


def note_change(sender: type[Model], instance: Model, **kwargs: Any) -> None:
    """Saved or deleted; which of them is for the database to say when the index is written."""
    if not kwargs.get("raw"):
        note([instance], backends=automatic_backends())
