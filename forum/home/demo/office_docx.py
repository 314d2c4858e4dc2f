"""Word documents from blocks. Pure."""

from io import BytesIO
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor

from forum.home.demo.office_look import (
    ACCENT,
    ACCENT_WASH,
    AUTHOR,
    FONT,
    FOOTER,
    INK_SOFT,
    LANGUAGE,
    LINE,
    MADE,
)
from forum.home.demo.office_markdown import (
    Block,
    Heading,
    Listing,
    Paragraph,
    Table,
    column_shares,
    is_numeric,
    plain,
    runs,
)  # fmt: skip

_TEXT_WIDTH = 16.0  # cm between the margins of an A4 page


def docx(title: str, blocks: list[Block]) -> bytes:
    """An A4 document with headings that Word's navigation and a screen reader know."""
    document = Document()
    _describe(document, title)
    _dress(document)
    _set_page(document)
    caption, last = title, None
    for block in blocks:
        if isinstance(block, Heading):
            caption = block.text
        if isinstance(last, Table) and isinstance(block, Table):
            document.add_paragraph()  # Word would make one table of two
        _add(document, block, caption, below_table=isinstance(last, Table))
        last = block
    if isinstance(last, Table):
        document.add_paragraph()  # Word wants to end in a paragraph
    out = BytesIO()
    document.save(out)
    return out.getvalue()


def _describe(document: Any, title: str) -> None:
    about = document.core_properties
    about.title, about.author, about.last_modified_by = title, AUTHOR, AUTHOR
    about.language, about.comments = LANGUAGE, FOOTER
    about.created = about.modified = MADE
    # python-docx's blank document carries a picture of itself.
    relations = document.part.package.rels
    for identity in [key for key, relation in relations.items() if relation.reltype.endswith("thumbnail")]:
        del relations[identity]


def _dress(document: Any) -> None:
    styles = document.styles
    for language in styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)
    for setting in document.settings.element.iter(qn("w:themeFontLang"), qn("w:compatSetting")):
        if setting.tag == qn("w:themeFontLang"):
            setting.set(qn("w:val"), LANGUAGE)
        elif setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), "15")  # otherwise Word opens it as a file from 2010
    for name, size, before, after in (
        ("Normal", 11, 0, 8), ("Heading 1", 20, 0, 10), ("Heading 2", 14, 16, 5), ("Heading 3", 12, 12, 4),
        ("List Bullet", 11, 0, 4), ("List Number", 11, 0, 4), ("Footer", 9, 0, 0),
    ):  # fmt: skip
        style = styles[name]
        _set_font(style, size)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.15
        if name.startswith("Heading"):
            style.font.color.rgb = RGBColor.from_string(ACCENT)
    styles["Footer"].font.color.rgb = RGBColor.from_string(INK_SOFT)


def _set_font(style: Any, size: int) -> None:
    style.font.size = Pt(size)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.attrib.clear()  # a theme's font would win over a named one
    for script in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{script}"), FONT)


def _set_page(document: Any) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2.2)
    document.styles["Footer"].paragraph_format.tab_stops.clear_all()
    footer = section.footer.paragraphs[0]
    footer.paragraph_format.tab_stops.add_tab_stop(Cm(_TEXT_WIDTH), WD_TAB_ALIGNMENT.RIGHT)
    footer.add_run(f"{FOOTER}\tSide ")
    _add_field(footer, "PAGE")
    footer.add_run(" av ")
    _add_field(footer, "NUMPAGES")


def _add_field(paragraph: Any, instruction: str) -> None:
    for part in (
        _element("w:fldChar", fldCharType="begin"), _element("w:instrText", text=instruction),
        _element("w:fldChar", fldCharType="separate"), _element("w:t", text="1"),
        _element("w:fldChar", fldCharType="end"),
    ):  # fmt: skip
        paragraph.add_run()._r.append(part)


def _element(tag: str, text: str | None = None, **attributes: str) -> Any:
    element = OxmlElement(tag)
    element.text = text
    for name, value in attributes.items():
        element.set(qn(f"w:{name}"), value)
    return element


def _add(document: Any, block: Block, caption: str, *, below_table: bool) -> None:
    if isinstance(block, Heading):
        document.add_heading(block.text, level=block.level)
    elif isinstance(block, Paragraph):
        paragraph = document.add_paragraph()
        paragraph.paragraph_format.space_before = Pt(10) if below_table else None
        _write(paragraph, block.text)
    elif isinstance(block, Listing):
        _add_list(document, block)
    else:
        _add_table(document, block, caption)


def _write(paragraph: Any, text: str) -> None:
    for run in runs(text):
        paragraph.add_run(run.text).bold = run.bold or None


def _add_list(document: Any, block: Listing) -> None:
    numbering = _new_numbering(document, block.start) if block.start is not None else None
    for item in block.items:
        paragraph = document.add_paragraph(style="List Bullet" if numbering is None else "List Number")
        _write(paragraph, item)
        if numbering is not None:
            properties = paragraph._p.get_or_add_pPr().get_or_add_numPr()
            properties.get_or_add_ilvl().val = 0
            properties.get_or_add_numId().val = numbering


def _new_numbering(document: Any, start: int) -> int:
    """Without a numbering of its own a list would go on from the one before it."""
    style = document.styles["List Number"].element
    numberings = document.part.numbering_part.element
    pattern = numberings.num_having_numId(style.pPr.numPr.numId.val).abstractNumId.val
    number = numberings.add_num(pattern)
    number.add_lvlOverride(ilvl=0).add_startOverride(start)
    return int(number.numId)


def _add_table(document: Any, block: Table, caption: str) -> None:
    table = document.add_table(rows=0, cols=len(block.header))
    table.style, table.alignment, table.autofit = "Table Grid", WD_TABLE_ALIGNMENT.LEFT, False
    table._tbl.tblPr.append(_element("w:tblCaption", val=caption))
    _set_borders(table)
    widths = [Cm(_TEXT_WIDTH * share) for share in column_shares(block)]
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    right = [is_numeric(block, column) for column in range(len(block.header))]
    for number, texts in enumerate((block.header, *block.rows)):
        row = table.add_row()
        row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
        for cell, text, width, to_right in zip(row.cells, texts, widths, right, strict=True):
            cell.width = width
            _fill_cell(cell, text, header=number == 0, to_right=to_right)
        if number == 0:
            row._tr.get_or_add_trPr().append(_element("w:tblHeader"))  # repeated, and read out with each cell


def _set_borders(table: Any) -> None:
    borders = _element("w:tblBorders")
    for edge in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(_element(f"w:{edge}", val="single", sz="4", space="0", color=LINE))
    margins = _element("w:tblCellMar")
    for edge in ("top", "left", "bottom", "right"):
        margins.append(_element(f"w:{edge}", w="60" if edge in ("top", "bottom") else "100", type="dxa"))
    # Word refuses a file where these do not come in the order of the schema.
    layout = table._tbl.tblPr.find(qn("w:tblLayout"))
    layout.addprevious(borders)
    layout.addnext(margins)


def _fill_cell(cell: Any, text: str, *, header: bool, to_right: bool) -> None:
    paragraph = cell.paragraphs[0]
    paragraph.paragraph_format.space_after = Pt(0)
    paragraph.paragraph_format.line_spacing = 1.0
    if to_right:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    if not header:
        _write(paragraph, text)
    else:
        paragraph.paragraph_format.keep_with_next = True
        paragraph.add_run(plain(text)).bold = True
        cell._tc.get_or_add_tcPr().append(_element("w:shd", val="clear", color="auto", fill=ACCENT_WASH))
    for run in paragraph.runs:
        run.font.size = Pt(10)
