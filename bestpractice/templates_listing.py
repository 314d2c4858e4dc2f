"""The files that come with pages, in one list."""

from typing import Any

from django.core.paginator import Paginator
from django.db.models import Count, Q

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
        files = files.filter(Q(title__icontains=word) | Q(description__icontains=word) | Q(page__title__icontains=word))
    counts = dict(files.order_by().values("kind").annotate(number=Count("pk")).values_list("kind", "number"))
    kinds = [(value, label, counts[value]) for value, label in PageFile.Kind.choices if value in counts]
    kind = kind if kind in PageFile.Kind.values else ""
    if kind:
        files = files.filter(kind=kind)
    listed = files.select_related("document", "page__locale", "page__content_type").order_by("title", "pk")
    return {"files": Paginator(listed, PER_PAGE).get_page(page[:6]), "kinds": kinds, "kind": kind, "q": q}
