"""``manage.py run_due``: one round, for those who let cron or systemd keep the clock."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import ngettext

from forum.jobs.services import run_due


class Command(BaseCommand):
    """Harmless to run at any time and in several places: each turn is taken once."""

    help = "Kjører de faste oppgavene som det er tid for, én gang."

    def handle(self, *args: Any, **options: Any) -> None:
        """Tell which jobs were run."""
        names = run_due()
        summary = ngettext("%(number)d oppgave kjørt.", "%(number)d oppgaver kjørt.", len(names))
        for name in names:
            self.stdout.write(name)
        self.stdout.write(summary % {"number": len(names)})
