"""Production does not start half set up, and says what is missing."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from forum.settings.search import _backend

ROOT = Path(__file__).parents[1]
KEY = "x7" * 32
HOSTS = "ksikt-forum.example,www.ksikt-forum.example"


def start(folder, code="django.setup()", settings="forum.settings.production", **environment):
    """Start the portal in a process that knows nothing but what is told here."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", f"import django\n{code}"],
        cwd=ROOT,
        env={**kept, "DJANGO_SETTINGS_MODULE": settings, "DATA_DIR": str(folder), **environment},
        capture_output=True,
        check=False,
        text=True,
        timeout=120,
    )


def told(folder, names, **environment):
    """The values of these settings in production."""
    code = f"from django.conf import settings\nfor name in {names!r}: print(repr(getattr(settings, name)))"
    result = start(folder, code, SECRET_KEY=KEY, ALLOWED_HOSTS=HOSTS, **environment)
    assert result.returncode == 0, result.stderr
    return [eval(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize(
    ("environment", "missing"),
    [
        ({}, "SECRET_KEY"),
        ({"ALLOWED_HOSTS": HOSTS}, "SECRET_KEY"),
        ({"SECRET_KEY": "", "ALLOWED_HOSTS": HOSTS}, "SECRET_KEY"),
        ({"SECRET_KEY": KEY}, "ALLOWED_HOSTS"),
        ({"SECRET_KEY": KEY, "ALLOWED_HOSTS": ""}, "ALLOWED_HOSTS"),
        ({"SECRET_KEY": KEY, "ALLOWED_HOSTS": " , "}, "ALLOWED_HOSTS"),
    ],
)
def test_production_does_not_start_without_what_it_needs_and_says_what_to_set(tmp_path, environment, missing):
    result = start(tmp_path, **environment)
    assert result.returncode != 0
    last = result.stderr.strip().splitlines()[-1]
    assert f"{missing} mangler. Sett miljøvariabelen {missing} til" in last
    assert "for eksempel" in last


def test_the_sentence_does_not_tell_the_key(tmp_path):
    assert KEY not in start(tmp_path, SECRET_KEY=KEY).stderr


def test_production_starts_when_both_are_set_and_leaves_nothing_behind(tmp_path):
    result = start(tmp_path, SECRET_KEY=KEY, ALLOWED_HOSTS=HOSTS)
    assert (result.returncode, result.stderr) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_production_does_not_start_on_a_data_folder_that_is_not_there_and_names_it(tmp_path):
    result = start(tmp_path / "data", SECRET_KEY=KEY, ALLOWED_HOSTS=HOSTS)
    assert result.returncode != 0
    assert f"DATA_DIR finnes ikke: {tmp_path / 'data'}. Lag mappen" in result.stderr.splitlines()[-1]
    assert not (tmp_path / "data").exists()


def test_production_is_secure_unless_told_otherwise(tmp_path):
    names = ["DEBUG", "SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SECURE_PROXY_SSL_HEADER"]
    assert told(tmp_path, names, DEBUG="1") == [False, True, True, True, None]
    names = ["ALLOWED_HOSTS", "PORTAL_URL", "CSRF_TRUSTED_ORIGINS"]
    address = "https://ksikt-forum.example"
    assert told(tmp_path, names) == [HOSTS.split(","), address, [address]]


def test_the_proxys_word_on_https_is_believed_only_where_the_owner_says_there_is_one(tmp_path):
    (header,) = told(tmp_path, ["SECURE_PROXY_SSL_HEADER"], BEHIND_PROXY="1")
    assert header == ("HTTP_X_FORWARDED_PROTO", "https")


def test_health_is_answered_without_https_and_other_addresses_are_sent_there(tmp_path):
    """A machine inside asks for health over plain http."""
    code = """
django.setup()
from django.core.handlers.wsgi import WSGIHandler
from django.test import RequestFactory
from django.core.management import call_command
call_command("migrate", verbosity=0)
answer = WSGIHandler().get_response
for path in ("/healthz", "/"):
    response = answer(RequestFactory().get(path, headers={"host": "ksikt-forum.example"}))
    print(response.status_code, response.headers.get("Location"))
"""
    result = start(tmp_path, code, SECRET_KEY=KEY, ALLOWED_HOSTS=HOSTS)
    assert result.stdout.splitlines() == ["200 None", "301 https://ksikt-forum.example/"], result.stderr


def test_an_unknown_search_engine_is_named(tmp_path):
    result = start(tmp_path, SECRET_KEY=KEY, ALLOWED_HOSTS=HOSTS, SEARCH_URL="solr://localhost")
    assert "SEARCH_URL: unknown engine 'solr'" in result.stderr


@pytest.mark.parametrize(
    ("address", "backend"),
    [
        ("whoosh:///srv/index", {"BACKEND": "forum.search.whoosh_backend", "PATH": "/srv/index"}),
        ("postgres://", {"BACKEND": "forum.search.engines.postgres", "SEARCH_CONFIG": "norwegian"}),
        (
            "elasticsearch+https://leser:p%40ss@search.example:9243/kommune?ca=/etc/ca.pem",
            {
                "BACKEND": "forum.search.engines.elasticsearch",
                "INDEX_PREFIX": "kommune_",
                "TIMEOUT": 5,
                "HOSTS": [{"host": "search.example", "port": 9243, "scheme": "https"}],
                "OPTIONS": {
                    "max_retries": 1,
                    "verify_certs": True,
                    "ca_certs": "/etc/ca.pem",
                    "basic_auth": ("leser", "p@ss"),
                },
            },
        ),
        (
            "opensearch+https://leser:p%40ss@search.example",
            {
                "BACKEND": "forum.search.engines.opensearch",
                "INDEX_PREFIX": "forum_",
                "TIMEOUT": 5,
                "HOSTS": [{"host": "search.example", "port": 9200}],
                "OPTIONS": {
                    "use_ssl": True,
                    "verify_certs": True,
                    "max_retries": 1,
                    "http_auth": ("leser", "p@ss"),
                },
            },
        ),
    ],
)
def test_the_search_engine_is_chosen_by_its_address(address, backend):
    assert _backend(address) == backend


def test_the_address_of_the_search_engine_comes_from_the_environment(tmp_path):
    (backends,) = told(tmp_path, ["WAGTAILSEARCH_BACKENDS"], SEARCH_URL="whoosh:///srv/index")
    assert backends == {"default": _backend("whoosh:///srv/index")}


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("postgres://user:hemmelig@host/db", "write postgres:// alone"),
        ("elasticsearch+http://user:hemmelig@search.example/x", "must be asked by https"),
        ("opensearch+https://user:hemmelig@host/x?verify=no", "no option but ?ca=/file"),
        ("elasticsearch+https://user:hem/melig@host", "wants a host"),
        ("elasticsearch+https://user:hemmelig@host/Store-Bokstaver", "a prefix of small letters"),
        ("user:hemmelig@host", "use whoosh:///folder, postgres://, elasticsearch+https://"),
        ("whoosh://", "use whoosh:///folder"),
    ],
)
def test_a_search_address_that_makes_no_sense_is_refused_without_repeating_its_password(address, said):
    with pytest.raises(ValueError, match="SEARCH_URL: ") as refusal:
        _backend(address)
    assert said in str(refusal.value)
    assert "hem" not in str(refusal.value)


def test_clients_of_other_search_engines_are_not_loaded_where_whoosh_searches(tmp_path):
    code = "import sys; django.setup(); print({'elasticsearch', 'opensearchpy'} & set(sys.modules))"
    result = start(tmp_path, code, SECRET_KEY=KEY, ALLOWED_HOSTS=HOSTS)
    assert result.stdout.strip() == "set()", result.stderr


def test_all_that_is_written_lies_below_the_data_folder(tmp_path):
    names = ["MEDIA_ROOT", "CLOSED_FILES_ROOT", "STATIC_ROOT"]
    code = "from django.conf import settings\n" + "\n".join(f"print(settings.{name})" for name in names)
    code += "\nprint(settings.DATABASES['default']['NAME'])\nprint(settings.WAGTAILSEARCH_BACKENDS['default']['PATH'])"
    result = start(tmp_path, code, SECRET_KEY=KEY, ALLOWED_HOSTS=HOSTS)
    paths = [Path(line) for line in result.stdout.splitlines()]
    assert len(paths) == 5
    assert all(path.is_relative_to(tmp_path) for path in paths)
    media, _closed, _static, database, index = paths
    assert not index.is_relative_to(media)
    assert not database.is_relative_to(media)


def test_a_developers_key_is_made_once_and_only_its_owner_can_read_it(tmp_path):
    code = "from django.conf import settings\nprint(settings.SECRET_KEY)"
    first, second = (start(tmp_path / "dev", code, settings="forum.settings.dev") for _ in range(2))
    assert first.stdout == second.stdout != "\n"
    assert (tmp_path / "dev" / "secret_key").stat().st_mode & 0o077 == 0
