"""Who takes part in the demo portal, and what they say: invented, about real municipalities, and marked so."""

from typing import Any

from django.utils import timezone

from forum.home.demo.reading import content
from forum.organisations.models import County, CountyHelper, Municipality, Organisation, Region
from forum.pages.models import Uptake
from forum.pages.services import share_experience


def load_voices(guides: dict[str, Any]) -> None:
    """Participants, cooperations, helpers in the counties, and experiences."""
    data = content("experiences")
    today = timezone.localdate()
    for row in data["participants"]:
        Municipality.objects.filter(pk=row["municipality"]).update(
            takes_part=True, coordinator=row["coordinator"], joined_on=row["joined"]
        )
    for row in data["regions"]:
        region = Region.objects.create(name=row["name"], slug=row["slug"], about=row["about"])
        region.municipalities.set(row["municipalities"])
    CountyHelper.objects.bulk_create(
        CountyHelper(
            county=County.objects.get(pk=row["county"]),
            name=row["name"],
            email=row["email"],
            about=row["about"],
        )
        for row in data["helpers"]
    )
    organisations = Organisation.objects.filter(municipality__isnull=False).in_bulk(field_name="number")
    numbers = dict(Municipality.objects.filter(organisation__isnull=False).values_list("pk", "organisation__number"))
    for row in data["experiences"]:
        share_experience(
            page=guides[row["guide"]],
            organisation=organisations[numbers[row["municipality"]]],
            did=row["did"],
            result=row.get("result", ""),
            contact_name=row.get("contact_name", ""),
            contact_email=row.get("contact_email", ""),
            shared_on=min(row["shared_on"], today),
        )
    Uptake.objects.bulk_create(
        [
            Uptake(page=guides[slug], municipality_id=row["municipality"], since=row["joined"])
            for row in data["participants"]
            for slug in row.get("uses", [])
        ],
        ignore_conflicts=True,
    )
