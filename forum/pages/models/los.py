"""Los: the public sector's shared vocabulary of themes and terms (Digdir)."""

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterator


class LosQuerySet(models.QuerySet["LosConcept"]):
    """Sets of concepts. Los is public: nothing here is hidden from anyone."""

    def in_use(self) -> "LosQuerySet":
        """Concepts that Los still has."""
        return self.filter(deprecated=False)

    def main_themes(self) -> "LosQuerySet":
        """The 14 themes at the top."""
        return self.in_use().filter(kind=LosConcept.Kind.THEME, is_main_theme=True)

    def themes(self) -> "LosQuerySet":
        """Main themes and sub-themes: what pages are filed under."""
        return self.in_use().filter(kind=LosConcept.Kind.THEME)


class LosConcept(models.Model):
    """A theme, a term or a life event. The URI is the identity; labels may change."""

    class Kind(models.TextChoices):
        """Los' own three kinds."""

        THEME = "tema", _("tema")
        TERM = "emneord", _("emneord")
        EVENT = "hendelse", _("livshendelse")

    uri = models.URLField(_("adresse i Los"), unique=True)
    slug = models.SlugField(_("kortnavn"), max_length=100, unique=True)
    kind = models.CharField(_("type"), max_length=10, choices=Kind.choices, db_index=True)
    is_main_theme = models.BooleanField(_("hovedtema"), default=False)
    name_nb = models.CharField(_("navn på bokmål"), max_length=200)
    name_nn = models.CharField(_("navn på nynorsk"), max_length=200, blank=True)
    name_en = models.CharField(_("navn på engelsk"), max_length=200, blank=True)
    synonyms_nb = models.JSONField(_("synonymer på bokmål"), default=list, blank=True)
    synonyms_nn = models.JSONField(_("synonymer på nynorsk"), default=list, blank=True)
    synonyms_en = models.JSONField(_("synonymer på engelsk"), default=list, blank=True)
    parents = models.ManyToManyField(
        "self", symmetrical=False, related_name="children", blank=True, verbose_name=_("hører under")
    )
    related = models.ManyToManyField(
        "self", symmetrical=False, related_name="related_from", blank=True, verbose_name=_("se også")
    )
    deprecated = models.BooleanField(
        _("utgått"),
        default=False,
        help_text=_("Finnes ikke lenger i Los. Beholdes så lenge innhold viser til det."),
    )

    objects = LosQuerySet.as_manager()

    class Meta:
        ordering = ["name_nb"]
        verbose_name = _("begrep i Los")
        verbose_name_plural = _("begreper i Los")

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """The label in the reader's language, else bokmål."""
        language = get_language() or "nb"
        return getattr(self, f"name_{language[:2]}", "") or self.name_nb

    @property
    def synonyms(self) -> "Iterator[str]":
        """All synonyms, in all languages: a reader searches in whichever they know."""
        for words in (self.synonyms_nb, self.synonyms_nn, self.synonyms_en):
            yield from words
