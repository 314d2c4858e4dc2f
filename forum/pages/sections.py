"""What content itself puts on other rooms' pages."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import get_language

from forum.organisations.models import Municipality
from forum.pages.models import Experience, KnowledgePage
from forum.pages.places import section

MOST = 20  # of each kind on a municipality's page


@section("municipality", order=10, template="pages/shared_by_municipality.html")
def shared_by(request: HttpRequest, municipality: Municipality) -> dict[str, Any] | None:
    """«Har delt»: the municipality's own pages, and what it tells about pages that this reader may see."""
    pages = KnowledgePage.objects.visible_to(request.user).in_language(get_language() or "nb")
    own = list(pages.filter(municipality=municipality).for_listing().newest()[:MOST])
    told = list(
        Experience.objects.public()
        .filter(organisation__municipality=municipality, page__in=pages.values("work"))
        .select_related("page")[:MOST]
    )
    shown = {page.work_id: page for page in pages.filter(work__in=[row.page_id for row in told]).for_listing()}
    uses = list(
        pages.filter(work__uptake__municipality=municipality)
        .exclude(work__in=shown)
        .for_listing()
        .order_by("title")[:MOST]
    )
    if not (own or told or uses):
        return None
    return {"own": own, "told": [(row, shown[row.page_id]) for row in told if row.page_id in shown], "uses": uses}
