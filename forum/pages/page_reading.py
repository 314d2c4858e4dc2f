"""What stands around the text of a page: the same for every kind that shows it."""

from typing import Any

from forum.organisations.models import Municipality
from forum.pages.selectors import experiences_with, language_versions, related_to


def surroundings(page: Any, user: Any) -> dict[str, Any]:
    """Template context: ``experiences``, ``users`` (municipalities that use it), ``versions``, ``related``, ``also_in``."""
    work = page.work_id or page.pk
    return {
        "experiences": experiences_with(page),
        "users": list(Municipality.objects.filter(uptake__page=work).select_related("county")),
        "versions": list(page.work.versions.all()) if page.is_translation else list(page.versions.all()),
        "related": related_to(page, user, page.locale.language_code),
        "also_in": language_versions(page, user),
    }
