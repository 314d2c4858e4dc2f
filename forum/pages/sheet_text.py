"""The text of a workbook (xlsx): sheet names, and rows with formulas and dates. No Django."""

import re
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from posixpath import join, normpath

from forum.pages.package_stream import MAX_TEXT, Package, Target
from forum.pages.prose_text import Grammar, Prose

_SHARED = Grammar(frames={"si": ""}, runs=frozenset({"t"}), skipped=frozenset({"rPh"}))


def sheets_of(package: Package) -> Iterator[str]:
    """The sheets in the order of their tabs: a line with the name, then a line a row."""
    book, dates, shared = _Workbook(), _Dates(), list[str]()
    package.read_into("xl/workbook.xml", book)
    package.read_into("xl/_rels/workbook.xml.rels", book)
    if "xl/styles.xml" in package:
        package.read_into("xl/styles.xml", dates)
    if "xl/sharedStrings.xml" in package:
        shared = package.read_into("xl/sharedStrings.xml", Prose(_SHARED))
    if book.from_1904:
        dates.epoch = datetime(1904, 1, 1)
    for name, identity in book.sheets:
        yield name
        yield from package.lines(book.targets[identity], _Sheet(shared, dates))


class _Sheet(Target):
    """Rows of a sheet: formulas as they are written, dates as dates, texts from the shared table."""

    def __init__(self, shared: list[str], dates: "_Dates") -> None:
        super().__init__()
        self._shared, self._dates = shared, dates
        self._row: list[str] = []
        self._length = 0
        self._cell: Mapping[str, str] | None = None
        self._texts: dict[str, list[str]] = {}
        self._into: list[str] | None = None

    def _opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "c":
            self._cell, self._texts = attributes, {}
        elif name in ("f", "v", "t") and self._cell is not None:
            self._into = self._texts.setdefault(name, [])

    def _said(self, text: str) -> None:
        if self._into is not None:
            self._into.append(text)

    def _closed(self, name: str) -> None:
        if name == "c" and self._cell is not None:
            self._add(self._text_of(self._cell))
            self._cell = None
        elif name == "row":
            self._found.append(" | ".join(self._row))
            self._row, self._length = [], 0
        elif name in ("f", "v", "t"):
            self._into = None

    def _add(self, text: str) -> None:
        if text and self._length < MAX_TEXT:  # a thousand cells may name one shared text of a megabyte
            self._row.append(text)
            self._length += len(text)

    def _text_of(self, cell: Mapping[str, str]) -> str:
        formula, value, inline = ("".join(self._texts.get(name, ()))[:MAX_TEXT] for name in ("f", "v", "t"))
        kind = cell.get("t", "n")
        if formula:
            return f"={formula}"
        if kind == "s" and value:
            return self._shared[int(value)]
        if kind == "n" and cell.get("s", "0") in self._dates.styles:
            return self._dates.text_of(value)
        return " ".join((inline or value).split())


class _Dates(Target):
    """Which cell styles show a number as a date: a workbook knows dates in no other way."""

    def __init__(self) -> None:
        super().__init__()
        self.styles: set[str] = set()
        self.epoch = datetime(1899, 12, 30)
        self._formats = {str(number) for number in (*range(14, 23), 45, 47)}  # Excel's built-in ones
        self._styles_seen: int | None = None

    def _opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "numFmt" and _shows_date(attributes.get("formatCode", "")):
            self._formats.add(attributes.get("numFmtId", ""))
        elif name == "cellXfs":
            self._styles_seen = 0
        elif name == "xf" and self._styles_seen is not None:
            if attributes.get("numFmtId") in self._formats:
                self.styles.add(str(self._styles_seen))
            self._styles_seen += 1

    def _closed(self, name: str) -> None:
        if name == "cellXfs":
            self._styles_seen = None

    def text_of(self, value: str) -> str:
        """The day, with the time if it has one; the time alone if it has no day."""
        try:
            moment = self.epoch + timedelta(seconds=round(float(value) * 86_400))
        except (ValueError, OverflowError):
            return value
        if moment.date() == self.epoch.date():
            return f"{moment:%H:%M}"
        return f"{moment:%Y-%m-%d}" if moment.time() == datetime.min.time() else f"{moment:%Y-%m-%d %H:%M}"


def _shows_date(code: str) -> bool:
    if re.search(r"\[[hms]+\]", code, re.IGNORECASE):  # elapsed time is an amount
        return False
    return bool(re.search(r"[dmyh]", re.sub(r'"[^"]*"|\[[^\]]*\]|\\.', "", code), re.IGNORECASE))


class _Workbook(Target):
    """The sheets in the order of their tabs, and from which day the dates are counted."""

    def __init__(self) -> None:
        super().__init__()
        self.sheets: list[tuple[str, str]] = []
        self.targets: dict[str, str] = {}
        self.from_1904 = False

    def _opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if name == "sheet":
            self.sheets.append((attributes.get("name", ""), attributes["id"]))
        elif name == "Relationship":
            self.targets[attributes["Id"]] = normpath(join("/xl", attributes["Target"])).lstrip("/")
        elif name == "workbookPr":
            self.from_1904 = attributes.get("date1904") in ("1", "true")
