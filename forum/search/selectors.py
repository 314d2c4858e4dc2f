"""What the search page shows. Pages come through the gate (`visible_to`) before anything is counted."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.core.paginator import Page as PageOfHits
from django.core.paginator import Paginator
from django.utils.safestring import SafeString, mark_safe

from forum.pages.models import KnowledgePage
from forum.search import passages
from forum.search.facets import Facet, KindFacet, ThemeFacet
from forum.search.whoosh_backend.conditions import subqueries_once
from forum.search.wishes import LONGEST_QUERY, ORDERS, Wishes, readable

PER_PAGE = 10
MOST_SUGGESTIONS = 8
SHORTEST_SUGGESTION = 2
# Search fields whose text is shown elsewhere on a hit, and makes no passage.
_NOT_RUNNING_TEXT = {"title", "themes.name_nb", "tags.name"}


@dataclass(frozen=True)
class Hit:
    """One hit: the page, and why it was found."""

    page: KnowledgePage
    title: SafeString
    passage: SafeString


@dataclass(frozen=True)
class SearchListing:
    """All that the search page shows of a search."""

    hits: list[Hit] = field(default_factory=list)
    page: "PageOfHits[Any] | None" = None
    facets: list[Facet] = field(default_factory=list)
    orders: list[tuple[str, Any]] = field(default_factory=list)
    available: bool = True
    total_without_choices: int = 0

    @property
    def total(self) -> int:
        """How many works match, with the choices made."""
        return 0 if self.page is None else self.page.paginator.count

    @property
    def chosen(self) -> list[tuple[str, str]]:
        """Parameter and label of each choice made."""
        return [
            (facet.parameter, choice.label)
            for facet in self.facets
            for choice in facet.with_children()
            if choice.chosen
        ]


def search_portal(wishes: Wishes, *, reader: Any, language_code: str) -> SearchListing:
    """The hits of one page, with facets whose counts hold for the other choice made."""
    if wishes.too_long:
        return SearchListing()
    pages = KnowledgePage.objects.visible_to(reader).in_language(language_code)
    with subqueries_once():
        return _listing(pages, wishes)


def _listing(pages: Any, wishes: Wishes) -> SearchListing:
    kinds, themes = KindFacet(wishes.kind), ThemeFacet(wishes.theme)
    found = _searched(themes.narrow(kinds.narrow(pages)).for_listing().with_themes(), wishes)
    # A facet's counts must not obey its own choice: they say what another choice would give.
    by_kind = _searched(themes.narrow(pages), wishes) if kinds.chosen else found
    by_theme = _searched(kinds.narrow(pages), wishes) if themes.chosen else found
    page = Paginator(found, PER_PAGE).get_page(wishes.page)
    nothing = not page.paginator.count and (kinds.chosen or themes.chosen)
    return SearchListing(
        hits=[] if wishes.is_start else _hits(page, wishes),
        page=page,
        facets=[kinds.counted(by_kind), themes.counted(by_theme)],
        orders=list(ORDERS.items()) if wishes.q else [],
        available=getattr(found, "available", True),
        total_without_choices=_searched(pages, wishes).count() if nothing else 0,
    )


def _searched(pages: Any, wishes: Wishes) -> Any:
    if wishes.newest_first:
        pages = pages.order_by("-text_changed_at")
    return pages.search(wishes.search_query(), order_by_relevance=not wishes.newest_first)


def _hits(page: "PageOfHits[Any]", wishes: Wishes) -> list[Hit]:
    found = page.object_list
    if hasattr(found, "annotate_texts"):
        found = found.annotate_texts("indexed_texts")
    terms = passages.terms_of(wishes.searched_text)
    return [_hit(one, terms) for one in found]


def _hit(page: Any, terms: frozenset[str]) -> Hit:
    texts = [text for name, text in _texts_of(page) if name not in _NOT_RUNNING_TEXT] if terms else []
    passage = passages.best_passage(texts, terms)
    html = passage.html if passage else passages.marked(page.summary, terms)
    return Hit(page, mark_safe(passages.marked(page.title, terms)), mark_safe(html))


def _texts_of(page: Any) -> list[tuple[str, str]]:
    """The texts that were searched; from the page itself where the search engine doesn't hand them out."""
    texts: list[tuple[str, str]] | None = getattr(page, "indexed_texts", None)
    return texts or [("summary", page.summary), ("search_text", page.specific.search_text())]


def suggest_titles(typed: str, *, reader: Any, language_code: str) -> list[KnowledgePage]:
    """Pages with a title that holds words beginning as the typed ones do; each title once."""
    typed = readable(typed)
    if not SHORTEST_SUGGESTION <= len(typed) <= LONGEST_QUERY:
        return []
    pages = KnowledgePage.objects.visible_to(reader).in_language(language_code).select_related("content_type")
    found = pages.autocomplete(Wishes(q=typed).searched_text, fields=["title"], operator="and")
    seen: Counter[str] = Counter()
    unique = []
    for page in found[: 2 * MOST_SUGGESTIONS]:
        seen[page.title] += 1
        if seen[page.title] == 1:
            unique.append(page)
    return unique[:MOST_SUGGESTIONS]
