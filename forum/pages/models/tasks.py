"""Things to check: what someone, or a machine, says must be looked at."""

from typing import Any

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import models
from django.utils.translation import gettext_lazy as _


class PageTaskQuerySet(models.QuerySet["PageTask"]):
    """Sets of things to check. Read by editors and, for their group, by its members: never by visitors."""

    def open(self) -> "PageTaskQuerySet":
        """Not yet dealt with."""
        return self.filter(done_at__isnull=True)


class PageTask(models.Model):
    """What to look at, why, since when and for whom."""

    class Kind(models.TextChoices):
        """Where it came from."""

        SUGGESTION = "suggestion", _("forslag til forbedring")
        REVIEW = "review", _("trenger gjennomgang")
        SOURCE_CHANGED = "source_changed", _("kilden er endret")

    page = models.ForeignKey("pages.KnowledgePage", models.CASCADE, related_name="tasks", verbose_name=_("side"))
    kind = models.CharField(_("årsak"), max_length=20, choices=Kind.choices, db_index=True)
    text = models.TextField(_("hva må ses på"), max_length=2000)
    raised_at = models.DateTimeField(_("siden"), auto_now_add=True)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("meldt av"),
    )
    reply_to = models.EmailField(_("svar til"), blank=True)
    group = models.ForeignKey(
        Group, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("for"),
        help_text=_("Tomt betyr redaksjonen."),
    )  # fmt: skip
    done_at = models.DateTimeField(_("utført"), null=True, blank=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("utført av"),
    )

    objects = PageTaskQuerySet.as_manager()

    class Meta:
        ordering = ["-raised_at"]
        verbose_name = _("noe å kontrollere")
        verbose_name_plural = _("må kontrolleres")
        constraints = [
            models.UniqueConstraint(
                fields=["page", "kind", "text"],
                condition=models.Q(done_at__isnull=True),
                name="the_same_thing_is_raised_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.page_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """It hangs on the work, whichever language the editor chose it in."""
        self.page_id = self.page.work_id or self.page_id
        super().save(*args, **kwargs)
