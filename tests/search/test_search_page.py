"""What a reader meets at /sok/."""

import re

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from tests.factories.accounts import UserFactory
from tests.factories.pages import a_theme, close, make_group, make_guide, make_news, translate
from tests.search.engine import IN_DATABASE

pytestmark = pytest.mark.django_db

# Where the search engine is the database, each count of a facet is a query too.
MOST_QUERIES = 30 if IN_DATABASE else 12


def text_of(response):
    return re.sub(r"\s+", " ", response.content.decode())


def titles(response):
    found = re.findall(r"<h3 class=\"entry-title\"><a href=[^>]*>(.*?)</a></h3>", response.content.decode(), re.DOTALL)
    return [re.sub(r"<.*?>", "", title) for title in found]


def test_an_inflected_word_finds_the_guide_and_is_marked(client, indexed):
    make_guide(title="Risikoanalyse på en ettermiddag")
    indexed()
    response = client.get("/sok/", {"q": "risikoanalysene"})
    assert titles(response) == ["Risikoanalyse på en ettermiddag"]
    assert "<mark>Risikoanalyse</mark> på en ettermiddag" in text_of(response)


def test_a_word_that_stands_only_in_the_body_is_found_and_shown_in_its_sentence(client, indexed):
    make_guide(title="Signatur", problem="<p>Først noe annet.</p><p>Et arkivformat må avklares tidlig.</p>")
    indexed()
    response = client.get("/sok/", {"q": "arkivformatet"})
    assert titles(response) == ["Signatur"]
    assert "Et <mark>arkivformat</mark> må avklares tidlig." in text_of(response)


def test_kinds_are_ranked_together_and_a_title_counts_most(client, indexed):
    make_guide(title="Noe annet", problem="<p>Her nevnes innsyn én gang.</p>")
    make_news(title="Innsyn for alle")
    indexed()
    assert titles(client.get("/sok/", {"q": "innsyn"})) == ["Innsyn for alle", "Noe annet"]


def test_counts_are_true_and_combine(client, indexed):
    health, culture = a_theme("helse-og-omsorg"), a_theme("kultur-idrett-og-fritid")
    make_guide(title="Skjema én", themes=[health])
    make_guide(title="Skjema to", themes=[health, culture])
    make_news(title="Skjema tre", themes=[culture])
    indexed()
    page = text_of(client.get("/sok/", {"q": "skjema"}))
    assert "3 treff på «skjema»" in page
    assert f'<span>{health.name}</span><data value="2">2</data>' in page
    assert f'<span>{culture.name}</span><data value="2">2</data>' in page
    assert '<span>Veileder</span><data value="2">2</data>' in page
    page = text_of(client.get("/sok/", {"q": "skjema", "tema": culture.slug, "type": "guide"}))
    assert "1 treff på «skjema»" in page
    # Each facet counts as if only the other were chosen.
    assert '<span>Veileder</span><data value="1">1</data>' in page
    assert f'<span>{health.name}</span><data value="2">2</data>' in page


def test_a_main_theme_holds_what_is_filed_below_it_each_page_once(client, indexed):
    main = a_theme("helse-og-omsorg")
    below = list(main.children.all()[:2])
    make_guide(title="Skjema", themes=below)
    indexed()
    page = text_of(client.get("/sok/", {"q": "skjema", "tema": main.slug}))
    assert f'<span>{main.name}</span><data value="1">1</data>' in page
    assert f'<span>{below[0].name}</span><data value="1">1</data>' in page


def test_a_choice_can_be_taken_away_and_the_address_holds_the_rest(client, indexed):
    make_guide(title="Skjema", themes=[a_theme()])
    indexed()
    page = text_of(client.get("/sok/", {"q": "skjema", "tema": "helse-og-omsorg", "type": "guide"}))
    assert 'href="?q=skjema&amp;type=guide" aria-label="Fjern valget Helse og omsorg"' in page
    assert 'href="?q=skjema">Fjern alle valg</a>' in page


def test_newest_first_when_the_reader_wants_that(client, indexed):
    older, newer = make_guide(title="Skjema skjema skjema"), make_guide(title="Noe", summary="Et skjema.")
    for days, page in ((9, older), (1, newer)):
        page.text_changed_at = timezone.now() - timezone.timedelta(days=days)
        page.save()
    indexed()
    assert titles(client.get("/sok/", {"q": "skjema"})) == ["Skjema skjema skjema", "Noe"]
    assert titles(client.get("/sok/", {"q": "skjema", "sorter": "nyeste"})) == ["Noe", "Skjema skjema skjema"]
    assert titles(client.get("/sok/", {"sorter": "nyeste"})) == ["Noe", "Skjema skjema skjema"]


def test_ten_hits_a_page_and_each_hit_on_one_page(client, indexed):
    for number in range(23):
        make_guide(title=f"Skjema {number}")
    indexed()
    pages = [titles(client.get("/sok/", {"q": "skjema", "side": side})) for side in (1, 2, 3)]
    assert [len(page) for page in pages] == [10, 10, 3]
    assert len({title for page in pages for title in page}) == 23


@pytest.mark.parametrize("side", ["999999", "abc", "-1", "0", "", "1e9", "\x00"])
def test_a_strange_page_number_gives_a_page(client, indexed, side):
    make_guide(title="Skjema")
    indexed()
    assert titles(client.get("/sok/", {"q": "skjema", "side": side})) == ["Skjema"]


@pytest.mark.parametrize("choice", [{"tema": "finnes-ikke"}, {"type": "\x00"}, {"sorter": "'"}, {"type": "å" * 500}])
def test_an_unknown_choice_is_as_none(client, indexed, choice):
    make_guide(title="Skjema")
    indexed()
    assert titles(client.get("/sok/", {"q": "skjema", **choice})) == ["Skjema"]


def test_what_is_closed_is_neither_found_counted_nor_suggested(client, indexed):
    group = make_group()
    secret = make_guide(title="Hemmelig skjema", problem="<p>kanarifugl</p>")
    close(secret, group)
    make_guide(title="Åpent skjema")
    indexed()
    page = client.get("/sok/", {"q": "skjema"})
    assert titles(page) == ["Åpent skjema"]
    assert '<span>Veileder</span><data value="1">1</data>' in text_of(page)
    assert titles(client.get("/sok/", {"q": "kanarifugl"})) == []
    assert client.get("/sok/forslag/", {"q": "hemm"}).json() == {"suggestions": []}
    member = UserFactory()
    member.groups.add(group)
    client.force_login(member)
    assert sorted(titles(client.get("/sok/", {"q": "skjema"}))) == ["Hemmelig skjema", "Åpent skjema"]


def test_what_was_closed_after_the_index_was_written_is_gone_at_once(client, indexed):
    guide = make_guide(title="Skjema")
    indexed()
    close(guide)
    assert "0 treff" in text_of(client.get("/sok/", {"q": "skjema"}))


def test_an_unpublished_page_is_not_shown_even_when_the_index_still_has_it(client, indexed):
    guide = make_guide(title="Skjema")
    indexed()
    type(guide).objects.filter(pk=guide.pk).update(live=False)
    assert titles(client.get("/sok/", {"q": "skjema"})) == []


def test_a_work_is_found_once_in_the_readers_language(client, indexed):
    guide = make_guide(title="Skjema for barnehage")
    translate(guide, title="Skjema for barnehage, nynorsk")
    indexed()
    assert titles(client.get("/sok/", {"q": "skjema"})) == ["Skjema for barnehage"]
    assert titles(client.get("/nn/sok/", {"q": "skjema"})) == ["Skjema for barnehage, nynorsk"]


def test_an_empty_search_is_a_calm_start_with_ways_to_go_on(client, indexed):
    make_guide(title="Skjema", themes=[a_theme()])
    indexed()
    page = text_of(client.get("/sok/"))
    assert "treff" not in page.lower().replace("treffene", "")
    assert 'href="?tema=helse-og-omsorg"' in page
    assert "Slik søker du" in page


def test_a_search_without_hits_helps_on(client, indexed):
    make_guide(title="Skjema")
    indexed()
    page = text_of(client.get("/sok/", {"q": "drage enhjørning troll"}))
    assert 'href="?q=enhj%C3%B8rning">enhjørning</a>' in page
    assert 'href="/begreper/"' in page


def test_a_search_that_only_the_choices_empty_says_so(client, indexed):
    make_guide(title="Skjema")
    indexed()
    page = text_of(client.get("/sok/", {"q": "skjema", "type": "news"}))
    assert "Uten valgene dine er det 1 treff." in page


def test_a_too_long_search_keeps_what_was_typed_and_says_what_to_do(client, indexed):
    typed = "barnehage " * 30
    response = client.get("/sok/", {"q": typed})
    assert response.status_code == 200
    assert f'value="{typed.strip()}"' in response.content.decode()
    assert "Søket er for langt: 299 tegn, og 200 er det meste." in text_of(response)


def test_only_the_first_twelve_words_are_searched_for_and_the_page_says_so(client, indexed):
    make_guide(title="Skjema")
    indexed()
    page = client.get("/sok/", {"q": "skjema " * 12 + "enhjørning"})
    assert titles(page) == ["Skjema"]
    assert "Vi søkte bare etter de tolv første ordene" in text_of(page)


def test_words_in_quotation_marks_are_wanted_in_that_order(client, indexed):
    make_guide(title="Digital signatur")
    make_guide(title="Signatur, digital")
    indexed()
    for q in ('"digital signatur"', "«digital signatur»", "“digitale signaturer”"):
        assert titles(client.get("/sok/", {"q": q})) == ["Digital signatur"]
    assert len(titles(client.get("/sok/", {"q": '"digital signatur'}))) == 2


def test_marks_never_let_markup_through(client, indexed):
    make_guide(title="<script>skjema</script>", summary="<b>skjema</b> & mer")
    indexed()
    page = client.get("/sok/", {"q": "skjema <i>"}).content.decode()
    assert "<script>skjema" not in page
    page = client.get("/sok/", {"q": "skjema"}).content.decode()
    assert "&lt;script&gt;<mark>skjema</mark>&lt;/script&gt;" in page
    assert "&lt;b&gt;<mark>skjema</mark>&lt;/b&gt; &amp; mer" in page


def test_search_pages_are_not_for_other_search_engines(client, indexed):
    for address in ("/sok/", "/sok/?q=skjema", "/sok/forslag/?q=sk"):
        assert client.get(address).headers["X-Robots-Tag"] == "noindex"


@pytest.mark.parametrize("amount", [3, 30])
def test_a_page_of_hits_costs_the_same_however_much_there_is(client, indexed, amount, django_assert_max_num_queries):
    themes = [a_theme("helse-og-omsorg"), a_theme("kultur-idrett-og-fritid")]
    for number in range(amount):
        make_guide(title=f"Skjema {number}", themes=themes[: number % 3])
    close(make_guide(title="Lukket skjema"))
    indexed()
    year = str(timezone.localdate().year)
    choices = {"tema": "helse-og-omsorg", "type": "guide", "kommune": "0301", "sprak": "nb", "ar": year}
    for wishes in ({"q": "skjema"}, {"q": "skjema", **choices}, {"q": "skjemma mal"}, choices):
        # The first fills what is remembered for a minute or more.
        client.get("/sok/", wishes)
        with django_assert_max_num_queries(MOST_QUERIES):
            client.get("/sok/", wishes)


@pytest.mark.whoosh
def test_a_missing_index_says_that_search_is_being_rebuilt(client, indexed, settings, tmp_path):
    settings.WAGTAILSEARCH_BACKENDS["default"] = {
        **settings.WAGTAILSEARCH_BACKENDS["default"],
        "PATH": str(tmp_path / "nothing"),
    }
    response = client.get("/sok/", {"q": "skjema"})
    assert response.status_code == 200
    assert "Søket bygges opp på nytt" in text_of(response)


def test_a_visitor_is_the_reader(client, indexed):
    assert client.get("/sok/").wsgi_request.user == AnonymousUser()


@pytest.mark.whoosh  # PostgreSQL leaves out small words at either end of a phrase
def test_small_words_count_in_a_phrase(client, indexed):
    make_guide(title="Innsyn", problem="<p>Under mine saker ser innbyggeren alt.</p>")
    make_guide(title="Arkiv", problem="<p>Saker blir ikke mine av den grunn.</p>")
    indexed()
    assert titles(client.get("/sok/", {"q": '"mine saker"'})) == ["Innsyn"]
    assert set(titles(client.get("/sok/", {"q": "saker"}))) == {"Innsyn", "Arkiv"}


def test_a_phrase_is_found_in_the_text_below_a_title_of_small_words(client, indexed):
    make_guide(title="Hva er det med alt det der", problem="<p>De fant hull i veien, og meldte det.</p>")
    make_guide(title="Veien og hullene", problem="<p>Veien har hull.</p>")
    indexed()
    assert titles(client.get("/sok/", {"q": "«hull i veien»"})) == ["Hva er det med alt det der"]


def test_a_name_and_its_number_may_be_written_together(client, indexed):
    make_guide(title="Arkivkjerne", problem="<p>Vi valgte Noark 5 i fjor.</p>")
    indexed()
    assert titles(client.get("/sok/", {"q": "noark5"})) == ["Arkivkjerne"]
