"""A reader has met an index that can't answer: the page is served first, then the worker is asked to mend it."""

import threading
from typing import Any

from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.dispatch import receiver

from forum.search.tasks import ask_for, mend_indexes

# However many readers meet it.
SECONDS_BETWEEN_REQUESTS = 60

_of_thread = threading.local()


def notice_damage() -> None:
    """Remember it until the response is on its way. Outside of requests the job that looks after it does."""
    _of_thread.noticed = True


@receiver(request_started)
def forget_what_was_noticed(**kwargs: Any) -> None:
    """What this thread met before the request says nothing of now."""
    _of_thread.noticed = False


@receiver(request_finished)
def ask_for_mending(**kwargs: Any) -> None:
    """Once a minute at most; what is wrong, if anything, the task finds out."""
    if getattr(_of_thread, "noticed", False):
        _of_thread.noticed = False
        if cache.add("search.mending", True, SECONDS_BETWEEN_REQUESTS):
            ask_for(mend_indexes)
