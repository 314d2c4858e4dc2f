"""modelsearch's own name for `update_index`, which wagtail.search leaves out.

The conformance suite, and modelsearch's documentation, call it by this name.
"""

from modelsearch.management.commands.rebuild_modelsearch_index import Command

__all__ = ["Command"]
