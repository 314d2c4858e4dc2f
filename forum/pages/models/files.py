"""Files and images. Kept where no web server publishes them; a view judges who may have each."""

import re
from typing import Any

from django.db import models
from django.db.models import Exists, ExpressionWrapper, F, OuterRef
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel
from wagtail.documents.models import AbstractDocument
from wagtail.images.models import AbstractImage, AbstractRendition
from wagtail.models import CollectionViewRestriction, Orderable

from forum.pages.file_text import UnreadableFile, text_of

_SHEETS = ("xlsx", "ods")
# A cell that begins with an equals sign, as `sheet_text` writes cells.
_FORMULA = re.compile(r"(^|\| )=[^|\n]*", re.MULTILINE)
# What readers call a kind of file, by its ending.
_PROGRAMS = {"docx": "Word", "xlsx": "Excel regneark", "pptx": "PowerPoint", "ods": "regneark"}


class PortalDocument(AbstractDocument):
    """A file for download. Never replaced in place: older versions of a page point to it."""

    # Kept so that two versions of a template can be compared and so that search finds what is inside.
    text = models.TextField(_("tekst i filen"), blank=True, editable=False)

    admin_form_fields = ("title", "file", "collection", "tags")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("fil")
        verbose_name_plural = _("filer")
        permissions = [("choose_portaldocument", _("Kan velge fil"))]

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Read size and text out of a new file; a file that can not be read is kept without its text.

        Wagtail does the first in its forms only, and else as a write in whichever request first shows the size.
        """
        if self._state.adding and self.file:
            self._set_document_file_metadata()
            self.file.open("rb")
            try:
                self.text = text_of(self.file.file, self.file_extension)
            except UnreadableFile:
                self.text = ""
            finally:
                self.file.seek(0)
        super().save(*args, **kwargs)

    @classmethod
    def judged(cls) -> "models.QuerySet[PortalDocument]":
        """All files, with ``in_closed_collection``: whether their collection, or one above it, is restricted."""
        path = ExpressionWrapper(OuterRef("collection__path"), models.CharField())
        restrictions = CollectionViewRestriction.objects.annotate(path=path).filter(
            path__startswith=F("collection__path")
        )
        judged: models.QuerySet[PortalDocument] = cls.objects.annotate(in_closed_collection=Exists(restrictions))
        return judged

    @property
    def open_text(self) -> str:
        """The text, where everyone who reads the file's page may have the file too; costs a query if not ``judged``.

        Without the formulas of a workbook: they are kept for comparison, and nobody looks for them.
        """
        closed = self.__dict__.get("in_closed_collection")
        if closed is None:
            closed = PortalDocument.judged().filter(pk=self.pk, in_closed_collection=True).exists()
        if closed:
            return ""
        return _FORMULA.sub(r"\1", self.text) if self.file_extension in _SHEETS else self.text


class PortalImage(AbstractImage):
    """A picture. ``description`` (Wagtail's own) is its text alternative."""

    credit = models.CharField(_("foto eller kilde"), max_length=200, blank=True)

    admin_form_fields = (
        "title", "file", "description", "credit", "collection", "tags",
        "focal_point_x", "focal_point_y", "focal_point_width", "focal_point_height",
    )  # fmt: skip

    class Meta(AbstractImage.Meta):
        verbose_name = _("bilde")
        verbose_name_plural = _("bilder")
        permissions = [("choose_portalimage", _("Kan velge bilde"))]


class PortalRendition(AbstractRendition):
    """A picture in one size, served by a view like its original."""

    image = models.ForeignKey(PortalImage, models.CASCADE, related_name="renditions")

    class Meta(AbstractRendition.Meta):
        constraints = [
            models.UniqueConstraint(fields=["image", "filter_spec", "focal_point_key"], name="one_rendition_a_size")
        ]

    @property
    def url(self) -> str:
        """The address of the view that asks the gate (``forum.pages.views.image_file``)."""
        return reverse("image_file", args=[self.pk, self.file.name.rsplit("/", 1)[-1]])


class PageFile(Orderable):
    """A template, checklist or specification that belongs to a page and is versioned with it."""

    class Kind(models.TextChoices):
        """What the reader uses it for."""

        TEMPLATE = "template", _("mal")
        CHECKLIST = "checklist", _("sjekkliste")
        REQUIREMENTS = "requirements", _("kravspesifikasjon")
        OTHER = "other", _("annet")

    page = ParentalKey("pages.KnowledgePage", on_delete=models.CASCADE, related_name="files")
    document = models.ForeignKey(PortalDocument, models.PROTECT, related_name="page_files", verbose_name=_("fil"))
    title = models.CharField(_("tittel"), max_length=150)
    kind = models.CharField(_("brukes som"), max_length=12, choices=Kind.choices, default=Kind.TEMPLATE)
    description = models.CharField(_("beskrivelse"), max_length=300, blank=True)

    panels = [FieldPanel("title"), FieldPanel("document"), FieldPanel("kind"), FieldPanel("description")]

    class Meta(Orderable.Meta):
        verbose_name = _("mal eller sjekkliste")
        verbose_name_plural = _("maler og sjekklister")

    def __str__(self) -> str:
        return self.title

    @property
    def text(self) -> str:
        """What is written inside the file, for the index: a page is found by the files it carries."""
        return self.document.open_text

    def kind_words(self) -> str:
        """What the file is used as, what it is called and what opens it, for the index.

        «mal prosjektdirektiv», «risikoanalyse.docx» and «gevinstplan excel» are searches too.
        """
        with override("nb"):
            use = "" if self.kind == self.Kind.OTHER else str(self.get_kind_display())
        program = _PROGRAMS.get(self.document.file_extension, "")
        return " · ".join(text for text in (use, self.description, self.document.filename, program) if text)
