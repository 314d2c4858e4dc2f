"""Parts of a zipped office file, read as a stream of tags and given up before they cost much. No Django.

No tree is built: the file comes from a stranger, and a tree of twenty megabytes of empty tags fills a
gigabyte. Tags are known by local name, since Word's "strict" files use other namespaces for the same words.
"""

import zipfile
from collections.abc import Iterator, Mapping

from defusedxml.ElementTree import XMLParser

MAX_TEXT = 100_000  # characters kept of one file, and so of one line
MAX_UNPACKED = 30 * 1024 * 1024  # bytes read from all parts of one file together
MAX_NODES = 500_000  # tags and pieces of text in all parts together
MAX_DEPTH = 200  # tags inside each other

_CHUNK = 64 * 1024
_PART_COST = 100  # in nodes: a workbook may name the same small part a million times


class UnreadableFile(Exception):
    """The file is not what its name says, is damaged, or unpacks to more than is reasonable."""


class Package:
    """An archive, and how much of it may still be read."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._bytes = MAX_UNPACKED
        self._nodes = MAX_NODES

    def __contains__(self, name: str) -> bool:
        return name in self._archive.NameToInfo

    def lines(self, name: str, target: "Target") -> Iterator[str]:
        """Lines of a part as fast as they are found."""
        parser = XMLParser(target=target, forbid_dtd=True)
        target.nodes += _PART_COST
        for chunk in self._chunks(name):
            parser.feed(chunk)
            self._spend(target)
            yield from target.taken()
        parser.close()
        yield from target.taken()

    def read_into(self, name: str, target: "Target") -> list[str]:
        """The whole part at once; what the target has gathered is then complete."""
        return list(self.lines(name, target))

    def _chunks(self, name: str) -> Iterator[bytes]:
        info = self._archive.getinfo(name)
        if info.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            # The other ways of packing are unpacked by zipfile further than what is asked for.
            raise UnreadableFile(f"{name} is packed in an unknown way")
        if info.file_size > self._bytes:  # may lie, so bytes are counted below too
            raise UnreadableFile(f"{name} unpacks to more than {MAX_UNPACKED} bytes")
        with self._archive.open(info) as part:
            while chunk := part.read(_CHUNK):
                self._bytes -= len(chunk)
                if self._bytes < 0:
                    raise UnreadableFile(f"the parts unpack to more than {MAX_UNPACKED} bytes")
                yield chunk

    def _spend(self, target: "Target") -> None:
        self._nodes -= target.nodes
        target.nodes = 0
        if self._nodes < 0:
            raise UnreadableFile(f"more than {MAX_NODES} tags")


class Target:
    """What the parser calls. Counts, so that a part can be given up before it has cost much."""

    def __init__(self) -> None:
        self.nodes = 0
        self._found: list[str] = []
        self._depth = 0

    def taken(self) -> list[str]:
        """The lines found since last time."""
        found, self._found = self._found, []
        return found

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        """Called by the parser."""
        self.nodes += 1
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise UnreadableFile(f"more than {MAX_DEPTH} tags inside each other")
        self._opened(local_name(tag), {local_name(name): value for name, value in attributes.items()})

    def end(self, tag: str) -> None:
        """Called by the parser."""
        self._depth -= 1
        self._closed(local_name(tag))

    def data(self, text: str) -> None:
        """Called by the parser."""
        self.nodes += 1
        self._said(text)

    def _opened(self, name: str, attributes: Mapping[str, str]) -> None:
        """A tag begins."""

    def _closed(self, name: str) -> None:
        """A tag ends."""

    def _said(self, text: str) -> None:
        """Text between tags; one text may come in several pieces."""


def local_name(name: str) -> str:
    """The name without its namespace."""
    return name.rpartition("}")[2]
