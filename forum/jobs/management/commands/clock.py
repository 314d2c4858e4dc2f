"""``manage.py clock``: the process that looks each minute for what is due."""

import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import close_old_connections

from forum.jobs.services import run_due

_LOOK_UP_SECONDS = 0.25


class Command(BaseCommand):
    """Any number of clocks may run: each turn is taken by one of them."""

    help = "Kjører de faste oppgavene etter klokka til prosessen får SIGTERM eller Ctrl-C."

    stopping = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """How often to look; a minute is fine for everything that people wait for."""
        parser.add_argument("--interval", type=float, default=60.0, help="sekunder mellom hver gang")

    def handle(self, *args: Any, **options: Any) -> None:
        """Finish the round at hand when told to stop, then leave."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, self.stop)
        while not self.stopping:
            # A clock lives for weeks: a connection that the server has closed must not end it.
            close_old_connections()
            run_due()
            close_old_connections()
            self.wait(options["interval"])

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """Only sets a mark: a job in the middle of its work is not interrupted."""
        self.stopping = True

    def wait(self, seconds: float) -> None:
        """Sleep in short naps, since a signal's handler does not end a sleep."""
        end = time.monotonic() + seconds
        while not self.stopping and (left := end - time.monotonic()) > 0:
            time.sleep(min(_LOOK_UP_SECONDS, left))
