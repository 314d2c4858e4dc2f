"""The demo portal as it is served, and Chromium to read it with.

One portal for all browser tests: migrated, loaded and served by the same commands as `make demo`. It and the
browser live as long as this folder's tests, not the session: Playwright keeps an event loop running in its
thread, and Django's ORM refuses to work beside one.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, StorageState, ViewportSize, sync_playwright

ROOT = Path(__file__).parents[2]
CHROMIUM = Path("/usr/bin/chromium")
ARGUMENTS = [
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update"),
]
# What an installation of the tester's own may say; the demo stands on SQLite, Whoosh and its own folder.
NOT_TAKEN_ALONG = {"DATABASE_URL", "SEARCH_URL", "CACHE_URL", "EMAIL_URL", "DEBUG", "PORTAL_URL", "PORT"}


@dataclass(frozen=True)
class Served:
    """A portal: where it is, who signs in, and its commands."""

    url: str
    folder: Path
    editor: str = "redaktor@example.org"
    password: str = field(default_factory=lambda: secrets.token_urlsafe(12))

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if name not in NOT_TAKEN_ALONG}
        own = {"DATA_DIR": str(self.folder), "DEMO_PASSWORD": self.password, "PYTHONUNBUFFERED": "1"}
        return kept | own | {"DJANGO_SETTINGS_MODULE": "forum.settings.dev"}

    @property
    def log(self) -> Path:
        return self.folder / "served.log"

    def start(self, *words: str) -> "subprocess.Popen[bytes]":
        with self.log.open("ab") as log:
            command = [sys.executable, "manage.py", *words]
            return subprocess.Popen(command, cwd=ROOT, env=self.environment, stdout=log, stderr=log)

    def manage(self, *words: str) -> None:
        assert self.start(*words).wait(timeout=300) == 0, self.log.read_text()[-4000:]


@pytest.fixture(scope="package")
def chromium() -> Iterator[Browser]:
    """Without Chromium the tests are skipped; where NO_SKIP=1 says that it must be there, they fail."""
    if not CHROMIUM.exists():
        if os.environ.get("NO_SKIP") == "1":
            pytest.fail(f"{CHROMIUM} mangler, og NO_SKIP=1 sier at nettlesertestene skal kjøres.")
        pytest.skip(f"{CHROMIUM} mangler.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="package")
def served(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The demo portal, answering. At the end its log must not tell of any fault that a reader met."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    portal = Served(f"http://localhost:{port}", tmp_path_factory.mktemp("served"))
    collecting = portal.start("collectstatic", "--noinput", "--verbosity", "0")
    portal.manage("migrate", "--verbosity", "0")
    portal.manage("prepare_demo")
    assert collecting.wait(timeout=300) == 0, portal.log.read_text()
    serving = portal.start("serve", "--port", str(port))
    try:
        _wait_for(f"{portal.url}/healthz", serving, portal.log)
        yield portal
    finally:
        serving.send_signal(signal.SIGTERM)
        serving.wait(timeout=30)
    log = portal.log.read_text()
    shutil.rmtree(portal.folder, ignore_errors=True)
    assert "Traceback" not in log, log[-8000:]


def _wait_for(address: str, serving: "subprocess.Popen[bytes]", log: Path) -> None:
    end = time.monotonic() + 60
    while time.monotonic() < end and serving.poll() is None:
        try:
            with urlopen(address, timeout=5):
                return
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError(log.read_text()[-4000:])


@dataclass
class Reader:
    """A browser window in which nothing may go wrong unseen."""

    page: Page
    complaints: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._hear)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        # Chromium itself reports the status of the page that was asked for; tests of 404 and 422 look at that.
        about_the_page = message.text.startswith("Failed to load resource") and message.location["url"] == self.page.url
        if message.type in ("error", "warning") and not about_the_page:
            self.complaints.append(f"{self.page.url}: {message.type}: {message.text}")


@contextmanager
def _window(browser: Browser, served: Served, **settings: Any) -> Iterator[Page]:
    """Still, since what moves can be neither clicked nor measured; at the end nothing may have been complained of."""
    size: ViewportSize = {"width": 1280, "height": 900}
    with browser.new_context(
        base_url=served.url, locale="nb-NO", viewport=size, reduced_motion="reduce", **settings
    ) as context:
        context.set_default_timeout(15_000)
        reader = Reader(context.new_page())
        yield reader.page
    assert not reader.complaints, reader.complaints


@pytest.fixture
def page(chromium: Browser, served: Served) -> Iterator[Page]:
    """A visitor's window of their own, without cookies."""
    with _window(chromium, served) as page:
        yield page


@pytest.fixture
def plain_page(chromium: Browser, served: Served) -> Iterator[Page]:
    """A visitor's window without JavaScript."""
    with _window(chromium, served, java_script_enabled=False) as page:
        yield page


def sign_in(page: Page, served: Served) -> None:
    """On the sign-in page, as the editor."""
    page.locator("[name=username]").fill(served.editor)
    page.locator("[name=password]").fill(served.password)
    page.locator("form [type=submit]").click()
    page.wait_for_url("**/admin/")


@pytest.fixture(scope="package")
def editors_session(chromium: Browser, served: Served) -> StorageState:
    """The editor signs in once, as people do."""
    with _window(chromium, served) as page:
        page.goto("/admin/")
        sign_in(page, served)
        return page.context.storage_state()


@pytest.fixture
def editors_page(chromium: Browser, served: Served, editors_session: StorageState) -> Iterator[Page]:
    """A window in which the editor has signed in."""
    with _window(chromium, served, storage_state=editors_session) as page:
        yield page
