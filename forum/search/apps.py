"""The room of search: one box over all kinds of content."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SearchConfig(AppConfig):
    """The search page, suggestions, and the Whoosh backend."""

    name = "forum.search"
    label = "search"
    verbose_name = _("Søk")
