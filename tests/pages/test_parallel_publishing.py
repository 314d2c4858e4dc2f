"""Two editors publish at once, in real processes: the number is the database's to give, not Python's."""

import multiprocessing
import time

import pytest
from django.db import connections

from bestpractice.models import GuidePage
from forum.pages import services
from forum.pages.models import DocumentVersion
from tests.factories.pages import make_guide, make_portal

EDITORS = 4

pytestmark = pytest.mark.usefixtures("committed_db")


def at_once(work):
    """Run ``work(number)`` in as many processes as there are editors; what each ended with, by number."""
    context = multiprocessing.get_context("fork")
    gate, endings = context.Barrier(EDITORS), context.Manager().dict()

    def begin(number):
        connections.close_all()
        page = GuidePage.objects.get(slug="felles")
        gate.wait(30)
        try:
            work(page, number)
            endings[number] = "published"
        except Exception as error:
            endings[number] = f"{type(error).__name__}: {error}"
        connections.close_all()

    connections.close_all()  # an open SQLite connection must not be carried over a fork
    processes = [context.Process(target=begin, args=(number,)) for number in range(EDITORS)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(90)
    return dict(endings)


def publish(page, number):
    page.summary = f"Teksten fra redaktør {number}"
    page.version_step = "major" if number == 0 else "minor"
    page.save_revision().publish()


def labels():
    return sorted(version.label for version in DocumentVersion.objects.all())


@pytest.fixture
def guide():
    make_portal()
    return make_guide(slug="felles", publish=True)


def test_all_who_publish_at_once_get_a_number_of_their_own(guide):
    assert set(at_once(publish).values()) == {"published"}
    numbers = labels()
    assert len(numbers) == len(set(numbers)) == EDITORS + 1
    kept = {version.as_page().summary for version in DocumentVersion.objects.all()}
    assert {f"Teksten fra redaktør {number}" for number in range(EDITORS)} <= kept


def test_the_page_carries_the_label_of_its_latest_version(guide):
    at_once(publish)
    page = GuidePage.objects.get(pk=guide.pk)
    assert page.version_label == page.versions.first().label


def record_without_the_lock(page, number):
    """What ``record_version`` would do if it read the latest number before it had the right to write."""
    latest = page.versions.first()
    time.sleep(0.3)  # the moment between looking and writing, made long enough to be met each time
    DocumentVersion.objects.create(
        page=page, dated="2026-01-01", content={}, digest=str(number), **services._next_number(latest, "minor")
    )


def test_without_the_lock_they_would_have_taken_the_same_number(guide):
    """Control: the constraint is then all that stands between two versions and one number."""
    endings = list(at_once(record_without_the_lock).values())
    assert endings.count("published") < EDITORS
    assert any(ending.startswith("IntegrityError") for ending in endings)
