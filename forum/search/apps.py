"""The room of search: one box over all kinds of content."""

from django.apps import AppConfig
from django.core.checks import Tags, register
from django.utils.translation import gettext_lazy as _

from forum.search.checks import search_engine_fits_the_database


class SearchConfig(AppConfig):
    """The search page, suggestions, and the search engines."""

    name = "forum.search"
    label = "search"
    verbose_name = _("Søk")

    def ready(self) -> None:
        """Have the settings checked, and words learnt where texts are analysed: in pages, queries and the queue."""
        from forum.search.language import word_list  # noqa: F401, PLC0415  # needs the models

        register(search_engine_fits_the_database, Tags.compatibility)
