"""Posting lists on disk and in memory: in which documents a term stands, how much it weighs, and where.

Whoosh writes a list in blocks of 128 pickled, packed tuples, and reads it posting by posting. Here a whole list is one
piece of plain numbers, which numpy takes as they are::

    head        how many documents, positions, and bytes of the last part; whether that is packed
    documents   uint32 each
    weights     float32 each
    last part   how many positions each document has, then the positions, uint32 each

Only phrases and searches in named fields read the last part. Numbers are in the machine's own byte order, as in
Whoosh's files.
"""

import struct
import zlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray
from whoosh.codec.whoosh3 import W3Codec, W3PostingsWriter
from whoosh.matching import ListMatcher

Documents = NDArray[np.int32]

# How soon more of the same word stops counting (BM25's k1): a title's boost still tells when it is reached.
SATURATION = 2.0
# Packing less than this saves nothing.
WORTH_PACKING = 256

_HEAD = struct.Struct("III?")
_DOCUMENT, _WEIGHT, _NUMBER = np.dtype(np.int32), np.dtype(np.float32), np.dtype(np.uint32)
_EACH = _DOCUMENT.itemsize + _WEIGHT.itemsize


@dataclass(frozen=True, slots=True)
class Postings:
    """A term's documents in rising order, and what the term is worth in each before its rarity: 0 to k1 + 1."""

    documents: Documents
    worths: NDArray[np.float32]

    @property
    def nbytes(self) -> int:
        """For `Kept`."""
        return self.documents.nbytes + self.worths.nbytes


NO_POSTINGS = Postings(np.empty(0, np.int32), np.empty(0, np.float32))
NO_PLACES: NDArray[np.int64] = np.empty(0, np.int64)


class PostingList:
    """One term's list in the file, read part by part."""

    def __init__(self, file: Any, terminfo: Any) -> None:
        self._file = file
        # The length beside it is of no use: Whoosh reads it wrong.
        self._offset: int = terminfo.extent()[0]

    @cached_property
    def _head(self) -> tuple[int, int, int, bool]:
        head: tuple[int, int, int, bool] = _HEAD.unpack(self._file.get(self._offset, _HEAD.size))
        return head

    @cached_property
    def _data(self) -> bytes:
        """Documents and weights."""
        data: bytes = self._file.get(self._offset + _HEAD.size, self._head[0] * _EACH)
        return data

    @property
    def documents(self) -> Documents:
        """In rising order."""
        return np.frombuffer(self._data, _DOCUMENT, self._head[0])

    @property
    def weights(self) -> NDArray[np.float32]:
        """Of each document, as they were indexed."""
        return np.frombuffer(self._data, _WEIGHT, self._head[0], self._head[0] * _DOCUMENT.itemsize)

    def positions(self) -> tuple[NDArray[np.uint32], NDArray[np.uint32]]:
        """How many positions each document has, and all of them in a row."""
        count, total, size, packed = self._head
        data = self._file.get(self._offset + _HEAD.size + count * _EACH, size)
        numbers = np.frombuffer(zlib.decompress(data) if packed else data, _NUMBER, count + total)
        return numbers[:count], numbers[count:]

    def postings(self) -> Postings:
        """Ready to be searched in."""
        weights = self.weights
        return Postings(self.documents, (SATURATION + 1) * weights / (weights + SATURATION))

    def places(self) -> NDArray[np.int64]:
        """Document and position of every occurrence in one number, `document << 32 | position`, rising."""
        counts, positions = self.positions()
        documents = np.repeat(self.documents.astype(np.int64), counts)
        return np.bitwise_or(documents << 32, positions, dtype=np.int64)

    def each(self) -> Iterator[tuple[int, float, bytes]]:
        """Document, weight and encoded positions one after another, as they were given to be written."""
        counts, positions = self.positions()
        size, data, start = _NUMBER.itemsize, positions.tobytes(), 0
        for document, weight, count in zip(
            self.documents.tolist(), self.weights.tolist(), counts.tolist(), strict=True
        ):  # fmt: skip
            yield document, weight, data[start : start + count * size]
            start += count * size


class _ListWriter(W3PostingsWriter):
    """Gathers a term's postings as Whoosh's own writer does, and writes them in one piece."""

    _terminfo: Any

    def finish_postings(self) -> Any:
        terminfo = self._terminfo
        count, values = len(self._ids), self._values
        terminfo.add_block(self)
        # A field without positions has no values at all. (Arrays of Python's: most lists are short.)
        counts = array("I", [len(value) // _NUMBER.itemsize for value in values] or [0] * count)
        last_part = b"".join([counts.tobytes(), *values])
        packed = len(last_part) > WORTH_PACKING
        stored = zlib.compress(last_part, 1) if packed else last_part
        head = _HEAD.pack(count, sum(counts), len(stored), packed)
        terminfo.set_extent(self._postfile.tell(), 0)
        self._postfile.write(b"".join([head, self._ids.tobytes(), self._weights.tobytes(), stored]))
        self._terminfo = None
        return terminfo


class ListCodec(W3Codec):
    """Whoosh's own files but for the posting lists.

    Without the statistics of field lengths too: `schema.weight_of` makes them superfluous. When the format
    changes, raise `health.FORMAT`.
    """

    length_stats = False

    def __init__(self) -> None:
        # Never in several blocks.
        super().__init__(blocklimit=1 << 31)

    def postings_writer(self, dbfile: Any, byteids: bool = False) -> _ListWriter:
        """For Whoosh's writer."""
        return _ListWriter(dbfile, blocklimit=self._blocklimit, byteids=byteids)

    def postings_reader(self, dbfile: Any, terminfo: Any, format_: Any, term: Any = None, scorer: Any = None) -> Any:
        """For whatever Whoosh itself does with postings; we read and merge them without its matchers."""
        documents, weights, values = zip(*PostingList(dbfile, terminfo).each(), strict=True)
        return ListMatcher(documents, weights, values, format_, term=term, scorer=scorer)
