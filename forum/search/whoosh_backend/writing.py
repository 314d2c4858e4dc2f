"""Writing: documents in and out, one writer at a time; what is to be written comes from the outbox."""

import logging
from collections import defaultdict
from collections.abc import Iterable
from contextlib import ExitStack
from typing import Any

from django.apps import apps
from django.db import models
from modelsearch.backends.base import BaseIndex, get_model_root
from whoosh.writing import SegmentWriter

from forum.search.keeping.draining import current_objects
from forum.search.keeping.outbox import note
from forum.search.keeping.queued import QueuedIndex
from forum.search.whoosh_backend.comparing import IndexedDocuments
from forum.search.whoosh_backend.documents import build_document, document_key
from forum.search.whoosh_backend.folders import IndexFolder
from forum.search.whoosh_backend.health import write_seal
from forum.search.whoosh_backend.merging import merge_crumbs
from forum.search.whoosh_backend.opened import IndexUnreadableError, open_index
from forum.search.whoosh_backend.postings import ListCodec
from forum.search.whoosh_backend.schema import build_schema
from forum.search.whoosh_backend.storage import PortalStorage

logger = logging.getLogger("forum.search")

# Postings gathered in memory by a rebuild before they are sorted to disk.
REBUILD_MEMORY_MB = 256


class WhooshIndex(QueuedIndex, BaseIndex):
    """The one index that all models share, as modelsearch addresses it."""

    def __init__(self, backend: Any) -> None:
        super().__init__(backend)
        self.folder: IndexFolder = backend.folder

    def write_now(self, objects: list[models.Model], gone: list[models.Model]) -> None:
        """All in one commit, by one who has the write lock."""
        build = self.folder.current()
        if build is None:
            raise IndexUnreadableError(f"There is no index in {self.folder.path}")
        documents = [build_document(obj) for obj in objects]
        commit(self.folder, build, documents, [document_key(obj) for obj in gone])
        for obj in (*objects, *gone):
            self.folder.note_change(get_model_root(type(obj))._meta.label_lower, obj.pk)

    def reset(self) -> None:
        """An empty index in place of what there was."""
        with self.folder.write_lock():
            self.folder.make_current(_created(self.folder))

    def indexed_keys(self) -> dict[str, set[str]]:
        """By the model that the document was made from."""
        return IndexedDocuments(self.folder).keys_by_model()

    def outdated(self, objects: list[models.Model]) -> set[str]:
        """Objects whose document isn't what would be written of them now."""
        return IndexedDocuments(self.folder).outdated(objects)

    def __str__(self) -> str:
        return str(self.folder.path)


def commit(folder: IndexFolder, build: Any, documents: list[dict[str, Any]], gone: list[str]) -> None:
    """One Whoosh commit, in a folder that the caller has the lock of."""
    writer = open_writer(build, limitmb=32)
    try:
        replaced = {document["key"] for document in documents}
        _delete(folder, build, writer, replaced.union(gone))
        for document in documents:
            add_document(writer, document)
    except BaseException:
        writer.cancel()
        raise
    writer.commit(mergetype=merge_crumbs)
    write_seal(build)


def open_writer(build: Any, limitmb: int) -> Any:
    """Whoosh's writer on a build folder."""
    return SegmentWriter(PortalStorage(build).open_index(), codec=ListCodec(), limitmb=limitmb)


def add_document(writer: Any, document: dict[str, Any]) -> None:
    """Add what the index on disk has fields for: a new filter field waits for the next rebuild."""
    unknown = [name for name in document if name not in writer.schema]
    if unknown:
        logger.warning("The search index lacks %s: run update_index.", ", ".join(unknown))
    writer.add_document(**{name: value for name, value in document.items() if name not in unknown})


def _delete(folder: IndexFolder, build: Any, writer: Any, keys: set[str]) -> None:
    """Mark the documents with these keys as deleted, found in the segments that are open already."""
    opened = open_index(folder)
    with opened.lock:
        for segment in writer.segments:
            data = opened.segment(PortalStorage(build), writer.schema, segment)
            for key in keys:
                for number in data.postings("key", key).documents.tolist():
                    segment.delete_document(int(number))


def _created(folder: IndexFolder) -> Any:
    build = folder.new_build()
    PortalStorage(build).create_index(build_schema())
    write_seal(build)
    return build


class RebuildIndex(BaseIndex):
    """The new index while it is being filled: one writer, one commit."""

    def __init__(self, backend: Any) -> None:
        super().__init__(backend)
        self.folder: IndexFolder = backend.folder
        self.build = _created(self.folder)
        self.writer = open_writer(self.build, limitmb=REBUILD_MEMORY_MB)
        self.refused: list[models.Model] = []

    def add_items(self, model: type[models.Model], items: Iterable[models.Model]) -> None:
        """Straight into the writer: nobody reads this folder yet. An object that can't be read is tried again later."""
        for item in items:
            try:
                document = build_document(item)
            except Exception:
                logger.exception("%s %s can't be written to the search index", model._meta.label_lower, item.pk)
                self.refused.append(item)
            else:
                add_document(self.writer, document)

    def __str__(self) -> str:
        return str(self.folder.path)


class Rebuilder:
    """`update_index`: a whole new index beside the old one, which is searched until the swap."""

    def __init__(self, index: WhooshIndex) -> None:
        self.index = index
        self.folder = index.folder

    def start(self) -> RebuildIndex:
        """From here on, what is written to the old index is also noted, to be written to the new one."""
        self.alone = ExitStack()
        self.alone.enter_context(self.folder.rebuild_lock())
        with self.folder.write_lock():
            self.folder.journal.write_text("")
        self.new = RebuildIndex(self.index.backend)
        return self.new

    def finish(self) -> None:
        """Commit, catch up with what was written meanwhile, swap."""
        self.new.writer.commit(merge=False)
        write_seal(self.new.build)
        with self.folder.write_lock():
            objects, gone = _changed(self.folder.journal.read_text())
            if objects or gone:
                documents = [build_document(obj) for obj in objects]
                commit(self.folder, self.new.build, documents, [document_key(obj) for obj in gone])
            self.folder.make_current(self.new.build)
            self.folder.journal.unlink()
        note(self.new.refused, backends=[self.index.backend.name])
        self.alone.close()


def _changed(journal: str) -> tuple[list[models.Model], list[models.Model]]:
    """The journal's objects as they are now, and stand-ins for those that are gone."""
    keys: dict[str, list[str]] = defaultdict(list)
    for line in sorted(set(journal.splitlines())):
        label, _space, key = line.partition(" ")
        keys[label].append(key)
    objects: list[models.Model] = []
    gone: list[models.Model] = []
    for label, own in keys.items():
        there, not_there = current_objects(apps.get_model(label), own)
        objects += there
        gone += not_there
    return objects, gone
