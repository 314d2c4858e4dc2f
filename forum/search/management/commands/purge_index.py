"""``manage.py purge_index``: deleted texts off the disk now, not tonight."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from forum.search.services import forget_deleted_text


class Command(BaseCommand):
    """For a deletion of personal data; run it after the deletion."""

    help = "Bygger søkeindeksen på nytt, slik at tekst som er slettet fra portalen, også er borte fra filene på disk."

    def handle(self, *args: Any, **options: Any) -> None:
        """Returns when it is done; search answers meanwhile."""
        if not forget_deleted_text():
            raise CommandError(_("Søkeindeksen bygges allerede av en annen prosess. Prøv igjen når den er ferdig."))
        self.stdout.write(_("Søkeindeksen er bygd på nytt. Tekst som er slettet fra portalen, er borte fra disken."))
