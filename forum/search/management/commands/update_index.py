"""Wagtail's name for `rebuild_modelsearch_index`."""

from forum.search.management.commands.rebuild_modelsearch_index import Command

__all__ = ["Command"]
