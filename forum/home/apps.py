"""Front page, topics, news and what shows all of the portal."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    """The top floor's front room."""

    name = "forum.home"
    label = "home"
    verbose_name = _("Forside")
