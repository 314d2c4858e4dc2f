"""What the frame around every page needs."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum.pages.portal_state import is_example_data


def frame(request: HttpRequest) -> dict[str, Any]:
    """Menu, language links and the mark of example data. Costs no query in most requests."""
    if request.path.startswith("/admin/"):
        return {}
    return {
        "menu": _menu(request),
        "about_links": _links(
            [
                ("om", _("Om portalen")),
                ("personvern", _("Personvern")),
                ("tilgjengelighetserklaering", _("Tilgjengelighet")),
            ]
        ),
        "language_links": _language_links(),
        "is_example_data": is_example_data(),
        "portal_url": settings.PORTAL_URL,
        "search_url": reverse("search:search"),
    }


def _prefix(code: str) -> str:
    return "/" if code == settings.LANGUAGE_CODE else f"/{code}/"


def _links(pages: list[tuple[str, str]]) -> list[dict[str, str]]:
    prefix = _prefix(get_language() or settings.LANGUAGE_CODE)
    return [{"url": f"{prefix}{slug}/", "label": label} for slug, label in pages]


def _menu(request: HttpRequest) -> list[dict[str, Any]]:
    links = _links(
        [
            ("beste-praksis", _("Beste praksis")),
            ("metode", _("Metode")),
            ("maler", _("Maler")),
            ("tema", _("Tema")),
            ("aktuelt", _("Aktuelt")),
            ("kommuner", _("Kommuner")),
        ]
    )
    return [{**link, "current": request.path.startswith(link["url"])} for link in links]


def _language_links() -> list[dict[str, str]]:
    return [{"code": code, "name": name, "url": _prefix(code)} for code, name in settings.LANGUAGES]
