"""What returns by the clock."""

from datetime import timedelta

from django.core.management import call_command

from forum.jobs.registry import job
from forum.pages.services import raise_overdue_reviews


@job(every=timedelta(hours=6))
def overdue_reviews() -> None:
    """Pages past their review date become things to check."""
    raise_overdue_reviews()


@job(every=timedelta(minutes=5))
def scheduled_publishing() -> None:
    """What editors have set a time for goes live, or is taken down."""
    call_command("publish_scheduled", verbosity=0)
