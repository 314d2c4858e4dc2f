"""``manage.py serve``: the whole portal on one machine: web, worker and clock, started and stopped together."""

import os
import signal
import sys
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _

from forum.jobs import processes
from forum.jobs.processes import Child, Company

HEALTH = "/healthz"
_START_SECONDS = 90.0


class Command(BaseCommand):
    """Larger installations start the three by themselves, each under their service manager."""

    help = "Starter nettsted, arbeider og klokke sammen. Ctrl-C eller SIGTERM stopper alt."

    stopping = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The port follows PORT, as platforms set it."""
        parser.add_argument("--port", default=os.environ.get("PORT") or "8000", help="porten nettstedet svarer på")
        parser.add_argument("--workers", type=int, default=2, help="prosesser for nettstedet")
        parser.add_argument("--threads", type=int, default=4, help="tråder i hver prosess")
        parser.add_argument("--notice", action="append", default=[], help="linje som skrives når portalen svarer")

    def handle(self, *args: Any, **options: Any) -> None:
        """Exit code 0 after an order to stop; 1 when a child ends by itself or the site never answers."""
        port = _port(options["port"])
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self.stop)
        company = Company(
            folder=settings.BASE_DIR,
            environment={**os.environ, "DJANGO_SETTINGS_MODULE": settings.SETTINGS_MODULE},
        )
        try:
            self.start(company, port, options)
            if self.wait_for_answer(company, port):
                self.ready(port, options["notice"])
                self.watch(company)
        finally:
            self.stdout.write(_("Stopper …"))
            company.stop()

    def stop(self, _number: int, _frame: FrameType | None) -> None:
        """Only sets a mark; the loops below see it within a tenth of a second."""
        self.stopping = True

    def start(self, company: Company, port: int, options: dict[str, Any]) -> None:
        """Start the three; a fault in one is found by ``watch``."""
        manage = [sys.executable, str(settings.BASE_DIR / "manage.py")]
        company.start("gunicorn", _gunicorn(port, options["workers"], options["threads"]))
        company.start("db_worker", [*manage, "db_worker", "--interval", "0.2", "--queue-name", "*", "--no-reload"])
        company.start("clock", [*manage, "clock"])

    def wait_for_answer(self, company: Company, port: int) -> bool:
        """True when the site answers; False when told to stop while waiting."""
        end = time.monotonic() + _START_SECONDS
        while not self.stopping:
            self.look_after(company)
            if processes.answers(port, HEALTH):
                return True
            if time.monotonic() > end:
                raise CommandError(_("Portalen svarte ikke innen %(seconds)d sekunder.") % {"seconds": _START_SECONDS})
            processes.nap()
        return False

    def ready(self, port: int, notices: list[str]) -> None:
        """Say where the portal is, and what the caller wants said with it."""
        self.stdout.write(_("Portalen svarer på http://localhost:%(port)d/") % {"port": port})
        for notice in notices:
            self.stdout.write(notice)
        self.stdout.write(_("Trykk Ctrl-C for å stoppe."))
        self.stdout.flush()

    def watch(self, company: Company) -> None:
        """Stay until told to stop, or until one of them ends."""
        while not self.stopping:
            self.look_after(company)
            processes.nap()

    def look_after(self, company: Company) -> None:
        """Half a portal is worse than none: pages that can not be found, letters that are never sent."""
        gone = company.first_gone()
        if gone is not None and not self.stopping:
            raise CommandError(_ended(gone))


def _port(value: str) -> int:
    if not (value.isascii() and value.isdigit() and 0 < int(value) < 65_536):
        raise CommandError(_("«%(value)s» er ikke et portnummer. Bruk et tall fra 1 til 65535.") % {"value": value})
    port = int(value)
    if not processes.is_free(port):
        raise CommandError(
            _("Port %(port)d er opptatt. Stopp det som bruker den, eller velg en annen: PORT=%(other)d make demo")
            % {"port": port, "other": port + 1 if port < 65_535 else 8000}
        )
    return port


def _gunicorn(port: int, workers: int, threads: int) -> list[str]:
    return [
        *(sys.executable, "-m", "gunicorn", "forum.wsgi:application"),
        *("--bind", f"127.0.0.1:{port}"),
        *("--workers", str(workers), "--threads", str(threads)),
        *("--graceful-timeout", "5", "--log-level", "warning"),
        # The control socket is one per user, so two portals on a machine would share it.
        "--no-control-socket",
    ]


def _ended(child: Child) -> str:
    return _("%(name)s stoppet av seg selv (kode %(code)s). Resten er stoppet også.") % {
        "name": child.name,
        "code": child.process.returncode,
    }
