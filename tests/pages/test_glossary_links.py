"""Soft links to the glossary: the first mention of a word on a page, never where it would break something."""

import re

import pytest
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from forum.pages.glossary_links import link_terms
from forum.pages.models import GlossaryTerm
from tests.factories.pages import close, make_guide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


def term(word, **fields):
    slug = fields.pop("slug", word.lower().replace(" ", "-"))
    return GlossaryTerm.objects.create(term=word, slug=slug, definition=f"Hva {word} er.", **fields)


def linked(html, seen=None):
    cache.clear()
    return str(link_terms(html, seen=set() if seen is None else seen))


def a(word, slug):
    return f'<a class="term" href="/begreper/#{slug}" title="Forklart under Begreper">{word}</a>'


def test_the_first_mention_is_linked_and_the_next_is_not():
    term("gevinst")
    assert linked("<p>En gevinst er en gevinst.</p>") == f"<p>En {a('gevinst', 'gevinst')} er en gevinst.</p>"


def test_a_word_linked_earlier_on_the_page_is_not_linked_again():
    term("gevinst")
    seen = set()
    assert a("gevinst", "gevinst") in linked("<p>gevinst</p>", seen)
    assert linked("<p>gevinst</p>", seen) == "<p>gevinst</p>"


def test_a_word_is_found_however_it_is_capitalised_and_keeps_its_letters():
    term("ROS-analyse", slug="ros")
    assert linked("<p>Ros-analyse</p>") == f"<p>{a('Ros-analyse', 'ros')}</p>"


def test_a_synonym_leads_to_its_word():
    term("ID-porten", slug="id-porten", synonyms=["MinID"])
    assert linked("<p>Logg inn med MinID.</p>") == f"<p>Logg inn med {a('MinID', 'id-porten')}.</p>"


def test_the_longest_word_wins():
    term("sak")
    term("sak-/arkivsystem", slug="sakarkiv")
    assert linked("<p>Et sak-/arkivsystem</p>") == f"<p>Et {a('sak-/arkivsystem', 'sakarkiv')}</p>"


def test_a_part_of_a_longer_word_is_left_alone():
    term("mal")
    assert linked("<p>maler, malen, dokument-mal, normal</p>") == "<p>maler, malen, dokument-mal, normal</p>"


@pytest.mark.parametrize(
    "html",
    [
        '<a href="/x/">en gevinst</a>',
        "<h2>Gevinst</h2>",
        "<h3>Mer om gevinst</h3>",
        "<code>gevinst</code>",
        "<pre>gevinst</pre>",
        '<p title="gevinst">x</p>',
        "<button>gevinst</button>",
        "<!-- gevinst -->",
    ],
)
def test_links_headings_code_and_attributes_are_left_alone(html):
    term("gevinst")
    assert linked(html) == html


def test_html_comes_through_as_it_was():
    term("gevinst")
    html = '<ul class="x"><li>a &amp; b &#229; &nbsp;<br>c<img src="/y.png" alt="d"/></li></ul><p>5 &lt; 6</p>'
    assert linked(html) == html


def test_a_word_with_signs_in_it_is_a_word_and_not_a_pattern():
    term("C++", slug="cpp")
    term("(x|y)*", slug="xy")
    assert a("(x|y)*", "xy") in linked("<p>Et (x|y)* her</p>")
    assert linked("<p>xxyy</p>") == "<p>xxyy</p>"


@pytest.mark.parametrize("text", ["Å styre ſak er", "STYRİNG", "\u212a\u212a", "ǅ", "ﬁnn"])
def test_letters_that_have_odd_capitals_break_nothing(text):
    for number, word in enumerate(("sak", "styring", "kkk", "finn", "i\u0307x")):
        term(word, slug=f"ord-{number}")
    assert re.sub("<[^>]*>", "", linked(f"<p>{text}</p>")) == text


@settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=60))
def test_any_text_can_be_linked(text):
    GlossaryTerm.objects.get_or_create(
        slug="sak", defaults={"term": "sak", "definition": "x", "synonyms": ["ſiK", "İs"]}
    )
    link_terms(f"<p>{text}</p>", seen=set())


def test_without_words_the_text_is_as_it_was():
    assert linked("<p>gevinst") == "<p>gevinst"


def test_nynorsk_readers_are_sent_to_the_nynorsk_page():
    term("gevinst")
    with override("nn"):
        assert 'href="/nn/begreper/#gevinst"' in linked("<p>gevinst</p>")


def test_a_guide_links_each_word_once_across_all_its_parts(client):
    term("gevinst")
    page = make_guide(problem="<p>En gevinst</p>", prerequisites="<p>To gevinst</p>")
    text = client.get(page.url).content.decode()
    assert text.count('class="term"') == 1


@pytest.mark.parametrize("synonyms", [5, "MinID", {"a": 1}, [1, 2], [["a"]], None])
def test_synonyms_must_be_a_list_of_words(synonyms):
    with pytest.raises(ValidationError):
        GlossaryTerm(slug="x", term="x", definition="x", synonyms=synonyms).full_clean()


def test_the_glossary_lists_words_from_a_to_å_with_what_they_mean(client):
    for word in ("ærlighet", "varde", "ålreit"):
        term(word)
    letters = [letter for letter, _terms in client.get("/begreper/").context["letters"]]
    assert letters == ["V", "Æ", "Å"]
    assert "Hva varde er." in client.get("/begreper/").content.decode()


def test_a_word_leads_to_its_page_only_for_those_who_may_read_it(client):
    page = make_guide(slug="mer-om-varde")
    term("varde", page=page)
    assert page.url in client.get("/begreper/").content.decode()
    close(page)
    assert page.url not in client.get("/begreper/").content.decode()


def test_the_glossary_is_in_nynorsk_where_there_is_nynorsk(client):
    term("veileder", term_nn="rettleiar", definition_nn="Kva det er.")
    term("gevinst")
    text = client.get("/nn/begreper/").content.decode()
    assert "rettleiar" in text
    assert "Kva det er." in text
    assert "Hva gevinst er." in text
