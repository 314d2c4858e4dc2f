"""Results that span models: what a page shows of its surroundings, the glossary, themes with counts."""

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import Case, Count, Q, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _

from forum.organisations.alphabet import first_letter, sort_key
from forum.pages.models import Experience, GlossaryTerm, KnowledgePage, LosConcept


@dataclass(frozen=True)
class Answer:
    """One of the five answers: a strong short line, a detail, and where it leads. ``missing`` says how to give it."""

    question: Any
    headline: str
    detail: str = ""
    url: str = ""
    missing: bool = False


@dataclass(frozen=True)
class Relatives:
    """Other pages that one page has to do with."""

    related: list[KnowledgePage]
    also_in: list[KnowledgePage]
    named: list[KnowledgePage]


def relatives_of(page: KnowledgePage, user: Any, language_code: str, named: set[int]) -> Relatives:
    """All in one query, within the reader's sight and, but for ``also_in``, in their language.

    ``related``: what it points to and what points to it, once each, at most 8; ``also_in``: the same work in
    other languages; ``named``: pages with these ids, or of the works they are the bokmål page of.
    """
    links = Q(linked_from__page__work=page.work_id or page.pk) | Q(links__target__translation_key=page.translation_key)
    linked = KnowledgePage.objects.filter(links)
    other = Q(readers__language_code=language_code) & (
        Q(translation_key__in=linked.values("translation_key")) | Q(work__in=named) | Q(pk__in=named)
    )
    found = (
        KnowledgePage.objects.visible_to(user)
        .filter(other | Q(translation_key=page.translation_key))
        .exclude(pk=page.pk)
        .distinct()
        .for_listing()
        .annotate(is_linked=Case(When(translation_key__in=linked.values("translation_key"), then=True), default=False))
    )
    return Relatives(
        related=[one for one in found if one.is_linked][:8],
        also_in=[one for one in found if one.translation_key == page.translation_key],
        named=[one for one in found if one.pk in named or one.work_id in named],
    )


def experiences_with(page: KnowledgePage) -> list[Experience]:
    """What readers are shown under «Brukes av», newest first."""
    return list(
        Experience.objects.public()
        .filter(page=page.work_id or page.pk)
        .select_related("organisation__municipality__county")
    )


def language_name(code: str) -> str:
    """The language's own name."""
    return dict(settings.LANGUAGES).get(code, code)


def themes_with_counts(pages: Any) -> list[LosConcept]:
    """Main themes that hold any of ``pages`` (a queryset); ``count`` is the number of works in or below it.

    One query, grouped in the database: a sub-theme's pages count under each main theme above it.
    """
    filed = KnowledgePage.themes.through.objects.filter(knowledgepage__in=pages.values("pk"))
    counts = dict(
        filed.annotate(main=Coalesce("losconcept__parents", "losconcept_id"))
        .values("main")
        .annotate(works=Count("knowledgepage_id", distinct=True))
        .values_list("main", "works")
    )
    every = cache.get_or_set("los-main-themes", lambda: list(LosConcept.objects.main_themes()), 60) or []
    themes = [theme for theme in every if counts.get(theme.pk)]
    for theme in themes:
        theme.count = counts[theme.pk]
    return themes


def glossary(*, language_code: str) -> dict[str, Any]:
    """``letters``: [(letter, terms)] in Norwegian order; ``themes``: main themes with their sub-themes."""
    terms = sorted(GlossaryTerm.objects.select_related("page"), key=lambda term: sort_key(term.name))
    letters = [(letter, list(group)) for letter, group in groupby(terms, key=lambda term: first_letter(term.name))]
    themes = LosConcept.objects.main_themes().prefetch_related("children")
    return {"letters": letters, "themes": list(themes), "title": _("Begreper")}
