import random
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.organisations import register_file
from forum.organisations.register_file import Problem, RegisterFileError, parse_former, parse_municipalities

HEADER = "kommunenummer,name,name_no,fylke_number,fylke,fylke_no,language_form,organisation_number,website,population"
LINE = "9901,Tverrdal,Tverrdal,99,Vidda,Vidda,Nynorsk,958935420,www.tverrdal.kommune.no,4321"
FORMER_HEADER = "kommunenummer,name,valid_from,valid_to,successor"


def file_of(*lines, header=HEADER):
    return "\n".join([header, *lines]).encode()


def refusal(content, parse=parse_municipalities):
    with pytest.raises(RegisterFileError) as caught:
        parse(content)
    return caught.value


def test_a_line_becomes_a_municipality():
    (row,) = parse_municipalities(file_of(LINE))
    assert (row.number, row.name, row.county_number, row.county_name) == ("9901", "Tverrdal", "99", "Vidda")
    assert (row.language_form, row.website, row.population) == ("nn", "www.tverrdal.kommune.no", 4321)


def test_a_spreadsheets_own_kind_of_csv_is_read_too():
    content = b"\xef\xbb\xbf" + file_of(LINE).replace(b",", b";").replace(b"\n", b"\r\n")
    assert parse_municipalities(content) == parse_municipalities(file_of(LINE))


def test_a_shared_name_carries_its_county_and_a_sami_name_becomes_the_official_one():
    shared = LINE.replace("9901,Tverrdal,Tverrdal", "9902,Herøy (Vidda),Herøy")
    sami = LINE.replace("9901,Tverrdal,Tverrdal", "9903,Gáivuotna - Kåfjord,Kåfjord")
    rows = parse_municipalities(file_of(shared, sami))
    assert [(row.name, row.official_name) for row in rows] == [
        ("Herøy (Vidda)", "Herøy"),
        ("Kåfjord", "Gáivuotna - Kåfjord"),
    ]


@pytest.mark.parametrize(
    ("old", "new", "problem", "column"),
    [
        ("9901", "990", Problem.BAD_VALUE, "kommunenummer"),
        ("9901", "", Problem.REQUIRED, "kommunenummer"),
        ("9901", "٩٩٠١", Problem.BAD_VALUE, "kommunenummer"),
        (",99,", ",9,", Problem.BAD_VALUE, "fylke_number"),
        ("Nynorsk", "Svensk", Problem.BAD_VALUE, "language_form"),
        ("958935420", "958935421", Problem.BAD_VALUE, "organisation_number"),
        ("www.tverrdal.kommune.no", "javascript:alert(1)", Problem.BAD_VALUE, "website"),
        ("4321", "mange", Problem.BAD_VALUE, "population"),
        ("4321", "-1", Problem.BAD_VALUE, "population"),
        ("4321", "99999999", Problem.BAD_VALUE, "population"),
        ("4321", "4321,5", Problem.FIELD_COUNT, ""),
        ("Tverrdal,Tverrdal", "Tverrdal," + "T" * 201, Problem.TOO_LONG, "name_no"),
        ("Tverrdal,Tverrdal", "Tverrdal,Tverr\x00dal", Problem.BAD_VALUE, "name_no"),
    ],
)
def test_a_broken_field_is_named_by_line_and_column(old, new, problem, column):
    error = refusal(file_of(LINE.replace("9901", "9900"), LINE.replace(old, new, 1)))
    assert (error.problem, error.line, error.column) == (problem, 3, column)


def test_a_missing_column_is_named():
    error = refusal(file_of(LINE, header=HEADER.replace("population", "folketall")))
    assert (error.problem, error.line, error.column) == (Problem.MISSING_COLUMN, 1, "population")


def test_a_number_that_stands_twice_is_refused_where_it_comes_again():
    error = refusal(file_of(LINE, "", LINE))
    assert (error.problem, error.line) == (Problem.DUPLICATE, 4)


def test_a_file_in_another_encoding_says_which_line():
    error = refusal(file_of(LINE) + "\n9902,Hå".encode("latin-1"))
    assert (error.problem, error.line) == (Problem.NOT_TEXT, 3)


@pytest.mark.parametrize("content", [b"", b"\n\n", HEADER.encode()])
def test_an_empty_file_is_refused(content):
    assert refusal(content).problem is Problem.EMPTY


def test_a_file_beyond_the_limits_is_refused():
    assert refusal(b"x" * (register_file.MAX_BYTES + 1)).problem is Problem.TOO_LARGE
    many = [f"{number:04},a,,2024-01-01,9999" for number in range(register_file.MAX_LINES + 1)]
    assert refusal(file_of(*many, header=FORMER_HEADER), parse_former).problem is Problem.TOO_LARGE


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ("0101,Gamlevik,2020-01-01,2020-01-01,9901", "valid_to"),
        ("0101,Gamlevik,,,9901", "valid_to"),
        ("0101,Gamlevik,i fjor,2020-01-01,9901", "valid_from"),
        ("0101,Gamlevik,,2020-01-01,0101", "successor"),
    ],
)
def test_a_former_number_needs_days_and_a_successor_that_make_sense(line, column):
    error = refusal(file_of(line, header=FORMER_HEADER), parse_former)
    assert (error.line, error.column) == (2, column)


@given(st.binary(max_size=400))
def test_no_bytes_give_anything_but_rows_or_a_refusal(noise):
    place = random.Random(len(noise)).randrange(len(HEADER))
    for content in (noise, file_of(LINE) + noise, HEADER.encode()[:place] + noise):
        with suppress(RegisterFileError):
            parse_municipalities(content)
