"""Office files (docx, xlsx, odt) for the demo portal, made from Markdown; the same bytes every time. Pure."""

import re
import zipfile
from collections.abc import Callable, Mapping
from io import BytesIO

from forum.home.demo.office_docx import docx
from forum.home.demo.office_markdown import Block, parse
from forum.home.demo.office_odt import odt
from forum.home.demo.office_xlsx import xlsx

_MAKERS: Mapping[str, Callable[[str, list[Block]], bytes]] = {"docx": docx, "odt": odt, "xlsx": xlsx}
# Readers recognise a package by what lies first in it.
_FIRST = ("mimetype", "[Content_Types].xml", "_rels/.rels")


def build(format: str, title: str, content: str) -> bytes:
    """A filled-in file: ``content`` laid out, ``title`` as the document's own title.

    Raises ValueError for an unknown format, or content that cannot be laid out in it.
    """
    maker = _MAKERS.get(format)
    if maker is None:
        raise ValueError(f"no such office format: {format}")
    return _settled(maker(title, parse(content)))


def _settled(package: bytes) -> bytes:
    """The same parts in a fixed order, without the time of day."""
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(package)) as made, zipfile.ZipFile(out, "w") as settled:
        for name in sorted(made.namelist(), key=_order):
            entry = zipfile.ZipInfo(name)  # dated 1 January 1980
            entry.create_system = 3
            entry.external_attr = 0o644 << 16
            # ODF wants its kind readable at a fixed place in the file.
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            settled.writestr(entry, made.read(name))
    return out.getvalue()


def _order(name: str) -> tuple[int, list[str]]:
    place = _FIRST.index(name) if name in _FIRST else len(_FIRST)
    # Numbers by value, so that part 10 comes after part 9.
    return place, [piece.zfill(6) if piece.isdigit() else piece for piece in re.split(r"(\d+)", name)]
