"""Reads the register's two CSV files into rows that are known to be whole. Pure: neither Django nor database.

What is wrong is told by line and column, so that whoever keeps the file can find it in a spreadsheet.
"""

import csv
import io
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import Enum

MAX_BYTES = 2_000_000
MAX_LINES = 5_000
MAX_FIELD = 200
MAX_POPULATION = 10_000_000

MUNICIPALITY_COLUMNS = (
    "kommunenummer",
    "name",
    "name_no",
    "fylke_number",
    "fylke_no",
    "language_form",
    "organisation_number",
    "website",
    "population",
)
FORMER_COLUMNS = ("kommunenummer", "name", "valid_from", "valid_to", "successor")

# The check digit of an organisation number (Brønnøysundregistrene, modulus 11).
_ORGANISATION_WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
_LANGUAGE_FORMS = {"bokmål": "nb", "nynorsk": "nn", "nøytral": "neutral"}
_WEBSITE = re.compile(r"(?:https?://)?([a-z0-9æøå-]+(?:\.[a-z0-9æøå-]+)+)/?", re.IGNORECASE)


class Problem(Enum):
    """What can be wrong with a file; the reader of the message needs no more kinds than these."""

    TOO_LARGE = "too large"
    NOT_TEXT = "not text"
    EMPTY = "empty"
    MISSING_COLUMN = "missing column"
    FIELD_COUNT = "field count"
    TOO_LONG = "too long"
    REQUIRED = "required"
    BAD_VALUE = "bad value"
    DUPLICATE = "duplicate"


class RegisterFileError(ValueError):
    """A file that can not be used. ``line`` counts from 1, the header; 0 is the file as a whole."""

    def __init__(self, problem: Problem, line: int = 0, column: str = "", value: str = "") -> None:
        super().__init__(f"{problem.value}: line {line}, column {column!r}, {value!r}")
        self.problem = problem
        self.line = line
        self.column = column
        self.value = value


@dataclass(frozen=True, slots=True)
class MunicipalityRow:
    """A municipality as the register knows it."""

    number: str
    name: str
    plain_name: str
    official_name: str
    county_number: str
    county_name: str
    language_form: str
    organisation_number: str
    website: str
    population: int


@dataclass(frozen=True, slots=True)
class FormerRow:
    """A number that is no longer in use, and the one that took over."""

    number: str
    name: str
    valid_from: date | None
    valid_to: date
    successor: str


def is_organisation_number(value: str) -> bool:
    """True for nine digits whose last is the check digit of the others."""
    if len(value) != 9 or not (value.isascii() and value.isdigit()):
        return False
    rest = sum(int(digit) * weight for digit, weight in zip(value, _ORGANISATION_WEIGHTS, strict=False)) % 11
    return (11 - rest) % 11 == int(value[8])


def parse_municipalities(content: bytes) -> list[MunicipalityRow]:
    """The municipalities of a file; raises RegisterFileError at the first thing that is wrong."""
    return [_municipality(line) for line in _lines(content, MUNICIPALITY_COLUMNS)]


def parse_former(content: bytes) -> list[FormerRow]:
    """The former numbers of a file; raises RegisterFileError at the first thing that is wrong."""
    return [_former(line) for line in _lines(content, FORMER_COLUMNS)]


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    fields: dict[str, str]

    def text(self, column: str) -> str:
        """The field, which must not be empty."""
        if not self.fields[column]:
            raise RegisterFileError(Problem.REQUIRED, self.number, column)
        return self.fields[column]

    def checked(self, column: str, is_right: Callable[[str], object]) -> str:
        """The field, which must not be empty and must pass ``is_right``."""
        value = self.text(column)
        if not is_right(value):
            raise self.bad(column)
        return value

    def bad(self, column: str) -> RegisterFileError:
        return RegisterFileError(Problem.BAD_VALUE, self.number, column, self.fields[column])


def _municipality(line: _Line) -> MunicipalityRow:
    plain, full = line.text("name_no"), line.text("name")
    # Names that two municipalities share carry their county in the register: «Herøy (Nordland)».
    is_shared = full.startswith(f"{plain} (")
    organisation = line.fields["organisation_number"]
    if organisation and not is_organisation_number(organisation):
        raise line.bad("organisation_number")
    return MunicipalityRow(
        number=line.checked("kommunenummer", _digits(4)),
        name=full if is_shared else plain,
        plain_name=plain,
        official_name=plain if is_shared else full,
        county_number=line.checked("fylke_number", _digits(2)),
        county_name=line.text("fylke_no"),
        language_form=_LANGUAGE_FORMS[
            line.checked("language_form", lambda value: value.lower() in _LANGUAGE_FORMS).lower()
        ],
        organisation_number=organisation,
        website=_website(line),
        population=int(line.checked("population", _is_population)),
    )


def _former(line: _Line) -> FormerRow:
    number, successor = line.checked("kommunenummer", _digits(4)), line.checked("successor", _digits(4))
    valid_from, valid_to = _day(line, "valid_from"), _day(line, "valid_to")
    if valid_to is None:
        raise RegisterFileError(Problem.REQUIRED, line.number, "valid_to")
    if valid_from and valid_from >= valid_to:
        raise line.bad("valid_to")
    if number == successor:
        raise line.bad("successor")
    return FormerRow(number, line.text("name"), valid_from, valid_to, successor)


def _digits(count: int) -> Callable[[str], object]:
    return re.compile(rf"[0-9]{{{count}}}").fullmatch


def _is_population(value: str) -> bool:
    return value.isascii() and value.isdigit() and len(value) <= 8 and int(value) <= MAX_POPULATION


def _website(line: _Line) -> str:
    """The host name alone, since files write it with and without a scheme; empty when there is none."""
    value = line.fields["website"]
    if not value:
        return ""
    match = _WEBSITE.fullmatch(value)
    if match is None:
        raise line.bad("website")
    return match[1].lower()


def _day(line: _Line, column: str) -> date | None:
    value = line.fields[column]
    if not value:
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        raise line.bad(column) from None


def _lines(content: bytes, columns: tuple[str, ...]) -> Iterator[_Line]:
    """Each line that is not blank, with the columns that are asked for; the key must not come twice."""
    text = _text(content)
    # Commas or, as Norwegian spreadsheets write, semicolons.
    delimiter = ";" if ";" in text.partition("\n")[0] else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    header = [name.strip() for name in next(reader, [])]
    if not header:
        raise RegisterFileError(Problem.EMPTY)
    for column in columns:
        if column not in header:
            raise RegisterFileError(Problem.MISSING_COLUMN, 1, column)
    seen: set[str] = set()
    for values in reader:
        if not any(values):
            continue
        line = _Line(reader.line_num, _fields(reader.line_num, header, values))
        key = line.fields[columns[0]]
        if key in seen:
            raise RegisterFileError(Problem.DUPLICATE, line.number, columns[0], key)
        if len(seen) >= MAX_LINES:
            raise RegisterFileError(Problem.TOO_LARGE)
        seen.add(key)
        yield line
    if not seen:
        raise RegisterFileError(Problem.EMPTY)


def _fields(number: int, header: list[str], values: list[str]) -> dict[str, str]:
    if len(values) != len(header):
        raise RegisterFileError(Problem.FIELD_COUNT, number, value=str(len(values)))
    for column, value in zip(header, values, strict=True):
        if len(value) > MAX_FIELD:
            raise RegisterFileError(Problem.TOO_LONG, number, column)
        if any(ord(letter) < 32 for letter in value):
            raise RegisterFileError(Problem.BAD_VALUE, number, column, value)
    return {column: value.strip() for column, value in zip(header, values, strict=True)}


def _text(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        raise RegisterFileError(Problem.TOO_LARGE)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise RegisterFileError(Problem.NOT_TEXT, line) from None
