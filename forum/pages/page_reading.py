"""What stands around the text of a page: the same for every kind that shows it."""

from typing import Any

from django.http import HttpRequest

from forum.organisations.models import Municipality
from forum.pages.rich_links import link_ids, remember_addresses
from forum.pages.selectors import experiences_with, relatives_of


def surroundings(page: Any, request: HttpRequest) -> dict[str, Any]:
    """Template context: experiences, users (municipalities), versions, files, related, also_in."""
    if page.pk is None:  # an editor previews a page that is not saved yet
        nothing: dict[str, Any] = {key: [] for key in ("experiences", "users", "versions", "related", "also_in")}
        return {**nothing, "files": list(page.files.all())}
    work = page.work if page.is_translation else page
    relatives = relatives_of(page, request.user, page.locale.language_code, link_ids(page))
    remember_addresses(request, relatives.named)
    return {
        "experiences": experiences_with(page),
        "users": list(Municipality.objects.filter(uptake__page=work.pk).select_related("county")),
        "versions": page.versions_to_read(),
        "files": list(page.files.select_related("document")),
        "related": relatives.related,
        "also_in": relatives.also_in,
    }
