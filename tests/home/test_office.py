"""The office files of the demo portal: laid out, readable, and the same bytes every time."""

import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook

from forum.home.demo.office import build
from forum.home.demo.office_look import FOOTER
from forum.home.demo.office_markdown import Heading, Listing, Paragraph, Run, Table, parse, plain, runs
from forum.pages.file_text import text_of

AMOUNT = re.compile(r"[-\d., ]+")  # comes back as the number or day that Excel knows
GUIDES = Path(__file__).parents[2] / "forum/home/demo/content/guides"

TEXT = """# Kjøreplan

Lyngnes kommune, **6. mai**. Eksempeldata.

## Hva vi gjør

1. Leser rammen høyt
2. Skriver hendelser
   på lapper

Så en pause.

1. Vurderer
2. Bestemmer

- Lapper og **tusjer**
- Kaffe

## Tider

| Når | Hva | Minutter |
|---|---|---|
| Kl. 12.00 | Rammen & rommet | 10 |
| Kl. 12.10 | | 1 200 |"""

SHEETS = """## Hendelser

| Nr | Det skjer at | Sjanse | Følge | Risiko | Frist |
|---|---|---|---|---|---|
| 1 | Søknad blir liggende | 4 | 4 | =C2*D2 | 2026-05-15 |
| 2 | Brev blir synlig | 3 | 2,5 | =C3*D3 | 01.06.2026 |
| Sum | | =SUM(C2:C3) | | =SUM(E2:E3) | |

## Dag

| Klokken | Hva | Kommunenummer | Andel ferdig | Kroner |
|---|---|---|---|---|
| 10.00 | Ramme | 0301 | 0.62 | 1 250 000 |
| 10.30 | **Pause** | 3440 | =D2/2 | 900 |

Husk kaffe."""

CONTENT = {"docx": TEXT, "odt": TEXT, "xlsx": SHEETS}


def guides() -> list[Path]:
    return sorted(GUIDES.glob("*.toml"))


def files_of(guide: Path) -> Iterator[tuple[str, str, str]]:
    """Format, title and content of every file a guide has or has had."""
    data = tomllib.loads(guide.read_text(encoding="utf-8"))
    files = {entry["name"]: entry for entry in data.get("files", [])}
    for entry in files.values():
        yield entry["format"], entry["title"], entry["content"]
    for version in data["versions"]:
        for name, content in version.get("was", {}).get("files", {}).items():
            if content:
                yield files[name]["format"], files[name]["title"], content


def read(format: str, content: str, title: str = "En mal") -> list[str]:
    return text_of(BytesIO(build(format, title, content)), format).splitlines()


def part(package: bytes, name: str) -> str:
    with zipfile.ZipFile(BytesIO(package)) as archive:
        return archive.read(name).decode()


def written(format: str, content: str) -> Iterator[str]:
    """Everything an author has written, as a reader of the file's text should find it."""
    for block in parse(content):
        if isinstance(block, Heading | Paragraph):
            if format != "xlsx" or not isinstance(block, Heading) or block.level == 2:
                yield plain(block.text)
        elif isinstance(block, Listing):
            yield from map(plain, block.items)
        else:
            yield from (plain(cell) for row in (block.header, *block.rows) for cell in row if cell)


@pytest.mark.parametrize("format", CONTENT)
def test_the_same_content_gives_the_same_bytes_in_another_process(format: str) -> None:
    program = (
        "import sys, hashlib; from forum.home.demo.office import build;"
        "print(hashlib.sha256(build(sys.argv[1], 'En mal', sys.argv[2])).hexdigest());"
        "sys.exit(any(name.split('.')[0] in ('django', 'wagtail') for name in sys.modules))"
    )
    made = subprocess.run(
        [sys.executable, "-c", program, format, CONTENT[format]],
        env={**os.environ, "PYTHONHASHSEED": "7", "TZ": "Asia/Tokyo"},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert made.stdout.strip() == sha256(build(format, "En mal", CONTENT[format])).hexdigest()


@pytest.mark.parametrize("format", CONTENT)
def test_no_part_of_a_file_knows_what_day_it_was_made(format: str) -> None:
    package = build(format, "En mal", CONTENT[format])
    today = f"{datetime.now(UTC):%Y-%m-%dT}".encode()
    with zipfile.ZipFile(BytesIO(package)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert not [entry for entry in archive.namelist() if today in archive.read(entry)]


@pytest.mark.parametrize("format", CONTENT)
def test_parts_lie_in_an_order_that_readers_know(format: str) -> None:
    with zipfile.ZipFile(BytesIO(build(format, "En mal", CONTENT[format]))) as archive:
        first = archive.infolist()[0]
        assert first.filename == ("mimetype" if format == "odt" else "[Content_Types].xml")
        assert first.compress_type == (zipfile.ZIP_STORED if format == "odt" else zipfile.ZIP_DEFLATED)


@pytest.mark.parametrize("format", ["docx", "odt"])
def test_every_paragraph_list_item_and_row_of_a_text_comes_back(format: str) -> None:
    assert read(format, TEXT) == [
        "Kjøreplan",
        "Lyngnes kommune, 6. mai. Eksempeldata.",
        "Hva vi gjør",
        "Leser rammen høyt",
        "Skriver hendelser på lapper",
        "Så en pause.",
        "Vurderer",
        "Bestemmer",
        "Lapper og tusjer",
        "Kaffe",
        "Tider",
        "Når | Hva | Minutter",
        "Kl. 12.00 | Rammen & rommet | 10",
        "Kl. 12.10 | 1 200",
    ]


def test_every_cell_of_a_workbook_comes_back_with_its_formula_and_its_day() -> None:
    assert read("xlsx", SHEETS) == [
        "Hendelser",
        "Nr | Det skjer at | Sjanse | Følge | Risiko | Frist",
        "1 | Søknad blir liggende | 4 | 4 | =C2*D2 | 2026-05-15",
        "2 | Brev blir synlig | 3 | 2.5 | =C3*D3 | 2026-06-01",
        "Sum | =SUM(C2:C3) | =SUM(E2:E3)",
        "Dag",
        "Klokken | Hva | Kommunenummer | Andel ferdig | Kroner",
        "10.00 | Ramme | 0301 | 0.62 | 1250000",
        "10.30 | Pause | 3440 | =D2/2 | 900",
        "Husk kaffe.",
    ]


@pytest.mark.parametrize("guide", guides(), ids=lambda path: path.stem)
def test_all_files_of_the_demo_guides_can_be_made_and_read(guide: Path) -> None:
    for format, title, content in files_of(guide):
        text = "\n".join(read(format, content, title))
        missing = [
            piece
            for piece in written(format, content)
            if piece not in text and not (format == "xlsx" and AMOUNT.fullmatch(piece))
        ]
        assert not missing


def test_there_are_demo_guides_with_files_of_all_formats() -> None:
    assert {format for guide in guides() for format, *_ in files_of(guide)} == {"docx", "xlsx", "odt"}


def test_a_docx_says_its_title_and_that_it_is_norwegian() -> None:
    package = build("docx", "Plan for møtet", TEXT)
    document = Document(BytesIO(package))
    assert document.core_properties.title == "Plan for møtet"
    assert document.core_properties.language == "nb-NO"
    languages = {entry.get(qn("w:val")) for entry in document.styles.element.iter(qn("w:lang"))}
    assert languages == {"nb-NO"}


def test_an_odt_says_its_title_and_that_it_is_norwegian() -> None:
    package = build("odt", "Plan for møtet", TEXT)
    assert "<dc:title>Plan for møtet</dc:title>" in part(package, "meta.xml")
    assert "<dc:language>nb-NO</dc:language>" in part(package, "meta.xml")
    assert 'fo:language="nb" fo:country="NO"' in part(package, "styles.xml")


def test_a_workbook_says_its_title_and_that_it_is_norwegian() -> None:
    about = load_workbook(BytesIO(build("xlsx", "Plan for møtet", SHEETS))).properties
    assert (about.title, about.language) == ("Plan for møtet", "nb-NO")


def test_every_page_says_where_the_template_is_from_and_that_it_is_an_example() -> None:
    footer = Document(BytesIO(build("docx", "En mal", TEXT))).sections[0].footer.paragraphs[0].text
    assert footer.startswith(FOOTER)
    assert FOOTER in part(build("odt", "En mal", TEXT), "styles.xml")
    for sheet in load_workbook(BytesIO(build("xlsx", "En mal", SHEETS))).worksheets:
        assert sheet.oddFooter is not None
        assert sheet.oddFooter.left.text == FOOTER


def test_headings_are_headings_and_bold_is_bold_in_a_docx() -> None:
    document = Document(BytesIO(build("docx", "En mal", TEXT)))
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [("Heading 1", "Kjøreplan"), ("Heading 2", "Hva vi gjør"), ("Heading 2", "Tider")]
    assert [run.text for p in document.paragraphs for run in p.runs if run.bold] == ["6. mai", "tusjer"]


def test_header_rows_are_marked_for_screen_readers() -> None:
    rows = Document(BytesIO(build("docx", "En mal", TEXT))).tables[0].rows
    assert [row._tr.find(f".//{qn('w:tblHeader')}") is not None for row in rows] == [True, False, False]
    assert part(build("odt", "En mal", TEXT), "content.xml").count("<table:table-header-rows>") == 1
    sheet = load_workbook(BytesIO(build("xlsx", "En mal", SHEETS)))["Hendelser"]
    assert [table.headerRowCount for table in sheet.tables.values()] == [1]


def test_a_second_numbered_list_begins_at_one_and_a_continued_one_goes_on() -> None:
    content = "1. a\n2. b\n\nSå:\n\n1. c\n\nVidere:\n\n2. d"
    document = Document(BytesIO(build("docx", "En mal", content)))
    numbering = document.part.numbering_part.element
    starts = []
    for paragraph in document.paragraphs:
        if paragraph.style.name == "List Number":
            number = numbering.num_having_numId(paragraph._p.pPr.numPr.numId.val)
            starts.append((paragraph.text, number.find(f".//{qn('w:startOverride')}").get(qn("w:val"))))
    assert starts == [("a", "1"), ("b", "1"), ("c", "1"), ("d", "2")]
    assert part(build("odt", "En mal", content), "content.xml").count('text:start-value="2"') == 1


def test_numbers_are_numbers_days_are_days_and_formulas_calculate() -> None:
    book = load_workbook(BytesIO(build("xlsx", "En mal", SHEETS)))
    rows = [[cell.value for cell in row] for row in book["Hendelser"].iter_rows(min_row=2)]
    assert rows[0] == [1, "Søknad blir liggende", 4, 4, "=C2*D2", datetime(2026, 5, 15)]
    assert rows[1][3:] == [2.5, "=C3*D3", datetime(2026, 6, 1)]
    assert book["Hendelser"]["E2"].data_type == "f"
    assert book["Hendelser"]["F2"].number_format == "dd.mm.yyyy"
    assert book.calculation.fullCalcOnLoad


def test_what_only_looks_like_a_number_stays_as_it_was_written() -> None:
    sheet = load_workbook(BytesIO(build("xlsx", "En mal", SHEETS)))["Dag"]
    assert [sheet["A2"].value, sheet["A3"].value, sheet["C2"].value] == ["10.00", "10.30", "0301"]
    assert [sheet["D2"].number_format, sheet["D3"].number_format] == ["0 %", "0 %"]
    assert sheet["E2"].value == 1_250_000


def test_a_sheet_is_ready_for_use_and_for_print() -> None:
    sheet = load_workbook(BytesIO(build("xlsx", "En mal", SHEETS)))["Hendelser"]
    assert sheet.freeze_panes == "A2"
    assert sheet.print_title_rows == "$1:$1"
    assert sheet.page_setup.orientation == "landscape"
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.column_dimensions["B"].width > sheet.column_dimensions["C"].width


def test_sums_stand_out_and_stay_below_when_a_reader_sorts() -> None:
    sheet = load_workbook(BytesIO(build("xlsx", "En mal", SHEETS)))["Hendelser"]
    assert [table.ref for table in sheet.tables.values()] == ["A1:F3"]
    assert all(cell.font.bold for cell in sheet[4])
    assert not any(cell.font.bold for cell in sheet[3])


@pytest.mark.parametrize(
    ("content", "complaint"),
    [
        ("Bare tekst", "second-level heading"),
        ("## Ark\n\nBare tekst", "one table"),
        ("## Ark\n\n| a |\n|---|\n| 1 |\n\nog\n\n| b |\n|---|\n| 1 |", "one table and has 2"),
        ("## Ark: a/b\n\n| a |\n|---|\n| 1 |", "no sheet named"),
        ("## Ark\n\n| a | A |\n|---|---|\n| 1 | 2 |", "different names"),
    ],
)
def test_an_author_hears_what_is_wrong_with_a_workbook(content: str, complaint: str) -> None:
    with pytest.raises(ValueError, match=complaint):
        build("xlsx", "En mal", content)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="pdf"):
        build("pdf", "En mal", TEXT)


@pytest.mark.parametrize("content", ["| a | b |", "| a | b |\n| 1 | 2 |", "| a |\n|---|\n| 1 | 2 |"])
def test_a_crooked_table_is_refused(content: str) -> None:
    with pytest.raises(ValueError, match=r"header"):
        parse(content)


def test_a_short_row_is_filled_up_and_an_escaped_bar_is_text() -> None:
    assert parse("| a | b |\n|:--|--:|\n| x \\| y |") == [Table(("a", "b"), (("x | y", ""),))]


def test_blank_lines_do_not_break_a_list_but_another_kind_of_list_does() -> None:
    assert parse("1. a\n\n2. b\n\n- c\n\n- d\n") == [
        Listing(("a", "b"), start=1),
        Listing(("c", "d")),
    ]


def test_lines_of_a_paragraph_are_joined_and_bold_may_begin_anywhere() -> None:
    assert parse("En\nto **tre**\n\nfire") == [Paragraph("En to **tre**"), Paragraph("fire")]
    assert runs("**En** to") == [Run("En", bold=True), Run(" to", bold=False)]


def test_a_day_is_stored_as_the_day_it_says() -> None:
    sheet = load_workbook(BytesIO(build("xlsx", "En mal", SHEETS)))["Hendelser"]
    assert sheet["F2"].value.date() == date(2026, 5, 15)
