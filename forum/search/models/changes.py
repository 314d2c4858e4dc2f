"""What has changed in the database and is not yet in the index."""

from datetime import timedelta

from django.db import models
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

LONGEST_DELAY_MINUTES = 15
_ERROR_LENGTH = 500


class IndexChangeQuerySet(models.QuerySet["IndexChange"]):
    """Sets of changes that wait."""

    def due(self, backend: str) -> "IndexChangeQuerySet":
        """Those of one engine that may be tried now, the oldest first."""
        now = timezone.now()
        return self.filter(backend=backend).exclude(next_attempt_at__gt=now).order_by("pk")

    def failing(self) -> "IndexChangeQuerySet":
        """Those that have been tried in vain."""
        return self.filter(attempts__gt=0)

    def postpone(self, error: BaseException, attempts: int) -> None:
        """Remember what went wrong, and wait longer each time: 2, 4, 8 and then 15 minutes."""
        minutes = min(2 ** min(attempts, 10), LONGEST_DELAY_MINUTES)
        self.update(
            attempts=F("attempts") + 1,
            last_error=f"{type(error).__name__}: {error}"[:_ERROR_LENGTH],
            next_attempt_at=timezone.now() + timedelta(minutes=minutes),
        )


class IndexChange(models.Model):
    """One object to be written to the index, or taken out where it is gone.

    Made in the same transaction as the change itself, and deleted when the index has it: whatever dies in
    between, the row is still there. Several rows of one object are one write.
    """

    # The search backend's name in WAGTAILSEARCH_BACKENDS.
    backend = models.CharField(max_length=50, default="default")
    # The root of the model's inheritance: a page is `wagtailcore.page`, whatever its kind.
    model = models.CharField(_("modell"), max_length=100)
    object_id = models.CharField(_("nøkkel"), max_length=64)
    # To be taken out although the database has it: somebody called the engine's own `delete()`.
    unwanted = models.BooleanField(default=False)
    queued_at = models.DateTimeField(_("meldt"), auto_now_add=True)
    attempts = models.PositiveSmallIntegerField(_("forsøk"), default=0)
    next_attempt_at = models.DateTimeField(_("neste forsøk"), null=True, blank=True)
    last_error = models.TextField(_("siste feil"), blank=True)

    objects = IndexChangeQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("endring som ikke er i søket")
        verbose_name_plural = _("endringer som ikke er i søket")
        indexes = [models.Index(fields=["model", "object_id"], name="search_change_object")]

    def __str__(self) -> str:
        return f"{self.model} {self.object_id}"


class WritingTurn(models.Model):
    """One row an engine, locked by the process that writes: for engines without a lock of their own."""

    backend = models.CharField(max_length=50, primary_key=True)

    def __str__(self) -> str:
        return self.backend
