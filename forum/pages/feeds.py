"""An Atom entry for each work, the same in every feed of the portal."""

from datetime import datetime
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import gettext as _

from forum.pages.models import KnowledgePage
from forum.pages.portal_state import is_example_data

ENTRIES = 30

Subject = TypeVar("Subject")


class WorksFeed(Feed[KnowledgePage, Subject]):
    """Works as entries; a room says which, and what its feed is called.

    A feed is read by machines for people who are not signed in: it holds what a visitor may see.
    """

    feed_type = Atom1Feed

    def subtitle(self, obj: Subject) -> str:
        """What it is, and its licence."""
        return _("Kommunenes felles kunnskapsportal. Innhold: CC BY 4.0.")

    def item_title(self, item: KnowledgePage) -> str:
        """Marked where invented: entries are shown far from the feed's own title."""
        return marked_as_example(readable(item.title))

    def item_description(self, item: KnowledgePage) -> str:
        """The summary."""
        return readable(item.summary)

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
        return readable(item.contact_name) or "ksikt-forum"

    def item_categories(self, item: KnowledgePage) -> list[str]:
        """Kind and themes."""
        return [str(item.specific_class.kind_label), *(theme.name for theme in item.themes.all())]


def marked_as_example(title: Any) -> str:
    """Says so when the content is invented."""
    return _("Eksempeldata – %(title)s") % {"title": title} if is_example_data() else str(title)


def readable(text: str) -> str:
    """Without control characters, which come along in text pasted from Word, and others that XML can not hold."""
    return "".join(sign for sign in text if (sign >= " " or sign in "\t\n") and sign not in "\ufffe\uffff")
