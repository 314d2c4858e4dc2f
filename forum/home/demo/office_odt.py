"""OpenDocument texts from blocks. Pure."""

from io import BytesIO
from typing import Any

from odf import dc, meta, style, table, text
from odf.element import Element
from odf.namespaces import nsdict
from odf.opendocument import OpenDocumentText

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

# odfpy declares in each file the namespaces it has met since the process began: all of them, then, from the start.
Element.namespaces.clear()
Element.namespaces.update(sorted(nsdict.items()))

_TEXT_WIDTH = 16.0  # cm between the margins of an A4 page
_HEADINGS = {1: ("20pt", "0cm", "0.35cm"), 2: ("14pt", "0.55cm", "0.18cm"), 3: ("12pt", "0.4cm", "0.15cm")}


def odt(title: str, blocks: list[Block]) -> bytes:
    """An A4 document with outline levels, lists and header rows."""
    document = OpenDocumentText()
    _describe(document, title)
    _add_styles(document)
    _set_page(document)
    writer = _Writer(document)
    for block in blocks:
        writer.add(block)
    out = BytesIO()
    document.write(out)
    return out.getvalue()


def _describe(document: Any, title: str) -> None:
    about = document.meta
    for element, content in (
        (dc.Title, title), (dc.Description, FOOTER), (dc.Creator, AUTHOR), (dc.Language, LANGUAGE),
        (dc.Date, MADE.isoformat()), (meta.CreationDate, MADE.isoformat()), (meta.InitialCreator, AUTHOR),
    ):  # fmt: skip
        about.addElement(element(text=content))


def _add_styles(document: Any) -> None:
    language, country = LANGUAGE.split("-")
    base = style.DefaultStyle(family="paragraph")
    base.addElement(style.ParagraphProperties(tabstopdistance="1.25cm"))
    base.addElement(style.TextProperties(fontfamily=FONT, fontsize="11pt", language=language, country=country))
    document.styles.addElement(base)
    _paragraph_style(document, "Standard", {}, {})
    _paragraph_style(document, "Text_20_body", {"marginbottom": "0.28cm", "lineheight": "115%"}, {})
    for level, (size, above, below) in _HEADINGS.items():
        _paragraph_style(
            document, f"Heading_20_{level}",
            {"margintop": above, "marginbottom": below, "keepwithnext": "always"},
            {"fontsize": size, "fontweight": "bold", "color": f"#{ACCENT}"},
            outline=level,
        )  # fmt: skip
    _paragraph_style(document, "List_20_Item", {"marginbottom": "0.14cm", "lineheight": "115%"}, {})
    _paragraph_style(document, "Table_20_Contents", {}, {"fontsize": "10pt"})
    _paragraph_style(document, "Table_20_Amount", {"textalign": "end"}, {"fontsize": "10pt"})
    heading = {"fontsize": "10pt", "fontweight": "bold"}
    _paragraph_style(document, "Table_20_Heading", {"keepwithnext": "always"}, heading)
    _paragraph_style(document, "Table_20_Amount_20_Heading", {"textalign": "end", "keepwithnext": "always"}, heading)
    _paragraph_style(document, "Footer", {}, {"fontsize": "9pt", "color": f"#{INK_SOFT}"}, right_tab=True)
    strong = style.Style(name="Strong", family="text")
    strong.addElement(style.TextProperties(fontweight="bold"))
    document.styles.addElement(strong)


def _paragraph_style(
    document: Any,
    name: str,
    paragraph: dict[str, str],
    letters: dict[str, str],
    *,
    outline: int = 0,
    right_tab: bool = False,
) -> None:
    parent = {} if name == "Standard" else {"parentstylename": "Standard"}
    level = {"defaultoutlinelevel": outline} if outline else {}
    made = style.Style(name=name, displayname=name.replace("_20_", " "), family="paragraph", **parent, **level)
    properties = style.ParagraphProperties(**paragraph)
    if right_tab:
        stops = style.TabStops()
        stops.addElement(style.TabStop(type="right", position=f"{_TEXT_WIDTH}cm"))
        properties.addElement(stops)
    made.addElement(properties)
    if letters:
        made.addElement(style.TextProperties(**letters))
    document.styles.addElement(made)


def _set_page(document: Any) -> None:
    layout = style.PageLayout(name="A4")
    paper = style.PageLayoutProperties(
        pagewidth="21cm", pageheight="29.7cm", printorientation="portrait",
        marginleft="2.5cm", marginright="2.5cm", margintop="2.2cm", marginbottom="1.5cm",
    )  # fmt: skip
    layout.addElement(paper)
    below = style.FooterStyle()
    below.addElement(style.HeaderFooterProperties(minheight="1cm", margintop="0.4cm"))
    layout.addElement(below)
    document.automaticstyles.addElement(layout)
    master = style.MasterPage(name="Standard", pagelayoutname=layout)
    footer = style.Footer()
    line = text.P(stylename="Footer", text=FOOTER)
    line.addElement(text.Tab())
    line.addText("Side ")
    line.addElement(text.PageNumber(selectpage="current", text="1"))
    line.addText(" av ")
    line.addElement(text.PageCount(text="1"))
    footer.addElement(line)
    master.addElement(footer)
    document.masterstyles.addElement(master)


class _Writer:
    """Puts blocks into the document; tables and lists need names of their own."""

    def __init__(self, document: Any) -> None:
        self._document = document
        self._tables = 0
        self._bullets, self._numbers = _list_style(ordered=False), _list_style(ordered=True)
        self._cell = style.Style(name="Cell", family="table-cell")
        self._header_cell = style.Style(name="HeaderCell", family="table-cell")
        frame = {"border": f"0.5pt solid #{LINE}", "padding": "0.12cm"}
        self._cell.addElement(style.TableCellProperties(**frame))
        self._header_cell.addElement(style.TableCellProperties(backgroundcolor=f"#{ACCENT_WASH}", **frame))
        self._row = style.Style(name="Row", family="table-row")
        self._row.addElement(style.TableRowProperties(keeptogether="always"))
        for made in (self._bullets, self._numbers, self._cell, self._header_cell, self._row):
            document.automaticstyles.addElement(made)

    def add(self, block: Block) -> None:
        """The block at the end of the text."""
        if isinstance(block, Heading):
            name = f"Heading_20_{block.level}"
            self._append(text.H(outlinelevel=block.level, stylename=name, text=block.text))
        elif isinstance(block, Paragraph):
            self._append(_paragraph(block.text, "Text_20_body"))
        elif isinstance(block, Listing):
            self._append(self._list(block))
        else:
            self._append(self._table(block))

    def _append(self, element: Any) -> None:
        self._document.text.addElement(element)

    def _list(self, block: Listing) -> Any:
        made = text.List(stylename=self._bullets if block.start is None else self._numbers)
        for number, item in enumerate(block.items):
            first = block.start is not None and number == 0
            entry = text.ListItem(**({"startvalue": block.start} if first else {}))
            entry.addElement(_paragraph(item, "List_20_Item"))
            made.addElement(entry)
        return made

    def _table(self, block: Table) -> Any:
        self._tables += 1
        name = f"Tabell{self._tables}"
        frame = style.Style(name=name, family="table")
        frame.addElement(
            style.TableProperties(
                width=f"{_TEXT_WIDTH}cm", align="left", marginbottom="0.35cm", bordermodel="collapsing"
            )
        )
        self._document.automaticstyles.addElement(frame)
        made = table.Table(name=name, stylename=frame)
        for number, share in enumerate(column_shares(block), start=1):
            column = style.Style(name=f"{name}.{number}", family="table-column")
            column.addElement(style.TableColumnProperties(columnwidth=f"{_TEXT_WIDTH * share:.2f}cm"))
            self._document.automaticstyles.addElement(column)
            made.addElement(table.TableColumn(stylename=column))
        amounts = [is_numeric(block, column) for column in range(len(block.header))]
        header = table.TableHeaderRows()
        header.addElement(self._table_row(block.header, amounts, header=True))
        made.addElement(header)
        for row in block.rows:
            made.addElement(self._table_row(row, amounts, header=False))
        return made

    def _table_row(self, texts: tuple[str, ...], amounts: list[bool], *, header: bool) -> Any:
        made = table.TableRow(stylename=self._row)
        for content, amount in zip(texts, amounts, strict=True):
            cell = table.TableCell(stylename=self._header_cell if header else self._cell, valuetype="string")
            kind = "Amount" if amount else "Contents"
            if header:
                kind = "Amount_20_Heading" if amount else "Heading"
            cell.addElement(_paragraph(plain(content) if header else content, f"Table_20_{kind}"))
            made.addElement(cell)
        return made


def _list_style(*, ordered: bool) -> Any:
    made = text.ListStyle(name="Numbers" if ordered else "Bullets")
    if ordered:
        level = text.ListLevelStyleNumber(level=1, numformat="1", numsuffix=".")
    else:
        level = text.ListLevelStyleBullet(level=1, bulletchar="•")
    properties = style.ListLevelProperties(listlevelpositionandspacemode="label-alignment")
    properties.addElement(
        style.ListLevelLabelAlignment(
            labelfollowedby="listtab", listtabstopposition="0.9cm", marginleft="0.9cm", textindent="-0.6cm"
        )
    )
    level.addElement(properties)
    made.addElement(level)
    return made


def _paragraph(content: str, name: str) -> Any:
    made = text.P(stylename=name)
    for run in runs(content):
        if run.bold:
            made.addElement(text.Span(stylename="Strong", text=run.text))
        else:
            made.addText(run.text)
    return made
