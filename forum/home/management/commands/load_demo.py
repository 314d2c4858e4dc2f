"""Load the demo portal into an empty database."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from forum.accounts.models import User
from forum.home.demo.load import load_demo


class Command(BaseCommand):
    """Refuses a database that holds people: example data must never be mixed with an owner's own."""

    help = "Laster eksempelportalen i en tom database. Passordet tas fra DEMO_PASSWORD eller lages."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and keep the password where the one who started the demo can read it."""
        if User.objects.exists():
            raise CommandError("Databasen har brukere fra før. Eksempelportalen lastes bare i en tom database.")
        accounts = load_demo(password=settings.DEMO_PASSWORD, say=lambda what: self.stdout.write(f"  · {what}"))
        note = Path(settings.DATA_DIR) / "demo-innlogging.txt"
        note.touch(mode=0o600)
        note.write_text(f"{' eller '.join(accounts.addresses)}, passord {accounts.password}\n")
        self.stdout.write(f"Innlogging: {note.read_text().strip()}")
