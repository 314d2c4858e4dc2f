"""`/maler/`: all templates, checklists and specifications in one list."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bestpractice.templates_listing import list_templates


@require_safe
def templates_list(request: HttpRequest) -> HttpResponse:
    """``?bruk=`` narrows by use, ``?q=`` by words in title or description, ``?side=`` pages."""
    listing = list_templates(
        user=request.user,
        language_code=get_language() or "nb",
        kind=request.GET.get("bruk", ""),
        q=request.GET.get("q", ""),
        page=request.GET.get("side", "1"),
    )
    return render(request, "bestpractice/templates_list.html", listing)
