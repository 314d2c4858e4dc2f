"""Words: those that the portal's own texts use, and those that editors say mean the same."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.search.language import analysis


class WordList(models.Model):
    """The words of all public pages with the number of pages each is on; one row.

    From it compounds are split and typing errors corrected. Only what a visitor may read is counted.
    """

    # Lines of `word<TAB>pages`, most used first.
    words = models.TextField()
    grown_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.grown_at:%Y-%m-%d %H:%M}"


class Synonym(models.Model):
    """An editor's word: whoever searches for one of these also finds the others."""

    MOST_MEANINGS = 20

    word = models.CharField(
        _("ord"),
        max_length=60,
        unique=True,
        help_text=_("Ordet leserne skriver."),
        error_messages={"unique": _("Dette ordet står i listen fra før. Legg det nye til under «Betyr» der.")},
    )
    means = models.CharField(
        _("betyr"),
        max_length=300,
        help_text=_("Ordene sidene bruker, med komma mellom. Kan være flere ord sammen: «digital signatur»."),
    )
    both_ways = models.BooleanField(
        _("begge veier"), default=True, help_text=_("Søk etter det ene finner også det andre.")
    )

    class Meta:
        ordering = ["word"]
        verbose_name = _("synonym i søk")
        verbose_name_plural = _("synonymer i søk")

    def __str__(self) -> str:
        return f"{self.word} – {self.means}"

    def clean(self) -> None:
        """Kept as it is compared: lower case, single spaces, each meaning once and none that is the word itself."""
        self.word = _one_form(self.word)
        meanings = dict.fromkeys(_one_form(part) for part in self.means.split(","))
        wrong: dict[str, Any] = {}
        if not analysis.words(self.word):
            wrong["word"] = _("Skriv et ord med bokstaver eller tall.")
        if "," in self.word:
            wrong["word"] = _("Skriv ett ord eller uttrykk her. Flere legger du inn hver for seg.")
        if not all(analysis.words(meaning) for meaning in meanings):
            wrong["means"] = _("Ett av ordene er tomt. Skriv et ord på hver side av hvert komma.")
        elif self.word in meanings:
            wrong["means"] = _("«%(word)s» er ordet selv. Skriv bare andre ord her.") % {"word": self.word}
        elif len(meanings) > self.MOST_MEANINGS:
            wrong["means"] = _("Det er for mange ord: %(limit)s er det meste.") % {"limit": self.MOST_MEANINGS}
        if wrong:
            raise ValidationError(wrong)
        self.means = ", ".join(meanings)


def _one_form(text: str) -> str:
    return " ".join(analysis.normalised(text).lower().split())
