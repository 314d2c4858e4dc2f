"""What all content shares."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class PagesConfig(AppConfig):
    """The room of the base page; finds every room's ``sections.py`` once all models are loaded."""

    name = "forum.pages"
    label = "pages"
    verbose_name = _("Innhold")

    def ready(self) -> None:
        """Connect signal handlers and let rooms register the parts they put on other rooms' pages."""
        autodiscover_modules("signal_handlers", "sections")
