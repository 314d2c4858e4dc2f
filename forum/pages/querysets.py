"""Sets of pages that people speak of."""

from collections import defaultdict
from typing import TYPE_CHECKING, Self

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce, Left
from django.utils import timezone
from wagtail.models import Page, PageManager
from wagtail.query import PageQuerySet

from forum.pages.visibility import Reader, closed_paths

if TYPE_CHECKING:
    from forum.pages.models.knowledge import KnowledgePage


class KnowledgePageQuerySet(PageQuerySet):
    """All kinds of content in one query, without ``specific()``."""

    def visible_to(self, reader: Reader) -> Self:
        """Live pages that this reader may see: the only way pages reach anything that is shown.

        Works below ``.search()`` too, hence ``exclude(id__in=…)`` and no ``Exists``.
        """
        by_length: dict[int, list[str]] = defaultdict(list)
        for path in closed_paths(reader):
            by_length[len(path)].append(path)
        pages = self.live()
        for length, paths in by_length.items():
            hidden = Page.objects.annotate(root=Left("path", length)).filter(root__in=paths)
            pages = pages.exclude(id__in=hidden.values("pk"))
        return pages

    def in_language(self, language_code: str) -> Self:
        """Each work once: in the reader's language where it exists, else bokmål, else what there is."""
        return self.filter(readers__language_code=language_code)

    def for_listing(self) -> Self:
        """With what a listing shows of each page, in the same query."""
        return self.select_related("locale", "content_type", "municipality")

    def with_themes(self) -> Self:
        """With each page's themes, by one more query; without it a listing shows none (``listed_themes``)."""
        return self.prefetch_related("themes")

    def about(self, page: "KnowledgePage") -> Self:
        """What points to this page, in whichever of its languages."""
        return self.filter(links__target__translation_key=page.translation_key).distinct()

    def newest(self) -> Self:
        """Latest changed text first."""
        return self.order_by(F("text_changed_at").desc(nulls_last=True), "-pk")

    def standing_alone(self) -> Self:
        """Without pages that are parts of others (steps of a method)."""
        parts = [model for model in apps.get_models() if not getattr(model, "stands_alone", True)]
        return self.exclude(content_type__in=ContentType.objects.get_for_models(*parts).values())

    def most_used(self) -> Self:
        """By how many municipalities use the work; ``used_by`` is that number.

        Uptake belongs to the bokmål page, so it is counted by work: in a subquery, since grouping whole pages
        is five times slower at 20,000 of them.
        """
        uptake = self.model._meta.get_field("uptake").related_model
        municipalities = uptake.objects.filter(page=OuterRef("work")).order_by().values("page")
        number = Coalesce(Subquery(municipalities.annotate(number=Count("pk")).values("number")), 0)
        return self.annotate(used_by=number).order_by("-used_by", "title")

    def upcoming(self) -> Self:
        """What has a date that is not past, soonest first."""
        return self.filter(happens_at__gte=timezone.now()).order_by("happens_at")

    def overdue(self) -> Self:
        """Past its review-by date."""
        return self.filter(review_by__lt=timezone.localdate())

    def filed_under(self, theme_slug: str) -> Self:
        """On this Los theme or one right below it; by a subquery, so that a page on both is there once."""
        filed = self.model.themes.through.objects.filter(
            Q(losconcept__slug=theme_slug) | Q(losconcept__parents__slug=theme_slug)
        )
        return self.filter(pk__in=filed.values("knowledgepage"))


KnowledgePageManager = PageManager.from_queryset(KnowledgePageQuerySet)
