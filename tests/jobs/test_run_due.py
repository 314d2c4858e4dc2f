import datetime as dt
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from forum.jobs import registry
from forum.jobs.models import Turn
from forum.jobs.registry import job
from forum.jobs.services import run_due

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)


@pytest.fixture(autouse=True)
def _no_other_jobs(monkeypatch):
    """The rooms' own jobs have their own tests."""
    monkeypatch.setattr(registry, "_jobs", {})


def make_job(name, work, every=HOUR):
    work.__qualname__ = name
    work.__module__ = "tests"
    return job(every=every)(work)


def test_a_new_job_runs_at_once_and_then_when_its_time_has_passed():
    turns = []
    make_job("brew", lambda: turns.append("brew"))
    now = timezone.now()
    assert run_due(now=now) == ["tests.brew"]
    assert run_due(now=now + HOUR / 2) == []
    assert run_due(now=now + HOUR) == ["tests.brew"]
    assert turns == ["brew", "brew"]


def test_a_job_that_was_missed_many_times_runs_once():
    make_job("brew", lambda: None)
    now = timezone.now()
    run_due(now=now)
    later = now + 50 * HOUR
    assert [run_due(now=later), run_due(now=later)] == [["tests.brew"], []]


def test_a_job_that_fails_is_remembered_and_the_others_run(caplog):
    turns = []

    def spill():
        raise RuntimeError("kannen er tom")

    make_job("a_spill", spill)
    make_job("brew", lambda: turns.append("brew"))
    run_due()
    assert turns == ["brew"]
    assert "kannen er tom" in Turn.objects.get(job="tests.a_spill").last_error
    assert "tests.a_spill" in caplog.text


def test_the_error_is_forgotten_when_the_job_has_gone_well_again():
    weather = ["storm"]

    def sail():
        if weather:
            raise RuntimeError(weather.pop())

    make_job("sail", sail)
    now = timezone.now()
    run_due(now=now)
    assert Turn.objects.get().last_error
    run_due(now=now + HOUR)
    turn = Turn.objects.get()
    assert turn.last_error == ""
    assert turn.started_at == now + HOUR
    assert turn.finished_at is not None


def test_two_jobs_may_not_share_a_name_and_a_job_must_wait_between_turns():
    make_job("brew", lambda: None)
    with pytest.raises(ValueError, match="already a job"):
        make_job("brew", lambda: None)
    with pytest.raises(ValueError, match="wait"):
        make_job("rush", lambda: None, every=dt.timedelta(0))


def test_the_command_tells_what_it_ran():
    make_job("brew", lambda: None)
    out = StringIO()
    call_command("run_due", stdout=out)
    assert out.getvalue().split("\n")[:2] == ["tests.brew", "1 oppgave kjørt."]
