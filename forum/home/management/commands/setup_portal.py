"""Make an empty portal ready for its owner."""

from typing import Any

from django.core.management.base import BaseCommand

from forum.home.portal_setup import set_up_portal


class Command(BaseCommand):
    """Languages, front pages, empty sections, the register and Los; running it again changes nothing."""

    help = "Gjør en tom portal klar: språk, seksjoner, kommuneregister og Los. Uten eksempeldata."

    def handle(self, *args: Any, **options: Any) -> None:
        """Set up, and say what comes next."""
        set_up_portal()
        self.stdout.write(
            "Portalen er klar, uten eksempeldata. Lag en administrator med `manage.py createsuperuser`, "
            "og begynn på /admin/."
        )
