"""What the transaction at hand has put in the outbox already, so that a page saved ten times is one row."""

from collections.abc import Callable
from itertools import islice

from django.db import transaction

# How far back in a transaction's list of things to do on commit a change is looked for. A row too many does
# no harm; reading a list of thousands for each of thousands of saves does.
LOOKED_BACK = 200

Noted = tuple[str, str, str]


class Commit:
    """One transaction's commit: asks the worker once, however many changes there were."""

    def __init__(self, ask: Callable[[], None]) -> None:
        self.ask, self.asked = ask, False


class OnCommit:
    """What was noted, remembered for as long as it isn't rolled back: Django drops it with the savepoint."""

    def __init__(self, commit: Commit, noted: dict[Noted, bool]) -> None:
        self.commit, self.noted = commit, noted
        # What Django calls it when it logs that it failed.
        self.__qualname__ = "asking for the search index to be written"

    def __call__(self) -> None:
        """The first of a transaction's asks."""
        if not self.commit.asked:
            self.commit.asked = True
            self.commit.ask()


def to_come() -> list[OnCommit]:
    """Our part of what this transaction does on commit, the latest first."""
    recent = islice(reversed(transaction.get_connection().run_on_commit), LOOKED_BACK)
    return [work for _sids, work, _robust in recent if isinstance(work, OnCommit) and not work.commit.asked]


def forget_noted() -> None:
    """What this transaction has noted is written already, before its commit: a change after this is a new one."""
    for work in to_come():
        work.noted.clear()
