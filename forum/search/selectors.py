"""What the search page shows. Pages come through the gate (`visible_to`) before anything is counted."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.paginator import Page as PageOfHits
from django.core.paginator import Paginator
from modelsearch.query import SearchQuery

from forum.pages.models import KnowledgePage
from forum.search.asking import Answer, Asked, answer_to
from forum.search.conditions import subqueries_once
from forum.search.facets import (
    Facet,
    KindFacet,
    LanguageFacet,
    MunicipalityFacet,
    Narrowing,
    ThemeFacet,
    YearFacet,
)
from forum.search.hits import Hit, hits_of
from forum.search.keeping.changes import settled, waiting_ids
from forum.search.promotions import Promoted, promoted_for
from forum.search.wishes import ORDERS, Wishes

PER_PAGE = 10


@dataclass(frozen=True)
class SearchListing:
    """All that the search page shows of a search."""

    answer: Answer | None = None
    hits: list[Hit] = field(default_factory=list)
    promoted: list[Promoted] = field(default_factory=list)
    page: "PageOfHits[Any] | None" = None
    facets: list[Facet] = field(default_factory=list)
    #: Each choice made: its parameter in the address, and what readers call it.
    chosen: list[tuple[str, str]] = field(default_factory=list)
    orders: list[tuple[str, Any]] = field(default_factory=list)
    available: bool = True
    total_without_choices: int = 0
    feed_query: str = ""

    @property
    def total(self) -> int:
        """How many works match, with the choices made."""
        return 0 if self.page is None else self.page.paginator.count

    @property
    def ways_in(self) -> list[Facet]:
        """What to begin with, where nothing is asked for: themes, then kinds."""
        return [facet for name in ("tema", "type") for facet in self.facets if facet.parameter == name]


@dataclass(frozen=True)
class Followed:
    """A search that somebody follows, and the newest of what it finds."""

    wishes: Wishes
    choices: list[str] = field(default_factory=list)
    pages: list[KnowledgePage] = field(default_factory=list)
    available: bool = True


def search_portal(wishes: Wishes, *, reader: Any, language_code: str) -> SearchListing:
    """The hits of one page, with facets whose counts hold for the other choices made."""
    if wishes.too_long:
        return SearchListing()
    # Before the search: what is written to the index in between is then cut from the page itself as well.
    waiting = waiting_ids()
    visible = settled(KnowledgePage.objects.visible_to(reader), waiting=waiting)
    with subqueries_once():
        return _listing(visible, wishes, language_code, waiting)


def followed(wishes: Wishes, *, language_code: str, most: int) -> Followed:
    """What a visitor finds with the same words and choices, newest text first."""
    if wishes.too_long:
        return Followed(wishes)
    visible = settled(KnowledgePage.objects.visible_to(AnonymousUser()))
    facets = _facets(wishes, language_code)
    pages = _narrowed(visible, facets).for_listing().with_themes()
    choices = [facet.label for facet in facets if facet.chosen]
    if not wishes.q and not choices:
        return Followed(wishes, pages=list(pages.standing_alone().newest()[:most]))
    with subqueries_once():
        results = Asked(pages, wishes.understood.query, newest_first=True).results
        return Followed(wishes, choices, list(results[:most]), getattr(results, "available", True))


def _facets(wishes: Wishes, language_code: str) -> list[Narrowing]:
    wished = wishes.choices.get
    return [
        KindFacet(wished("type", "")),
        ThemeFacet(wished("tema", "")),
        MunicipalityFacet(wished("kommune", "")),
        LanguageFacet(wished("sprak", ""), reader_language=language_code),
        YearFacet(wished("ar", "")),
    ]


def _narrowed(pages: Any, facets: Sequence[Narrowing], *, but: Narrowing | None = None) -> Any:
    for facet in facets:
        if facet is not but:
            pages = facet.narrow(pages)
    return pages


def _listing(visible: Any, wishes: Wishes, language_code: str, waiting: Set[int]) -> SearchListing:
    facets = _facets(wishes, language_code)
    narrowed = _narrowed(visible, facets).for_listing().with_themes()
    in_language = visible.in_language(language_code)

    @cache
    def asked(query: SearchQuery) -> Asked:
        return Asked(narrowed, query, wishes.newest_first)

    @cache
    def everywhere(query: SearchQuery) -> Asked:
        return Asked(in_language, query)

    answer = answer_to(wishes, asked, everywhere)
    found = asked(answer.query)
    page = Paginator(found.results, PER_PAGE).get_page(wishes.page)
    chosen = [(facet.parameter, facet.label) for facet in facets if facet.chosen]
    promoted = [] if chosen or not wishes.q else promoted_for({wishes.q, answer.text}, in_language)
    return SearchListing(
        answer=answer,
        hits=[] if wishes.is_start else _hits(page, answer, promoted, waiting),
        promoted=promoted if page.number == 1 else [],
        page=page,
        facets=_counted(facets, visible, found),
        chosen=chosen,
        orders=list(ORDERS.items()) if wishes.q else [],
        available=getattr(found.results, "available", True),
        total_without_choices=everywhere(answer.query).count if chosen and not found.count else 0,
        feed_query=replace(wishes, q=answer.text).address if answer.corrected else wishes.address,
    )


def _counted(facets: Sequence[Narrowing], visible: Any, found: Asked) -> list[Facet]:
    """A facet's counts must not obey its own choice: they say what another choice would give."""
    return [
        facet.counted(
            Asked(_narrowed(visible, facets, but=facet), found.query, found.newest_first) if facet.narrows else found
        )
        for facet in facets
    ]


def _hits(page: "PageOfHits[Any]", answer: Answer, promoted: list[Promoted], waiting: Set[int]) -> list[Hit]:
    """Those of this page, but for what is recommended above them."""
    recommended = {one.page.pk for one in promoted if one.page}
    marks = answer.understood.marks if answer.text else frozenset()
    hits = hits_of(page.object_list, marks, waiting=waiting)
    return [hit for hit in hits if hit.page.pk not in recommended]
