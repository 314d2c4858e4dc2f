"""Typing errors are mended by words that the reader may find."""

import time

import pytest

from forum.search.language import vocabulary
from forum.search.language.spelling import corrected, suggestion
from forum.search.language.vocabulary import Vocabulary

PAGES = {
    "søknad": 40, "skjema": 60, "barnehage": 30, "barnehageplass": 9, "tjeneste": 80, "prosjekt": 50, "digital": 70,
    "signatur": 20, "saksbehandling": 12, "risikoanalyse": 15, "samarbeid": 33, "kommune": 90, "kommuner": 60,
    "skole": 44, "sykle": 1, "ålesund": 4, "kanarifugl": 2,
}  # fmt: skip


@pytest.fixture(autouse=True)
def words():
    """What a process would have learnt; nobody reads anything else meanwhile."""
    before = vocabulary._read
    vocabulary.read_by(lambda: None)
    vocabulary.learn(Vocabulary(pages=PAGES))
    yield
    vocabulary.learn(Vocabulary())
    vocabulary.read_by(before)


def found(text):
    return all(word in PAGES for word in text.lower().split())


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("sønkad", "søknad"),
        ("soknad", "søknad"),
        ("skjmea", "skjema"),
        ("barnhage", "barnehage"),
        ("barnehageplas", "barnehageplass"),
        ("tjenste", "tjeneste"),
        ("prosjjekt", "prosjekt"),
        ("rosjekt", "prosjekt"),
        ("osknad", "søknad"),
        ("kommunne", "kommune"),
        ("sakbehandling", "saksbehandling"),
        ("sak behandling", "saksbehandling"),
        ("risiko analyse", "risikoanalyse"),
        ("digitalsignatur", "digital signatur"),
        ("rissikoanalsye", "risikoanalyse"),
        ("alesund", "ålesund"),
    ],
)
def test_the_nearest_word_is_offered(typed, meant):
    assert corrected(typed, found=found) == meant


def test_the_rest_stays_as_it_was_typed():
    assert corrected("«digital sgnatur» -kurs, skole", found=found) == "«digital signatur» -kurs, skole"
    assert corrected("hvordan lage SKJMEA?", found=found) == "hvordan lage skjema?"


@pytest.mark.parametrize("text", ["", "søknad", "xyzzyq", "abc", "§ 4-2", "12345", "«»", "a" * 5000])
def test_nothing_is_offered_where_nothing_is_wrong_or_near(text):
    assert corrected(text, found=found) == ""


def test_a_word_that_the_reader_can_not_find_is_not_offered():
    assert corrected("kanarifgul", found=found) == "kanarifugl"
    assert corrected("kanarifgul", found=lambda text: text != "kanarifugl" and found(text)) == ""


def test_of_two_as_near_the_more_used_is_offered():
    assert corrected("skyle", found=lambda text: text in ("sykle", "skole")) == "skole"


def test_a_rare_word_beside_a_common_one_may_be_a_slip():
    counts = {"skjena": 1, "skjema": 60, "sykle": 1, "skole": 44}
    assert suggestion("digitale skjena", found_count=lambda word: counts.get(word, 5)) == "digitale skjema"
    assert suggestion("skjema", found_count=lambda word: counts.get(word, 0)) == ""


def test_it_is_quick_with_many_words():
    many = {f"{first}{second}{end}": 3 for first in PAGES for second in PAGES for end in ("", "er", "en", *"abcdefgh")}
    vocabulary.learn(Vocabulary(pages=PAGES | many))
    corrected("sønkad", found=found)
    start = time.process_time()
    for _ in range(20):
        corrected("kommuneprosjektsøkand", found=lambda text: False)
    assert (time.process_time() - start) / 20 < 0.05
