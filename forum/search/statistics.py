"""What people look for: counted by day, without person.

No row says who asked, at what time or from where. What may tell of a person is not counted at all, and
counting is never worth an error page or a wait: where it does not go at once, it is left undone.
"""

import logging
import unicodedata
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection, models, transaction
from django.db.models import F
from django.http import HttpRequest, QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from forum.pages.models import KnowledgePage
from forum.search.language import analysis
from forum.search.models import OpenedCount, SearchCount
from forum.search.wishes import readable

KEPT = timedelta(days=90)
LONGEST_COUNTED = 100
# A birth number has eleven digits, a telephone number eight, with or without spaces in between.
FEWEST_PERSONAL_DIGITS = 8
# No flood of invented queries fills the table.
MOST_ROWS_A_DAY = 10_000
LONGEST_REFERER = 2_000
LONGEST_WAIT_MS = 100
ROBOTS = ("bot", "spider", "crawl")

log = logging.getLogger(__name__)


def count_search(*, query: str, hits: int) -> None:
    """Count one search, and whether it found nothing. What may be personal is left out."""
    counted = counted_form(query)
    if counted:
        _add_one(SearchCount, {"query": counted}, ["searches"] if hits else ["searches", "without_hits"])


def count_opened(*, query: str, page: KnowledgePage) -> None:
    """Count that a page was opened from the hits of a search, on the row of the work: its bokmål page."""
    counted = counted_form(query)
    if counted:
        _add_one(OpenedCount, {"query": counted, "page_id": page.work_id or page.pk}, ["times"])


def forget_old_counts() -> None:
    """Delete what is older than we say on /personvern/ that it is kept."""
    oldest = timezone.localdate() - KEPT
    for model in (SearchCount, OpenedCount):
        model.objects.filter(day__lte=oldest).delete()


def counted_form(query: str) -> str:
    """A query as it is counted: lower case, single spaces. Empty where it has no words or may tell of a person."""
    text = readable(unicodedata.normalize("NFKC", query[: 4 * LONGEST_COUNTED])).lower()
    digits = sum(sign.isdecimal() for sign in text)
    personal = "@" in text or digits >= FEWEST_PERSONAL_DIGITS or len(text) > LONGEST_COUNTED
    return "" if personal or not analysis.words(text) else text


def is_from_a_reader(request: HttpRequest) -> bool:
    """Whether someone reads what is answered: not a look at the headers, not a program that says it is one."""
    program = request.headers.get("User-Agent", "").lower()
    return request.method == "GET" and not any(word in program for word in ROBOTS)


def query_before(request: HttpRequest) -> str:
    """What the reader searched for on the page of hits that they come from; empty where they come from elsewhere.

    The browser says so itself (Referer; our Referrer-Policy lets it within this site): no cookie, no detour, no script.
    """
    referer = request.headers.get("Referer", "")[:LONGEST_REFERER]
    try:
        address = urlsplit(referer)
        query = QueryDict(address.query).get("q", "")
    except ValueError:  # no address, or one with a thousand parameters
        return ""
    return query if address.netloc == request.get_host() and address.path in _search_addresses() else ""


@cache
def _search_addresses() -> frozenset[str]:
    addresses = set()
    for code, _name in settings.LANGUAGES:
        with override(code):
            addresses.add(reverse("search:search"))
    return frozenset(addresses)


def _add_one(model: type[models.Model], what: dict[str, Any], counters: list[str]) -> None:
    """One more in these columns of today's row. One statement, but for the first time a day."""
    today = timezone.localdate()
    row = model._default_manager.filter(day=today, **what)
    more = {name: F(name) + 1 for name in counters}
    try:
        with _without_waiting(), transaction.atomic():
            if row.update(**more) or model._default_manager.filter(day=today).count() >= MOST_ROWS_A_DAY:
                return
            # Another process may have made it in the meantime; then it is theirs that we add to.
            model._default_manager.bulk_create([model(day=today, **what)], ignore_conflicts=True)
            row.update(**more)
    except (DatabaseError, InterfaceError) as error:
        # Not what the database says: it may repeat the query.
        log.warning("A row of %s was not counted: %s", model._meta.label, type(error).__name__)


@contextmanager
def _without_waiting() -> Iterator[None]:
    """SQLite has one writer at a time, and an import may hold the pen for a minute: readers don't wait for that."""
    if connection.vendor != "sqlite":
        yield
        return
    connection.ensure_connection()
    database: Any = connection.connection
    (usual,) = database.execute("PRAGMA busy_timeout").fetchone()
    database.execute(f"PRAGMA busy_timeout = {LONGEST_WAIT_MS}")
    try:
        yield
    finally:
        database.execute(f"PRAGMA busy_timeout = {usual}")
