"""Versions of documents: 0.1, 0.2 … for hearing, 1.0 the first official, then 1.1, 2.0 …"""

import copy
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel

from forum.pages.forms import VersionedPageForm
from forum.pages.models.files import PageFile, PortalDocument
from forum.pages.models.knowledge import KnowledgePage


class DocumentVersion(models.Model):
    """One version with its own content. The revision may be purged; the version stays whole."""

    page = models.ForeignKey(KnowledgePage, models.CASCADE, related_name="versions", verbose_name=_("side"))
    major = models.PositiveSmallIntegerField(_("hovednummer"))
    minor = models.PositiveSmallIntegerField(_("undernummer"))
    dated = models.DateField(_("dato"))
    approved_by = models.CharField(_("godkjent av"), max_length=120, blank=True)
    note = models.TextField(_("hva er endret"), max_length=1000, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    #: ``{field name: the field's value as serialised by Django}`` for the page's ``text_fields``.
    content = models.JSONField()
    digest = models.CharField(max_length=64)
    revision = models.ForeignKey("wagtailcore.Revision", models.SET_NULL, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["-major", "-minor"]
        verbose_name = _("versjon")
        verbose_name_plural = _("versjoner")
        constraints = [models.UniqueConstraint(fields=["page", "major", "minor"], name="a_version_number_is_used_once")]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """As readers write it: «2.0»."""
        return f"{self.major}.{self.minor}"

    @property
    def is_hearing_draft(self) -> bool:
        """Before the first official version."""
        return self.major == 0

    def as_page(self) -> Any:
        """The page as it read then: a copy for showing and comparing, never for saving."""
        page = copy.copy(self.page.specific)
        for name, raw in self.content.items():
            setattr(page, name, page._meta.get_field(name).to_python(raw))
        return page


class VersionFile(models.Model):
    """A file as it belonged to a version. PROTECT: a file that a version shows can not be deleted."""

    version = models.ForeignKey(DocumentVersion, models.CASCADE, related_name="files")
    document = models.ForeignKey(PortalDocument, models.PROTECT, related_name="version_files")
    title = models.CharField(_("tittel"), max_length=150)
    kind = models.CharField(_("brukes som"), max_length=12, choices=PageFile.Kind.choices)
    sort_order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["sort_order", "pk"]

    def __str__(self) -> str:
        return self.title


class VersionedPage(KnowledgePage):
    """A kind of page whose published texts are numbered, kept and comparable."""

    class Step(models.TextChoices):
        """How much this publication changes."""

        MINOR = "minor", _("liten endring (neste undernummer)")
        MAJOR = "major", _("stor endring (neste hovednummer)")

    version_step = models.CharField(_("endringen er"), max_length=5, choices=Step.choices, default=Step.MINOR)
    change_note = models.TextField(
        _("hva er endret"), max_length=1000, blank=True, help_text=_("Leserne ser dette i endringsloggen.")
    )
    approved_by = models.CharField(_("godkjent av"), max_length=120, blank=True)

    #: Not translated: they are about the original's publication.
    override_translatable_fields: ClassVar[list[Any]] = []
    base_form_class = VersionedPageForm

    version_panels: ClassVar[list[Any]] = [
        MultiFieldPanel(
            [FieldPanel("version_step"), FieldPanel("change_note"), FieldPanel("approved_by")],
            heading=_("Versjon"),
            help_text=_(
                "Første offisielle versjon er 1.0; før den nummereres utkast til høring 0.1, 0.2 og så videre."
            ),
        )
    ]

    class Meta:
        abstract = True
