"""The portal's own engine: the files, queries, filters, counts and passages of `forum.search`.

Documents are put together here and not from pages in the database: making 20,000 real pages takes half an hour, and
what the database costs is not the engine's. What `visible_to(reader)` asks of the index is asked here too.
"""

import os
from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

from modelsearch.query import Phrase, PlainText

from benchmarks.search.corpus import KINDS, BenchPage, Question
from benchmarks.search.engine import HITS, SUMMARY_WEIGHT, TITLE_WEIGHT, Found
from forum.pages.models import KnowledgePage
from forum.search import passages
from forum.search.language import analysis
from forum.search.ranking import Prior
from forum.search.texts import Part
from forum.search.whoosh_backend import filters, writing
from forum.search.whoosh_backend.conditions import _with_descendants
from forum.search.whoosh_backend.folders import IndexFolder
from forum.search.whoosh_backend.health import write_seal
from forum.search.whoosh_backend.matches import Hit, Matches, find
from forum.search.whoosh_backend.opened import open_index
from forum.search.whoosh_backend.queries import WhooshQueryCompiler
from forum.search.whoosh_backend.values import encode, pack

LABELS = [model._meta.label_lower for model in sorted(_with_descendants(KnowledgePage), key=str)]
TODAY = date(2026, 1, 1)
# A hundredth is closed to the reader.
CLOSED_EACH = 100


class Ours:
    """One index folder, as the portal has it."""

    def __init__(self, folder: Path) -> None:
        self._folder = IndexFolder(folder)

    @cached_property
    def _opened(self) -> Any:
        return open_index(self._folder)

    @cached_property
    def _reader(self) -> filters.Filter:
        """What a visitor may see."""
        pages: int = self._opened.snapshot().size
        closed = frozenset(range(CLOSED_EACH, pages + 1, CLOSED_EACH))
        return filters.Every((
            filters.OfModels(frozenset(LABELS)),
            filters.Except(filters.Condition(("pk",), "in", closed, "page")),
            filters.Condition(("f_live",), "exact", True, "page"),
            filters.Condition(("r_readers", "language_code"), "exact", "nb", "readers"),
        ))  # fmt: skip

    def build(self, pages: Iterable[BenchPage]) -> None:
        """As a rebuild does: one writer, one commit."""
        build = writing._created(self._folder)
        writer = writing.open_writer(build, limitmb=writing.REBUILD_MEMORY_MB)
        for page in pages:
            writing.add_document(writer, _document(page))
        writer.commit(merge=False)
        write_seal(build)
        self._folder.make_current(build)

    def open(self) -> None:
        """What the first search of a process does."""
        self._opened.snapshot()

    def ask(self, question: Question) -> Found:
        """Hits for a visitor by relevance and prior, counts by kind, passages from the indexed texts."""
        query = Phrase(question.phrase) if question.phrase else PlainText(question.text, operator="and")
        node = WhooshQueryCompiler(None, query).node()
        matches = find(self._opened, node, self._reader) or Matches()
        counts: Counter[Any] = matches.counts(("f_content_type_id",), {}, None)
        hits = matches.best(HITS, Prior(TODAY))
        terms = frozenset(analysis.stems(question.text))
        kinds = {list(KINDS)[kind]: count for kind, count in counts.items()}
        return Found([hit.value("pk") for hit in hits], [_passage(hit, terms) for hit in hits], kinds)

    def update(self, page: BenchPage) -> None:
        """Under the lock, sealed, as the outbox is emptied."""
        with self._folder.write_lock():
            build = self._folder.current()
            writing.commit(self._folder, build, [_document(page)], [])

    def answering_process(self) -> int:
        """This one, with the whole portal loaded."""
        return os.getpid()

    def version(self) -> str:
        """Of what it stands on."""
        return "forum.search"

    def discard(self) -> None:
        """All lies in the folder."""


def _passage(hit: Hit, terms: frozenset[str]) -> str:
    texts = [text for name, text in hit.segment.data.texts(hit.document) if name != "title"]
    found = passages.best_passage(texts, terms)
    return found.html if found else ""


def _document(page: BenchPage) -> dict[str, Any]:
    """As `build_document` makes of a page of a real kind."""
    kind = list(KINDS).index(page.kind)
    parts = list(_parts(page))
    columns = {
        "model": LABELS[kind],
        "pk": page.number,
        "f_live": True,
        "f_content_type_id": kind,
        "f_text_changed_at": f"{TODAY - timedelta(days=page.number % 2000)}T12:00:00.000000",
        "r_readers": [{"language_code": "nb"}],
        "r_themes": [{"uri": uri} for uri in page.themes],
    }
    return {
        "key": f"wagtailcore.page:{page.number}",
        "text": parts,
        "texts": pack([(part.field, part.text) for part in parts]),
        "prefix": [Part("title", page.title), Part("summary", page.summary)],
        **{name: encode(value) for name, value in columns.items()},
    }


def _parts(page: BenchPage) -> Iterator[Part]:
    yield Part("title", page.title, TITLE_WEIGHT)
    yield Part("summary", page.summary, SUMMARY_WEIGHT)
    yield Part("search_text", page.body)


make = Ours
