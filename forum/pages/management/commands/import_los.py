"""Load or renew Los."""

from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from django.core.management.base import BaseCommand, CommandError, CommandParser

from forum.pages.los_file import MAX_BYTES, UnreadableLos, read_los
from forum.pages.los_import import import_los

BUNDLED = Path(__file__).parents[2] / "reference" / "los.json"
TIMEOUT = 60  # seconds


class Command(BaseCommand):
    """`import_los [FILE-or-URL]`: without an argument, the file that comes with the portal."""

    help = "Henter Los fra en fil eller adresse (RDF eller JSON). Begreper som er borte, merkes som utgått."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where to read from."""
        parser.add_argument("source", nargs="?", default=str(BUNDLED), help="Fil eller https-adresse.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read, import, and say what happened."""
        source = options["source"]
        try:
            concepts = read_los(self._read(source), source)
        except (OSError, URLError) as error:
            raise CommandError(f"Kan ikke lese {source}: {error}") from error
        except UnreadableLos as error:
            raise CommandError(f"{source}: {error} Ingenting er endret.") from error
        done = import_los(concepts=concepts)
        self.stdout.write(
            f"Los: {done.created} nye, {done.changed} endret, {done.unchanged} uendret, "
            f"{done.deprecated} merket utgått."
        )

    def _read(self, source: str) -> bytes:
        if "://" not in source:
            return Path(source).read_bytes()
        if not source.startswith("https://"):
            raise CommandError("Adressen må begynne med https://")
        with urlopen(source, timeout=TIMEOUT) as answer:  # noqa: S310  # https only, checked above
            return bytes(answer.read(MAX_BYTES + 1))
