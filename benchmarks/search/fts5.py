"""SQLite FTS5 with Snowball's stemmer in Python: what an embedded engine written in C does."""

import os
import sqlite3
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path

from benchmarks.search.corpus import BenchPage, Question
from benchmarks.search.engine import HITS, SUMMARY_WEIGHT, TITLE_WEIGHT, Found, passage, stems

SCHEMA = """
CREATE VIRTUAL TABLE words USING fts5(title, summary, body, content='', tokenize="unicode61 remove_diacritics 0");
CREATE TABLE kinds (number INTEGER PRIMARY KEY, kind TEXT NOT NULL);
CREATE TABLE texts (number INTEGER PRIMARY KEY, title TEXT, summary TEXT, body TEXT);
"""
BEST = f"""
SELECT rowid FROM words WHERE words MATCH ?
ORDER BY bm25(words, {TITLE_WEIGHT}, {SUMMARY_WEIGHT}, 1.0) LIMIT {HITS}
"""
BY_KIND = "SELECT kind, count(*) FROM words JOIN kinds ON number = words.rowid WHERE words MATCH ? GROUP BY kind"


class Fts5:
    """An index without a copy of the texts; those lie in a table beside it, and kinds in a narrow one."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "index.sqlite3"

    @cached_property
    def _database(self) -> sqlite3.Connection:
        database = sqlite3.connect(self._path, isolation_level=None)
        database.execute("PRAGMA journal_mode = WAL")
        database.execute("PRAGMA synchronous = NORMAL")
        return database

    def build(self, pages: Iterable[BenchPage]) -> None:
        """In one transaction."""
        self._database.executescript(SCHEMA)
        self._database.execute("BEGIN")
        for page in pages:
            self._add(page)
        self._database.execute("INSERT INTO words (words) VALUES ('optimize')")
        self._database.execute("COMMIT")
        self._database.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _add(self, page: BenchPage) -> None:
        texts = (page.title, page.summary, page.body)
        self._database.execute(
            "INSERT INTO words (rowid, title, summary, body) VALUES (?, ?, ?, ?)", (page.number, *map(_stemmed, texts))
        )
        self._database.execute("INSERT INTO kinds VALUES (?, ?)", (page.number, page.kind))
        self._database.execute("INSERT INTO texts VALUES (?, ?, ?, ?)", (page.number, *texts))

    def open(self) -> None:
        """The connection."""
        self._database.execute("SELECT 1")

    def ask(self, question: Question) -> Found:
        """Two passes over the words: the best, and the counts."""
        terms = stems(question.text)
        if not terms:
            return Found()
        match = f'"{" ".join(terms)}"' if question.phrase else " ".join(f'"{term}"' for term in terms)
        numbers = [number for (number,) in self._database.execute(BEST, (match,))]
        return Found(numbers, [self._passage(number, set(terms)) for number in numbers], self._kinds(match))

    def _passage(self, number: int, terms: set[str]) -> str:
        summary, body = self._database.execute(
            "SELECT summary, body FROM texts WHERE number = ?", (number,)
        ).fetchone()  # fmt: skip
        return passage(f"{summary}\n{body}", terms)

    def _kinds(self, match: str) -> dict[str, int]:
        return dict(self._database.execute(BY_KIND, (match,)).fetchall())

    def update(self, page: BenchPage) -> None:
        """Without a copy of the texts, FTS5 is told what it held; here that is the page as it is."""
        stemmed = tuple(map(_stemmed, (page.title, page.summary, page.body)))
        self._database.execute("BEGIN")
        self._database.execute(
            "INSERT INTO words (words, rowid, title, summary, body) VALUES ('delete', ?, ?, ?, ?)",
            (page.number, *stemmed),
        )
        self._database.execute("DELETE FROM kinds WHERE number = ?", (page.number,))
        self._database.execute("DELETE FROM texts WHERE number = ?", (page.number,))
        self._add(page)
        self._database.execute("COMMIT")

    def answering_process(self) -> int:
        """This one."""
        return os.getpid()

    def version(self) -> str:
        """SQLite's."""
        return f"SQLite FTS5 {sqlite3.sqlite_version}"

    def discard(self) -> None:
        """All lies in the folder."""


def _stemmed(text: str) -> str:
    return " ".join(stems(text))


make = Fts5
