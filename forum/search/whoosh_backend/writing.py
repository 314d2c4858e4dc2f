"""Writing: documents in and out, one writer at a time, nothing before the database has committed."""

import logging
from collections.abc import Iterable
from contextlib import ExitStack
from functools import partial
from typing import Any

from django.apps import apps
from django.db import models, transaction
from modelsearch.backends.base import BaseIndex
from modelsearch.index import class_is_indexed, get_indexed_instance
from whoosh.writing import SegmentWriter

from forum.search.whoosh_backend.documents import build_document, document_key
from forum.search.whoosh_backend.folders import IndexFolder
from forum.search.whoosh_backend.merging import merge_crumbs
from forum.search.whoosh_backend.opened import open_index
from forum.search.whoosh_backend.schema import PortalCodec, build_schema
from forum.search.whoosh_backend.storage import PortalStorage

logger = logging.getLogger("forum.search")

# Postings gathered in memory by a rebuild before they are sorted to disk.
REBUILD_MEMORY_MB = 256


class WhooshIndex(BaseIndex):
    """The one index that all models share, as modelsearch addresses it."""

    def __init__(self, backend: Any) -> None:
        super().__init__(backend)
        self.folder: IndexFolder = backend.folder

    def add_items(self, model: type[models.Model], items: Iterable[models.Model]) -> None:
        """Write the objects, all in one commit, once the database has them for good."""
        found = list(items)
        if class_is_indexed(model) and found:
            after_commit(partial(write_current, self.folder, model, [item.pk for item in found]))

    def delete_item(self, item: models.Model) -> None:
        """Take the object out, once it is gone from the database for good."""
        if class_is_indexed(type(item)):
            # The key now: a deleted instance loses its own.
            key = (type(item)._meta.label_lower, str(item.pk), document_key(item))
            after_commit(partial(write, self.folder, [], [key]))

    def refresh(self) -> None:
        """Do what waits for this transaction's commit at once, as the conformance suite and tests want it."""
        connection = transaction.get_connection()
        for _savepoints, work, _robust in list(connection.run_on_commit):
            if isinstance(work, _Work):
                work()

    def reset(self) -> None:
        """An empty index in place of what there was."""
        with self.folder.write_lock():
            self.folder.make_current(_created(self.folder))

    def __str__(self) -> str:
        return str(self.folder.path)


class _Work:
    """Something to write, done once: on commit, or earlier by `WhooshIndex.refresh`."""

    def __init__(self, task: "partial[None]") -> None:
        self._task: partial[None] | None = task
        # What Django calls it when it logs that it failed.
        self.__qualname__ = "writing to the search index"

    def __call__(self) -> None:
        task, self._task = self._task, None
        if task is not None:
            task()


def after_commit(task: "partial[None]") -> None:
    """Now, or when the transaction commits; a rolled back transaction takes its work with it.

    An index that can't be written must not undo or fail what the user did: Django logs the error
    (`robust`), and the next rebuild mends the index.
    """
    transaction.on_commit(_Work(task), robust=True)


def write_current(folder: IndexFolder, model: type[models.Model], pks: list[Any]) -> None:
    """Write the objects as they are in the database now.

    Not as they were handed over: that may be long before the commit, and they may have changed or gone since.
    """
    write(folder, list(model.get_indexed_objects().filter(pk__in=pks)), [])  # type: ignore[attr-defined]


def write(folder: IndexFolder, items: list[models.Model], deleted: list[tuple[str, str, str]]) -> None:
    """Replace the items' documents and remove the deleted ones, in one commit."""
    documents = [build_document(item) for item in items]
    with folder.write_lock():
        build = folder.current()
        if build is None:
            build = _created(folder)
            folder.make_current(build)
        commit(folder, build, documents, [key for _label, _pk, key in deleted])
        for item in items:
            folder.note_change(item._meta.label_lower, item.pk)
        for label, pk, _key in deleted:
            folder.note_change(label, pk)


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


def open_writer(build: Any, limitmb: int) -> Any:
    """Whoosh's writer on a build folder."""
    return SegmentWriter(PortalStorage(build).open_index(), codec=PortalCodec(), limitmb=limitmb)


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
                for number in data.postings("key", key).documents:
                    segment.delete_document(number)


def _created(folder: IndexFolder) -> Any:
    build = folder.new_build()
    PortalStorage(build).create_index(build_schema())
    return build


class RebuildIndex(BaseIndex):
    """The new index while it is being filled: one writer, one commit."""

    def __init__(self, backend: Any) -> None:
        super().__init__(backend)
        self.folder: IndexFolder = backend.folder
        self.build = _created(self.folder)
        self.writer = open_writer(self.build, limitmb=REBUILD_MEMORY_MB)

    def add_items(self, model: type[models.Model], items: Iterable[models.Model]) -> None:
        """Straight into the writer: nobody reads this folder yet."""
        for item in items:
            add_document(self.writer, build_document(item))

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
        with self.folder.write_lock():
            documents, gone = _changed(self.folder.journal.read_text())
            if documents or gone:
                commit(self.folder, self.new.build, documents, gone)
            self.folder.make_current(self.new.build)
            self.folder.journal.unlink()
        self.alone.close()


def _changed(journal: str) -> tuple[list[dict[str, Any]], list[str]]:
    """What the journal's objects are now: documents for those that are there, keys of those that aren't."""
    documents: list[dict[str, Any]] = []
    gone: list[str] = []
    for line in sorted(set(journal.splitlines())):
        label, _space, pk = line.partition(" ")
        model = apps.get_model(label)
        obj = model._default_manager.filter(pk=pk).first()
        current = get_indexed_instance(obj) if obj is not None else None
        if current is None:
            gone.append(document_key(model(pk=pk)))
        else:
            documents.append(build_document(current))
    return documents, gone
