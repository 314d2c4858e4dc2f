"""Real processes on a committed database: the claim is the database's, not Python's."""

import datetime as dt
import multiprocessing
import os
import time

import pytest
from django.db import connections
from django.utils import timezone

from forum.jobs import registry
from forum.jobs.models import Turn
from forum.jobs.registry import Job
from forum.jobs.services import run_due

HOUR = dt.timedelta(hours=1)
PROCESSES = 8


def claim_by_reading_first(job, now):
    """What the conditional UPDATE replaces: look whether it is due, then say that it is taken."""
    turn = Turn.objects.get(job=job.name)
    if turn.due_at > now:
        return False
    time.sleep(0.1)  # the moment between looking and saying, made long enough to be met each time
    Turn.objects.filter(job=job.name).update(due_at=now + job.every)
    return True


def at_once(work):
    """Run ``work`` in eight processes that begin together; fail if any of them did."""
    context = multiprocessing.get_context("fork")
    gate = context.Barrier(PROCESSES)

    def begin():
        connections.close_all()
        gate.wait(30)
        work()
        connections.close_all()

    connections.close_all()  # an open SQLite connection must not be carried over a fork
    processes = [context.Process(target=begin) for _ in range(PROCESSES)]
    for process in processes:
        process.start()
    for process in processes:
        process.join(60)
    assert [process.exitcode for process in processes] == [0] * PROCESSES


@pytest.fixture
def turns_taken(tmp_path, monkeypatch):
    """A due job that leaves a line for each time it is run; returns how many there are."""
    log = tmp_path / "turns"
    log.touch()

    def leave_a_line():
        with log.open("a") as file:
            file.write(f"{os.getpid()}\n")

    job = Job("tests.leave_a_line", HOUR, leave_a_line)
    monkeypatch.setattr(registry, "_jobs", {job.name: job})
    return lambda: len(log.read_text().splitlines())


@pytest.mark.usefixtures("committed_db")
def test_one_of_eight_processes_runs_a_job_that_is_due(turns_taken):
    Turn.objects.create(job="tests.leave_a_line", due_at=timezone.now() - HOUR)
    at_once(run_due)
    assert turns_taken() == 1


@pytest.mark.usefixtures("committed_db")
def test_one_of_eight_processes_runs_a_job_that_no_one_has_run_before(turns_taken):
    at_once(run_due)
    assert turns_taken() == 1
    assert Turn.objects.get().due_at > timezone.now()


@pytest.mark.usefixtures("committed_db")
def test_without_the_conditional_update_several_would_have_run_it(turns_taken, monkeypatch):
    monkeypatch.setattr(Turn, "claim", claim_by_reading_first)
    Turn.objects.create(job="tests.leave_a_line", due_at=timezone.now() - HOUR)
    at_once(run_due)
    assert turns_taken() > 1
