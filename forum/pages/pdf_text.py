"""The text of a PDF, given up before it costs much. No Django.

pypdf is written in Python and never runs what is in the file; what it unpacks and how long it takes is
limited here. Only text is read: a scanned page has none.
"""

import time
from collections.abc import Iterator
from typing import IO, Any

from pypdf import Configuration, PdfReader, apply_configuration

from forum.pages.package_stream import MAX_TEXT, UnreadableFile

MAX_FILE = 50 * 1024 * 1024  # bytes
MAX_PAGES = 300
MAX_SECONDS = 5.0  # then what has been read is kept: the file is saved while somebody waits

# For one stream, be it a page's instructions or a font's table; pictures are never unpacked.
_LIMITS = Configuration(
    array_based_stream_maximum_output_length=10_000_000,
    lzw_maximum_output_length=10_000_000,
    run_length_maximum_output_length=10_000_000,
    zlib_maximum_output_length=10_000_000,
    stream_decoding_work_maximum_length=50_000_000,
    stream_parsing_work_maximum_count=150_000,
    page_tree_maximum_entries=10_000,
)


class _OutOfTime(Exception):
    """Raised out of pypdf, which asks before each instruction of a page."""


def pdf_lines(file: IO[bytes]) -> Iterator[str]:
    """The pages' lines, no more than are kept of one file. Raises UnreadableFile."""
    if file.seek(0, 2) > MAX_FILE:
        raise UnreadableFile(f"more than {MAX_FILE} bytes")
    file.seek(0)
    found: list[str] = []
    try:
        with apply_configuration(_LIMITS):
            _read_into(found, file, time.monotonic() + MAX_SECONDS)
    except _OutOfTime:
        pass
    except Exception as error:
        # A damaged file raises whatever the place where it is damaged leads to, RecursionError among it.
        raise UnreadableFile(str(error)) from error
    return iter(found)


def _read_into(found: list[str], file: IO[bytes], deadline: float) -> None:
    def keep_time(*_instruction: Any) -> None:
        if time.monotonic() > deadline:
            raise _OutOfTime

    length = 0
    for number, page in enumerate(PdfReader(file).pages, start=1):
        keep_time()
        lines = page.extract_text(visitor_operand_before=keep_time).splitlines()
        found += [line.strip() for line in lines]
        length += sum(map(len, lines))
        if number == MAX_PAGES or length > MAX_TEXT:
            return
