"""The index's folders on disk, and who may write to them when.

::

    PATH/                    mode 0700, outside MEDIA: the index holds pickles and everybody's text
      current                the name of the folder that is read and written now
      build-<number>/        a complete Whoosh index; a rebuild makes a new one and then swaps the name
        seal.json            its format, and size and digest of each file: see health.py
      write.lock             held while documents are written: one writer at a time, others wait
      rebuild.lock           held during a rebuild: a second one is refused
      changed                what was written while a rebuild went on, to be done again in the new folder
"""

import contextlib
import fcntl
import os
import shutil
import time
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from forum.search.keeping.draining import EngineBusyError

WAIT_FOR_WRITER = 30.0


class IndexBusyError(EngineBusyError):
    """Somebody else holds the lock, and went on holding it."""


@dataclass(frozen=True, slots=True)
class IndexFolder:
    """One configured PATH."""

    path: Path

    def prepare(self) -> None:
        """Make the folder, for us only; also one that already is there and stands too open."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        if self.path.stat().st_mode & 0o077:
            self.path.chmod(0o700)

    def current(self) -> Path | None:
        """The Whoosh folder in use, or None where nothing has been built yet."""
        try:
            name = (self.path / "current").read_text().strip()
        except FileNotFoundError:
            return None
        return self.path / name

    def new_build(self) -> Path:
        """An empty folder for an index that isn't in use yet."""
        self.prepare()
        build = self.path / f"build-{uuid.uuid4().hex[:12]}"
        build.mkdir(mode=0o700)
        return build

    def make_current(self, build: Path) -> None:
        """Swap: from the next search on, every process reads `build`. The folders before it go."""
        pointer = self.path / f"current.{build.name}"
        pointer.write_text(build.name)
        # Whoever reads finds the old name or the new, never half a one.
        pointer.replace(self.path / "current")
        for old in self.path.glob("build-*"):
            if old != build:
                shutil.rmtree(old, ignore_errors=True)

    @contextlib.contextmanager
    def write_lock(self, timeout: float = WAIT_FOR_WRITER) -> Iterator[None]:
        """Alone among all processes and threads, or `IndexBusyError` after the timeout.

        Whoosh has a lock of its own, which refuses at once instead of waiting. The kernel lets go of this
        one when a process dies, however it dies.
        """
        self.prepare()
        with self._locked("write.lock", timeout):
            yield

    @contextlib.contextmanager
    def rebuild_lock(self) -> Iterator[None]:
        """Held from the start of a rebuild to its end."""
        self.prepare()
        with self._locked("rebuild.lock", timeout=0):
            yield

    @contextlib.contextmanager
    def _locked(self, name: str, timeout: float) -> Iterator[None]:
        give_up = time.monotonic() + timeout
        while True:
            with (self.path / name).open("a") as handle:
                if _is_ours(handle, self.path / name):
                    yield
                    return
            if time.monotonic() >= give_up:
                raise IndexBusyError(f"{self.path / name} has been held for {timeout:.0f} s")
            time.sleep(0.01)
            self.prepare()

    @property
    def journal(self) -> Path:
        """Lines of `model pk`; there is one only while a rebuild goes on."""
        return self.path / "changed"

    def note_change(self, label: str, pk: object) -> None:
        """Called under the write lock: a rebuild may have read this object before it changed."""
        if self.journal.exists():
            with self.journal.open("a") as lines:
                lines.write(f"{label} {pk}\n")


def _is_ours(handle: IO[str], path: Path) -> bool:
    """Take the lock if it is free, and be sure that it is the one others see: the folder may have been deleted."""
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(handle.fileno()), path.stat())
    except OSError:
        return False
