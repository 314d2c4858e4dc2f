"""The open index of this process: one for each PATH, refreshed when somebody has written."""

import threading
from pathlib import Path
from typing import Any

from whoosh.index import TOC

from forum.search.keeping.notice import notice_damage
from forum.search.whoosh_backend.folders import IndexFolder
from forum.search.whoosh_backend.health import INDEX_NAME, is_readable, latest_generation
from forum.search.whoosh_backend.reading import Segment, SegmentData, Snapshot
from forum.search.whoosh_backend.storage import PortalStorage

# A commit or a swap may take a file away between the reading of its name and its opening.
ATTEMPTS = 5

_opened: dict[Path, "OpenIndex"] = {}
_opening = threading.Lock()


class IndexUnreadableError(Exception):
    """The index is damaged, or of another format. It must be rebuilt."""


class OpenIndex:
    """What this process has open of one index."""

    def __init__(self, folder: IndexFolder) -> None:
        self.folder = folder
        self.lock = threading.RLock()
        self._snapshot: Snapshot | None = None
        self._segments: dict[str, SegmentData] = {}

    def snapshot(self) -> Snapshot | None:
        """The index as it is now, or None where none has been built.

        Costs a file read and a directory listing when nothing has changed. Raises `IndexUnreadableError`
        when it is there but can't be opened, whatever Whoosh raised: a damaged file shows itself as any of
        pickle, struct, zlib, index or operating system errors. In both cases the worker is asked to mend it.
        """
        with self.lock:
            for attempt in range(1, ATTEMPTS + 1):
                build = self.folder.current()
                if build is None:
                    break
                try:
                    return self._refreshed(build)
                except Exception as error:
                    if attempt == ATTEMPTS:
                        notice_damage()
                        raise IndexUnreadableError(str(build)) from error
        notice_damage()
        return None

    def _refreshed(self, build: Path) -> Snapshot:
        generation = (build.name, latest_generation(build))
        if self._snapshot is None or self._snapshot.generation != generation:
            if not is_readable(build):
                raise IndexUnreadableError("of an older format")
            storage = PortalStorage(build)
            toc = TOC.read(storage, INDEX_NAME)
            self._snapshot = self._opened(storage, toc, (build.name, toc.generation))
        return self._snapshot

    def _opened(self, storage: PortalStorage, toc: Any, generation: tuple[str, int]) -> Snapshot:
        snapshot = Snapshot(generation, self.lock)
        kept: dict[str, SegmentData] = {}
        for segment in toc.segments:
            data = self.segment(storage, toc.schema, segment)
            kept[segment.segment_id()] = data
            snapshot.segments.append(Segment(snapshot, data, segment.deleted_docs()))
        self._segments = kept
        return snapshot

    def segment(self, storage: PortalStorage, schema: Any, segment: Any) -> SegmentData:
        """A segment's data: what is open already, or opened now and kept until the next refresh."""
        name = segment.segment_id()
        data = self._segments.get(name)
        if data is None:
            data = self._segments[name] = SegmentData(storage, schema, segment)
        return data


def open_index(folder: IndexFolder) -> OpenIndex:
    """The same object for the same PATH, whoever asks: backends are made anew for each search."""
    with _opening:
        return _opened.setdefault(folder.path, OpenIndex(folder))
