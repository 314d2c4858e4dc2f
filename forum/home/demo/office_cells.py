"""What stands in the cells of a workbook: numbers, days, formulas or text, and how each is shown. Pure."""

import re
from datetime import date, datetime

from forum.home.demo.office_markdown import Table, plain

Value = str | int | float | date | None

_INTEGER = re.compile(r"-?(0|[1-9]\d*|[1-9]\d{0,2}([ \u00a0]\d{3})+)")
_DECIMAL = re.compile(r"-?(0|[1-9]\d*)[.,]\d+")
_DAYS = (("%Y-%m-%d", re.compile(r"\d{4}-\d\d-\d\d")), ("%d.%m.%Y", re.compile(r"\d\d\.\d\d\.\d{4}")))
_LEADING_ZERO = re.compile(r"0\d[\d.:]*")
# 10.30 is half past ten here, and requirement 1.10 is not 1.1.
_NAMES = re.compile(
    r"klokk|\bkl\b|tidspunkt|versjon|krav\b|suksesskriteri|postnummer|kommunenummer|telefon", re.IGNORECASE
)
_SHARE = re.compile(r"andel|nådd|dekning", re.IGNORECASE)
_DOWN = re.compile(r"=(SUM|AVERAGE|MEDIAN)\(([A-Z]+)\d+:\2\d+\)")


class Column:
    """A column under its title: whether 10.30 is a number is known from its neighbours, not from itself."""

    def __init__(self, title: str, texts: list[str]) -> None:
        self.title = plain(title)
        self.texts = texts
        self._as_text = bool(_NAMES.search(title)) or any(
            _LEADING_ZERO.fullmatch(text) and not _day(text) for text in texts
        )
        self._decimals = 0 if self._as_text else max(map(_decimals, texts), default=0)
        values = [value for value in map(self.value, texts) if value is not None]
        self._has_thousands = any(isinstance(value, int) and abs(value) >= 10_000 for value in values)
        self.is_amount = bool(values) and all(isinstance(value, int | float) or is_formula(value) for value in values)

    def value(self, text: str) -> Value:
        """What Excel is given."""
        if not text:
            return None
        if self._as_text and not is_formula(text):
            return plain(text)
        if _INTEGER.fullmatch(text):
            return int(re.sub(r"\s", "", text))
        if _DECIMAL.fullmatch(text):
            return float(text.replace(",", "."))
        return _day(text) or plain(text)

    def number_format(self, value: Value) -> str:
        """How Excel shows it; a formula's result is guessed from its operators."""
        if isinstance(value, date):
            return "dd.mm.yyyy"
        if isinstance(value, str) and not is_formula(value):
            return "@"
        if _SHARE.search(self.title):
            return "0 %"
        decimals = self._decimals
        if isinstance(value, str) and self._has_fraction(value):
            decimals = max(decimals, 1)
        if isinstance(value, int) and not decimals and not self._has_thousands:
            return "General"  # a year is written without a space
        return "#,##0." + "0" * decimals if decimals else "#,##0"

    def _has_fraction(self, formula: str) -> bool:
        if formula.startswith("=ROUND") or "kroner per år" in self.title.lower():
            return False
        return "/" in formula or formula.startswith(("=AVERAGE", "=MEDIAN"))

    def width(self, widest: int) -> int:
        """In characters. A formula is as wide as its result, not as its text."""
        texts = [len(plain(text)) for text in self.texts if not is_formula(text)]
        title = max(map(len, self.title.split()), default=0) + 4  # bold, and the button for sorting
        return min(max([*texts, title, 8]) + 2, widest)


def columns(table: Table) -> list[Column]:
    """The columns of a table."""
    return [Column(title, [row[place] for row in table.rows]) for place, title in enumerate(table.header)]


def is_formula(value: Value) -> bool:
    """Whether Excel calculates it."""
    return isinstance(value, str) and value.startswith("=")


def is_total(row: tuple[str, ...]) -> bool:
    """Whether the row sums up those above it."""
    return any(_DOWN.fullmatch(text) for text in row)


def _day(text: str) -> date | None:
    for pattern, form in _DAYS:
        if form.fullmatch(text):
            return datetime.strptime(text, pattern).date()
    return None


def _decimals(text: str) -> int:
    return len(re.split("[.,]", text)[1]) if _DECIMAL.fullmatch(text) else 0
