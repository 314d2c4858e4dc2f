"""The jobs that rooms have: ``@job(every=timedelta(hours=1))`` on a function in the room's ``jobs.py``."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

Work = Callable[[], None]


@dataclass(frozen=True, slots=True)
class Job:
    """Something that returns: what it is called in the database, how often, and what it does."""

    name: str
    every: timedelta
    run: Work


_jobs: dict[str, Job] = {}


def job(*, every: timedelta) -> Callable[[Work], Work]:
    """Register a function to be run each time ``every`` has passed.

    The name is the function's full path, so that moving a function starts a new clock for it; two
    functions of one name in one module would share a clock, which is refused.
    """
    if every <= timedelta(0):
        raise ValueError("a job must wait a while between its turns")

    def register(run: Work) -> Work:
        name = f"{run.__module__}.{run.__qualname__}"
        if name in _jobs:
            raise ValueError(f"{name} is already a job")
        _jobs[name] = Job(name, every, run)
        return run

    return register


def all_jobs() -> list[Job]:
    """Every registered job, by name."""
    return sorted(_jobs.values(), key=lambda each: each.name)
