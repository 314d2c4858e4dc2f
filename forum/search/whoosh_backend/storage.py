"""Whoosh's files read where they lie.

Whoosh maps a segment into memory and then copies every part of it into a buffer of its own. Here each read
asks the operating system for just those bytes, which it has in its page cache: opening a segment costs
nothing, and processes share the memory. Unlike a memory map, a file that is cut short while it is read gives
an exception, not a killed process.
"""

import os
from pathlib import Path
from typing import Any

from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.structfile import BufferFile

# A smaller file is read at once: a segment of some pages takes hundreds of reads to be merged.
READ_AT_ONCE = 1 << 18


class _OpenFile:
    """A file descriptor, closed when the last part of the file is forgotten; or what stands in a small file."""

    def __init__(self, path: Path) -> None:
        self._descriptor = os.open(path, os.O_RDONLY)
        self.size = os.fstat(self._descriptor).st_size
        self._whole = os.pread(self._descriptor, self.size, 0) if self.size < READ_AT_ONCE else None

    def get(self, position: int, length: int) -> bytes:
        if self._whole is not None:
            return self._whole[position : position + length]
        return os.pread(self._descriptor, length, position)

    def __del__(self) -> None:
        if hasattr(self, "_descriptor"):
            os.close(self._descriptor)


class _Cursor:
    """A read-only file over a part of an open one, with as much of the interface as Whoosh uses."""

    def __init__(self, source: _OpenFile, start: int, size: int) -> None:
        self.source, self.start, self.size = source, start, size
        self._at = 0

    def get(self, position: int, length: int) -> bytes:
        length = max(min(length, self.size - position), 0)
        return self.source.get(self.start + position, length)

    def read(self, length: int | None = None) -> bytes:
        piece = self.get(self._at, self.size if length is None or length < 0 else length)
        self._at += len(piece)
        return piece

    def readline(self) -> bytes:
        """Pickle ends some numbers and names with a line feed."""
        line = self.get(self._at, 256)
        while b"\n" not in line and self._at + len(line) < self.size:
            line += self.get(self._at + len(line), 4096)
        return self.read(line.find(b"\n") + 1 or len(line))

    def seek(self, offset: int, whence: int = os.SEEK_SET) -> int:
        base = {os.SEEK_SET: 0, os.SEEK_CUR: self._at, os.SEEK_END: self.size}[whence]
        self._at = base + offset
        return self._at

    def tell(self) -> int:
        return self._at

    def close(self) -> None:
        """The descriptor closes with its last user."""


class PartOfFile(BufferFile):
    """Whoosh's structured file over (a part of) an open file."""

    def __init__(self, cursor: _Cursor, name: str | None = None) -> None:
        super().__init__(b"", name=name)
        self.file = cursor

    def get(self, position: int, length: int) -> bytes:
        """Bytes from anywhere, without moving the read position."""
        return self.file.get(position, length)

    def subset(self, position: int, length: int, name: str | None = None) -> "PartOfFile":
        """A part of the file, as Whoosh's compound files ask for it."""
        whole = self.file
        return PartOfFile(_Cursor(whole.source, whole.start + position, length), name or self._name)


class PortalStorage(FileStorage):
    """A folder of index files; writing is Whoosh's own."""

    def __init__(self, folder: Path) -> None:
        super().__init__(str(folder))

    def open_file(self, name: str, **kwargs: Any) -> PartOfFile:
        """Open for reading."""
        source = _OpenFile(Path(self.folder) / name)
        return PartOfFile(_Cursor(source, 0, source.size), name)
