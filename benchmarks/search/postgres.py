"""PostgreSQL's own full text, with its Norwegian configuration and an index of weighted words."""

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import psycopg

from benchmarks.search.corpus import BenchPage, Question
from benchmarks.search.engine import HITS, Found, SkippedError

SERVER = os.environ.get("BENCH_POSTGRES_URL") or os.environ.get(
    "TEST_POSTGRES_URL", "postgres://postgres@127.0.0.1:5432/postgres"
)
SCHEMA = """
CREATE TABLE pages (
  number integer PRIMARY KEY, kind text NOT NULL, title text NOT NULL, summary text NOT NULL, body text NOT NULL,
  words tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('norwegian', title), 'A') || setweight(to_tsvector('norwegian', summary), 'B') ||
    setweight(to_tsvector('norwegian', body), 'D')
  ) STORED
)
"""
BEST = f"""
WITH best AS (
  SELECT number, summary, body, ts_rank(words, asked) AS rank FROM pages, websearch_to_tsquery('norwegian', %s) asked
  WHERE words @@ asked ORDER BY rank DESC, number DESC LIMIT {HITS}
)
SELECT number, ts_headline('norwegian', summary || ' ' || body, websearch_to_tsquery('norwegian', %s),
  'MaxFragments=1, MaxWords=30, MinWords=10') FROM best ORDER BY rank DESC, number DESC
"""
BY_KIND = "SELECT kind, count(*) FROM pages WHERE words @@ websearch_to_tsquery('norwegian', %s) GROUP BY kind"


class Postgres:
    """A database of our own on the server, dropped afterwards."""

    def __init__(self, folder: Path) -> None:
        self._name = f"bench_search_{folder.parent.name}"

    @cached_property
    def _connection(self) -> Any:
        connection = psycopg.connect(SERVER, dbname=self._name, autocommit=True)
        # Its own process answers: it stands on the same processor as the other engines do.
        try:
            os.sched_setaffinity(connection.info.backend_pid, os.sched_getaffinity(0))
        except OSError as error:
            raise SkippedError(f"its process can not be pinned from here ({error})") from error
        return connection

    def _on_server(self, *statements: str) -> None:
        try:
            with psycopg.connect(SERVER, autocommit=True, connect_timeout=5) as server:
                for statement in statements:
                    server.execute(statement)
        except psycopg.OperationalError as error:
            raise SkippedError(f"no server at {SERVER.rpartition('@')[2]}") from error

    def build(self, pages: Iterable[BenchPage]) -> None:
        """Rows first, then the index, as one fills a table."""
        self._on_server(
            f"DROP DATABASE IF EXISTS {self._name}",
            f"CREATE DATABASE {self._name} ENCODING 'UTF8' TEMPLATE template0",
        )
        self._connection.execute(SCHEMA)
        with self._connection.cursor() as cursor, cursor.copy(
            "COPY pages (number, kind, title, summary, body) FROM STDIN"
        ) as copy:  # fmt: skip
            for page in pages:
                copy.write_row((page.number, page.kind, page.title, page.summary, page.body))
        self._connection.execute("CREATE INDEX ON pages USING gin (words)")
        self._connection.execute("VACUUM ANALYZE pages")

    def open(self) -> None:
        """The connection."""
        self._connection.execute("SELECT 1")

    def ask(self, question: Question) -> Found:
        """Two statements: the best with their headlines, and the counts."""
        best = self._connection.execute(BEST, (question.text, question.text)).fetchall()
        kinds = self._connection.execute(BY_KIND, (question.text,)).fetchall()
        return Found([number for number, _text in best], [text for _number, text in best], dict(kinds))

    def update(self, page: BenchPage) -> None:
        """One row."""
        self._connection.execute(
            "UPDATE pages SET title = %s, summary = %s, body = %s WHERE number = %s",
            (page.title, page.summary, page.body, page.number),
        )

    def answering_process(self) -> int:
        """The server's for this connection; what it has touched of the shared buffers counts as its memory."""
        return int(self._connection.info.backend_pid)

    def version(self) -> str:
        """The server's."""
        return f"PostgreSQL {self._connection.info.server_version // 10000}"

    def discard(self) -> None:
        """The database."""
        self._on_server(f"DROP DATABASE IF EXISTS {self._name} WITH (FORCE)")


make = Postgres
