"""The front page, topics, news and plain texts."""

from typing import Any, ClassVar

from django.db import models
from django.http import Http404, HttpRequest
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from modelsearch import index
from wagtail import blocks
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from forum.home.front import front_page
from forum.home.routing import locale_with, trail_to, whole_page
from forum.home.topics import latest_on, news_listing, picks_of
from forum.organisations.alphabet import sort_key
from forum.pages.blocks import RICH_TEXT_FEATURES, BodyBlock
from forum.pages.models import FirstLevelPage, KnowledgePage, LosConcept, SectionPage
from forum.pages.page_reading import surroundings


class PathBlock(blocks.StructBlock):
    """One of the ways in on the front page."""

    title = blocks.CharBlock(max_length=80, label=_("tittel"))
    who = blocks.CharBlock(max_length=120, label=_("for hvem"))
    steps = blocks.ListBlock(blocks.CharBlock(max_length=120), min_num=1, max_num=5, label=_("steg"))
    page = blocks.PageChooserBlock(required=False, label=_("side"))
    address = blocks.CharBlock(
        required=False,
        max_length=200,
        label=_("eller adresse"),
        help_text=_("Som /kommuner/. Brukes når ingen side er valgt."),
    )
    link_text = blocks.CharBlock(max_length=60, label=_("lenketekst"))
    mark = blocks.ChoiceBlock(
        choices=[("guide", _("varde")), ("service", _("nøkkel")), ("process", _("piler"))], label=_("skjold")
    )

    class Meta:
        icon = "arrow-right"
        label = _("Vei inn")


class HomePage(Page):
    """The front page of one language."""

    lead = models.TextField(_("ingress"), max_length=300, blank=True)
    frequent = models.CharField(
        _("mange søker etter"), max_length=200, blank=True, help_text=_("Søkeord skilt med komma.")
    )
    paths = StreamField([("path", PathBlock())], blank=True, max_num=3, verbose_name=_("kom i gang"))

    content_panels = [*Page.content_panels, FieldPanel("lead"), FieldPanel("frequent"), FieldPanel("paths")]
    parent_page_types = ["wagtailcore.Page"]
    template = "home/home.html"

    class Meta:
        verbose_name = _("forside")
        verbose_name_plural = _("forsider")

    @property
    def localized(self) -> Any:
        """As Wagtail's; without a query where this is the front page of the reader's language."""
        return self if locale_with(self.locale_id).language_code == get_language() else super().localized

    def route(self, request: HttpRequest, path_components: list[str]) -> Any:
        """Find the page in one query instead of two a level; the pages above it come along for the trail."""
        self.locale = locale_with(self.locale_id)
        trail = [self, *trail_to(self, path_components)]
        request.page_trail = trail  # type: ignore[attr-defined]  # read by {% breadcrumbs %}
        if len(trail) == 1:
            if path_components:
                raise Http404
            return super(HomePage, whole_page(self)).route(request, path_components)
        return whole_page(trail[-1]).route(request, path_components[len(trail) - 1 :])

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What the front page shows, in a fixed number of queries."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(front_page(self, request.user))
        return context


class TopicIndexPage(SectionPage):
    """`/tema/`."""

    subpage_types = ["home.TopicPage"]
    template = "home/topic_index.html"

    class Meta:
        verbose_name = _("oversikt over temasider")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``topics``: those this reader may see, by title."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        topics = TopicPage.objects.visible_to(request.user).in_language(self.locale.language_code)
        # Here, since databases do not know where Norwegian letters stand.
        context["topics"] = sorted(topics.for_listing(), key=lambda topic: sort_key(topic.title))
        return context


class TopicPage(KnowledgePage):
    """`/tema/<slug>/`: an editor's introduction and picks, and everything new on the theme by itself."""

    kind_label = _("Temaside")
    kind_label_plural = _("Temasider")
    mark = "topic"
    text_fields: ClassVar[list[str]] = ["title", "summary", "intro"]

    theme = models.ForeignKey(
        LosConcept, models.PROTECT, related_name="topic_pages", verbose_name=_("tema i Los"),
        limit_choices_to={"kind": LosConcept.Kind.THEME},
    )  # fmt: skip
    intro = RichTextField(_("innledning"), blank=True, features=RICH_TEXT_FEATURES)
    picks = StreamField(
        [("page", blocks.PageChooserBlock(page_type="pages.KnowledgePage"))],
        blank=True, max_num=6, verbose_name=_("redaksjonens utvalg"),
    )  # fmt: skip

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("theme"),
        FieldPanel("intro"),
        FieldPanel("picks"),
    ]
    parent_page_types = ["home.TopicIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "home/topic.html"

    class Meta:
        verbose_name = _("temaside")
        verbose_name_plural = _("temasider")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``picked``: the editor's picks; ``latest``: a page of what is filed under the theme."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(surroundings(self, request))
        context["picked"] = picks_of(self, request.user)
        context["latest"] = latest_on(self, request.user, request.GET.get("side", "1"))
        return context


class NewsIndexPage(SectionPage):
    """`/aktuelt/`."""

    subpage_types = ["home.NewsPage"]
    template = "home/news_index.html"

    class Meta:
        verbose_name = _("oversikt over nyheter")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``coming``: what has a date ahead; ``news``: a page of news, newest first."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(news_listing(NewsPage, request.user, self.locale.language_code, request.GET.get("side", "1")))
        return context


class NewsPage(KnowledgePage):
    """Something that happened, or will."""

    kind_label = _("Aktuelt")
    kind_label_plural = _("Aktuelt")
    # What happened once answers fewer questions than how a thing is done.
    search_weight = 0.9
    mark = "news"
    schema_type = "NewsArticle"
    text_fields: ClassVar[list[str]] = ["title", "summary", "body"]

    place = models.CharField(_("sted"), max_length=120, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("tekst"))

    content_panels = [*Page.content_panels, FieldPanel("summary"), FieldPanel("place"), FieldPanel("body")]
    search_fields = [*KnowledgePage.search_fields, index.SearchField("place")]
    parent_page_types = ["home.NewsIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "home/news.html"

    class Meta:
        verbose_name = _("nyhet")
        verbose_name_plural = _("nyheter")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What stands around the text."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(surroundings(self, request))
        return context


class TextPage(FirstLevelPage):
    """A plain text about the portal: privacy, accessibility, about."""

    body = StreamField(BodyBlock(), blank=True, verbose_name=_("tekst"))

    content_panels = [*Page.content_panels, FieldPanel("body")]
    subpage_types: ClassVar[list[str]] = []
    template = "home/text.html"

    class Meta:
        verbose_name = _("tekstside")
        verbose_name_plural = _("tekstsider")
