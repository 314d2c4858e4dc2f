"""The text inside office files and PDFs, without Django. Zip bombs and entities are refused, not unpacked."""

import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from typing import IO

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import ParseError

from forum.pages.package_stream import MAX_TEXT, Package, UnreadableFile
from forum.pages.pdf_text import pdf_lines
from forum.pages.prose_text import DOCX, ODT, Prose
from forum.pages.sheet_text import sheets_of

__all__ = ["MAX_TEXT", "UnreadableFile", "text_of"]

# What Python raises for one or another kind of damage; LookupError is a part or a shared text that is not
# there, RuntimeError an encrypted part or a way of packing that zipfile does not know.
_DAMAGE = (
    zipfile.BadZipFile, zlib.error, struct.error, ParseError, DefusedXmlException,
    LookupError, OSError, EOFError, ValueError, RuntimeError,
)  # fmt: skip


def text_of(file: IO[bytes], extension: str) -> str:
    """Plain text, a paragraph or table row a line; empty for kinds that hold no text we read.

    Raises UnreadableFile.
    """
    reader = _READERS.get(extension.lower())
    if reader is None:
        return ""
    try:
        return _capped(reader(file))
    except _DAMAGE as error:
        raise UnreadableFile(str(error)) from error


def _capped(lines: Iterator[str]) -> str:
    """Stops reading as soon as there is enough: a large workbook costs no more than a small one."""
    kept: list[str] = []
    length = 0
    for line in lines:
        if line:
            kept.append(line)
            length += len(line) + 1
        if length > MAX_TEXT:
            break
    return "\n".join(kept)[:MAX_TEXT]


def _docx(file: IO[bytes]) -> Iterator[str]:
    with zipfile.ZipFile(file) as archive:
        yield from Package(archive).lines("word/document.xml", Prose(DOCX))


def _odt(file: IO[bytes]) -> Iterator[str]:
    with zipfile.ZipFile(file) as archive:
        yield from Package(archive).lines("content.xml", Prose(ODT))


def _xlsx(file: IO[bytes]) -> Iterator[str]:
    with zipfile.ZipFile(file) as archive:
        yield from sheets_of(Package(archive))


_READERS: Mapping[str, Callable[[IO[bytes]], Iterator[str]]] = {
    "docx": _docx,
    "xlsx": _xlsx,
    "odt": _odt,
    "pdf": pdf_lines,
}
