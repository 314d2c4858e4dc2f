"""Fill a portal with guides for load tests."""

from argparse import ArgumentParser
from time import monotonic
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from forum.home.bulk import MixedContentError, fill_portal


class Command(BaseCommand):
    """Only for load tests: the texts are put together by machine, and the portal is marked as example data."""

    help = (
        "FOR BELASTNINGSPRØVER: fyller portalen med mange, maskinlagde veiledere og merker den som eksempeldata. "
        "Bygger søkeindeksen og referansene på nytt til slutt. Kan kjøres flere ganger; da legges det til flere. "
        "Avviser en portal som har eget innhold."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The same arguments give the same texts each time."""
        parser.add_argument("--pages", type=int, required=True, help="antall sider, nynorske utgaver medregnet")
        parser.add_argument(
            "--closed", type=int, default=0, help="antall veiledere som bare innloggede ser (0 hvis utelatt)"
        )
        parser.add_argument("--seed", type=int, default=1, help="et annet tall gir andre tekster")

    def handle(self, *args: Any, **options: Any) -> None:
        """Make, index, and say how long it took."""
        if options["pages"] < 1 or options["closed"] < 0:
            raise CommandError("--pages må være minst 1, og --closed kan ikke være negativt.")
        began = monotonic()
        try:
            fill_portal(
                pages=options["pages"],
                closed=options["closed"],
                seed=options["seed"],
                say=lambda what: self.stdout.write(f"  · {what}"),
            )
        except MixedContentError as error:
            raise CommandError(
                "Portalen har innhold som ikke er eksempeldata. Bruk en egen database og DATA_DIR til "
                "belastningsprøver."
            ) from error
        self.stdout.write("  · referanser")
        call_command("rebuild_references_index", verbosity=0)
        self.stdout.write("  · søkeindeks")
        call_command("rebuild_modelsearch_index", verbosity=0)
        self.stdout.write(f"{options['pages']} sider på {monotonic() - began:.0f} sekunder.")
