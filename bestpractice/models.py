"""Guides and the method: how others did it, step by step."""

from typing import Any, ClassVar

from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelsearch import index
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.contrib.routable_page.models import RoutablePageMixin, path
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from bestpractice.answers import five_answers
from bestpractice.listing import GuideFilters, list_guides
from bestpractice.method_reading import bar_of, whole_method
from forum.pages.blocks import RICH_TEXT_FEATURES, AccordionItemBlock, BodyBlock, ChecklistBlock, StepBlock
from forum.pages.models import KnowledgePage, PageFile, SectionPage, VersionedPage
from forum.pages.page_reading import surroundings
from forum.pages.version_routes import VersionRoutes


class GuideIndexPage(SectionPage):
    """`/beste-praksis/`: all guides, with facets."""

    subpage_types = ["bestpractice.GuidePage"]
    template = "bestpractice/guide_index.html"

    class Meta:
        verbose_name = _("oversikt over veiledere")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``listing``: see ``bestpractice.listing.list_guides``."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        filters = GuideFilters.from_query(request.GET)
        context["listing"] = list_guides(GuidePage, filters, request.user, self.locale.language_code)
        return context


class GuidePage(VersionRoutes, RoutablePageMixin, VersionedPage):
    """How others did it: the problem, the steps, what it gave, and what to use."""

    kind_label = _("Veileder")
    kind_label_plural = _("Veiledere")
    # Whoever searches mostly wants to know how others did it.
    search_weight = 1.1
    mark = "guide"
    schema_type = "HowTo"
    fetched_with = (*VersionedPage.fetched_with, "method_step__locale")
    text_fields: ClassVar[list[str]] = [
        "title", "summary", "audience", "effort", "effort_detail", "gain", "gain_detail",
        "problem", "prerequisites", "steps", "pitfalls", "checklists", "body",
    ]  # fmt: skip

    audience = models.TextField(_("for hvem"), max_length=300, blank=True)
    effort = models.CharField(_("hva det krever"), max_length=40, blank=True, help_text=_("Kort: «3 timer», «6 uker»."))
    effort_detail = models.CharField(_("hva det krever, utdypet"), max_length=100, blank=True)
    gain = models.CharField(_("hva det ga"), max_length=60, blank=True, help_text=_("Kort, med tall om dere har det."))
    gain_detail = models.CharField(_("hva det ga, utdypet"), max_length=120, blank=True)
    problem = RichTextField(_("problemet"), blank=True, features=RICH_TEXT_FEATURES)
    prerequisites = RichTextField(_("før dere begynner"), blank=True, features=RICH_TEXT_FEATURES)
    steps = StreamField([("step", StepBlock())], blank=True, verbose_name=_("slik gjør dere"))
    pitfalls = StreamField([("pitfall", AccordionItemBlock())], blank=True, verbose_name=_("fallgruver"))
    checklists = StreamField([("checklist", ChecklistBlock())], blank=True, verbose_name=_("sjekkliste"))
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("mer"))
    method_step = models.ForeignKey(
        "bestpractice.StepPage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="guides",
        verbose_name=_("steg i metoden"),
    )

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("audience"),
        MultiFieldPanel([FieldPanel("effort"), FieldPanel("effort_detail")], heading=_("Hva det krever")),
        MultiFieldPanel([FieldPanel("gain"), FieldPanel("gain_detail")], heading=_("Hva det ga")),
        FieldPanel("problem"),
        FieldPanel("prerequisites"),
        FieldPanel("steps"),
        FieldPanel("pitfalls"),
        FieldPanel("checklists"),
        FieldPanel("body"),
        InlinePanel("files", heading=_("Maler og sjekklister"), label=_("fil")),
        PageChooserPanel("method_step"),
        *VersionedPage.version_panels,
    ]
    search_fields = [*VersionedPage.search_fields, index.FilterField("method_step")]
    parent_page_types = ["bestpractice.GuideIndexPage"]
    subpage_types: ClassVar[list[str]] = []
    template = "bestpractice/guide.html"

    class Meta:
        verbose_name = _("veileder")
        verbose_name_plural = _("veiledere")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """What stands around the text: answers, voices, versions, files, what belongs together."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(surroundings(self, request))
        context["answers"] = five_answers(self, context["experiences"], context["users"], context["files"])
        return context


class MethodIndexPage(SectionPage):
    """`/metode/`: the methods that the portal tells."""

    subpage_types = ["bestpractice.MethodPage"]
    template = "bestpractice/method_index.html"

    class Meta:
        verbose_name = _("oversikt over metoder")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``methods``: those this reader may see."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        methods = MethodPage.objects.visible_to(request.user).in_language(self.locale.language_code)
        context["methods"] = methods.for_listing()
        return context


class MethodPage(VersionRoutes, RoutablePageMixin, VersionedPage):
    """A way of working, told in phases; the whole of it prints as one document."""

    kind_label = _("Metode")
    kind_label_plural = _("Metoder")
    search_weight = 1.1
    mark = "method"
    text_fields: ClassVar[list[str]] = ["title", "summary", "intro", "source", "body"]

    intro = RichTextField(_("om metoden"), blank=True, features=RICH_TEXT_FEATURES)
    source = RichTextField(_("kilde"), blank=True, features=RICH_TEXT_FEATURES)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("mer"))

    content_panels = [
        *Page.content_panels,
        FieldPanel("summary"),
        FieldPanel("intro"),
        FieldPanel("body"),
        FieldPanel("source"),
        InlinePanel("files", heading=_("Maler og sjekklister"), label=_("fil")),
        *VersionedPage.version_panels,
    ]
    parent_page_types = ["bestpractice.MethodIndexPage"]
    subpage_types = ["bestpractice.PhasePage"]
    template = "bestpractice/method.html"

    class Meta:
        verbose_name = _("metode")
        verbose_name_plural = _("metoder")

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``bar``: the phases; and what stands around the text."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        context.update(surroundings(self, request), bar=bar_of(self, request.user))
        return context

    @path("hele/", name="whole")
    def whole(self, request: HttpRequest) -> TemplateResponse:
        """The whole method as one document, for print."""
        phases = whole_method(self, request.user)
        shown = [page for phase in phases for page in (phase.page, *phase.steps)]
        context = {"phases": phases, "shown_pages": shown}
        return self.render(request, context_overrides=context, template="bestpractice/method_whole.html")


class MethodPart(KnowledgePage):
    """What a phase and a step have in common."""

    stands_alone = False

    goal = RichTextField(_("mål"), blank=True, features=RICH_TEXT_FEATURES)
    activities = RichTextField(_("aktiviteter"), blank=True, features=RICH_TEXT_FEATURES)
    roles = RichTextField(_("roller"), blank=True, features=RICH_TEXT_FEATURES)
    outputs = RichTextField(_("hva dere sitter igjen med"), blank=True, features=RICH_TEXT_FEATURES)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("mer"))

    text_fields: ClassVar[list[str]] = ["title", "summary", "goal", "activities", "roles", "outputs", "body"]
    part_panels: ClassVar[list[Any]] = [
        FieldPanel("summary"),
        FieldPanel("goal"),
        FieldPanel("activities"),
        FieldPanel("roles"),
        FieldPanel("outputs"),
        FieldPanel("body"),
    ]

    class Meta:
        abstract = True


class PhasePage(MethodPart):
    """A phase of a method."""

    kind_label = _("Fase")
    kind_label_plural = _("Faser")
    mark = "method"

    letter = models.CharField(_("bokstav"), max_length=2, blank=True)
    english_name = models.CharField(_("engelsk navn"), max_length=40, blank=True)

    content_panels = [
        *Page.content_panels,
        MultiFieldPanel([FieldPanel("letter"), FieldPanel("english_name")], heading=_("I metodens navn")),
        *MethodPart.part_panels,
    ]
    parent_page_types = ["bestpractice.MethodPage"]
    subpage_types = ["bestpractice.StepPage"]
    template = "bestpractice/phase.html"

    class Meta:
        verbose_name = _("fase")
        verbose_name_plural = _("faser")

    @cached_property
    def method(self) -> MethodPage:
        """The method this is a phase of."""
        return self.get_parent().specific

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``bar``: all phases with this one marked, with their steps and what serves each."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        bar = bar_of(self.method, request.user, here=self)
        context.update(surroundings(self, request), bar=bar, method=self.method)
        return context


class StepPage(MethodPart):
    """A step of a phase: what guides point to when they say where in the work they belong."""

    kind_label = _("Steg")
    kind_label_plural = _("Steg")
    mark = "method"

    content_panels = [*Page.content_panels, *MethodPart.part_panels]
    parent_page_types = ["bestpractice.PhasePage"]
    subpage_types: ClassVar[list[str]] = []
    template = "bestpractice/step.html"

    class Meta:
        verbose_name = _("steg")
        verbose_name_plural = _("steg")

    @cached_property
    def phase(self) -> PhasePage:
        """The phase this is a step of."""
        return self.get_parent().specific

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """``bar``: all phases with this step's marked; ``guides`` and ``templates``: those that serve this step."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        method = self.phase.method
        bar = bar_of(method, request.user, here=self.phase)
        serving = (
            GuidePage.objects.visible_to(request.user)
            .in_language(self.locale.language_code)
            .filter(method_step__translation_key=self.translation_key)
            .for_listing()
        )
        guides = list(serving)
        files = PageFile.objects.filter(page__in=guides).order_by("page_id", "sort_order")
        templates = files.select_related("document", "page__locale", "page__content_type")
        context.update(surroundings(self, request), bar=bar, method=method, phase=self.phase)
        context.update(guides=guides, templates=list(templates))
        return context
