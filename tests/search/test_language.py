"""What counts as the same word: forms, the other written language, parts of compounds, signs and numbers."""

from pathlib import Path

import pytest

from forum.pages.models import KnowledgePage
from forum.search.language import analysis, compounds, vocabulary, word_list
from forum.search.language.vocabulary import Vocabulary
from forum.search.models import WordList
from forum.search.understanding import Understood
from tests.factories.pages import close, make_guide

FAMILIES = [
    line.split()
    for line in Path(__file__).with_name("inflections.txt").read_text().splitlines()
    if line and not line.startswith("#")
]


@pytest.fixture(autouse=True)
def nothing_learnt():
    word_list.forget_word_list()
    yield
    word_list.forget_word_list()


def found_by(word):
    return dict(analysis.indexed_terms(word))


def is_found_by(word, query):
    """How much a text with the word counts for who searches for the other; 0 for not at all."""
    return found_by(word).get(analysis.stem(query), 0)


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family[0])
def test_all_forms_of_a_word_are_the_same_word(family):
    assert len({analysis.stem(form) for form in family}) == 1


def test_different_words_stay_different():
    assert len(FAMILIES) > 150
    stems = [analysis.stem(family[0]) for family in FAMILIES]
    assert sorted({stem for stem in stems if stems.count(stem) > 1}) == []


@pytest.mark.parametrize(
    ("written", "asked"),
    [
        ("tjenestene", "teneste"),
        ("tenester", "tjeneste"),
        ("skuleplass", "skoleplasser"),
        ("skoleplassen", "skuleplass"),
        ("heimesjukepleia", "hjemmesykepleie"),
        ("hjemmesykepleie", "heimesjukepleie"),
        ("brukernavn", "brukarnamn"),
        ("sikkerheit", "sikkerhet"),
        ("tilgjengelegheit", "tilgjengelighet"),
        ("offentlege", "offentlig"),
        ("regnskap", "rekneskapen"),
        ("grunnskulane", "grunnskole"),
        ("tilskotsordning", "tilskuddsordninger"),
    ],
)
def test_a_word_is_found_by_the_other_written_language_but_counts_less(written, asked):
    assert 0 < is_found_by(written, asked) < 1


@pytest.mark.parametrize(
    ("compound", "parts"),
    [
        ("barnehageplass", ("barnehage", "plass")),
        ("barnehagesøknadene", ("barnehage", "søknad")),
        ("saksbehandlingstid", ("saksbehandling", "tid")),
        ("prosjektdirektiv", ("prosjekt", "direktiv")),
        ("fagsystemet", ("fag", "system")),
        ("risikoanalyse", ("risiko", "analyse")),
        ("personvernkonsekvensvurdering", ("personvern", "konsekvens", "vurdering")),
        ("skuleplass", ("skole", "skule", "plass")),
    ],
)
def test_a_compound_is_found_by_its_parts(compound, parts):
    assert all(0 < is_found_by(compound, part) < 0.6 for part in parts)


@pytest.mark.parametrize(
    ("word", "part"),
    [
        ("barnehage", "hage"),
        ("vedtak", "tak"),
        ("veileder", "leder"),
        ("regnskap", "skap"),
        ("kunnskap", "skap"),
        ("personvern", "person"),
        ("rådhus", "hus"),
        ("tjeneste", "este"),
        ("kommune", "kom"),
    ],
)
def test_what_is_no_compound_of_its_letters_is_not_taken_apart(word, part):
    assert is_found_by(word, part) == 0


def test_a_word_that_pages_use_becomes_a_part_of_compounds():
    assert compounds.parts_of("gapahukleie", Vocabulary()) == ()
    assert compounds.parts_of("gapahukleie", Vocabulary(pages={"gapahuk": 3})) == ("gapahuk", "leie")


def test_what_is_learnt_replaces_what_was_worked_out_before():
    assert is_found_by("gapahukleie", "gapahuk") == 0
    vocabulary.learn(Vocabulary(pages={"gapahuk": 3}))
    assert is_found_by("gapahukleie", "gapahuk") > 0


@pytest.mark.parametrize(
    ("one", "other"),
    [("soeknad", "søknad"), ("Aalesund", "Ålesund"), ("café", "cafe"), ("Müller", "muller"), ("e-post", "epost")],
)
def test_letters_and_hyphens_may_be_written_in_more_than_one_way(one, other):
    assert set(analysis.stems(one)) == set(analysis.stems(other))


def test_a_verb_and_its_noun_find_each_other():
    assert is_found_by("integrasjon", "integrert") > 0
    assert is_found_by("digitaliserte", "digitalisering") > 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("§ 4-2", ["§4-2"]),
        ("§4-2, paragraf 4-2", ["§4-2", "§4-2"]),
        ("paragrafen 12 tredje ledd", ["§12", "tredje", "ledd"]),
        ("2 000 kroner, 2.000 eller 2000", ["2000", "kroner", "2000", "eller", "2000"]),
        ("2024-2025", ["2024", "2025"]),
        ("1.10.2025", ["1", "10", "2025"]),
        ("sak-/arkivsystem", ["sak", "arkivsystem"]),
        ("Sør-Varanger", ["sør-varanger"]),
        ("navn@kommune.no", ["navn", "kommune", "no"]),
        ("ISO 27001, Noark 5", ["iso", "27001", "noark", "5"]),
        ("sam\u00adarbeid", ["samarbeid"]),
        ("- – § _", []),
    ],
)
def test_signs_and_numbers_make_words(text, words):
    assert analysis.words(text) == words


def test_a_word_with_hyphen_is_found_by_its_parts():
    assert is_found_by("sør-varanger", "varanger") > 0
    assert is_found_by("e-post", "post") > 0


@pytest.mark.parametrize("noise", ["a-", "§ ", "1 ", "111 ", "-1", "paragraf ", "a", "\u00ad", "é", "ae"])
def test_a_long_text_of_anything_is_read_in_time_proportional_to_it(noise):
    assert len(analysis.words(noise * 30_000)) <= 60_000


@pytest.mark.django_db
@pytest.mark.usefixtures("portal")
class TestWordList:
    def test_it_holds_the_words_of_public_pages_only(self, indexed):
        make_guide(title="Gapahuken", problem="<p>En bålpanne står der.</p>")
        close(make_guide(title="Kanarifuglen", summary="Hemmelig kanari.", problem="<p>Undulaten</p>"))
        indexed()
        word_list.grow_word_list()
        words = dict(line.split("\t") for line in WordList.objects.get().words.splitlines())
        assert {"gapahuken", "bålpanne"} <= words.keys()
        assert not {"kanarifuglen", "kanari", "undulaten"} & words.keys()

    def test_it_replaces_the_former_one(self, indexed):
        guide = make_guide(title="Gapahuk")
        indexed()
        word_list.grow_word_list()
        assert word_list.completions("gapa", 5) == ["gapahuk"]
        guide.delete()
        word_list.grow_word_list()
        assert word_list.completions("gapa", 5) == []

    def test_the_most_used_words_are_completed_first(self):
        words = Vocabulary(pages={"skjema": 9, "skjemaet": 3, "skjemaene": 5, "skole": 80})
        assert words.beginning("skj", 2) == ["skjema", "skjemaene"]

    def test_it_is_looked_for_once_a_minute_and_not_at_every_word(self, django_assert_max_num_queries):
        vocabulary.known()
        with django_assert_max_num_queries(0):
            Understood("barnehage plass").query  # noqa: B018

    def test_los_gives_pairs_of_the_two_languages(self):
        assert is_found_by("arbeidsmarkedstiltak", "arbeidsmarknadstiltak") > 0

    def test_a_page_is_found_by_what_it_is_about_in_other_words(self, indexed):
        guide = make_guide(title="Noe", problem="<p>Her står det om plass i barnehagen.</p>")
        other = make_guide(title="Annet", problem="<p>Tenesta er for skuleborn.</p>")
        indexed()

        def found(query):
            return {page.pk for page in KnowledgePage.objects.live().search(Understood(query).query)}

        assert found("barnehageplass") == {guide.pk}
        assert found("tjenester") == {other.pk}
        assert found("barnehage -plass") == set()
