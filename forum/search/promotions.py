"""What the editors have put first for a certain search."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from wagtail.contrib.search_promotions.models import SearchPromotion
from wagtail.search.utils import normalise_query_string

from forum.pages.models import KnowledgePage
from forum.search.language import analysis


@dataclass(frozen=True)
class Promoted:
    """One recommended result: a page of the portal, or an address elsewhere."""

    description: str
    page: KnowledgePage | None = None
    url: str = ""
    link_text: str = ""
    #: Where an address elsewhere leads, in short.
    host: str = ""


def promoted_for(texts: set[str], visible: Any) -> list[Promoted]:
    """The editors' choices for any of the texts, in their order; of pages only those in `visible`.

    One query for the choices, and one more for their pages where there are any. `visible` is what the
    reader may see, each work in the reader's language.
    """
    wanted = {_sameness(text) for text in texts}
    rows = SearchPromotion.objects.select_related("query", "page").order_by("sort_order", "pk")
    chosen = [row for row in rows if _sameness(row.query.query_string) in wanted]
    pages = _shown_instead({row.page.translation_key for row in chosen if row.page}, visible)
    found = [_promoted(row, pages) for row in chosen]
    return list({(one.page and one.page.pk, one.url): one for one in found if one}.values())


def _sameness(text: str) -> tuple[str, ...]:
    """Equal for searches that editors would call the same: case, order and inflection aside."""
    stems = sorted(set(analysis.stems(text)))
    return tuple(stems) or (normalise_query_string(text),)


def _shown_instead(works: set[UUID], visible: Any) -> dict[UUID, KnowledgePage]:
    """For each work that editors chose, in whichever language, the row that this reader is shown, if any."""
    if not works:
        return {}
    return {page.translation_key: page for page in visible.filter(translation_key__in=works).for_listing()}


def _promoted(promotion: Any, pages: dict[UUID, KnowledgePage]) -> Promoted | None:
    if promotion.page:
        page = pages.get(promotion.page.translation_key)
        return Promoted(promotion.description or page.summary, page=page) if page else None
    url, host = promotion.external_link_url, _host(promotion.external_link_url)
    return Promoted(promotion.description, None, url, promotion.external_link_text or url, host) if host else None


def _host(address: str) -> str:
    """Empty for what isn't an address on the web: rows from an import have not been through the form's check."""
    try:
        parts = urlsplit(address)
        return (parts.hostname or "") if parts.scheme in ("https", "http") else ""
    except ValueError:
        return ""
