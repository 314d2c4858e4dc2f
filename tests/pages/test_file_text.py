"""Text out of office files, also those that someone has made to hurt."""

import struct
import time
import tracemalloc
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from io import BytesIO

import pytest
from docx import Document
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook

from forum.pages import package_stream
from forum.pages.file_text import MAX_TEXT, UnreadableFile, text_of

WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def package(parts: Mapping[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> BytesIO:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    out.seek(0)
    return out


def word(body: str, prolog: str = "") -> BytesIO:
    document = f'{prolog}<w:document xmlns:w="{WORD}"><w:body>{body}</w:body></w:document>'
    return package({"word/document.xml": document})


def paragraph(words: str) -> str:
    return f"<w:p><w:r><w:t>{words}</w:t></w:r></w:p>"


def workbook(rows: str, *, shared: str = "", styles: str = "", properties: str = "", copies: int = 1) -> BytesIO:
    sheets = "".join(f'<sheet name="Ark{n}" sheetId="{n}" r:id="a"/>' for n in range(1, copies + 1))
    return package(
        {
            "xl/workbook.xml": f'<workbook xmlns="{SHEET}" xmlns:r="{LINKS}">{properties}{sheets}</workbook>',
            "xl/_rels/workbook.xml.rels": '<R><Relationship Id="a" Target="worksheets/sheet1.xml"/></R>',
            "xl/sharedStrings.xml": f"<sst>{shared}</sst>",
            "xl/styles.xml": f"<styleSheet>{styles}</styleSheet>",
            "xl/worksheets/sheet1.xml": f"<worksheet><sheetData>{rows}</sheetData></worksheet>",
        }
    )


def saved(document: object) -> BytesIO:
    out = BytesIO()
    document.save(out)  # type: ignore[attr-defined]  # docx, openpyxl: all have it
    out.seek(0)
    return out


def test_a_word_file_gives_a_line_a_paragraph_and_a_line_a_table_row() -> None:
    document = Document()
    document.add_heading("Ramme", level=1)
    document.add_paragraph("Hva gjelder ").add_run("analysen?").bold = True
    table = document.add_table(rows=2, cols=2)
    for cell, words in zip(table._cells, ["Hva", "Hvem", "Skjema", "Arkivet"], strict=True):
        cell.text = words
    assert text_of(saved(document), "docx") == "Ramme\nHva gjelder analysen?\nHva | Hvem\nSkjema | Arkivet"


def test_words_on_two_lines_or_with_a_tab_between_are_not_glued_together() -> None:
    run = "<w:t>før</w:t><w:br/><w:t>etter</w:t><w:tab/><w:t>Noark</w:t><w:noBreakHyphen/><w:t>5</w:t>"
    assert text_of(word(f"<w:p><w:r>{run}</w:r></w:p>"), "docx") == "før etter Noark-5"


def test_deleted_and_moved_text_is_gone_and_a_text_box_is_read_once() -> None:
    box = f"<w:Choice>{paragraph('boks')}</w:Choice><w:Fallback>{paragraph('boks')}</w:Fallback>"
    body = (
        "<w:p><w:r><w:t>ny</w:t></w:r><w:del><w:r><w:delText>gammel</w:delText></w:r></w:del>"
        f"<w:moveFrom><w:r><w:t>flyttet</w:t></w:r></w:moveFrom><w:r>{box}</w:r></w:p>"
    )
    assert text_of(word(body), "docx") == "ny boks"


def test_a_file_saved_as_strict_open_xml_is_read_too() -> None:
    strict = "http://purl.oclc.org/ooxml/wordprocessingml/main"
    document = f'<w:document xmlns:w="{strict}"><w:body>{paragraph("streng")}</w:body></w:document>'
    assert text_of(package({"word/document.xml": document}), "docx") == "streng"


def test_an_odt_keeps_spaces_and_drops_comments_and_deleted_text() -> None:
    names = {name: f"urn:oasis:names:tc:opendocument:xmlns:{name}:1.0" for name in ("office", "text", "table")}
    spaces = " ".join(f'xmlns:{name}="{address}"' for name, address in names.items())
    content = f"""<office:document-content {spaces}><office:body><office:text>
      <text:tracked-changes><text:changed-region><text:deletion><text:p>slettet</text:p></text:deletion>
      </text:changed-region></text:tracked-changes>
      <text:h>Tittel</text:h>
      <text:p>før<text:line-break/>etter<text:s text:c="3"/><text:span>rom</text:span>
        <office:annotation><text:p>kommentar</text:p></office:annotation>
        <text:note><text:note-citation>1</text:note-citation>
          <text:note-body><text:p>fotnote</text:p></text:note-body></text:note></text:p>
      <table:table><table:table-row><table:table-cell><text:p>a</text:p><text:p>b</text:p></table:table-cell>
        <table:table-cell/><table:table-cell><text:p>c</text:p></table:table-cell></table:table-row></table:table>
    </office:text></office:body></office:document-content>"""
    assert text_of(package({"content.xml": content}), "odt") == "Tittel\nfør etter rom fotnote\na b | c"


def test_a_workbook_gives_its_sheets_in_the_order_of_their_tabs() -> None:
    book = Workbook()
    book.worksheets[0].title = "Sist"
    for number in range(1, 12):
        book.create_sheet(f"Ark {number}", number - 1).append([f"rad {number}", number])
    lines = text_of(saved(book), "xlsx").splitlines()
    assert lines[:4] == ["Ark 1", "rad 1 | 1", "Ark 2", "rad 2 | 2"]
    assert lines[-1] == "Sist"


def test_formulas_and_days_are_read_as_a_person_would_write_them() -> None:
    styles = (
        '<numFmts><numFmt numFmtId="170" formatCode="d\\. mmmm\\ yyyy"/>'
        '<numFmt numFmtId="171" formatCode="#,##0\\ &quot;timer&quot;"/><numFmt numFmtId="172" formatCode="[h]:mm"/>'
        '</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs>'
        '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/>'
        '<xf numFmtId="20"/><xf numFmtId="172"/></cellXfs>'
    )
    rows = (
        '<row><c><v>46157</v></c><c s="1"><v>46157</v></c><c s="2"><v>46157.5</v></c><c s="3"><v>8</v></c>'
        '<c s="4"><v>0.4375</v></c><c s="5"><v>30.5</v></c><c><f>A1*2</f><v>92314</v></c></row>'
    )
    expected = "Ark1\n46157 | 2026-05-15 | 2026-05-15 12:00 | 8 | 10:30 | 30.5 | =A1*2"
    assert text_of(workbook(rows, styles=styles), "xlsx") == expected
    old = workbook('<row><c s="1"><v>44695</v></c></row>', styles=styles, properties='<workbookPr date1904="1"/>')
    assert text_of(old, "xlsx") == "Ark1\n2026-05-15"


def test_shared_and_inline_texts_are_read_without_their_pronunciation() -> None:
    shared = "<si><t/></si><si><r><t>Kunn</t></r><r><t>gjøring</t></r><rPh><t>uttale</t></rPh></si>"
    rows = '<row><c t="s"><v>1</v></c><c t="s"><v>0</v></c><c t="inlineStr"><is><t>rett inn</t></is></c></row>'
    assert text_of(workbook(rows, shared=shared), "xlsx") == "Ark1\nKunngjøring | rett inn"


@pytest.mark.parametrize("extension", ["pptx", "png", "", "docm"])
def test_a_kind_of_file_we_do_not_read_has_no_text(extension: str) -> None:
    assert text_of(BytesIO(b"PK"), extension) == ""


def test_the_extension_may_be_in_capitals() -> None:
    assert text_of(word(paragraph("STORT")), "DOCX") == "STORT"


@pytest.mark.parametrize(("made", "named"), [("docx", "xlsx"), ("docx", "odt"), ("xlsx", "docx")])
def test_a_file_with_the_wrong_extension_is_unreadable(made: str, named: str) -> None:
    file = word(paragraph("tekst")) if made == "docx" else workbook("<row/>")
    with pytest.raises(UnreadableFile):
        text_of(file, named)


@pytest.mark.parametrize("content", [b"", b"bare tekst", b"PK\x03\x04", b"<html></html>"])
def test_what_is_no_archive_is_unreadable(content: bytes) -> None:
    with pytest.raises(UnreadableFile):
        text_of(BytesIO(content), "docx")


@given(share=st.floats(0, 0.99), extension=st.sampled_from(["docx", "xlsx"]))
def test_a_file_cut_short_anywhere_is_unreadable(share: float, extension: str) -> None:
    whole = (word(paragraph("tekst")) if extension == "docx" else workbook("<row/>")).getvalue()
    with pytest.raises(UnreadableFile):
        text_of(BytesIO(whole[: int(len(whole) * share)]), extension)


@given(place=st.floats(0, 0.999), byte=st.integers(0, 255), extension=st.sampled_from(["docx", "xlsx"]))
def test_a_damaged_file_is_read_or_unreadable_and_never_worse(place: float, byte: int, extension: str) -> None:
    file = word(paragraph("tekst" * 50)) if extension == "docx" else workbook('<row><c t="s"><v>0</v></c></row>')
    content = bytearray(file.getvalue())
    content[int(len(content) * place)] = byte
    with suppress(UnreadableFile):
        text_of(BytesIO(bytes(content)), extension)


@pytest.mark.parametrize("rows", ['<row><c t="s"><v>7</v></c></row>', '<row><c t="s"><v>x</v></c></row>'])
def test_a_workbook_that_points_to_what_is_not_there_is_unreadable(rows: str) -> None:
    with pytest.raises(UnreadableFile):
        text_of(workbook(rows), "xlsx")


@pytest.mark.parametrize(
    "prolog",
    [
        '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>',
        '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE a SYSTEM "http://example.org/a.dtd">',
    ],
)
def test_entities_are_refused_before_they_are_opened(prolog: str) -> None:
    with pytest.raises(UnreadableFile):
        text_of(word(paragraph("x"), prolog), "docx")


def test_no_more_text_is_kept_than_the_cap() -> None:
    lines = text_of(word(paragraph("ord " * 10) * 5_000), "docx")
    assert len(lines) == MAX_TEXT


def test_one_endless_paragraph_is_capped_too() -> None:
    assert len(text_of(word(paragraph("ord " * 1_000_000)), "docx")) == MAX_TEXT


def test_a_zip_bomb_is_refused_without_being_unpacked() -> None:
    bomb = word(" " * (200 * 1024 * 1024))
    assert len(bomb.getvalue()) < 300_000
    assert _memory_of(bomb, "docx") < 5 * 1024 * 1024


def test_a_zip_bomb_that_lies_about_its_size_is_refused_without_being_unpacked() -> None:
    honest = word(" " * (200 * 1024 * 1024)).getvalue()
    size = struct.pack("<L", len(f'<w:document xmlns:w="{WORD}"><w:body></w:body></w:document>') + 200 * 1024 * 1024)
    assert honest.count(size) == 2
    assert _memory_of(BytesIO(honest.replace(size, struct.pack("<L", 1_000))), "docx") < 5 * 1024 * 1024


def test_a_way_of_packing_that_can_not_be_unpacked_bit_by_bit_is_refused() -> None:
    packed = package({"word/document.xml": " " * 1_000_000}, zipfile.ZIP_BZIP2)
    with pytest.raises(UnreadableFile, match="unknown way"):
        text_of(packed, "docx")


def test_parts_that_are_too_large_together_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(package_stream, "MAX_UNPACKED", 5_000)
    with pytest.raises(UnreadableFile):
        text_of(workbook(" " * 1_000, copies=20), "xlsx")


@pytest.mark.parametrize(
    "body",
    [
        "<a>" * 300_000 + "</a>" * 300_000,  # deep
        "<a/>" * 1_000_000,  # many
        "<!-- -->a" * 600_000,  # many pieces of text
        "<w:p>" * 150 + "<w:r><w:t>" + "a " * 5_000_000 + "</w:t></w:r>" + "</w:p>" * 150,  # joined at each level
    ],
    ids=["deep", "many", "pieces", "nested"],
)
def test_xml_made_to_be_slow_is_given_up_quickly(body: str) -> None:
    file, began = word(body), time.process_time()
    with suppress(UnreadableFile):
        text_of(file, "docx")
    assert time.process_time() - began < 5


def test_one_long_text_named_by_every_cell_is_not_copied_into_every_cell() -> None:
    cells = '<c t="s"><v>0</v></c>' * 50_000
    file = workbook(f"<row>{cells}</row>", shared=f"<si><t>{'a' * 90_000}</t></si>")
    tracemalloc.start()
    assert len(text_of(file, "xlsx")) == MAX_TEXT
    assert tracemalloc.get_traced_memory()[1] < 20 * 1024 * 1024
    tracemalloc.stop()


def test_a_workbook_that_names_one_sheet_a_million_times_is_given_up() -> None:
    with pytest.raises(UnreadableFile):
        text_of(workbook("<row/>" * 100, copies=7_000), "xlsx")


def _memory_of(file: BytesIO, extension: str) -> int:
    tracemalloc.start()
    with pytest.raises(UnreadableFile):
        text_of(file, extension)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return peak
