"""The search page and suggestions while typing."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from forum.pages.models import KnowledgePage
from forum.search import statistics
from forum.search.selectors import SearchListing, search_portal
from forum.search.suggestions import suggestions_for
from forum.search.wishes import Wishes

# A page of hits is made anew for each reader, and is nothing to find in another search engine.
HEADERS = {"X-Robots-Tag": "noindex", "Cache-Control": "private, no-cache"}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``?q= type= tema= kommune= sprak= ar= sorter= slik= side=``: the address holds the whole state."""
    wishes = Wishes.from_query(request.GET)
    listing = search_portal(wishes, reader=request.user, language_code=get_language() or "nb")
    _count(request, wishes, listing)
    response = render(request, "search/search.html", {"wishes": wishes, "listing": listing})
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


def _count(request: HttpRequest, wishes: Wishes, listing: SearchListing) -> None:
    """A search is counted when it is made: not each page of hits, nor each way to narrow them."""
    asked_anew = wishes.q and not wishes.kept and wishes.page == "1" and not wishes.exactly
    if asked_anew and listing.answer and listing.available and statistics.is_from_a_reader(request):
        # Pages with only some of the words are not what was looked for.
        hits = listing.answer.full_matches if listing.answer.relaxed else listing.total
        statistics.count_search(query=wishes.q, hits=hits)


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """``?q=``: pages, themes and words that begin as the typed words do, as JSON: also for other systems."""
    found = suggestions_for(request.GET.get("q", ""), reader=request.user, language_code=get_language() or "nb")
    search_url = reverse("search:search")
    pages = [_page_suggested(page, request) for page in found.pages]
    themes = [
        {"type": "theme", "title": theme.name, "url": f"{search_url}?tema={theme.slug}", "kind": _("Tema")}
        for theme in found.themes
    ]
    words = [
        {"type": "word", "title": words, "url": f"{search_url}?{urlencode({'q': words})}", "kind": _("Søk")}
        for words in found.words
    ]
    answer = {"suggestions": [*pages, *themes, *words]}
    return JsonResponse(answer, headers=HEADERS, json_dumps_params={"ensure_ascii": False})


def _page_suggested(page: KnowledgePage, request: HttpRequest) -> dict[str, str]:
    told = {"type": "page", "title": page.title, "url": page.get_url(request)}
    language = {"lang": page.locale.language_code} if page.is_in_other_language else {}
    return {**told, "kind": str(page.specific_class.kind_label), **language}
