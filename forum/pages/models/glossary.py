"""Words that the portal explains."""

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from collections.abc import Iterator


class GlossaryTerm(models.Model):
    """A word, what it means here, and what else it is or was called."""

    slug = models.SlugField(_("kortnavn"), max_length=100, unique=True)
    term = models.CharField(_("begrep"), max_length=100, unique=True)
    term_nn = models.CharField(_("begrep på nynorsk"), max_length=100, blank=True)
    definition = models.TextField(_("forklaring"), max_length=600)
    definition_nn = models.TextField(_("forklaring på nynorsk"), max_length=600, blank=True)
    synonyms = models.JSONField(
        _("synonymer"),
        default=list,
        blank=True,
        help_text=_("Andre og tidligere navn. De finnes også i søk."),
    )
    page = models.ForeignKey(
        "pages.KnowledgePage",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="explained_terms",
        verbose_name=_("mer om dette"),
    )

    class Meta:
        ordering = ["term"]
        verbose_name = _("begrep")
        verbose_name_plural = _("begreper")

    def __str__(self) -> str:
        return self.term

    def clean(self) -> None:
        """Synonyms that are no list of words would break every page that explains a word."""
        if not isinstance(self.synonyms, list) or not all(isinstance(word, str) for word in self.synonyms):
            raise ValidationError({"synonyms": _('Skriv synonymene som en liste: ["ett ord", "et annet"].')})

    @property
    def name(self) -> str:
        """The word in the reader's written language."""
        return (self.term_nn if get_language() == "nn" else "") or self.term

    @property
    def explanation(self) -> str:
        """The explanation in the reader's written language."""
        return (self.definition_nn if get_language() == "nn" else "") or self.definition

    def all_forms(self) -> str:
        """For the search index: the page that a word points to is found by the word and its synonyms."""
        return " · ".join(self.forms)

    @property
    def forms(self) -> "Iterator[str]":
        """Every way the word may stand in a text."""
        yield self.term
        if self.term_nn:
            yield self.term_nn
        yield from self.synonyms
