"""What people look for: counts by day, kept without person."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchCount(models.Model):
    """How often something was searched for on a day, and how often without a hit."""

    day = models.DateField(_("dag"), db_index=True)
    query = models.CharField(_("søk"), max_length=100)
    searches = models.PositiveIntegerField(_("søk utført"), default=0)
    without_hits = models.PositiveIntegerField(_("uten treff"), default=0)

    class Meta:
        verbose_name = _("telling av søk")
        verbose_name_plural = _("tellinger av søk")
        constraints = [models.UniqueConstraint(fields=["day", "query"], name="a_search_is_counted_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.query}: {self.searches}"


class OpenedCount(models.Model):
    """How often a hit was opened from a search on a day."""

    day = models.DateField(_("dag"), db_index=True)
    query = models.CharField(_("søk"), max_length=100)
    page = models.ForeignKey("pages.KnowledgePage", models.CASCADE, related_name="+", verbose_name=_("side"))
    times = models.PositiveIntegerField(_("ganger åpnet"), default=0)

    class Meta:
        verbose_name = _("telling av åpnede treff")
        verbose_name_plural = _("tellinger av åpnede treff")
        constraints = [models.UniqueConstraint(fields=["day", "query", "page"], name="a_hit_is_counted_once_a_day")]

    def __str__(self) -> str:
        return f"{self.day} {self.query} → {self.page_id}: {self.times}"
