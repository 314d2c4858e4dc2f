"""From an address to a page in few queries: Wagtail asks twice a level, and a visitor's page has a budget."""

from typing import Any

from django.core.cache import cache
from wagtail.models import Locale, Page

CACHE_SECONDS = 300


def locale_with(pk: int) -> Locale:
    """A locale by key. There are a handful and they never change, so they are remembered."""
    return cache.get_or_set(f"locale-{pk}", lambda: Locale.objects.get(pk=pk), CACHE_SECONDS)


def trail_to(home: Page, path_components: list[str]) -> list[Page]:
    """The pages that the path leads through below the front page, uppermost first; empty where it leads nowhere.

    It ends early where the rest of the path is the last page's own business (its sub-routes).
    """
    addresses = [home.url_path + "/".join(path_components[: depth + 1]) + "/" for depth in range(len(path_components))]
    found = {page.url_path: page for page in Page.objects.filter(url_path__in=addresses, path__startswith=home.path)}
    trail = []
    for address in addresses:
        if address not in found:
            break
        trail.append(found[address])
    return trail


def whole_page(page: Page) -> Any:
    """The page as its own class, with the relations that the class says it is shown with."""
    model: Any = page.specific_class
    whole = model.objects.select_related(*getattr(model, "fetched_with", ())).get(pk=page.pk)
    whole.locale = locale_with(whole.locale_id)
    return whole
