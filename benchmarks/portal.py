"""A portal of a known size to measure, in a data folder of its own that is kept for the next run."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


@dataclass(frozen=True)
class Facts:
    """What ``benchmarks.queries`` tells, by the names that rows have in the table."""

    paths: dict[str, list[str]]
    queries: dict[str, int]


@dataclass(frozen=True)
class Portal:
    """Where it lies, and what must be in the environment of whoever runs it."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """The development settings, without what the caller's shell may say about the portal."""
        ours = {"DATABASE_URL", "SEARCH_URL", "CACHE_URL", "DEBUG", "PORTAL_URL"}
        kept = {name: value for name, value in os.environ.items() if name not in ours}
        return {**kept, "DJANGO_SETTINGS_MODULE": "forum.settings.dev", "DATA_DIR": str(self.folder)}

    def fill(self, pages: int) -> None:
        """The demo portal and ``pages`` more; what is there already is only brought up to date."""
        self._manage("migrate", "--verbosity", "0")
        self._manage("collectstatic", "--noinput", "--verbosity", "0")
        filled = self.folder / "filled"
        if filled.exists():
            if filled.read_text() != str(pages):
                raise SystemExit(f"{self.folder} holds {filled.read_text()} pages. Choose another --data.")
            return
        self._manage("load_demo")
        # A hundredth is closed: what the gate costs is part of what a page costs.
        self._manage("seed_bulk", "--pages", str(pages), "--closed", str(pages // 100))
        filled.write_text(str(pages))

    def facts(self) -> Facts:
        """Asked of a process of its own, since this one has not loaded the portal."""
        command = [sys.executable, "-m", "benchmarks.queries"]
        told = subprocess.run(command, cwd=ROOT, env=self.environment, check=True, stdout=subprocess.PIPE)
        return Facts(**json.loads(told.stdout))

    def _manage(self, *command: str) -> None:
        subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, env=self.environment, check=True)
