"""Wagtail's search app, with our queue. Listed in INSTALLED_APPS in the place of ``wagtail.search``."""

from wagtail.search.apps import WagtailSearchAppConfig


class QueuedSearchAppConfig(WagtailSearchAppConfig):
    """Only the way from a saved object to the index is ours; label, models and migrations stay Wagtail's."""

    default = False

    def ready(self) -> None:
        """Take over from modelsearch's signal handlers, which would lose what a killed worker was writing."""
        super().ready()
        from forum.search.signal_handlers import follow_indexed_models  # noqa: PLC0415  # needs all models loaded

        follow_indexed_models()
