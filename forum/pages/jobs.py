"""What returns by the clock."""

from datetime import timedelta

from forum.jobs.registry import job
from forum.pages.services import raise_overdue_reviews


@job(every=timedelta(hours=6))
def overdue_reviews() -> None:
    """Pages past their review date become things to check."""
    raise_overdue_reviews()
