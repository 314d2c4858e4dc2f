"""The small part of Markdown that the demo templates are written in, as blocks. Pure.

Not the `markdown` package: office files are built from blocks, not from HTML, and an author's slip (a row
with too many cells) should stop the build instead of becoming a crooked table.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby


@dataclass(frozen=True)
class Run:
    """A stretch of text in one weight."""

    text: str
    bold: bool


@dataclass(frozen=True)
class Heading:
    """Level 1 is the title of the document, or stands alone."""

    level: int
    text: str


@dataclass(frozen=True)
class Paragraph:
    """May hold bold; see ``runs``."""

    text: str


@dataclass(frozen=True)
class Listing:
    """Bullets, or numbers from ``start`` (a list may go on after a paragraph)."""

    items: tuple[str, ...]
    start: int | None = None


@dataclass(frozen=True)
class Table:
    """Every row has as many cells as the header."""

    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Block = Heading | Paragraph | Listing | Table

_HEADING = re.compile(r"(#{1,3}) +(.+)")
_BULLET = re.compile(r"- +(.+)")
_NUMBER = re.compile(r"(\d+)\. +(.+)")
_CELL_END = re.compile(r"(?<!\\)\|")
_RULE = re.compile(r":?-+:?")
_BOLD = re.compile(r"\*\*(.+?)\*\*")
_NUMERIC = re.compile(r"[-−]?\d[\d \u00a0.,]*( ?%)?")


def parse(content: str) -> list[Block]:
    """Blocks in order. Raises ValueError for a table that is not one."""
    blocks: list[Block] = []
    for kind, lines in groupby(_joined(content), key=_kind):
        if kind != "blank":
            blocks += _blocks(kind, list(lines))
    return list(_rejoined(blocks))


def runs(text: str) -> list[Run]:
    """The text cut where **bold** begins and ends."""
    parts = _BOLD.split(text)
    return [Run(part, bold=index % 2 == 1) for index, part in enumerate(parts) if part]


def plain(text: str) -> str:
    """The text without marks."""
    return _BOLD.sub(r"\1", text)


def is_numeric(table: Table, column: int) -> bool:
    """Whether a reader expects the column to stand to the right: amounts, with at most some cells empty."""
    cells = [row[column] for row in table.rows if row[column]]
    return bool(cells) and all(_NUMERIC.fullmatch(cell) for cell in cells)


def column_shares(table: Table) -> list[float]:
    """How much of the width each column needs: its longest word must fit, long texts may wrap."""
    weights = []
    for column in zip(table.header, *table.rows, strict=True):
        longest_word = max((len(word) for cell in column for word in plain(cell).split()), default=1)
        longest_cell = max(len(plain(cell)) for cell in column)
        weights.append(max(longest_word, min(longest_cell, 36)) + 3)  # 3 for the air around it
    return [weight / sum(weights) for weight in weights]


def _joined(content: str) -> Iterator[str]:
    """Lines, with the indented continuation of a list item on the item's own line."""
    line = ""
    for next_line in content.splitlines():
        if next_line.startswith("  ") and _kind(line) in ("bullet", "number"):
            line += f" {next_line.strip()}"
        else:
            yield line
            line = next_line.strip()
    yield line


def _kind(line: str) -> str:
    if not line:
        return "blank"
    if line.startswith("|"):
        return "row"
    for kind, pattern in (("heading", _HEADING), ("bullet", _BULLET), ("number", _NUMBER)):
        if pattern.fullmatch(line):
            return kind
    return "text"


def _blocks(kind: str, lines: list[str]) -> list[Block]:
    if kind == "heading":
        found = [match for line in lines if (match := _HEADING.fullmatch(line))]
        return [Heading(len(match[1]), plain(match[2])) for match in found]
    if kind == "bullet":
        return [Listing(tuple(line[1:].strip() for line in lines))]
    if kind == "number":
        pairs = [line.split(".", 1) for line in lines]
        return [Listing(tuple(text.strip() for _, text in pairs), start=int(pairs[0][0]))]
    if kind == "row":
        return [_table(lines)]
    return [Paragraph(" ".join(lines))]


def _table(lines: Sequence[str]) -> Table:
    header, rule, *rows = (
        [*map(_cell, _CELL_END.split(line)[1:-1])] for line in [*lines, "", ""][: max(len(lines), 2)]
    )
    if not header or len(rule) != len(header) or not all(_RULE.fullmatch(cell) for cell in rule):
        raise ValueError(f"not a table with a header: {lines[0]}")
    for row in rows:
        if len(row) > len(header) or not row:
            raise ValueError(f"{len(row)} cells under a header of {len(header)}: {row}")
    return Table(tuple(header), tuple((*row, *[""] * (len(header) - len(row))) for row in rows))


def _cell(text: str) -> str:
    return text.strip().replace("\\|", "|")


def _rejoined(blocks: list[Block]) -> Iterator[Block]:
    """Blank lines between the items of a list do not make it several."""
    last: Block | None = None
    for block in blocks:
        if isinstance(last, Listing) and isinstance(block, Listing) and _continues(last, block):
            last = Listing(last.items + block.items, last.start)
            continue
        if last is not None:
            yield last
        last = block
    if last is not None:
        yield last


def _continues(first: Listing, second: Listing) -> bool:
    if first.start is None or second.start is None:
        return first.start is second.start
    return second.start == first.start + len(first.items)
