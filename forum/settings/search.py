"""The search engine, by SEARCH_URL: Whoosh in a folder on disk, the portal's own PostgreSQL, or a server."""

import re
from typing import Any
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

from forum.settings.environment import DATA_DIR, env

# The index holds pickles: it must never lie where a visitor can upload or download files.
SEARCH_URL = env.str("SEARCH_URL", default=f"whoosh://{DATA_DIR / 'index'}")

_FORMS = (
    "whoosh:///folder, postgres://, elasticsearch+https://user:password@host:9200/prefix "
    "or opensearch+https://user:password@host:9200/prefix"
)
# Seconds until a server that doesn't answer is given up; the page then says that search is away.
_TIMEOUT = 5
_OWN_MACHINE = {"localhost", "127.0.0.1", "::1"}
_PREFIX = re.compile(r"[a-z0-9][a-z0-9_-]{0,50}")


def _backend(address: str) -> dict[str, Any]:
    """A WAGTAILSEARCH_BACKENDS entry for a SEARCH_URL.

    Raises ValueError where it makes no sense, without repeating an address that may hold a password.
    """
    engine, separator, place = address.partition("://")
    if engine == "whoosh" and place:
        return {"BACKEND": "forum.search.whoosh_backend", "PATH": place}
    if engine == "postgres":
        if place:
            raise ValueError(
                "SEARCH_URL: write postgres:// alone; the portal's own database (DATABASE_URL) is searched"
            )
        return {"BACKEND": "forum.search.engines.postgres", "SEARCH_CONFIG": "norwegian"}
    name, _, scheme = engine.partition("+")
    if name in _SERVERS and scheme in {"https", "http"}:
        return _server(name, urlsplit(f"{scheme}://{place}"))
    raise ValueError(f"SEARCH_URL: unknown engine {engine if separator else ''!r}; use {_FORMS}")


def _server(name: str, url: SplitResult) -> dict[str, Any]:
    """An Elasticsearch or OpenSearch: its certificate is checked, and its path is a prefix of index names."""
    options = dict(parse_qsl(url.query, keep_blank_values=True))
    prefix = url.path.strip("/") or "forum"
    if not _has_place(url) or set(options) - {"ca"} or not _PREFIX.fullmatch(prefix):
        raise ValueError(f"SEARCH_URL: {name} wants a host, a prefix of small letters, and no option but ?ca=/file")
    if url.scheme == "http" and url.hostname not in _OWN_MACHINE:
        raise ValueError(f"SEARCH_URL: {name} on another machine must be asked by https")
    return {
        "BACKEND": f"forum.search.engines.{name}",
        "INDEX_PREFIX": f"{prefix}_",
        "TIMEOUT": _TIMEOUT,
        **_SERVERS[name](url, options.get("ca")),
    }


def _has_place(url: SplitResult) -> bool:
    try:
        return bool(url.hostname) and url.port != 0
    except ValueError:  # a port that is no number; its message repeats a part of the address
        return False


def _credentials(url: SplitResult) -> tuple[str, str] | None:
    return (unquote(url.username or ""), unquote(url.password or "")) if url.username else None


def _elasticsearch(url: SplitResult, ca: str | None) -> dict[str, Any]:
    """As its client wants it."""
    options: dict[str, Any] = {"max_retries": 1}
    if url.scheme == "https":
        options |= {"verify_certs": True, **({"ca_certs": ca} if ca else {})}
    if credentials := _credentials(url):
        options["basic_auth"] = credentials
    return {
        "HOSTS": [{"host": url.hostname, "port": url.port or 9200, "scheme": url.scheme}],
        "OPTIONS": options,
    }


def _opensearch(url: SplitResult, ca: str | None) -> dict[str, Any]:
    """As its client wants it."""
    secure = url.scheme == "https"
    options: dict[str, Any] = {"use_ssl": secure, "verify_certs": secure, "max_retries": 1}
    if ca:
        options["ca_certs"] = ca
    if credentials := _credentials(url):
        options["http_auth"] = credentials
    return {"HOSTS": [{"host": url.hostname, "port": url.port or 9200}], "OPTIONS": options}


_SERVERS = {"elasticsearch": _elasticsearch, "opensearch": _opensearch}

WAGTAILSEARCH_BACKENDS = {"default": _backend(SEARCH_URL)}
