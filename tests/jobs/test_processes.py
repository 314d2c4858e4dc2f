"""The commands that stay: started, stopped and broken for real."""

import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request

import pytest
from django.conf import settings
from django.db import connection

from forum.jobs.models import Turn

pytestmark = [
    pytest.mark.usefixtures("committed_db"),
    pytest.mark.skipif(not os.path.isdir("/proc"), reason="looks for children in /proc"),  # noqa: PTH112
]


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(condition, seconds=60):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.1)
    raise AssertionError(f"{condition} did not come true in {seconds} s")


class Started:
    """A management command in a process of its own, on the test's database."""

    def __init__(self, tmp_path, *arguments, **environment):
        self.log = tmp_path / "log"
        name = connection.settings_dict["NAME"]
        with self.log.open("w") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-u", "manage.py", *arguments],
                cwd=settings.BASE_DIR,
                env={
                    **os.environ,
                    "DJANGO_SETTINGS_MODULE": "forum.settings.dev",
                    "DATABASE_URL": f"sqlite:///{name}",
                    "DATA_DIR": str(tmp_path),
                    **environment,
                },
                stdout=log,
                stderr=subprocess.STDOUT,
            )

    def said(self, words):
        return words in self.log.read_text()

    def children(self):
        """Every descendant: the children, and theirs."""
        found: list[int] = []
        parents = {self.process.pid}
        table = {int(p): parent_of(p) for p in os.listdir("/proc") if p.isdigit()}  # noqa: PTH208
        while parents:
            parents = {pid for pid, parent in table.items() if parent in parents}
            found.extend(parents)
        return found

    def end(self, number=signal.SIGTERM):
        self.process.send_signal(number)
        return self.process.wait(30)


def parent_of(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123
            return int(file.read().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def is_alive(pid):
    try:
        with open(f"/proc/{pid}/stat") as file:  # noqa: PTH123
            return file.read().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.fixture
def start(tmp_path):
    begun = []

    def begin(*arguments, **environment):
        begun.append(Started(tmp_path, *arguments, **environment))
        return begun[-1]

    yield begin
    for each in begun:
        if each.process.poll() is None:
            each.end()


def answer(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=5) as response:
            return response.status
    except urllib.error.HTTPError as error:
        return error.code
    except OSError:
        return None


@pytest.mark.parametrize("order", [signal.SIGTERM, signal.SIGINT])
def test_serve_starts_all_three_and_leaves_nothing_behind(start, order):
    port = free_port()
    portal = start("serve", "--notice", "Hilsen fra den som startet", PORT=str(port))
    eventually(lambda: portal.said(f"http://localhost:{port}/"))
    assert portal.said("Hilsen fra den som startet")
    assert answer(port) == 200
    children = portal.children()
    assert len(children) >= 5  # gunicorn and its two workers, the task worker, the clock
    assert portal.end(order) == 0
    assert [pid for pid in children if is_alive(pid)] == []
    assert answer(port) is None


def test_serve_stops_the_rest_and_says_so_when_one_of_them_dies(start):
    portal = start("serve", PORT=str(free_port()))
    eventually(lambda: portal.said("Portalen svarer"))
    children = portal.children()
    clock = next(pid for pid in children if b"clock" in command_of(pid))
    os.kill(clock, signal.SIGKILL)
    assert portal.process.wait(30) == 1
    assert re.search(r"clock stoppet av seg selv \(kode -9\)", portal.log.read_text())
    assert [pid for pid in children if is_alive(pid)] == []


def command_of(pid):
    try:
        with open(f"/proc/{pid}/cmdline", "rb") as file:  # noqa: PTH123
            return file.read()
    except OSError:
        return b""


def test_serve_says_which_port_is_taken_and_starts_nothing(start):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        portal = start("serve", PORT=str(port))
        assert portal.process.wait(30) == 1
    assert portal.said(f"Port {port} er opptatt")


def test_serve_refuses_what_is_not_a_port(start):
    portal = start("serve", PORT="åtte tusen")
    assert portal.process.wait(30) == 1
    assert portal.said("«åtte tusen» er ikke et portnummer")


@pytest.mark.parametrize("order", [signal.SIGTERM, signal.SIGINT])
def test_the_clock_runs_what_is_due_and_stops_when_told(start, order):
    clock = start("clock", "--interval", "0.2")
    eventually(Turn.objects.filter(finished_at__isnull=False).exists)
    assert clock.end(order) == 0
