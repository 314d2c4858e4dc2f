"""``manage.py import_municipalities``: loads the register of municipalities from a file."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from forum.organisations import register_file
from forum.organisations.register_file import Problem, RegisterFileError
from forum.organisations.services import ImportCount, ImportRefused, import_former, import_municipalities

REFERENCE = Path(__file__).resolve().parents[2] / "reference"

_MESSAGES = {
    Problem.TOO_LARGE: gettext_lazy("Filen er for stor. Grensen er %(bytes)d byte og %(lines)d linjer."),
    Problem.NOT_TEXT: gettext_lazy("Linje %(line)d er ikke UTF-8. Lagre filen som «CSV UTF-8» og prøv igjen."),
    Problem.EMPTY: gettext_lazy("Filen er tom."),
    Problem.MISSING_COLUMN: gettext_lazy("Linje %(line)d: Kolonnen «%(column)s» mangler i overskriften."),
    Problem.FIELD_COUNT: gettext_lazy("Linje %(line)d har %(value)s felt, men overskriften har et annet antall."),
    Problem.TOO_LONG: gettext_lazy("Linje %(line)d, kolonne «%(column)s»: Feltet er lengre enn %(field)d tegn."),
    Problem.REQUIRED: gettext_lazy("Linje %(line)d, kolonne «%(column)s»: Feltet er tomt."),
    Problem.BAD_VALUE: gettext_lazy("Linje %(line)d, kolonne «%(column)s»: «%(value)s» er ikke en gyldig verdi."),
    Problem.DUPLICATE: gettext_lazy("Linje %(line)d, kolonne «%(column)s»: «%(value)s» står flere ganger i filen."),
}


class Command(BaseCommand):
    """Idempotent: what is as the file says is left alone, and nothing is ever deleted."""

    help = "Leser inn kommuner, fylker og organisasjoner fra CSV. Uten fil brukes filene som følger med."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """A file of one's own, or the bundled ones."""
        parser.add_argument("file", nargs="?", type=Path, help="CSV med kommunene slik de er i dag")
        parser.add_argument("--former", type=Path, help="CSV med tidligere kommunenumre")

    def handle(self, *args: Any, **options: Any) -> None:
        """Both files or neither: an error in the second undoes the first."""
        current, former = options["file"], options["former"]
        if current is None and former is None:
            current, former = REFERENCE / "kommuner.csv", REFERENCE / "tidligere_kommuner.csv"
        with transaction.atomic():
            if current is not None:
                self.import_file(current, former=False)
            if former is not None:
                self.import_file(former, former=True)

    def import_file(self, path: Path, *, former: bool) -> None:
        """Read, save and tell; CommandError names the place of what is wrong."""
        content = _read(path)
        try:
            if former:
                count = import_former(rows=register_file.parse_former(content))
            else:
                count = import_municipalities(rows=register_file.parse_municipalities(content))
        except RegisterFileError as error:
            raise CommandError(_refusal(path, str(_MESSAGES[error.problem]) % _places(error))) from error
        except ImportRefused as error:
            raise CommandError(_refusal(path, str(error))) from error
        self.stdout.write(_summary(path, count))


def _read(path: Path) -> bytes:
    """One byte more than allowed is read, so that a huge file is refused without being held in memory."""
    try:
        with path.open("rb") as file:
            return file.read(register_file.MAX_BYTES + 1)
    except OSError as error:
        message = _("Kan ikke lese %(path)s: %(reason)s") % {"path": path, "reason": error.strerror}
        raise CommandError(message) from error


def _places(error: RegisterFileError) -> dict[str, object]:
    return {
        "line": error.line,
        "column": error.column,
        "value": error.value[:60],
        "bytes": register_file.MAX_BYTES,
        "lines": register_file.MAX_LINES,
        "field": register_file.MAX_FIELD,
    }


def _refusal(path: Path, reason: str) -> str:
    return _("%(file)s: %(reason)s Ingenting er lagret.") % {"file": path.name, "reason": reason}


def _summary(path: Path, count: ImportCount) -> str:
    summary = _("%(file)s: %(created)d nye, %(changed)d endret, %(unchanged)d uendret.") % {
        "file": path.name,
        "created": count.created,
        "changed": count.changed,
        "unchanged": count.unchanged,
    }
    if not count.not_in_file:
        return summary
    missing = ngettext(
        "%(number)d kommune i registeret står ikke i filen og er ikke rørt: %(names)s.",
        "%(number)d kommuner i registeret står ikke i filen og er ikke rørt: %(names)s.",
        len(count.not_in_file),
    )
    names = ", ".join(count.not_in_file[:10])
    return f"{summary}\n{missing % {'number': len(count.not_in_file), 'names': names}}"
