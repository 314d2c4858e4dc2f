"""The search page and suggestions while typing."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from forum.search.selectors import search_portal, suggest_titles
from forum.search.wishes import Wishes

# A page of hits is made anew for each reader, and is nothing to find in another search engine.
HEADERS = {"X-Robots-Tag": "noindex", "Cache-Control": "private, no-cache"}


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """``?q= type= tema= sorter= side=``: the address holds the whole state."""
    wishes = Wishes.from_query(request.GET)
    listing = search_portal(wishes, reader=request.user, language_code=get_language() or "nb")
    response = render(request, "search/search.html", {"wishes": wishes, "listing": listing})
    for name, value in HEADERS.items():
        response.headers[name] = value
    return response


@require_safe
def suggestions(request: HttpRequest) -> HttpResponse:
    """``?q=``: titles that begin as the typed words do, for scripts and other systems."""
    found = suggest_titles(request.GET.get("q", ""), reader=request.user, language_code=get_language() or "nb")
    hits = [
        {"title": page.title, "url": page.get_url(request), "kind": str(page.specific_class.kind_label)}
        for page in found
    ]
    return JsonResponse({"suggestions": hits}, headers=HEADERS, json_dumps_params={"ensure_ascii": False})
