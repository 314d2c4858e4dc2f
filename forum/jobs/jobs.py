"""The ground floor's own job: keeping the task queue's table from growing for ever."""

from datetime import timedelta

from django.core.management import call_command

from forum.jobs.registry import job

KEPT_DAYS = 14
KEPT_FAILED_DAYS = 60


@job(every=timedelta(days=1))
def forget_old_task_results() -> None:
    """Tasks that went well are of no use after a while; those that failed are kept for whoever looks into it."""
    call_command(
        "prune_db_task_results",
        min_age_days=KEPT_DAYS,
        failed_min_age_days=KEPT_FAILED_DAYS,
        queue_name="*",
        verbosity=0,
    )
