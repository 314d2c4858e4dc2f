"""What stands around the text of a page: the same for every kind that shows it."""

from typing import Any

from forum.organisations.models import Municipality
from forum.pages.selectors import experiences_with, relatives_of


def surroundings(page: Any, user: Any) -> dict[str, Any]:
    """Template context: experiences, users (municipalities), versions, files, related, also_in."""
    work = page.work if page.is_translation else page
    related, also_in = relatives_of(page, user, page.locale.language_code)
    return {
        "experiences": experiences_with(page),
        "users": list(Municipality.objects.filter(uptake__page=work.pk).select_related("county")),
        "versions": list(work.versions.all()),
        "files": list(page.files.select_related("document")),
        "related": related,
        "also_in": also_in,
    }
