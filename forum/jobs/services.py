"""Running what is due."""

import logging
import traceback
from datetime import datetime

from django.utils import timezone

from forum.jobs.models import Turn
from forum.jobs.registry import Job, all_jobs

logger = logging.getLogger(__name__)

_ERROR_LENGTH = 4_000


def run_due(*, now: datetime | None = None) -> list[str]:
    """Run each job whose time has come and that no other process has taken; returns the names of those run.

    A job that fails is logged and remembered, and the rest go on: one room's error is not another's.
    """
    moment = now or timezone.now()
    return [job.name for job in all_jobs() if _take_turn(job, moment)]


def _take_turn(job: Job, now: datetime) -> bool:
    try:
        if not Turn.claim(job, now):
            return False
        error = _run(job)
        Turn.objects.filter(job=job.name).update(finished_at=timezone.now(), last_error=error)
    except Exception:
        # The database itself failed: leave this job for the next round, and try the others.
        logger.exception("Could not take the turn of %s", job.name)
        return False
    return True


def _run(job: Job) -> str:
    """Do the work; returns the end of the traceback if it failed, else an empty text."""
    try:
        job.run()
    except Exception:
        logger.exception("The job %s failed", job.name)
        return traceback.format_exc()[-_ERROR_LENGTH:]
    return ""
