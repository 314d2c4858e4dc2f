"""The files that come with pages, in one list."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q, Value
from django.db.models.functions import Lower, Replace

from forum.pages.models import KnowledgePage, PageFile

PER_PAGE = 40
MAX_QUERY = 100  # characters


def list_templates(*, user: Any, language_code: str, kind: str, q: str, page: str) -> dict[str, Any]:
    """Template context: ``files`` (a page of them), ``kinds`` [(value, label, count)], ``kind``, ``q``.

    A file is listed with the page that carries it, so it is seen by those who see that page.
    """
    pages = KnowledgePage.objects.visible_to(user).in_language(language_code)
    files = PageFile.objects.filter(page__in=pages.values("pk"))
    q = " ".join(q.replace("\x00", "").split())[:MAX_QUERY]
    for word in q.split()[:8]:
        files = files.filter(_holding(word))
    counts = dict(files.order_by().values("kind").annotate(number=Count("pk")).values_list("kind", "number"))
    kind = kind if kind in PageFile.Kind.values else ""
    # The chosen one is shown though nothing is left of it, so that it can be taken away.
    shown = [choice for choice in PageFile.Kind.choices if choice[0] in counts or choice[0] == kind]
    kinds = [(value, label, counts.get(value, 0)) for value, label in shown]
    if kind:
        files = files.filter(kind=kind)
    listed = files.select_related("document", "page__locale", "page__content_type").order_by(_place(), "title", "pk")
    return {"files": Paginator(listed, PER_PAGE).get_page(page[:6]), "kinds": kinds, "kind": kind, "q": q}


def _place() -> Any:
    """Where a Norwegian reader looks for a title (compare ``alphabet.sort_key``), whatever the database's order."""
    key: Any = Lower("title")
    for place, letters in enumerate(("Ææ", "Øø", "Åå"), start=1):
        for letter in letters:
            key = Replace(key, Value(letter), Value(f"zz{place}"))
    return key


def _holding(word: str) -> Q:
    """Files with the word in title, description or page, whatever its case.

    SQLite's LIKE knows the case of A–Z only, so Å and å are asked for apart.
    """
    condition = Q()
    for form in {word, word.lower(), word.upper(), word.capitalize()}:
        condition |= Q(title__icontains=form) | Q(description__icontains=form) | Q(page__title__icontains=form)
    return condition
