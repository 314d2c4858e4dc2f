"""Several processes that live and die together. Knows nothing of what they do: no Django."""

import http.client
import os
import signal
import socket
import subprocess
import time
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_GRACE_SECONDS = 10.0
_LOOK_UP_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Child:
    """One of the processes, under the name that messages call it by."""

    name: str
    process: subprocess.Popen[bytes]


class Company:
    """Starts processes, each the leader of a group of its own, and stops whole groups.

    A group holds what the child starts in its turn (gunicorn's workers), so that nothing is left behind;
    and a Ctrl-C in the terminal reaches us alone, so that the order to stop comes once and from here.
    """

    def __init__(self, *, folder: Path, environment: Mapping[str, str]) -> None:
        self.folder = folder
        self.environment = environment
        self.children: list[Child] = []

    def start(self, name: str, command: Sequence[str]) -> None:
        """Start one more."""
        process = subprocess.Popen(  # noqa: S603  # the commands are our own, never a visitor's
            command,
            cwd=self.folder,
            env=dict(self.environment),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.children.append(Child(name, process))

    def first_gone(self) -> Child | None:
        """A child that has ended by itself, if one has."""
        return next((child for child in self.children if child.process.poll() is not None), None)

    def stop(self) -> None:
        """Ask all to end, wait a while, then end what is left, grandchildren included."""
        for child in self.children:
            _signal_group(child, signal.SIGTERM)
        end = time.monotonic() + _GRACE_SECONDS
        for child in self.children:
            with suppress(subprocess.TimeoutExpired):
                child.process.wait(timeout=max(0.0, end - time.monotonic()))
        for child in self.children:
            _signal_group(child, signal.SIGKILL)
            child.process.wait()


def is_free(port: int) -> bool:
    """True if a server may take ``port`` on this machine now."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # As servers do: a port that was closed a moment ago is free although the kernel remembers it.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def answers(port: int, path: str) -> bool:
    """True if the server on ``port`` answers without an error of its own."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status < http.client.INTERNAL_SERVER_ERROR
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def nap() -> None:
    """The pause between two looks at whether anything has changed."""
    time.sleep(_LOOK_UP_SECONDS)


def _signal_group(child: Child, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(child.process.pid, number)
