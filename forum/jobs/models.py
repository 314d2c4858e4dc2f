"""Whose turn it is: one row per job, moved forward by the process that takes the turn."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from forum.jobs.registry import Job


class Turn(models.Model):
    """When a job is next due, and how its last turn went."""

    job = models.CharField(_("oppgave"), max_length=200, primary_key=True)
    due_at = models.DateTimeField(_("neste gang"), db_index=True)
    started_at = models.DateTimeField(_("startet sist"), null=True, blank=True)
    finished_at = models.DateTimeField(_("ferdig sist"), null=True, blank=True)
    last_error = models.TextField(_("siste feil"), blank=True)

    class Meta:
        ordering = ["job"]
        verbose_name = _("fast oppgave")
        verbose_name_plural = _("faste oppgaver")

    def __str__(self) -> str:
        return self.job

    @classmethod
    def claim(cls, job: Job, now: datetime) -> bool:
        """True for exactly one of the processes that ask.

        The one UPDATE both checks that the job is due and moves its clock, before the work begins: the
        database lets one process through, and the others find that it is no longer due. A process
        that dies at work loses that turn only.
        """
        cls.objects.get_or_create(job=job.name, defaults={"due_at": now})
        due = cls.objects.filter(job=job.name, due_at__lte=now)
        return due.update(due_at=now + job.every, started_at=now) == 1
