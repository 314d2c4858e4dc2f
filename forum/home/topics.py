"""What topic pages and the news list gather. Takes models and pages, to know no circle."""

from typing import Any

from django.core.paginator import Page as PageOfPages
from django.core.paginator import Paginator

from forum.pages.models import KnowledgePage

PER_PAGE = 15


def picks_of(topic: Any, user: Any) -> list[KnowledgePage]:
    """The editor's picks in their order, without those this reader may not see, in the reader's language."""
    keys = list(dict.fromkeys(block.value.translation_key for block in topic.picks if block.value))
    found = {
        page.translation_key: page
        for page in KnowledgePage.objects.visible_to(user)
        .in_language(topic.locale.language_code)
        .filter(translation_key__in=keys)
        .for_listing()
    }
    return [found[key] for key in keys if key in found]


def latest_on(topic: Any, user: Any, page_number: str) -> "PageOfPages[Any]":
    """Everything filed under the theme or a theme below it, of whatever kind, newest first."""
    pages = (
        KnowledgePage.objects.visible_to(user)
        .in_language(topic.locale.language_code)
        .filed_under(topic.theme.slug)
        .exclude(translation_key=topic.translation_key)
        .newest()
        .for_listing()
        .with_themes()
    )
    return Paginator(pages, PER_PAGE).get_page(page_number[:6])


def news_listing(model: Any, user: Any, language_code: str, page_number: str) -> dict[str, Any]:
    """``coming``: soonest first; ``news``: a page of them, newest first."""
    news = model.objects.visible_to(user).in_language(language_code).for_listing()
    return {
        "coming": list(news.upcoming()[:10]),
        "news": Paginator(news.order_by("-first_published_at", "-pk"), PER_PAGE).get_page(page_number[:6]),
    }
