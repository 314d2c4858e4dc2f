"""What every test stands on: a migrated database copied per worker, its own index and its own files.

Migrations take some ten seconds, so they run once for each set of migrations; the result is kept as a
template in .pytest_cache and copied. A module that asks for `portal` works on a copy in which the empty
portal is set up (a second and a half, once a worker). Tests with real commits (`committed_db`) get a fresh
copy before and after.
"""

import fcntl
import hashlib
import os
import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.storage import default_storage, storages
from django.core.management import call_command
from django.db import connection
from django.test import override_settings
from django.utils import translation

from forum.home.portal_setup import set_up_portal

ROOT = Path(__file__).parents[1]


def _key():
    files = sorted([*ROOT.glob("forum/*/migrations/*.py"), *ROOT.glob("bestpractice/migrations/*.py")])
    files += [ROOT / "requirements.txt", *sorted((ROOT / "forum/settings").glob("*.py"))]
    text = b"".join(file.read_bytes() for file in files)
    return hashlib.sha256(text + connection.vendor.encode()).hexdigest()[:12]


def _migrate():
    """All migrations but those of modelsearch's test models, which need an app that Wagtail takes the place of."""
    with override_settings(MIGRATION_MODULES={"searchtests": None}):
        call_command("migrate", run_syncdb=True, verbosity=0)


def _point_at(name):
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = str(name)


def _remove(path):
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


class SqliteCopies:
    """A template file and this worker's copy of it, or of one that was furnished from it."""

    def __init__(self, cache_folder, own_folder):
        self.template = self.source = cache_folder / f"{_key()}.sqlite3"
        self.copy = own_folder / "test.sqlite3"
        self.kept = {}

    def make_template(self):
        if self.template.exists():
            return
        part = self.template.with_suffix(".part")
        _remove(part)
        _point_at(part)
        _migrate()
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        part.rename(self.template)

    def renew(self):
        connection.close()
        _remove(self.copy)
        shutil.copyfile(self.source, self.copy)
        _point_at(self.copy)

    def keep(self, name):
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        self.kept[name] = self.copy.with_name(f"{name}.sqlite3")
        shutil.copyfile(self.copy, self.kept[name])


class PostgresCopies:
    """A template database on the server and this worker's copy of it, or of one that was furnished from it."""

    def __init__(self, worker):
        self.template = self.source = f"forum_t_{_key()}"
        self.copy = f"{self.template}_{worker}"
        self.kept = {}

    @contextmanager
    def _server(self):
        _point_at("postgres")
        with connection.cursor() as cursor:
            yield cursor
        connection.close()

    def make_template(self):
        with self._server() as sql:
            sql.execute("SELECT 1 FROM pg_database WHERE datname = %s", [self.template])
            if sql.fetchone():
                return
            sql.execute(f'CREATE DATABASE "{self.template}_part" TEMPLATE template0')
        _point_at(f"{self.template}_part")
        _migrate()
        with self._server() as sql:
            sql.execute(f'ALTER DATABASE "{self.template}_part" RENAME TO "{self.template}"')

    def renew(self):
        with self._server() as sql:
            sql.execute(f'DROP DATABASE IF EXISTS "{self.copy}" WITH (FORCE)')
            sql.execute(f'CREATE DATABASE "{self.copy}" TEMPLATE "{self.source}"')
        _point_at(self.copy)

    def keep(self, name):
        connection.close()
        self.kept[name] = f"{self.copy}_{name}"
        with self._server() as sql:
            sql.execute(f'DROP DATABASE IF EXISTS "{self.kept[name]}" WITH (FORCE)')
            sql.execute(f'CREATE DATABASE "{self.kept[name]}" TEMPLATE "{self.copy}"')


@pytest.fixture(scope="session")
def django_db_setup(request, django_test_environment, django_db_blocker, tmp_path_factory):
    """Instead of pytest-django's: a copy of the migrated template."""
    folder = ROOT / ".pytest_cache" / "db"
    folder.mkdir(parents=True, exist_ok=True)
    if connection.vendor == "sqlite":
        copies = SqliteCopies(folder, tmp_path_factory.mktemp("db"))
    else:
        copies = PostgresCopies(os.environ.get("PYTEST_XDIST_WORKER", "main"))
    with django_db_blocker.unblock(), (folder / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        copies.make_template()
        copies.renew()
    request.config.stash[COPIES] = copies
    yield
    with django_db_blocker.unblock():
        connection.close()


COPIES = pytest.StashKey()
# The name of a property (`record_property`) whose text is for whoever reads the run, from any worker.
SHOWN = "shown"


def pytest_terminal_summary(terminalreporter):
    """What tests measured, and not only whether they passed."""
    reports = [one for kind in ("passed", "failed") for one in terminalreporter.stats.get(kind, [])]
    for text in (value for report in reports for name, value in report.user_properties if name == SHOWN):
        terminalreporter.write_line(f"\n{text}")


@contextmanager
def furnished(request, django_db_blocker, name, work):
    """Within, the worker's database is a copy of one that `work` has filled; it is filled once a worker."""
    copies = request.config.stash[COPIES]
    with django_db_blocker.unblock():
        if name not in copies.kept:
            copies.source, before = copies.template, copies.source
            copies.renew()
            work()
            copies.source = before
            copies.keep(name)
        before, copies.source = copies.source, copies.kept[name]
        copies.renew()
    yield
    copies.source = before
    with django_db_blocker.unblock():
        copies.renew()


@pytest.fixture(scope="module")
def portal(request, django_db_setup, django_db_blocker):
    """The empty portal of a new owner, for all tests of the module; not beside `committed_db`."""
    with furnished(request, django_db_blocker, "portal", set_up_portal):
        yield


@pytest.fixture
def fresh_copy(request, django_db_setup, django_db_blocker):
    """The database is copied anew first and after."""
    copies = request.config.stash[COPIES]
    with django_db_blocker.unblock():
        copies.renew()
    yield
    with django_db_blocker.unblock():
        copies.renew()


@pytest.fixture
def committed_db(fresh_copy, transactional_db):
    """For tests with real commits (several processes, a served site).

    The fresh copy comes first, to be renewed last: pytest-django's own clean-up empties every table. A
    test that asks for this must not be marked `django_db`, which would turn that order round.
    """


@pytest.fixture(autouse=True, scope="session")
def own_folders(tmp_path_factory):
    """Files and index of this worker only."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    settings.CLOSED_FILES_ROOT = tmp_path_factory.mktemp("files")
    options = {**settings.STORAGES["default"]["OPTIONS"], "location": settings.CLOSED_FILES_ROOT}
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": options}}
    storages._storages.clear()
    storages._backends = None
    storages.__dict__.pop("backends", None)  # a cached property
    default_storage._wrapped = storages["default"]
    engine = settings.WAGTAILSEARCH_BACKENDS["default"]
    if "PATH" in engine:  # other engines than Whoosh have none
        engine["PATH"] = str(tmp_path_factory.mktemp("index"))


@pytest.fixture(autouse=True)
def empty_cache():
    """What one test remembers is nothing to the next."""
    cache.clear()


@pytest.fixture(autouse=True)
def in_bokmål():
    """A request in another language leaves its thread in that language."""
    translation.activate(settings.LANGUAGE_CODE)
