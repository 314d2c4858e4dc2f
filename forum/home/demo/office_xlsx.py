"""Workbooks from blocks: a sheet a heading, numbers as numbers, formulas that calculate. Pure."""

import re
from datetime import date, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.table import Table as SheetTable
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from forum.home.demo.office_look import ACCENT_WASH, AUTHOR, FONT, FOOTER, LANGUAGE, LINE, MADE
from forum.home.demo.office_markdown import Block, Heading, Listing, Paragraph, Table, is_numeric, plain

Value = str | int | float | date | None

_INTEGER = re.compile(r"-?(0|[1-9]\d*|[1-9]\d{0,2}([ \u00a0]\d{3})+)")
_DECIMAL = re.compile(r"-?(0|[1-9]\d*)[.,]\d+")
_DATE_FORMATS = (("%Y-%m-%d", re.compile(r"\d{4}-\d\d-\d\d")), ("%d.%m.%Y", re.compile(r"\d\d\.\d\d\.\d{4}")))
# 10.30 is half past ten here, and version 1.10 is not 1.1.
_NAMES = re.compile(r"klokk|kl\b|tidspunkt|versjon|postn|kommunen|telefon|krav(?!er)|suksess", re.IGNORECASE)
_SHARE = re.compile(r"andel|nådd|dekning", re.IGNORECASE)
_DOWN = re.compile(r"=(SUM|AVERAGE|MEDIAN)\(([A-Z]+)2:\2\d+\)")

_EDGE = Side(style="thin", color=LINE)
_BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
_TOTAL_BORDER = Border(left=_EDGE, right=_EDGE, top=Side(style="medium", color=LINE), bottom=_EDGE)
_FILL = PatternFill("solid", fgColor=ACCENT_WASH)


def xlsx(title: str, blocks: list[Block]) -> bytes:
    """A workbook with a sheet for every second-level heading.

    Raises ValueError when a sheet has no table, or more than one: formulas count on the header being row 1.
    """
    book = Workbook()
    book.remove(book.worksheets[0])
    about = book.properties
    about.title, about.creator, about.lastModifiedBy = title, AUTHOR, AUTHOR
    about.language, about.description = LANGUAGE, FOOTER
    about.created = about.modified = MADE
    if book.calculation is not None:
        book.calculation.fullCalcOnLoad = True  # nothing has been calculated yet
    for number, (name, parts) in enumerate(_sheets(blocks), start=1):
        _add_sheet(book, number, name, parts)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        ExcelWriter(book, archive).save()  # Workbook.save would stamp it with the time of day
    return out.getvalue()


def _sheets(blocks: list[Block]) -> list[tuple[str, list[Block]]]:
    sheets: list[tuple[str, list[Block]]] = []
    for block in blocks:
        if isinstance(block, Heading) and block.level == 2:
            sheets.append((block.text, []))
        elif sheets:
            sheets[-1][1].append(block)
    if not sheets:
        raise ValueError("a workbook needs at least one second-level heading")
    return sheets


def _add_sheet(book: Workbook, number: int, name: str, parts: list[Block]) -> None:
    tables = [part for part in parts if isinstance(part, Table)]
    if len(tables) != 1:
        raise ValueError(f"the sheet {name} needs one table and has {len(tables)}")
    if len(name) > 31 or re.search(r"[\[\]:*?/\\]", name):
        raise ValueError(f"Excel takes no sheet named {name}")
    sheet: Worksheet = book.create_sheet(name)
    _fill(sheet, tables[0])
    _mark_table(sheet, tables[0], f"Tabell{number}")
    _set_page(sheet)
    notes = [text for part in parts for text in _texts(part)]
    for row, text in enumerate(notes, start=len(tables[0].rows) + 3):
        cell = sheet.cell(row, 1, text)
        cell.font = Font(name=FONT, size=11, italic=True)


def _texts(block: Block) -> list[str]:
    if isinstance(block, Listing):
        return [plain(item) for item in block.items]
    return [plain(block.text)] if isinstance(block, Paragraph | Heading) else []


def _fill(sheet: Worksheet, table: Table) -> None:
    for column, title in enumerate(table.header, start=1):
        cell = sheet.cell(1, column, plain(title))
        cell.font, cell.fill, cell.border = Font(name=FONT, size=11, bold=True), _FILL, _BORDER
        cell.alignment = Alignment(
            wrap_text=True, vertical="center", horizontal="right" if _is_amount(table, column - 1) else None
        )
        _fill_column(sheet, table, column)
    sheet.row_dimensions[1].height = 32 if any(len(title) > 14 for title in table.header) else 20


def _is_amount(table: Table, column: int) -> bool:
    cells = [row[column] for row in table.rows if row[column]]
    return bool(cells) and (is_numeric(table, column) or all(_looks_like_amount(cell) for cell in cells))


def _looks_like_amount(cell: str) -> bool:
    return cell.startswith("=") or bool(_INTEGER.fullmatch(cell) or _DECIMAL.fullmatch(cell))


def _fill_column(sheet: Worksheet, table: Table, column: int) -> None:
    title = table.header[column - 1]
    texts = [row[column - 1] for row in table.rows]
    as_text = bool(_NAMES.search(title)) or any(
        re.fullmatch(r"0\d.*", text) and not _is_date(text) for text in texts
    )
    decimals = 0 if as_text else max((_decimals(text) for text in texts), default=0)
    for row, text in enumerate(texts, start=2):
        cell = sheet.cell(row, column)
        cell.value = value = text if as_text and not text.startswith("=") else _value(text)
        total = _is_total(table.rows[row - 2])
        bold = total or (text != plain(text))
        cell.font = Font(name=FONT, size=11, bold=bold)
        cell.border = _TOTAL_BORDER if total else _BORDER
        cell.alignment = Alignment(wrap_text=True, vertical="top")
        cell.number_format = _number_format(title, value, decimals)
    # A formula is as wide as its result, not as its text.
    widths = [len(plain(text)) for text in texts if not text.startswith("=")]
    width = max([*widths, max(map(len, title.split())) + 3, 8])
    sheet.column_dimensions[get_column_letter(column)].width = min(width + 2, 46)


def _value(text: str) -> Value:
    if not text:
        return None
    if _INTEGER.fullmatch(text):
        return int(re.sub(r"\s", "", text))
    if _DECIMAL.fullmatch(text):
        return float(text.replace(",", "."))
    for pattern, form in _DATE_FORMATS:
        if form.fullmatch(text):
            return datetime.strptime(text, pattern).date()  # noqa: DTZ007
    return plain(text)


def _is_date(text: str) -> bool:
    return any(form.fullmatch(text) for _, form in _DATE_FORMATS)


def _decimals(text: str) -> int:
    return len(re.split("[.,]", text)[1]) if _DECIMAL.fullmatch(text) else 0


def _number_format(title: str, value: Value, decimals: int) -> str:
    if isinstance(value, date):
        return "dd.mm.yyyy"
    formula = value if isinstance(value, str) and value.startswith("=") else ""
    if isinstance(value, str) and not formula:
        return "@" if re.fullmatch(r"[\d.,:]+", value) else "General"
    if _SHARE.search(title):
        return "0 %"
    if formula and not formula.startswith("=ROUND") and "kroner per år" not in title.lower():
        decimals = max(decimals, int("/" in formula or formula.startswith(("=AVERAGE", "=MEDIAN"))))
    if not formula and not decimals and isinstance(value, int) and abs(value) < 10_000:
        return "General"  # a year has no thousands
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def _is_total(row: tuple[str, ...]) -> bool:
    return any(_DOWN.fullmatch(text) for text in row)


def _mark_table(sheet: Worksheet, table: Table, name: str) -> None:
    """Tells screen readers which row is the header, and lets the reader sort; totals stay out of the sorting."""
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    titles = [plain(title) for title in table.header]
    if len({title.lower() for title in titles}) < len(titles) or not all(titles):
        raise ValueError(f"the columns of {sheet.title} need different names: {titles}")
    rows = [number for number, row in enumerate(table.rows, start=2) if not _is_total(row)]
    totals = [number for number, row in enumerate(table.rows, start=2) if _is_total(row)]
    last = min([len(table.rows) + 1, *(number - 1 for number in totals)])
    if rows and last > 1:
        sheet.add_table(SheetTable(displayName=name, ref=f"A1:{get_column_letter(len(titles))}{last}"))


def _set_page(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.left.text = FOOTER
    sheet.oddFooter.right.text = "&A, side &P av &N"
