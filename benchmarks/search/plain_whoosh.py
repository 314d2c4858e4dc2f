"""Whoosh as its documentation has it: a field for each part of a page, its own parser, collectors and highlighter."""

import os
from collections.abc import Iterable
from functools import cached_property
from pathlib import Path
from typing import Any

import whoosh
from whoosh import fields, index, query
from whoosh.analysis import LanguageAnalyzer
from whoosh.qparser import MultifieldParser

from benchmarks.search.corpus import BenchPage, Question
from benchmarks.search.engine import HITS, SUMMARY_WEIGHT, TITLE_WEIGHT, Found


def _schema() -> Any:
    norwegian = LanguageAnalyzer("no")
    return fields.Schema(
        number=fields.ID(unique=True, stored=True),
        title=fields.TEXT(analyzer=norwegian, stored=True, field_boost=TITLE_WEIGHT),
        summary=fields.TEXT(analyzer=norwegian, stored=True, field_boost=SUMMARY_WEIGHT),
        body=fields.TEXT(analyzer=norwegian, stored=True),
        kind=fields.ID(stored=True, sortable=True),
    )


class PlainWhoosh:
    """One index, one searcher kept open."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @cached_property
    def _index(self) -> Any:
        return index.open_dir(str(self._folder))

    @cached_property
    def _searcher(self) -> Any:
        return self._index.searcher()

    @cached_property
    def _parser(self) -> Any:
        return MultifieldParser(["title", "summary", "body"], self._index.schema)

    def build(self, pages: Iterable[BenchPage]) -> None:
        """With as much memory as our own rebuild has."""
        writer = index.create_in(str(self._folder), _schema()).writer(limitmb=256)
        for page in pages:
            writer.add_document(**_document(page))
        writer.commit()

    def open(self) -> None:
        """Index and searcher."""
        self._searcher.doc_count()

    def ask(self, question: Question) -> Found:
        """Grouping by kind makes Whoosh collect all hits, which is what counts need."""
        results = self._searcher.search(self._parsed(question), limit=HITS, groupedby="kind")
        hits = [results[place] for place in range(min(HITS, results.scored_length()))]
        kinds = {kind: len(numbers) for kind, numbers in results.groups("kind").items()}
        return Found(
            [int(hit["number"]) for hit in hits], [hit.highlights("body") or hit["body"][:200] for hit in hits], kinds
        )

    def _parsed(self, question: Question) -> Any:
        parsed = self._parser.parse(question.text)
        return parsed if parsed else query.NullQuery

    def update(self, page: BenchPage) -> None:
        """A writer for one page, with Whoosh's own policy of merging."""
        writer = self._index.writer()
        writer.update_document(**_document(page))
        writer.commit()

    def answering_process(self) -> int:
        """This one."""
        return os.getpid()

    def version(self) -> str:
        """Whoosh's."""
        return f"Whoosh {whoosh.versionstring()}"

    def discard(self) -> None:
        """All lies in the folder."""


def _document(page: BenchPage) -> dict[str, str]:
    return {
        "number": str(page.number),
        "title": page.title,
        "summary": page.summary,
        "body": page.body,
        "kind": page.kind,
    }


make = PlainWhoosh
