"""What returns by the clock."""

from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Collects the jobs of every room that has a ``jobs.py``."""

    name = "forum.jobs"
    label = "jobs"
    verbose_name = _("Faste oppgaver")

    def ready(self) -> None:
        """Importing a room's ``jobs.py`` puts its jobs in the registry."""
        autodiscover_modules("jobs")
