"""Very many guides at once, for load tests.

Saving a page as an editor does costs some thirty queries, which makes hours of twenty thousand. Here the rows
are worked out in Python and written a table at a time; everything that saving would have seen to (the tree,
who reads what, the original, when the text changed, versions) is seen to here instead.
"""

from collections.abc import Iterable, Iterator
from datetime import date, datetime, timedelta
from html import escape
from itertools import islice
from typing import Any

from django.db import transaction

from bestpractice.models import GuidePage
from forum.home.bulk_ground import Ground, Say, drawn, lay_ground
from forum.home.bulk_rows import Work, close_works, write_works
from forum.home.demo.blocks import items, stream
from forum.home.demo.bulk_text import BulkGuide, BulkText
from forum.home.demo.reading import identity
from forum.organisations.alphabet import as_address
from forum.pages.models import KnowledgePage, PageFile, PortalState

CHUNK = 500  # works at a time
ONE_IN_NYNORSK = 5
ONE_IN_WITH_FILE = 10
ONE_IN_WITH_REVIEW_DATE = 4
ONE_TRANSLATION_IN_LATE = 4
DAYS_BACK = 3 * 365
EDITORIAL_GROUPS = 40


class MixedContentError(Exception):
    """The portal holds an owner's own content, and what is made up must not be mixed with it."""


@transaction.atomic
def fill_portal(*, pages: int, closed: int = 0, seed: int = 1, say: Say = print) -> None:
    """Make ``pages`` rows of guides; the first ``closed`` works are only for those who are signed in.

    Running it again adds more. The search index and the references are the caller's to rebuild.
    """
    if KnowledgePage.objects.exists() and not PortalState.load().is_example_data:
        raise MixedContentError
    ground = lay_ground()
    works = _works(BulkText(seed), ground, pages)
    still_to_close, made = closed, 0
    while chunk := list(islice(works, CHUNK)):
        write_works(chunk, ground)
        close_works(chunk[:still_to_close])
        still_to_close = max(0, still_to_close - len(chunk))
        for code, branch in ground.branches.items():
            branch.count(sum(_in_language(work, code) for work in chunk))
        made += sum(len(work.rows) for work in chunk)
        say(f"{made} av {pages} sider")


def _in_language(work: Work, code: str) -> bool:
    return code == "nb" or len(work.rows) > 1


def _works(texts: BulkText, ground: Ground, pages: int) -> Iterator[Work]:
    """Works until there are ``pages`` rows. A work's number is its place among its siblings."""
    while pages > 0:
        number = ground.branches["nb"].last_step + 1
        codes = ["nb", "nn"] if number % ONE_IN_NYNORSK == 0 and pages > 1 else ["nb"]
        text = texts.guide(number)
        rows = tuple(_row(text, number, code, ground) for code in codes)
        yield Work(number, tuple(dict.fromkeys(text.tags)), rows)
        pages -= len(rows)


def _row(text: BulkGuide, number: int, code: str, ground: Ground) -> GuidePage:
    changed = _changed(number, code, ground.now)
    guide = GuidePage(
        title=text.title,
        draft_title=text.title,
        slug=f"{as_address(text.title)[:80]}-{number}",
        content_type=ground.content_type,
        translation_key=identity("bulk", number),
        first_published_at=changed - timedelta(days=drawn(300, "first", number)),
        last_published_at=changed,
        text_changed_at=changed,
        review_by=_review_date(number, ground.now),
        contact_name=f"Redaksjonen, gruppe {1 + drawn(EDITORIAL_GROUPS, 'contact', number)}",
        method_step_id=ground.steps[drawn(len(ground.steps), "step", number)] if ground.steps else None,
        version_label="1.0",
        version_step="major",
    )
    _write_text(guide, text, f"bulk/{number}/{code}")
    ground.branches[code].take_place(guide)
    guide.files = [] if number % ONE_IN_WITH_FILE else [_file(number, ground)]
    guide.text_digest = guide.current_digest()
    return guide


def _changed(number: int, code: str, now: datetime) -> datetime:
    """Spread over the years; a translation comes after its original, but some have not followed it."""
    original = now - timedelta(minutes=drawn(DAYS_BACK * 24 * 60, "changed", number))
    if code == "nb":
        return original
    late = drawn(ONE_TRANSLATION_IN_LATE, "late", number) == 0
    return min(now, original + timedelta(days=-3 if late else 3))


def _review_date(number: int, now: datetime) -> date | None:
    """Most guides have none; of those that have, some are past."""
    if drawn(ONE_IN_WITH_REVIEW_DATE, "review", number):
        return None
    return (now + timedelta(days=drawn(900, "review day", number) - 200)).date()


def _write_text(guide: GuidePage, text: BulkGuide, seed: str) -> None:
    guide.summary, guide.audience = text.summary, text.audience
    guide.effort, guide.gain = text.effort, text.gain
    guide.problem = _paragraphs(text.problem)
    steps = [("step", {"title": title, "text": _paragraphs([how])}) for title, how in text.steps]
    guide.steps = stream(f"{seed}/steps", steps)
    checklist: dict[str, Any] = {
        "title": "Er dere ferdige?",
        "items": items(f"{seed}/ticks", text.checklist),
    }
    guide.checklists = stream(f"{seed}/check", [("checklist", checklist)])


def _paragraphs(texts: Iterable[str]) -> str:
    """Rich text. Escaped here: rendering Markdown would take longer than all the rest."""
    return "".join(f"<p>{escape(text, quote=False)}</p>" for text in texts)


def _file(number: int, ground: Ground) -> PageFile:
    document = ground.documents[drawn(len(ground.documents), "file", number)]
    kind = PageFile.Kind.values[drawn(len(PageFile.Kind), "kind", number)]
    return PageFile(document=document, title=f"Mal {number}", kind=kind)
