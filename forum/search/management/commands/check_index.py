"""``manage.py check_index``: does search know what the database knows?"""

from argparse import ArgumentParser
from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from modelsearch.backends import get_search_backend

from forum.search.keeping.drift import Drift, find_drift
from forum.search.keeping.mending import mend, mend_drift
from forum.search.models import IndexChange
from forum.search.tasks import backend_names

FAILURES_SHOWN = 10


class Command(BaseCommand):
    """Exit code 1 where something is wrong and has not been mended."""

    help = "Sammenligner søkeindeksen med databasen og forteller hva som ikke stemmer."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Both may be given."""
        parser.add_argument("--mend", action="store_true", help="rett det som ikke stemmer")
        parser.add_argument("--quick", action="store_true", help="se bare etter hva som finnes, ikke hva som står der")

    def handle(self, *args: Any, **options: Any) -> None:
        """Each engine in its turn."""
        sound = [self.check_engine(name, **options) for name in backend_names()]
        if not all(sound):
            raise CommandError(_("Søket stemmer ikke med databasen. «manage.py check_index --mend» retter det."))

    def check_engine(self, name: str, *, mend: bool, quick: bool, **options: Any) -> bool:
        """Tell how it is; True where all is well when we leave."""
        self.stdout.write(_("Søkemotor «%(name)s»") % {"name": name})
        sound = self.check_files(name, mend_it=mend, quick=quick)
        if sound:
            sound = self.check_contents(name, mend_it=mend, quick=quick)
        self.tell_waiting(name)
        return sound

    def check_files(self, name: str, *, mend_it: bool, quick: bool) -> bool:
        """Is there an index that can be read?"""
        problem = get_search_backend(name).problem(thorough=not quick)
        if problem is None:
            return True
        self.stdout.write(_("  Indeksen kan ikke brukes (%(problem)s).") % {"problem": problem})
        if mend_it and mend(name):
            self.stdout.write(_("  Indeksen er bygd på nytt."))
            return True
        return False

    def check_contents(self, name: str, *, mend_it: bool, quick: bool) -> bool:
        """Does it say what the database says?"""
        drifts = find_drift(get_search_backend(name), quick=quick)
        for drift in drifts:
            self.stdout.write(f"  {_described(drift)}")
        if not drifts:
            self.stdout.write(_("  Indeksen stemmer med databasen."))
        elif mend_it:
            number = mend_drift(name)
            self.stdout.write(
                ngettext("  %(number)d objekt er skrevet på nytt.", "  %(number)d objekter er skrevet på nytt.", number)
                % {"number": number}
            )
        return mend_it or not drifts

    def tell_waiting(self, name: str) -> None:
        """What is on its way, and what can't get there."""
        waiting = IndexChange.objects.filter(backend=name)
        number, failing = waiting.count(), waiting.failing()
        if number:
            self.stdout.write(
                ngettext(
                    "  %(number)d endring venter på å bli skrevet til indeksen.",
                    "  %(number)d endringer venter på å bli skrevet til indeksen.",
                    number,
                )
                % {"number": number}
            )
        for change in failing[:FAILURES_SHOWN]:
            self.stdout.write(
                _("  %(change)s har feilet %(attempts)d ganger: %(error)s")
                % {"change": change, "attempts": change.attempts, "error": change.last_error}
            )


def _described(drift: Drift) -> str:
    model = apps.get_model(drift.model) if drift.model in _labels() else None
    return _("%(model)s: %(missing)d mangler, %(superfluous)d er til overs, %(outdated)d er utdatert") % {
        "model": f"{model._meta.verbose_name} ({drift.model})" if model else drift.model,
        "missing": len(drift.missing),
        "superfluous": len(drift.superfluous),
        "outdated": len(drift.outdated),
    }


def _labels() -> set[str]:
    return {model._meta.label_lower for model in apps.get_models()}
