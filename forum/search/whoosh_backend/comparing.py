"""What the documents in the index say, read past everything that is kept in memory: for `check_index`."""

from collections import defaultdict
from functools import cached_property
from typing import Any

from django.db import models
from whoosh.index import TOC
from whoosh.reading import SegmentReader

from forum.search.whoosh_backend.documents import build_document
from forum.search.whoosh_backend.folders import IndexFolder
from forum.search.whoosh_backend.health import INDEX_NAME
from forum.search.whoosh_backend.storage import PortalStorage
from forum.search.whoosh_backend.values import Plain, decode, unpack

# Posted, not stored: they are made from the same objects as the texts and columns that are compared.
_POSTED = {"key", "text", "prefix"}


class IndexedDocuments:
    """The stored columns of each document that isn't deleted, found by model and key."""

    def __init__(self, folder: IndexFolder) -> None:
        self.folder = folder

    @cached_property
    def _places(self) -> dict[tuple[str, str], tuple[Any, int]]:
        build = self.folder.current()
        if build is None:
            return {}
        storage = PortalStorage(build)
        contents = TOC.read(storage, INDEX_NAME)
        places = {}
        for segment in contents.segments:
            reader = _Columns(SegmentReader(storage, contents.schema, segment))
            for number in range(segment.doc_count_all()):
                if not segment.is_deleted(number):
                    place = str(decode(reader.cell("model", number))), str(decode(reader.cell("pk", number)))
                    places[place] = (reader, number)
        return places

    def keys_by_model(self) -> dict[str, set[str]]:
        """Primary keys by the model's label."""
        found: dict[str, set[str]] = defaultdict(set)
        for label, key in self._places:
            found[label].add(key)
        return found

    def outdated(self, objects: list[models.Model]) -> set[str]:
        """Keys of the objects that are in the index with other contents than they have now."""
        return {str(obj.pk) for obj in objects if self._differs(obj)}

    def _differs(self, obj: models.Model) -> bool:
        document = build_document(obj)
        place = self._places.get((obj._meta.label_lower, str(decode(document["pk"]))))
        if place is None:
            return False
        reader, number = place
        return any(
            _comparable(name, value) != _comparable(name, reader.cell(name, number))
            for name, value in document.items()
            if name not in _POSTED
        )


class _Columns:
    """A segment's columns, each opened once."""

    def __init__(self, reader: Any) -> None:
        self.reader = reader
        self.columns: dict[str, Any] = {}

    def cell(self, name: str, number: int) -> bytes:
        """What stands there, as bytes; nothing where the segment has no such column."""
        if name not in self.columns:
            has = name in self.reader.schema and self.reader.has_column(name)
            self.columns[name] = self.reader.column_reader(name, translate=False) if has else None
        column = self.columns[name]
        return bytes(column[number]) if column is not None else b""


def _comparable(name: str, cell: bytes) -> Any:
    """The order of related rows is the database's whim, and no difference."""
    return sorted(unpack(cell)) if name == "texts" else _sorted(decode(cell))


def _sorted(value: Plain) -> Any:
    return sorted(map(repr, value)) if isinstance(value, list) else value
