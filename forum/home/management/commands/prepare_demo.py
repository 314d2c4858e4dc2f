"""What `make demo` does between migrating and serving."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django_tasks_db.models import DBTaskResult
from wagtail.models import Page

from forum.home.models import HomePage
from forum.home.portal_setup import align_site


class Command(BaseCommand):
    """Loads the demo where the database is empty, builds the index where there is none."""

    help = "Gjør eksempelportalen klar: laster den i en tom database og bygger søkeindeksen første gang."

    def handle(self, *args: Any, **options: Any) -> None:
        """A second run finds all in place and is done at once."""
        fresh = not HomePage.objects.exists() and not Page.objects.filter(depth__gt=2).exists()
        if fresh:
            self.stdout.write("→ Eksempelportalen")
            call_command("load_demo", stdout=self.stdout)
        align_site()
        built = Path(settings.DATA_DIR) / ".index-built"
        if fresh or not built.exists():
            self.stdout.write("→ Søkeindeks")
            call_command("rebuild_references_index", verbosity=0)
            call_command("rebuild_modelsearch_index", verbosity=0)
            if fresh:
                # Loading queued the references a page at a time, and asked for the index to be written.
                DBTaskResult.objects.ready().delete()
            built.touch()
