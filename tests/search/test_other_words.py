"""When the reader's own words find nothing, or little: what is shown instead, and that it is said.

How words are corrected is tested in test_understanding.py; here a correction is given.
"""

import re

import pytest

from forum.search import asking
from tests.factories.pages import close, make_guide, make_news
from tests.search.test_facets import counted
from tests.search.test_search_page import text_of, titles

pytestmark = pytest.mark.django_db

TYPO, MEANT = "risikoanalse", "risikoanalyse"


@pytest.fixture
def corrector(monkeypatch):
    """Corrects one word, as long as the reader may see a page with the right one."""

    def corrected(text, *, found):
        return text.replace(TYPO, MEANT) if TYPO in text and found(MEANT) else ""

    monkeypatch.setattr(asking, "corrected", corrected)


def test_the_corrected_search_is_shown_at_once_and_said_plainly(client, indexed, corrector):
    make_guide(title="Risikoanalyse på en ettermiddag")
    indexed()
    response = client.get("/sok/", {"q": TYPO})
    assert titles(response) == ["Risikoanalyse på en ettermiddag"]
    assert f"Ingen treff på <strong>{TYPO}</strong>. Vi viser treff på <strong>{MEANT}</strong> i stedet." in text_of(
        response
    )
    assert f"1 treff på «{MEANT}»" in text_of(response)
    assert "<mark>Risikoanalyse</mark>" in text_of(response)
    assert f'name="q" type="search" value="{TYPO}"' in text_of(response)


def test_the_reader_can_insist_on_what_was_written(client, indexed, corrector):
    make_guide(title="Risikoanalyse")
    indexed()
    link = f'<a href="?q={TYPO}&amp;slik=1" rel="nofollow">Søk nøyaktig slik jeg skrev</a>'
    assert link in text_of(client.get("/sok/", {"q": TYPO}))
    response = client.get("/sok/", {"q": TYPO, "slik": "1"})
    assert titles(response) == []
    assert f"0 treff på «{TYPO}»" in text_of(response)
    assert MEANT not in text_of(response)


def test_what_finds_something_is_not_corrected(client, indexed, corrector):
    make_guide(title=f"Om {TYPO}")
    make_guide(title="Risikoanalyse")
    indexed()
    assert titles(client.get("/sok/", {"q": TYPO})) == [f"Om {TYPO}"]


def test_a_choice_that_empties_the_search_is_not_taken_for_a_typing_error(client, indexed, corrector):
    make_guide(title=f"Om {TYPO}")
    make_news(title="Risikoanalyse")
    indexed()
    response = client.get("/sok/", {"q": TYPO, "type": "news"})
    assert titles(response) == []
    assert "Uten valgene dine er det 1 treff." in text_of(response)


def test_facets_and_the_feed_are_of_the_corrected_search(client, indexed, corrector):
    make_guide(title="Risikoanalyse")
    make_news(title="Risikoanalyse i nyhetene")
    indexed()
    response = client.get("/sok/", {"q": TYPO})
    assert counted(response, "type") == {"Veileder": 1, "Aktuelt": 1}
    assert f"/sok/strom/?q={MEANT}" in response.content.decode()
    assert titles(client.get("/sok/", {"q": TYPO, "type": "guide"})) == ["Risikoanalyse"]


def test_a_word_that_only_closed_pages_have_corrects_nothing(client, indexed, corrector):
    close(make_guide(title="Risikoanalyse"))
    make_guide(title="Noe annet")
    indexed()
    response = client.get("/sok/", {"q": TYPO})
    assert titles(response) == []
    assert MEANT not in text_of(response)


def test_pages_with_all_the_words_come_before_those_with_most_of_them(client, indexed):
    make_guide(title="Gevinst og gevinster i barnehage", summary="Gevinst, gevinst, gevinst og barnehage.")
    make_guide(title="Noe annet", problem="<p>Barnehage, søknad og gevinst nevnes.</p>")
    indexed()
    response = client.get("/sok/", {"q": "gevinst barnehage søknad"})
    assert titles(response) == ["Noe annet", "Gevinst og gevinster i barnehage"]
    assert "Bare 1 side har alle ordene. Etter den kommer sider med de fleste av dem." in text_of(response)
    assert "2 treff på «gevinst barnehage søknad»" in text_of(response)
    assert counted(response, "type") == {"Veileder": 2}


def test_of_a_long_question_a_page_about_it_comes_before_one_that_happens_to_have_every_word(client, indexed):
    make_guide(title="Samarbeid om innsyn i arkiv og journal")
    scattered = "Samarbeid nevnes her. Innsyn nevnes. Et arkiv nevnes. Ei innføring, og til sist en journal."
    make_guide(title="Noe helt annet", problem=f"<p>{scattered}</p>")
    indexed()
    response = client.get("/sok/", {"q": "innføring samarbeid innsyn arkiv journal"})
    assert titles(response) == ["Samarbeid om innsyn i arkiv og journal", "Noe helt annet"]
    assert "Bare 1 side har alle ordene. Vi viser også sider med de fleste av dem." in text_of(response)


def test_with_the_newest_first_it_is_not_said_that_full_matches_come_first(client, indexed):
    make_guide(title="Gevinst, barnehage og søknad")
    make_guide(title="Gevinst og barnehage")
    indexed()
    response = client.get("/sok/", {"q": "gevinst barnehage søknad", "sorter": "nyeste"})
    assert "Bare 1 side har alle ordene. Vi viser også sider med de fleste av dem." in text_of(response)


def test_where_no_page_has_all_the_words_it_is_said(client, indexed):
    make_guide(title="Gevinst i barnehage")
    indexed()
    response = client.get("/sok/", {"q": "gevinst barnehage enhjørning"})
    assert titles(response) == ["Gevinst i barnehage"]
    assert "Ingen sider har alle ordene. Vi viser sider med de fleste av dem." in text_of(response)
    response = client.get("/sok/", {"q": "gevinst barnehage enhjørning", "slik": "1"})
    assert titles(response) == []


def test_where_enough_pages_have_all_the_words_no_others_are_shown(client, indexed):
    for number in range(3):
        make_guide(title=f"Gevinst, barnehage og søknad {number}")
    make_guide(title="Gevinst og barnehage")
    indexed()
    response = client.get("/sok/", {"q": "gevinst barnehage søknad"})
    assert len(titles(response)) == 3
    assert "alle ordene" not in re.sub(r"<li>.*?</li>", "", text_of(response))


def test_a_correction_may_be_needed_before_most_of_the_words_are_found(client, indexed, corrector):
    make_guide(title="Risikoanalyse av søknad")
    make_guide(title="Søknad")
    indexed()
    response = client.get("/sok/", {"q": f"{TYPO} søknad enhjørning"})
    assert titles(response)[0] == "Risikoanalyse av søknad"
    assert f"Vi viser treff på <strong>{MEANT} søknad enhjørning</strong> i stedet." in text_of(response)
    assert "Ingen sider har alle ordene." in text_of(response)
