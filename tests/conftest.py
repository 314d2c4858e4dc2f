"""What every test stands on: a migrated database copied per worker, its own index and its own files.

Migrations take some ten seconds, so they run once for each set of migrations; the result is kept as a
template in .pytest_cache and copied. Tests with real commits (`committed_db`) get a fresh copy after.
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

ROOT = Path(__file__).parents[1]


def _key():
    files = sorted([*ROOT.glob("forum/*/migrations/*.py"), *ROOT.glob("bestpractice/migrations/*.py")])
    text = b"".join(f.read_bytes() for f in files) + (ROOT / "requirements.txt").read_bytes()
    return hashlib.sha256(text + connection.vendor.encode()).hexdigest()[:12]


def _point_at(name):
    connection.close()
    connection.settings_dict["NAME"] = settings.DATABASES["default"]["NAME"] = str(name)


def _remove(path):
    for ending in ("", "-wal", "-shm"):
        path.with_name(path.name + ending).unlink(missing_ok=True)


class SqliteCopies:
    """A template file and this worker's copy of it."""

    def __init__(self, cache_folder, own_folder):
        self.template = cache_folder / f"{_key()}.sqlite3"
        self.copy = own_folder / "test.sqlite3"

    def make_template(self):
        if self.template.exists():
            return
        part = self.template.with_suffix(".part")
        _remove(part)
        _point_at(part)
        call_command("migrate", verbosity=0)
        connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        part.rename(self.template)

    def renew(self):
        connection.close()
        _remove(self.copy)
        shutil.copyfile(self.template, self.copy)
        _point_at(self.copy)


class PostgresCopies:
    """A template database on the server and this worker's copy of it."""

    def __init__(self, worker):
        self.template = f"forum_t_{_key()}"
        self.copy = f"{self.template}_{worker}"

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
        call_command("migrate", verbosity=0)
        with self._server() as sql:
            sql.execute(f'ALTER DATABASE "{self.template}_part" RENAME TO "{self.template}"')

    def renew(self):
        with self._server() as sql:
            sql.execute(f'DROP DATABASE IF EXISTS "{self.copy}" WITH (FORCE)')
            sql.execute(f'CREATE DATABASE "{self.copy}" TEMPLATE "{self.template}"')
        _point_at(self.copy)


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


@pytest.fixture
def committed_db(request, transactional_db, django_db_blocker):
    """For tests with real commits (several processes, a served site): the database is copied anew first and after."""
    copies = request.config.stash[COPIES]
    with django_db_blocker.unblock():
        copies.renew()
    yield
    with django_db_blocker.unblock():
        copies.renew()


@pytest.fixture(autouse=True, scope="session")
def own_folders(tmp_path_factory):
    """Files and index of this worker only."""
    settings.MEDIA_ROOT = tmp_path_factory.mktemp("media")
    settings.CLOSED_FILES_ROOT = tmp_path_factory.mktemp("files")
    options = {**settings.STORAGES["default"]["OPTIONS"], "location": settings.CLOSED_FILES_ROOT}
    settings.STORAGES = {**settings.STORAGES, "default": {**settings.STORAGES["default"], "OPTIONS": options}}
    storages._storages.clear()
    storages._backends = None
    default_storage._wrapped = storages["default"]
    settings.WAGTAILSEARCH_BACKENDS["default"]["PATH"] = str(tmp_path_factory.mktemp("index"))


@pytest.fixture(autouse=True)
def empty_cache():
    """What one test remembers is nothing to the next."""
    cache.clear()
