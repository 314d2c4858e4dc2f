"""Editors' synonyms and recommendations in the admin."""

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from forum.home.editor_rights import EDITORS
from forum.search.models import Synonym
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_guide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]

ADD = "wagtailsnippets_search_synonym:add"


@pytest.fixture
def editor(client):
    """A redaktør without the rights of moderators."""
    user = UserFactory()
    user.groups.set(Group.objects.filter(name=EDITORS))
    client.force_login(user)
    return client


def add(client, word, means, **fields):
    return client.post(reverse(ADD), {"word": word, "means": means, "both_ways": "on", **fields})


def refused(client, word, means):
    answer = add(client, word, means)
    assert answer.status_code == 200
    return {name: " ".join(errors) for name, errors in answer.context["form"].errors.items()}


def test_an_editor_adds_changes_and_deletes_a_synonym(editor):
    assert editor.get(reverse(ADD)).status_code == 200
    assert add(editor, "MinSide", "Altinn").status_code == 302
    synonym = Synonym.objects.get()
    edit = reverse("wagtailsnippets_search_synonym:edit", args=[synonym.pk])
    assert editor.post(edit, {"word": "minside", "means": "altinn, id-porten"}).status_code == 302
    synonym.refresh_from_db()
    assert (synonym.means, synonym.both_ways) == ("altinn, id-porten", False)
    assert "altinn, id-porten" in editor.get(reverse("wagtailsnippets_search_synonym:list")).content.decode()
    assert editor.post(reverse("wagtailsnippets_search_synonym:delete", args=[synonym.pk])).status_code == 302
    assert not Synonym.objects.exists()


def test_words_are_kept_in_lower_case_with_single_spaces_and_each_once(editor):
    add(editor, "  Bære   Kraft ", " Digital  Signatur ,e-signatur,  digital signatur")
    synonym = Synonym.objects.get()
    assert (synonym.word, synonym.means) == ("bære kraft", "digital signatur, e-signatur")


def test_the_same_word_twice_is_refused_at_its_field_in_plain_words(editor):
    add(editor, "minside", "altinn")
    assert refused(editor, " MinSide", "noe annet") == {
        "word": "Dette ordet står i listen fra før. Legg det nye til under «Betyr» der."
    }
    assert Synonym.objects.count() == 1


@pytest.mark.parametrize("word", ["", "   ", "?!", "a" * 61, "ett, to"])
def test_a_word_that_is_none_is_refused_at_its_field(editor, word):
    assert refused(editor, word, "altinn").keys() == {"word"}


@pytest.mark.parametrize(
    "means", ["", " , ", "altinn,, id-porten", "altinn,", "…", "a" * 301, "minside", "altinn, MinSide"]
)
def test_meanings_that_are_none_are_refused_at_their_field(editor, means):
    assert refused(editor, "minside", means).keys() == {"means"}


def test_twenty_meanings_are_the_most(editor):
    assert refused(editor, "tall", ", ".join(f"ord{n}" for n in range(21))) == {
        "means": "Det er for mange ord: 20 er det meste."
    }
    assert add(editor, "tall", ", ".join(f"ord{n}" for n in range(20))).status_code == 302


def test_the_search_menu_holds_synonyms_and_recommendations_and_the_reports_ours_only(editor):
    shown = editor.get(reverse("wagtailadmin_home")).content.decode()
    for name in ("wagtailsnippets_search_synonym:list", "wagtailsearchpromotions:index", "searches_report"):
        assert shown.count(f'"url": "{reverse(name)}"') == 1, name
    editor.force_login(UserFactory(administrator=True))
    shown = editor.get(reverse("wagtailadmin_home")).content.decode()
    assert shown.count(f'"url": "{reverse("wagtailsearchpromotions:index")}"') == 1
    assert reverse("wagtailsearchpromotions:search_terms") not in shown


def promotion_form(query, page):
    form = {"query_string": query}
    prefix = "editors_picks"
    form |= {f"{prefix}-TOTAL_FORMS": 1, f"{prefix}-INITIAL_FORMS": 0, f"{prefix}-MIN_NUM_FORMS": 0}
    return form | {f"{prefix}-0-page": page.pk, f"{prefix}-0-ORDER": 1, f"{prefix}-0-description": "Begynn her."}


def test_an_editor_recommends_a_page_and_it_stands_first_at_the_next_search(editor, indexed):
    make_guide(title="Sårbarhet", problem="<p>sårbarhet</p>")
    page = make_guide(title="Noe helt annet")
    indexed()
    assert "Noe helt annet" not in editor.get("/sok/", {"q": "sårbarhet"}).content.decode()
    assert editor.get(reverse("recommend_page"), {"sok": "Sårbarhet"}).status_code == 200
    assert editor.post(reverse("wagtailsearchpromotions:add"), promotion_form("Sårbarhet", page)).status_code == 302
    assert (Query.objects.get().query_string, SearchPromotion.objects.get().page_id) == ("sårbarhet", page.pk)
    shown = editor.get("/sok/", {"q": "sårbarhet"}).content.decode()
    assert shown.index("Noe helt annet") < shown.index("Sårbarhet</mark></a>")
    edit = reverse("wagtailsearchpromotions:edit", args=[Query.objects.get().pk])
    assert editor.get(edit).status_code == 200
    assert editor.post(reverse("wagtailsearchpromotions:delete", args=[Query.objects.get().pk])).status_code == 302
    assert "Noe helt annet" not in editor.get("/sok/", {"q": "sårbarhet"}).content.decode()


def test_a_synonym_works_at_the_next_search_and_is_gone_when_it_is_deleted(editor, indexed):
    make_guide(title="Innlogging", problem="<p>Bruk id-porten.</p>")
    indexed()

    def finds(words):
        return "Innlogging" in editor.get("/sok/", {"q": words}).content.decode()

    assert not finds("minside")
    add(editor, "minside", "id-porten")
    assert finds("minside")
    editor.post(reverse("wagtailsnippets_search_synonym:delete", args=[Synonym.objects.get().pk]))
    assert not finds("minside")


def test_a_synonym_holds_both_ways_only_when_the_editor_says_so(editor, indexed):
    make_guide(title="Gammelt navn", problem="<p>minside</p>")
    indexed()

    def finds(words):
        return "Gammelt navn" in editor.get("/sok/", {"q": words}).content.decode()

    add(editor, "minside", "altinn", both_ways="")
    assert not finds("altinn")
    edit = reverse("wagtailsnippets_search_synonym:edit", args=[Synonym.objects.get().pk])
    editor.post(edit, {"word": "minside", "means": "altinn", "both_ways": "on"})
    assert finds("altinn")


@pytest.mark.parametrize("name", ["wagtailsnippets_search_synonym:list", ADD, "wagtailsearchpromotions:index"])
def test_who_is_no_editor_comes_to_none_of_it(client, name):
    client.force_login(UserFactory())
    assert client.get(reverse(name)).status_code == 302


def test_wagtails_report_of_whatever_anyone_has_typed_is_the_administrators(editor):
    assert editor.get(reverse("wagtailsearchpromotions:search_terms")).status_code == 302
