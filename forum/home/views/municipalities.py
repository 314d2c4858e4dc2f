"""``/kommuner/``: the list, the counties, and each municipality's own page."""

import re

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.home.municipality_selectors import municipality_listing, neighbours, regions_of
from forum.organisations.models import County, Municipality

_NUMBER = re.compile(r"[0-9]{4}")


@require_safe
def municipalities(request: HttpRequest) -> HttpResponse:
    """All of them, narrowed by what stands in the address."""
    listing = municipality_listing(request.GET.dict())
    context = {"title": _("Kommuner"), "listing": listing, "crumbs": _crumbs()[:1]}
    return render(request, "home/municipalities/list.html", context)


@require_safe
def municipality(request: HttpRequest, number: str) -> HttpResponse:
    """One municipality; a former number leads on to whoever answers for it today, for good."""
    # Only a number reaches the database: PostgreSQL refuses some of what an address may hold.
    is_number = _NUMBER.fullmatch(number)
    present = Municipality.objects.select_related("county", "organisation").present(number) if is_number else None
    if present is None:
        raise Http404(f"no municipality has had the number {number}")
    if present.number != number:
        return redirect("home:municipality", number=present.number, permanent=True)
    county_crumb = (present.county.name, reverse("home:county", args=[present.county.slug]))
    context = {
        "title": present.name,
        "municipality": present,
        "neighbours": neighbours(present),
        "regions": present.regions.all(),
        "crumbs": [*_crumbs(), county_crumb],
        "editors_email": settings.EDITORS_EMAIL,
    }
    return render(request, "home/municipalities/municipality.html", context)


@require_safe
def county(request: HttpRequest, slug: str) -> HttpResponse:
    """A county: its municipalities, who works together, and who can help."""
    shown = get_object_or_404(County, slug=slug)
    members = list(Municipality.objects.current().filter(county=shown))
    context = {
        "title": shown.name,
        "county": shown,
        "municipalities": members,
        "population": sum(member.population for member in members),
        "taking_part": sum(member.takes_part for member in members),
        "regions": regions_of(shown),
        "helpers": shown.helpers.all(),
        "crumbs": _crumbs(),
        "editors_email": settings.EDITORS_EMAIL,
    }
    return render(request, "home/municipalities/county.html", context)


def _crumbs() -> list[tuple[str, str]]:
    """What lies above a municipality or county, in the reader's language."""
    language = get_language() or settings.LANGUAGE_CODE
    front = "/" if language == settings.LANGUAGE_CODE else f"/{language}/"
    return [(_("Forside"), front), (_("Kommuner"), reverse("home:municipalities"))]
