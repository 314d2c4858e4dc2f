"""Atom: everything new, or everything new on a theme."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum.pages.feeds import ENTRIES, WorksFeed, marked_as_example
from forum.pages.models import KnowledgePage, LosConcept


class PortalFeed(WorksFeed[LosConcept | None]):
    """`/feed/` and `/feed/<theme>/`: works in the reader's language, newest text first."""

    def get_object(self, request: HttpRequest, *args: Any, **kwargs: Any) -> LosConcept | None:
        """The theme asked for, if any. One feed object answers all requests: nothing of one is kept on it."""
        slug = kwargs.get("theme")
        if slug is None:
            return None
        theme = LosConcept.objects.themes().filter(slug=slug).first()
        if theme is None:
            raise Http404
        return theme

    def title(self, obj: LosConcept | None) -> str:
        """Says so when the content is invented."""
        title = _("ksikt-forum: %(theme)s") % {"theme": obj.name} if obj else _("ksikt-forum: nytt og oppdatert")
        return marked_as_example(title)

    def link(self, obj: LosConcept | None) -> str:
        """The page a person would read instead."""
        return settings.PORTAL_URL + reverse("search:search") + (f"?tema={obj.slug}" if obj else "")

    def feed_url(self, obj: LosConcept | None) -> str:
        """The portal's own address, never the request's."""
        return settings.PORTAL_URL + (reverse("theme_feed", args=[obj.slug]) if obj else reverse("feed"))

    def items(self, obj: LosConcept | None) -> list[KnowledgePage]:
        """The newest works, with what an entry needs."""
        pages = KnowledgePage.objects.visible_to(AnonymousUser()).in_language(get_language() or "nb")
        if obj is not None:
            pages = pages.filed_under(obj.slug)
        return list(pages.standing_alone().newest().for_listing().with_themes()[:ENTRIES])
