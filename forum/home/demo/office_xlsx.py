"""Workbooks from blocks: a sheet a heading, numbers as numbers, formulas that calculate. Pure."""

import re
from io import BytesIO
from math import ceil
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.table import Table as SheetTable
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from forum.home.demo.office_cells import Column, columns, is_formula, is_total
from forum.home.demo.office_look import ACCENT_WASH, AUTHOR, FONT, FOOTER, LANGUAGE, LINE, MADE
from forum.home.demo.office_markdown import Block, Heading, Listing, Table, plain

_LINE_HEIGHT = 15  # points
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
    _mark_header(sheet, tables[0], f"Tabell{number}")
    _set_page(sheet)
    notes = [text for part in parts for text in _notes(part)]
    for row, text in enumerate(notes, start=len(tables[0].rows) + 3):
        sheet.cell(row, 1, text).font = Font(name=FONT, size=11, italic=True)


def _notes(block: Block) -> list[str]:
    if isinstance(block, Table):
        return []
    return [plain(item) for item in block.items] if isinstance(block, Listing) else [plain(block.text)]


def _fill(sheet: Worksheet, table: Table) -> None:
    widest = 44 if len(table.header) < 6 else 30
    lines = [1] * (len(table.rows) + 1)
    totals = [is_total(row) for row in table.rows]
    for number, column in enumerate(columns(table), start=1):
        width = column.width(widest)
        sheet.column_dimensions[get_column_letter(number)].width = width
        _fill_header(sheet, number, column)
        _fill_column(sheet, number, column, totals)
        for row, text in enumerate([column.title, *column.texts]):
            if not is_formula(text):
                lines[row] = max(lines[row], ceil(len(text) / width))
    lines[0] = max(lines[0], 2)
    for row, count in enumerate(lines, start=1):
        # Rows of one line are left to the program, which lets them grow with what is typed.
        if count > 1:
            sheet.row_dimensions[row].height = count * _LINE_HEIGHT + 2


def _fill_header(sheet: Worksheet, number: int, column: Column) -> None:
    cell = sheet.cell(1, number, column.title)
    cell.font, cell.fill, cell.border = Font(name=FONT, size=11, bold=True), _FILL, _BORDER
    cell.alignment = Alignment(
        wrap_text=True, vertical="center", horizontal="right" if column.is_amount else "left", indent=1
    )


def _fill_column(sheet: Worksheet, number: int, column: Column, totals: list[bool]) -> None:
    for row, (text, total) in enumerate(zip(column.texts, totals, strict=True), start=2):
        cell = sheet.cell(row, number)
        cell.value = value = column.value(text)
        cell.number_format = column.number_format(value)
        cell.font = Font(name=FONT, size=11, bold=total or text != plain(text))
        cell.border = _TOTAL_BORDER if total else _BORDER
        amount = column.is_amount or isinstance(value, int | float) or is_formula(text)
        cell.alignment = Alignment(
            wrap_text=not amount, vertical="top", horizontal="right" if amount else "left", indent=1
        )


def _mark_header(sheet: Worksheet, table: Table, name: str) -> None:
    """Tells screen readers which row is the header, and lets readers sort; totals stay out of the sorting."""
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    titles = [plain(title) for title in table.header]
    if len({title.lower() for title in titles}) < len(titles) or not all(titles):
        raise ValueError(f"the columns of {sheet.title} need different names: {titles}")
    totals = [number for number, row in enumerate(table.rows) if is_total(row)]
    sorted_rows = min([len(table.rows), *totals])
    if sorted_rows:
        ref = f"A1:{get_column_letter(len(titles))}{sorted_rows + 1}"
        sheet.add_table(SheetTable(displayName=name, ref=ref))


def _set_page(sheet: Worksheet) -> None:
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    if sheet.oddFooter is not None:
        sheet.oddFooter.left.text = FOOTER
        sheet.oddFooter.right.text = "&A, side &P av &N"
