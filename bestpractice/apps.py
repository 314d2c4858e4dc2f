"""Guides, the method and the templates that come with them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BestPracticeConfig(AppConfig):
    """The room of best practice."""

    name = "bestpractice"
    verbose_name = _("Beste praksis")
