"""Atom: everything new, or everything new on a theme."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.contrib.syndication.views import Feed
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from forum.pages.models import KnowledgePage, LosConcept
from forum.pages.portal_state import is_example_data

ENTRIES = 30


class PortalFeed(Feed[KnowledgePage, LosConcept | None]):
    """`/feed/` and `/feed/<theme>/`: works in the reader's language, newest text first.

    A feed is read by machines for people who are not signed in: it holds what a visitor may see.
    """

    feed_type = Atom1Feed

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
        return _("Eksempeldata – %(title)s") % {"title": title} if is_example_data() else title

    def subtitle(self, obj: LosConcept | None) -> str:
        """What it is, and its licence."""
        return _("Kommunenes felles kunnskapsportal. Innhold: CC BY 4.0.")

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

    def item_title(self, item: KnowledgePage) -> str:
        """Marked where invented: entries are shown far from the feed's own title."""
        title = _readable(item.title)
        return _("Eksempeldata – %(title)s") % {"title": title} if is_example_data() else title

    def item_description(self, item: KnowledgePage) -> str:
        """The summary."""
        return _readable(item.summary)

    def item_link(self, item: KnowledgePage) -> str:
        """The page's address in the portal's own name."""
        return settings.PORTAL_URL + (item.get_url() or "/")

    def item_guid(self, item: KnowledgePage) -> str:
        """Stable across moves and languages."""
        return f"urn:uuid:{item.translation_key}"

    def item_updateddate(self, item: KnowledgePage) -> datetime | None:
        """When what readers see last changed."""
        return item.text_changed_at or item.last_published_at

    def item_pubdate(self, item: KnowledgePage) -> datetime | None:
        """When it first came."""
        return item.first_published_at

    def item_author_name(self, item: KnowledgePage) -> str:
        """Who answers for it."""
        return _readable(item.contact_name) or "ksikt-forum"

    def item_categories(self, item: KnowledgePage) -> list[str]:
        """Kind and themes."""
        return [str(item.specific_class.kind_label), *(theme.name for theme in item.themes.all())]


def _readable(text: str) -> str:
    """Without control characters, which come along in text pasted from Word and which XML can not hold."""
    return "".join(sign for sign in text if sign >= " " or sign in "\t\n")
