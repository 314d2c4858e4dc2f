"""Changes to the register that someone asks for: loading it from a file."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from django.db import models, transaction
from django.utils.translation import gettext as _

from forum.organisations.alphabet import as_address
from forum.organisations.models import County, Municipality, Organisation
from forum.organisations.register_file import FormerRow, MunicipalityRow

Row = TypeVar("Row", bound=models.Model)
Outcome = Literal["created", "changed", "unchanged"]


class ImportRefused(ValueError):
    """The rows are well formed but contradict the register; the message is written for the reader."""


@dataclass(slots=True)
class ImportCount:
    """What an import did to the municipalities, and which ones it did not mention."""

    created: int = 0
    changed: int = 0
    unchanged: int = 0
    not_in_file: list[str] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """Count one row's outcome."""
        setattr(self, outcome, getattr(self, outcome) + 1)


@transaction.atomic
def import_municipalities(*, rows: list[MunicipalityRow]) -> ImportCount:
    """Make the register say what ``rows`` say. Nothing is deleted: content may point to what has vanished.

    What editors keep by hand (takes part, coordinator, a corrected e-mail address, an organisation that
    the file lacks) is left alone.
    """
    count = ImportCount()
    counties = _counties(rows)
    known = Municipality.objects.in_bulk()
    organisations = Organisation.objects.in_bulk(field_name="number")
    for row in rows:
        organisation, its_outcome = _organisation(row, organisations)
        municipality = known.get(row.number)
        values = _facts(row, municipality) | {"county_id": counties[row.county_number].pk}
        if organisation is not None:
            values["organisation_id"] = organisation.pk
        outcome = _write(Municipality, municipality, {"number": row.number}, values)[1]
        count.add("changed" if outcome == "unchanged" and its_outcome != "unchanged" else outcome)
    in_file = {row.number for row in rows}
    count.not_in_file = [m.name for m in Municipality.objects.current() if m.number not in in_file]
    return count


@transaction.atomic
def import_former(*, rows: list[FormerRow]) -> ImportCount:
    """Register former numbers, so that they lead to the municipality that took over.

    Raises ImportRefused when a successor is neither in the register nor among ``rows``.
    """
    count = ImportCount()
    known = Municipality.objects.in_bulk()
    waiting = {row.number: row for row in rows}
    for row in rows:
        # A successor must be there first: follow the chain to its end, then write it backwards.
        chain: list[FormerRow] = []
        step: FormerRow | None = waiting.get(row.number)
        while step is not None:
            chain.append(waiting.pop(step.number))
            step = waiting.get(step.successor)
        for former in reversed(chain):
            count.add(_write_former(former, known))
    return count


def _write_former(row: FormerRow, known: dict[str, Municipality]) -> Outcome:
    successor = known.get(row.successor)
    if successor is None:
        raise ImportRefused(
            _("%(number)s %(name)s har etterfølgeren %(successor)s, som ikke finnes i registeret.")
            % {"number": row.number, "name": row.name, "successor": row.successor}
        )
    values = {
        "name": row.name,
        "county_id": successor.county_id,
        "valid_from": row.valid_from,
        "valid_to": row.valid_to,
        "successor_id": successor.pk,
    }
    known[row.number], outcome = _write(Municipality, known.get(row.number), {"number": row.number}, values)
    return outcome


def _facts(row: MunicipalityRow, municipality: Municipality | None) -> dict[str, Any]:
    facts: dict[str, Any] = {
        "name": row.name,
        "official_name": row.official_name,
        "language_form": row.language_form,
        "population": row.population,
    }
    if row.website and not (municipality and municipality.email):
        facts["email"] = f"postmottak@{row.website.removeprefix('www.')}"
    return facts


def _counties(rows: list[MunicipalityRow]) -> dict[str, County]:
    counties = County.objects.in_bulk()
    for number, name in {row.county_number: row.county_name for row in rows}.items():
        values = {"name": name, "slug": as_address(name)}
        counties[number] = _write(County, counties.get(number), {"number": number}, values)[0]
    return counties


def _organisation(row: MunicipalityRow, known: dict[str, Organisation]) -> tuple[Organisation | None, Outcome]:
    if not row.organisation_number:
        return None, "unchanged"
    place = row.name.removeprefix(row.plain_name).strip()
    values = {
        "name": " ".join(filter(None, (row.plain_name, "kommune", place))),
        "kind": Organisation.Kind.MUNICIPALITY,
        "website": f"https://{row.website}" if row.website else "",
    }
    key = {"number": row.organisation_number}
    organisation, outcome = _write(Organisation, known.get(row.organisation_number), key, values)
    known[row.organisation_number] = organisation
    return organisation, outcome


def _write(model: type[Row], row: Row | None, key: Mapping[str, Any], values: Mapping[str, Any]) -> tuple[Row, Outcome]:
    """Create or change one row, and only when something differs, so that a second import does nothing."""
    if row is None:
        return model._default_manager.create(**key, **values), "created"
    changes = {name: value for name, value in values.items() if getattr(row, name) != value}
    if not changes:
        return row, "unchanged"
    for name, value in changes.items():
        setattr(row, name, value)
    row.save()
    return row, "changed"
