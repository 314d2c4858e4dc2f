"""Atom: what is new in a search that somebody follows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum.pages.feeds import ENTRIES, WorksFeed, marked_as_example, readable
from forum.pages.models import KnowledgePage
from forum.search.selectors import Followed, followed
from forum.search.wishes import LONGEST_QUERY, Wishes

# Of a longer search the title shows only the beginning.
LONGEST_SHOWN = 80


class SavedSearchFeed(WorksFeed[Followed]):
    """`/sok/strom/?q=…&type=…`: what a search finds, newest text first, with the search page's choices.

    Nothing is corrected or relaxed: who follows a search is not told of what they did not ask for.
    """

    def __call__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """As any feed, but nothing to find in another search engine."""
        response = super().__call__(request, *args, **kwargs)
        response.headers["X-Robots-Tag"] = "noindex"
        return response

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Followed:
        """The search and what it finds; one that can't be put finds nothing, and `subtitle` says why."""
        return followed(Wishes.from_query(request.GET), language_code=get_language() or "nb", most=ENTRIES)

    def title(self, obj: Followed) -> str:
        """The search in words, with the choices made."""
        words = Truncator(readable(obj.wishes.q)).chars(LONGEST_SHOWN)
        told = ", ".join([f"«{words}»"] * bool(words) + obj.choices)
        title = _("ksikt-forum: søk etter %(search)s") % {"search": told}
        return marked_as_example(title if told else _("ksikt-forum: nytt og oppdatert"))

    def subtitle(self, obj: Followed) -> str:
        """What it is; or why there is nothing."""
        if obj.wishes.too_long:
            limits = {"length": len(obj.wishes.q), "limit": LONGEST_QUERY}
            return _("Søket er for langt: %(length)d tegn, og %(limit)d er det meste.") % limits
        if not obj.available:
            return _("Søket bygges opp på nytt og er straks tilbake.")
        return super().subtitle(obj)

    def link(self, obj: Followed) -> str:
        """The search page, which a person would read instead."""
        return settings.PORTAL_URL + reverse("search:search") + _query(obj)

    def feed_url(self, obj: Followed) -> str:
        """The portal's own address, never the request's."""
        return settings.PORTAL_URL + reverse("search:feed") + _query(obj)

    def items(self, obj: Followed) -> list[KnowledgePage]:
        """The newest works, with what an entry needs."""
        return obj.pages


def _query(obj: Followed) -> str:
    return "" if obj.wishes.too_long else obj.wishes.address
