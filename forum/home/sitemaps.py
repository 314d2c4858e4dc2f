"""`/sitemap.xml`: what a visitor may see, in every language."""

from datetime import datetime
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.sitemaps import Sitemap
from django.urls import reverse
from wagtail.models import Page

from forum.organisations.models import Municipality
from forum.pages.models import KnowledgePage
from forum.pages.visibility import closed_paths, is_below


class PageSitemap(Sitemap[KnowledgePage]):
    """Content, whoever asks: a sitemap is for crawlers."""

    limit = 5000

    def items(self) -> Any:
        """Every row, each with its own address."""
        return KnowledgePage.objects.visible_to(AnonymousUser()).select_related("locale").order_by("pk")

    def location(self, item: KnowledgePage) -> str:
        """Path on this site."""
        return item.get_url() or "/"

    def lastmod(self, item: KnowledgePage) -> datetime | None:
        """When what readers see last changed."""
        return item.text_changed_at


class SectionSitemap(Sitemap[Page]):
    """Front pages, sections and texts about the portal: the pages that are no content."""

    def items(self) -> list[Page]:
        """A few dozen at most, so each is judged by itself."""
        closed = closed_paths(AnonymousUser())
        pages = Page.objects.live().filter(depth__in=(2, 3)).order_by("path")
        return [page for page in pages if not is_below(page.path, closed)]

    def location(self, item: Page) -> str:
        """Path on this site."""
        return item.get_url() or "/"


class MunicipalitySitemap(Sitemap[Municipality]):
    """The municipalities' own pages."""

    def items(self) -> Any:
        """Those that exist now."""
        return Municipality.objects.current().order_by("number")

    def location(self, item: Municipality) -> str:
        """Path on this site."""
        return reverse("home:municipality", args=[item.number])


SITEMAPS = {"sider": PageSitemap, "seksjoner": SectionSitemap, "kommuner": MunicipalitySitemap}
