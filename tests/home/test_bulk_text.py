"""Guides by the thousand for load tests: alike in shape, different in words."""

import csv
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import astuple
from pathlib import Path

import pytest

from forum.home.demo.bulk_text import TITLE_COUNT, BulkGuide, BulkText
from forum.home.demo.bulk_words import FIRST_PARTS, OFFICES, PEOPLE, PLACES, SECOND_PARTS, SYSTEMS, Noun

REGISTER = Path(__file__).parents[2] / "forum/organisations/reference/kommuner.csv"
MANY = 25_000


@pytest.fixture(scope="module")
def guides() -> list[BulkGuide]:
    text = BulkText(seed=1)
    return [text.guide(number) for number in range(MANY)]


def pieces(guide: BulkGuide) -> Iterator[str]:
    yield from (guide.title, guide.summary, guide.audience, guide.effort, guide.gain, *guide.problem)
    for title, text in guide.steps:
        yield title
        yield text
    yield from guide.checklist


def test_no_two_of_twenty_five_thousand_titles_are_alike(guides: list[BulkGuide]) -> None:
    assert len({guide.title.lower() for guide in guides}) == MANY


def test_every_guide_has_the_length_of_a_real_one(guides: list[BulkGuide]) -> None:
    assert min(sum(len(piece.split()) for piece in pieces(guide)) for guide in guides) >= 250


def test_every_text_fits_the_field_it_is_for(guides: list[BulkGuide]) -> None:
    limits = {"title": 70, "summary": 300, "audience": 250, "effort": 30, "gain": 40}
    for field, limit in limits.items():
        assert max(len(getattr(guide, field)) for guide in guides) <= limit


def test_nothing_is_left_to_fill_in_and_every_piece_begins_with_a_capital_or_a_number(guides: list[BulkGuide]) -> None:
    for guide in guides[:2_000]:
        for piece in pieces(guide):
            assert not re.search(r"[{}]|  | [.,]", piece), piece
            assert piece[0].isdigit() or piece[0].isupper(), piece


def test_a_guide_says_nothing_twice(guides: list[BulkGuide]) -> None:
    for guide in guides[:2_000]:
        said = [sentence for piece in pieces(guide) for sentence in re.split(r"(?<=[.?]) ", piece)]
        assert len(set(said)) == len(said)


def test_guides_share_hardly_any_sentences(guides: list[BulkGuide]) -> None:
    first, *others = [
        {sentence for paragraph in guide.problem for sentence in paragraph.split(". ")} for guide in guides
    ]
    assert sum(1 for other in others if len(first & other) > 2) < MANY / 1_000


def test_the_words_are_as_many_as_a_search_index_meets_in_a_real_portal(guides: list[BulkGuide]) -> None:
    words = {word for guide in guides for piece in pieces(guide) for word in re.findall(r"\w+", piece.lower())}
    assert len(words) > 50_000


def test_the_same_seed_gives_the_same_guide_in_whatever_order_and_process() -> None:
    text = BulkText(seed=42)
    for number in (9, 3):
        text.guide(number)
    program = "from forum.home.demo.bulk_text import BulkText; print(ascii(BulkText(42).guide(3)), end='')"
    elsewhere = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert elsewhere == ascii(text.guide(3)) == ascii(BulkText(seed=42).guide(3))


def test_another_seed_gives_other_guides() -> None:
    one, other = BulkText(seed=1), BulkText(seed=2)
    assert not [number for number in range(200) if one.guide(number).problem == other.guide(number).problem]


@pytest.mark.parametrize("seed", [0, 1, 7, 2026, 10**12])
def test_titles_do_not_come_again_whatever_the_seed(seed: int) -> None:
    text = BulkText(seed)
    assert len({text.guide(number).title for number in range(3_000)}) == 3_000


def test_a_thousand_guides_take_less_than_a_third_of_a_second() -> None:
    text = BulkText(seed=1)
    began = time.process_time()
    for number in range(1_000):
        text.guide(number)
    assert time.process_time() - began < 1 / 3


def test_the_vocabulary_is_large_enough() -> None:
    assert len(FIRST_PARTS) >= 150
    assert len(SECOND_PARTS) >= 150
    firsts = {word.partition("+")[0] for word in FIRST_PARTS}
    seconds = {noun.one for noun in SECOND_PARTS}
    assert not firsts & seconds  # no «klageklage»
    assert len(firsts | seconds | {*PEOPLE, *OFFICES, *SYSTEMS}) >= 400
    assert TITLE_COUNT > 500_000


def test_nouns_are_inflected_by_their_gender() -> None:
    forms = {noun.one: astuple(noun)[1:] for noun in SECOND_PARTS}
    assert forms["søknad"] == ("søknaden", "søknader", "søknadene", False)
    assert forms["klage"] == ("klagen", "klager", "klagene", False)
    assert forms["vedtak"] == ("vedtaket", "vedtak", "vedtakene", True)
    assert forms["skjema"] == ("skjemaet", "skjemaer", "skjemaene", True)
    assert forms["register"] == ("registeret", "registre", "registrene", True)


def test_three_like_consonants_become_two() -> None:
    assert Noun("liste", "listen", "lister", "listene", neuter=False).after("hall").the_one == "hallisten"
    assert Noun("plan", "planen", "planer", "planene", neuter=False).after("hall").one == "hallplan"


def test_no_made_up_place_is_a_real_municipality() -> None:
    with REGISTER.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file, delimiter=";" if ";" in file.readline() else ","))
    names = {cell.lower() for row in rows for cell in row}
    assert len(names) > 357
    assert not [place for place in PLACES if place.lower() in names]
    assert len(set(PLACES)) >= 100
