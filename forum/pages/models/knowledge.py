"""The base page: what every content page shares is one table, so that a list is one query."""

from typing import Any, ClassVar, Self

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import get_language, override
from django.utils.translation import gettext_lazy as _
from modelcluster.contrib.taggit import ClusterTaggableManager
from modelcluster.fields import ParentalKey, ParentalManyToManyField
from modelsearch import index
from taggit.models import ItemBase, TagBase
from wagtail.admin.panels import FieldPanel, InlinePanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import Orderable, Page

from forum.organisations.models import Municipality
from forum.pages.content import digest_of, headings_of, paragraphs_of
from forum.pages.models.files import PortalDocument
from forum.pages.models.los import LosConcept
from forum.pages.querysets import KnowledgePageManager


class PortalTag(TagBase):
    """A free word that editors put on pages."""

    free_tagging = True

    class Meta:
        verbose_name = _("stikkord")
        verbose_name_plural = _("stikkord")


class TaggedPage(ItemBase):
    """A tag on a page."""

    tag = models.ForeignKey(PortalTag, models.CASCADE, related_name="tagged_pages")
    content_object = ParentalKey("pages.KnowledgePage", on_delete=models.CASCADE, related_name="tagged_items")


class KnowledgePage(Page):
    """Concrete on purpose: listing, search, facets and letters query this one table.

    Subclasses say what they are by class attributes, which are read through ``specific_class`` and so
    cost no query. Deletion of a page takes its rows in this and the subclass's table with it.
    """

    class Licence(models.TextChoices):
        """Under what terms others may use the text."""

        CC_BY = "CC-BY-4.0", _("CC BY 4.0")
        CC0 = "CC0-1.0", _("CC0 1.0")
        OTHER = "other", _("Egne vilkår, se teksten")

    #: What readers call this kind of page, in the singular and the plural.
    kind_label: ClassVar[Any] = _("Side")
    kind_label_plural: ClassVar[Any] = _("Sider")
    #: The shield beside it: the id of a symbol in templates/components/marks.svg.
    mark: ClassVar[str] = "guide"
    #: Fields whose text is the content: searched, compared between versions, watched for change.
    text_fields: ClassVar[list[str]] = ["title", "summary"]
    #: Whether it is news in itself when it is new; a step of a method is not, the method is.
    stands_alone: ClassVar[bool] = True
    #: Relations to fetch with the page when it is served.
    fetched_with: ClassVar[tuple[str, ...]] = ("work", "municipality")
    #: How much a hit of this kind counts beside others of the same text; 1 is usual.
    search_weight: ClassVar[float] = 1.0
    #: schema.org's name for it.
    schema_type: ClassVar[str] = "Article"

    summary = models.TextField(
        _("ingress"),
        max_length=400,
        blank=True,
        help_text=_("En eller to setninger. Vises i lister, søk og brev."),
    )
    themes = ParentalManyToManyField(
        LosConcept,
        blank=True,
        related_name="pages",
        verbose_name=_("tema"),
        limit_choices_to={"kind": LosConcept.Kind.THEME, "deprecated": False},
    )
    tags = ClusterTaggableManager(through=TaggedPage, blank=True, verbose_name=_("stikkord"))
    contact_name = models.CharField(_("ansvarlig"), max_length=120, blank=True)
    contact_email = models.EmailField(_("ansvarliges e-post"), blank=True)
    municipality = models.ForeignKey(
        Municipality,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="pages",
        verbose_name=_("kommune"),
        help_text=_("Hvis dette er én kommunes erfaring."),
    )
    happens_at = models.DateTimeField(_("skjer"), null=True, blank=True, db_index=True)
    review_by = models.DateField(
        _("ses over innen"),
        null=True,
        blank=True,
        help_text=_("Etter denne datoen ser leserne «trenger gjennomgang»."),
    )
    licence = models.CharField(_("lisens"), max_length=12, choices=Licence.choices, default=Licence.CC_BY)

    version_label = models.CharField(max_length=12, blank=True, editable=False)
    text_changed_at = models.DateTimeField(null=True, blank=True, editable=False, db_index=True)
    text_digest = models.CharField(max_length=64, blank=True, editable=False)
    # The bokmål page of the same work (itself, on a bokmål page): rows of other tables hang there.
    work = models.ForeignKey(
        "self", models.SET_NULL, null=True, blank=True, editable=False, related_name="language_versions"
    )

    objects = KnowledgePageManager()

    promote_panels = [
        *Page.promote_panels,
        MultiFieldPanel([FieldPanel("themes"), FieldPanel("tags")], heading=_("Emne")),
        MultiFieldPanel(
            [FieldPanel("contact_name"), FieldPanel("contact_email"), FieldPanel("municipality")],
            heading=_("Hvem står bak"),
        ),
        MultiFieldPanel(
            [FieldPanel("happens_at"), FieldPanel("review_by"), FieldPanel("licence")], heading=_("Gyldighet")
        ),
        InlinePanel("links", heading=_("Hører sammen med"), label=_("side")),
    ]

    search_fields = [
        *Page.search_fields,
        # Page says 2 of the title: a long text with many mentions would then beat it.
        index.SearchField("title", boost=10),
        index.SearchField("summary", boost=4),
        index.AutocompleteField("summary"),
        index.SearchField("headings", boost=2),
        index.SearchField("search_text"),
        index.SearchField("kind_words", boost=1.5),
        index.FilterField("text_changed_at"),
        index.FilterField("happens_at"),
        index.FilterField("review_by"),
        index.FilterField("municipality"),
        index.RelatedFields("themes", [index.SearchField("name_nb", boost=3), index.FilterField("uri")]),
        index.RelatedFields("readers", [index.FilterField("language_code")]),
        index.RelatedFields("tags", [index.SearchField("name", boost=3)]),
        index.RelatedFields("municipality", [index.SearchField("name", boost=2)]),
        index.RelatedFields(
            "files",
            [
                index.SearchField("title", boost=4),
                index.SearchField("kind_words", boost=1.5),
                index.SearchField("text", boost=0.5),
            ],
        ),
        # What belongs to the work is found in each of its languages.
        index.RelatedFields(
            "work",
            [
                index.RelatedFields("explained_terms", [index.SearchField("all_forms", boost=2)]),
                index.RelatedFields("experiences", [index.SearchField("told", boost=0.7)]),
                index.RelatedFields(
                    "uptake",
                    [
                        index.FilterField("municipality"),
                        index.RelatedFields("municipality", [index.SearchField("name")]),
                    ],
                ),
            ],
        ),
    ]

    class Meta:
        verbose_name = _("innholdsside")
        verbose_name_plural = _("innholdssider")

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse an alias that would carry a closed page into the open."""
        if self._state.adding and self.alias_of_id:
            self._refuse_open_alias()
        super().save(*args, **kwargs)

    def _refuse_open_alias(self) -> None:
        for restriction in self.alias_of.get_view_restrictions():
            if not (self.path or "").startswith(restriction.page.path):
                raise ValidationError(
                    _("«%(title)s» er lukket og kan ikke vises et annet sted. Flytt siden, eller åpne den først."),
                    params={"title": self.alias_of.title},
                )

    @cached_property
    def original(self) -> Self:
        """The bokmål page of this work; the page itself where there is none."""
        return self.work.specific if self.work is not None and self.work_id != self.pk else self

    @property
    def listed_themes(self) -> list[LosConcept]:
        """Themes where the list was made ``with_themes``, else none: a listing never asks once a page."""
        return list(self.themes.all()) if "themes" in getattr(self, "_prefetched_objects_cache", {}) else []

    @property
    def is_translation(self) -> bool:
        """Whether there is a bokmål page that this one follows."""
        return self.work_id not in (None, self.pk)

    def versions_to_read(self) -> list[Any]:
        """The work's versions, newest first; none for a translation whose original has been taken down."""
        work: Any = self.work if self.is_translation else self
        return list(work.versions.all()) if work.live or not self.is_translation else []

    @property
    def is_older_than_original(self) -> bool:
        """Whether the bokmål text has changed since this translation last did."""
        changed = self.work.text_changed_at if self.work is not None else None
        return changed is not None and self.text_changed_at is not None and changed > self.text_changed_at

    @property
    def is_in_other_language(self) -> bool:
        """Whether the reader asked for another language than this page is written in."""
        return bool(self.locale.language_code != (get_language() or "nb"))

    @property
    def needs_review(self) -> bool:
        """Whether the date by which someone promised to look again is past."""
        return self.review_by is not None and self.review_by < timezone.localdate()

    def text_by_field(self) -> dict[str, list[str]]:
        """The content as plain paragraphs, by field name, in the order of ``text_fields``."""
        return {name: paragraphs_of(self, name) for name in self.text_fields}

    def search_text(self) -> str:
        """All running text, for the index; the title and summary are indexed by themselves."""
        skipped = {"title", "summary"}
        texts = self.text_by_field()
        return "\n".join(text for name, lines in texts.items() if name not in skipped for text in lines)

    def headings(self) -> str:
        """Headings and the titles of steps, checklists and boxes, for the index: they tell what the text is about."""
        return "\n".join(text for name in self.text_fields for text in headings_of(self, name))

    @classmethod
    def kind_words(cls) -> str:
        """What this kind is called, for the index: «veileder risikoanalyse» is a search too."""
        with override("nb"):
            return f"{cls.kind_label} · {cls.kind_label_plural}"

    @classmethod
    def get_indexed_objects(cls) -> Any:
        """With what the search fields read, so that indexing costs a fixed number of queries for many pages."""
        return (
            super()
            .get_indexed_objects()
            .select_related("work", "municipality")
            .prefetch_related(
                "themes",
                models.Prefetch("files__document", PortalDocument.judged()),
                "work__explained_terms",
                "work__experiences__organisation",
                "work__uptake__municipality",
            )
        )

    def current_digest(self) -> str:
        """A fingerprint of the content and its files: equal exactly when nothing a reader sees changed."""
        files = [(f.title, f.document_id, f.kind, f.description) for f in self.files.all()]
        return digest_of([self.text_by_field(), files])

    @property
    def schema_licence(self) -> str:
        """The licence's address, for machines."""
        return {
            self.Licence.CC_BY: "https://creativecommons.org/licenses/by/4.0/",
            self.Licence.CC0: "https://creativecommons.org/publicdomain/zero/1.0/",
        }.get(self.Licence(self.licence), "")


class ReaderLanguage(models.Model):
    """Readers of this language are shown this row of the work. Kept by ``services.refresh_readers``."""

    page = models.ForeignKey(KnowledgePage, models.CASCADE, related_name="readers")
    language_code = models.CharField(max_length=10, choices=settings.LANGUAGES)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["language_code", "page"], name="one_row_a_reader")]

    def __str__(self) -> str:
        return f"{self.language_code} → {self.page_id}"


class RelatedPage(Orderable):
    """This page belongs together with that one, whatever kind either is."""

    page = ParentalKey(KnowledgePage, on_delete=models.CASCADE, related_name="links")
    target = models.ForeignKey(
        KnowledgePage, models.CASCADE, related_name="linked_from", verbose_name=_("side"), db_index=True
    )

    panels = [PageChooserPanel("target")]

    class Meta(Orderable.Meta):
        verbose_name = _("hører sammen med")
        verbose_name_plural = _("hører sammen med")

    def __str__(self) -> str:
        return f"{self.page_id} → {self.target_id}"
