"""Who uses what, and what they say about it."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.organisations.models import Municipality, Organisation


class ExperienceQuerySet(models.QuerySet["Experience"]):
    """Sets of experiences. Always reached through a page that the reader may see."""

    def public(self) -> "ExperienceQuerySet":
        """What readers are shown."""
        return self.filter(hidden=False)


class Experience(models.Model):
    """«Brukt av»: an organisation tells what it did with a page, the result, and whom to ask."""

    # Rows belong to the bokmål page, so that every language version shows the same voices.
    page = models.ForeignKey("pages.KnowledgePage", models.CASCADE, related_name="experiences", verbose_name=_("side"))
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, related_name="experiences", verbose_name=_("organisasjon")
    )
    did = models.TextField(_("hva dere gjorde"), max_length=1500)
    result = models.CharField(_("hva det ga"), max_length=250, blank=True)
    contact_name = models.CharField(_("hvem kan spørres"), max_length=120, blank=True)
    contact_email = models.EmailField(_("e-post"), blank=True)
    shared_on = models.DateField(_("delt"))
    hidden = models.BooleanField(_("skjult for lesere"), default=False)

    objects = ExperienceQuerySet.as_manager()

    class Meta:
        ordering = ["-shared_on", "-pk"]
        verbose_name = _("erfaring")
        verbose_name_plural = _("erfaringer")

    def __str__(self) -> str:
        return f"{self.organisation} – {self.shared_on}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """It hangs on the work, whichever language the editor chose it in."""
        self.page_id = self.page.work_id or self.page_id
        super().save(*args, **kwargs)

    def told(self) -> str:
        """What readers are told, for the index; nothing while the experience is hidden."""
        return (
            "" if self.hidden else " · ".join(text for text in (str(self.organisation), self.did, self.result) if text)
        )


class Uptake(models.Model):
    """A municipality uses what a page describes. Written by what rooms know, read by all of them."""

    page = models.ForeignKey("pages.KnowledgePage", models.CASCADE, related_name="uptake", verbose_name=_("side"))
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="uptake", verbose_name=_("kommune"))
    since = models.DateField(_("siden"))

    class Meta:
        verbose_name = _("bruk")
        verbose_name_plural = _("bruk")
        constraints = [models.UniqueConstraint(fields=["page", "municipality"], name="one_uptake_a_municipality")]

    def __str__(self) -> str:
        return f"{self.municipality_id} → {self.page_id}"
