"""What facets choose among. The same for all readers, seldom changed, and asked for at most once a minute."""

from collections.abc import Callable
from typing import TypeVar, cast

from django.core.cache import cache
from django.db.models import F
from wagtail.models import Locale

from forum.organisations.models import Municipality
from forum.pages.models import LosConcept

CACHE_SECONDS = 60

Kept = TypeVar("Kept")


def themes() -> list[tuple[LosConcept, str | None]]:
    """Los' themes, once for each parent, with the parent's URI."""
    return _kept("search-facet-themes", _themes)


def municipalities() -> dict[str, str]:
    """Names by number, of former ones too."""
    return _kept("search-facet-municipalities", lambda: dict(Municipality.objects.values_list("number", "name")))


def languages() -> dict[int, str]:
    """Codes of the languages that pages are written in, by their key."""
    return _kept("search-facet-languages", lambda: dict(Locale.objects.values_list("pk", "language_code")))


def _themes() -> list[tuple[LosConcept, str | None]]:
    rows = LosConcept.objects.themes().annotate(parent=F("parents__uri"))
    return [(theme, theme.parent) for theme in rows]  # type: ignore[attr-defined]  # annotated


def _kept(name: str, read: Callable[[], Kept]) -> Kept:
    return cast("Kept", cache.get_or_set(name, read, CACHE_SECONDS))
