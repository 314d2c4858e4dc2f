"""A guide as its reader meets it: the five answers, the notes above it, its files, what machines read."""

import html
import json
import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from bestpractice.models import GuidePage
from forum.organisations.models import Municipality
from forum.pages.models import Experience, KnowledgePage, PageFile, Uptake
from forum.pages.services import share_experience
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.pages import close, make_document, make_guide, make_method, section, stream, translate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]

STEP = ("step", {"title": "Sett en ramme", "text": "<p>Skriv én side.</p>"})
QUESTIONS = [
    "Hvem har gjort det?",
    "Hvordan?",
    "Hva ga det?",
    "Hvem kan du ringe?",
    "Hva gjør du først?",
]


def shown(client, page, prefix=""):
    """The page as text with its tags, in single spaces."""
    response = client.get(prefix + GuidePage.objects.get(pk=page.pk).url)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def answers(client, page):
    """[(question, headline and detail, as the reader reads them, markup)]"""
    found = re.findall(r"<dt>([^<]+)</dt> <dd>(<strong>.*?)</dd>", shown(client, page))
    assert [question for question, _answer in found] == QUESTIONS
    return [(html.unescape(re.sub(r"<.*?>", "|", answer)), answer) for _question, answer in found]


def words(answer):
    return [part.strip() for part in answer[0].split("|") if part.strip()]


def municipality(size):
    return Municipality.objects.current().exclude(organisation=None).filter(size_group=size)[0]


def use(page, *municipalities):
    for one in municipalities:
        Uptake.objects.create(page=page, municipality=one, since=timezone.localdate())


def tell(page, municipality, **fields):
    return share_experience(page=page, organisation=municipality.organisation, did="Brukte den.", **fields)


def test_a_guide_of_which_nothing_is_known_says_how_each_answer_can_be_given(client):
    page = make_guide()
    suggest = reverse("suggest", args=[page.pk])
    who, how, gain, call, first = answers(client, page)
    assert words(who) == ["Ingen har meldt fra", "Bruker dere den? Si fra, så blir dere de første."]
    assert 'href="#brukes"' in who[1]
    assert words(how) == ["Ikke beskrevet ennå", "Vet dere hvordan? Foreslå steg."]
    assert words(gain) == ["Ikke målt ennå", "Har dere tall? Del dem, så står de her."]
    assert words(call) == ["Ingen har meldt seg", "Har dere gjort det? Still dere til rådighet."]
    assert words(first) == ["Ikke sagt ennå", "Vet dere hva som kommer først? Foreslå det."]
    assert all(f'href="{suggest}"' in answer[1] for answer in (how, gain, call, first))
    assert client.get(suggest).status_code == 200


def test_a_guide_of_which_all_is_known_gives_all_five_answers(client):
    page = make_guide(
        steps=stream(STEP, STEP),
        effort="3 timer",
        effort_detail="Ett rom, seks personer",
        gain="2 av 3 endret planen",
        gain_detail="før de brukte penger",
        files=["Matrise"],
    )
    small, large = municipality("under-5000"), municipality("over-50000")
    tell(page, small, contact_name="Ingrid")
    use(page, large)
    who, how, gain, call, first = answers(client, page)
    assert words(who) == ["2 kommuner", "1 av dem har under 5 000 innbyggere"]
    assert words(how) == ["2 steg, 3 timer", "Ett rom, seks personer"]
    assert words(gain) == ["2 av 3 endret planen", "før de brukte penger"]
    assert words(call) == [small.organisation.name, "Ingrid tar gjerne en prat"]
    assert words(first) == ["Last ned malen", "Matrise"]
    assert "data-missing" not in shown(client, page)


def test_one_large_municipality_is_told_as_one_and_as_large(client):
    page = make_guide()
    use(page, municipality("over-50000"))
    assert words(answers(client, page)[0]) == ["1 kommune", "Alle har over 5 000 innbyggere"]


def test_what_a_municipality_says_it_gained_stands_where_the_guide_says_nothing(client):
    page = make_guide()
    teller = municipality("5000-20000")
    tell(page, teller, result="Halve ventetiden")
    assert words(answers(client, page)[2]) == ["Halve ventetiden", f"sier {teller.organisation.name}"]


def test_what_a_hidden_experience_says_is_not_an_answer(client):
    page = make_guide()
    Experience.objects.create(
        page=page,
        organisation=OrganisationFactory(name="Skjult etat"),
        did="Noe",
        result="Oppdiktet gevinst",
        contact_name="Hemmelig",
        shared_on=timezone.localdate(),
        hidden=True,
    )
    text = shown(client, page)
    assert not {"Oppdiktet gevinst", "Skjult etat", "Hemmelig"} & set(re.findall(r"[A-ZÆØÅ][^<]+", text))
    assert words(answers(client, page)[2])[0] == "Ikke målt ennå"


def test_where_nobody_who_did_it_can_be_called_the_one_who_answers_for_the_guide_can(client):
    page = make_guide(contact_name="Redaksjonen", contact_email="r@eksempel.no")
    call = answers(client, page)[3]
    assert words(call) == ["Redaksjonen", "har ansvar for veilederen"]
    assert 'href="#ansvarlig"' in call[1]
    assert 'id="ansvarlig"' in shown(client, page)


def test_without_a_template_the_first_thing_is_the_first_step_and_without_steps_the_problem(client):
    with_steps = make_guide(steps=stream(STEP), problem="<p>Køen.</p>")
    assert words(answers(client, with_steps)[4]) == ["Sett en ramme", "Steg 1"]
    only_problem = make_guide(problem="<p>Køen.</p>")
    assert words(answers(client, only_problem)[4]) == ["Les problemet", "og se om det er deres"]
    assert 'href="#problem"' in answers(client, only_problem)[4][1]


def test_effort_without_steps_is_told_without_a_link_that_leads_nowhere(client):
    how = answers(client, make_guide(effort="3 timer"))[1]
    assert words(how) == ["3 timer"]
    assert "href" not in how[1]


def test_every_link_within_the_page_leads_to_something_on_it(client):
    for page in (make_guide(), make_guide(steps=stream(STEP), problem="<p>Køen.</p>", files=["Mal"], publish=True)):
        text = shown(client, page)
        ids = set(re.findall(r'\bid="([^"]+)"', text))
        assert set(re.findall(r'href="#([^"]+)"', text)) - ids == set()


def test_the_nynorsk_guide_answers_with_what_is_known_of_the_work(client):
    page = make_guide(files=["Matrise"])
    use(page, municipality("under-5000"))
    nynorsk = translate(page, title="Rettleiar")
    text = shown(client, nynorsk)
    assert '<strong><a href="#brukes">1 kommune</a></strong>' in text
    assert '<html lang="nn"' in text


def test_a_translation_that_is_older_than_its_original_says_so_and_shows_the_way(client):
    page = make_guide(publish=True)
    nynorsk = translate(page)
    nynorsk.save_revision().publish()
    earlier = timezone.now() - timedelta(days=20)
    assert "ds-alert" not in shown(client, nynorsk)
    KnowledgePage.objects.filter(pk=nynorsk.pk).update(text_changed_at=earlier)
    text = shown(client, nynorsk)
    assert "Den nynorske teksten er eldre enn bokmålsteksten, som er endra sidan." in text
    assert f'href="{page.url}" hreflang="nb"' in text
    assert "ds-alert" not in shown(client, page)


def test_a_page_in_another_language_than_its_surroundings_says_so(client):
    page = make_guide(title="Gevinster")
    page.create_alias(parent=section("beste-praksis", "nn"))
    text = shown(client, page, "/nn")
    assert '<html lang="nn"' in text
    assert '<h1 class="title" lang="nb">Gevinster</h1>' in text
    assert "Denne sida finst enno ikkje på språket du les portalen på. Her er ho på bokmål." in text
    assert "ds-alert" not in shown(client, page)


def test_both_languages_lead_to_each_other(client):
    page = make_guide()
    nynorsk = translate(page)
    assert f'<a href="{nynorsk.url}" lang="nn" hreflang="nn">nynorsk</a>' in shown(client, page)
    assert f'<a href="{page.url}" lang="nb" hreflang="nb">bokmål</a>' in shown(client, nynorsk)


def test_a_guide_past_its_review_date_says_that_it_needs_review_and_another_does_not(client):
    today = timezone.localdate()
    assert "Trenger gjennomgang" in shown(client, make_guide(review_by=today - timedelta(days=1)))
    assert "Trenger gjennomgang" not in shown(client, make_guide(review_by=today))
    assert "Trenger gjennomgang" not in shown(client, make_guide())


def data_of(text):
    (script,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text)
    return json.loads(script)["@graph"]


def test_machines_read_what_the_guide_is_and_where_it_stands(client):
    page = make_guide(title="Risikoanalyse", steps=stream(STEP), publish=True)
    told, trail = data_of(shown(client, page))
    assert (told["@type"], told["name"], told["inLanguage"], told["version"]) == ("HowTo", "Risikoanalyse", "nb", "0.1")
    assert told["url"] == f"http://localhost:8000{page.url}"
    assert told["step"] == [{"@type": "HowToStep", "position": 1, "name": "Sett en ramme"}]
    assert [item["name"] for item in trail["itemListElement"]] == ["Forside", "Beste praksis", "Risikoanalyse"]
    assert "creativeWorkStatus" not in told


def test_no_text_in_a_guide_can_end_the_script_element_or_become_markup(client):
    hostile = "</script><script>alert(1)</script>&'\""
    page = make_guide(
        title=hostile,
        summary=hostile,
        audience=hostile,
        contact_name=hostile,
        steps=stream(("step", {"title": hostile, "text": ""})),
    )
    text = shown(client, page)
    assert "<script>alert" not in text
    told = data_of(text)[0]
    assert told["step"][0]["name"] == hostile
    assert told["description"].startswith("</script>")


def test_files_stand_with_their_kind_and_size_and_can_be_fetched(client):
    page = make_guide()
    document = make_document(title="Matrise", name="matrise.docx", text="Innhold")
    page.files.add(PageFile(title="Matrise", description="Fyll ut sammen", document=document))
    page.save_revision().publish()
    text = shown(client, page)
    assert f'<a href="{document.url}">Matrise</a>' in text
    assert "Fyll ut sammen" in text
    assert re.search(r"<span>Word, [\d,]+ KB</span> <span>versjon 0\.1</span>", text)
    assert client.get(document.url).status_code == 200


def test_a_draft_is_not_there_and_neither_is_its_change_log(client):
    page = make_guide(live=False)
    assert client.get(page.url).status_code == 404
    assert client.get(f"{page.url}versjoner/").status_code == 404
    published = make_guide(publish=True)
    published.unpublish()
    assert client.get(f"{published.url}versjoner/").status_code == 404


def test_a_guide_names_the_step_it_serves_only_to_those_who_may_see_the_step(client):
    _method, parts = make_method()
    phase, step = parts[0]
    page = make_guide(method_step=step)
    assert f'<a href="{step.url}">{step.title}</a>' in shown(client, page)
    close(phase)
    assert step.title not in shown(client, page)


def test_a_guide_that_is_not_saved_yet_can_be_previewed_by_its_editor(client):
    client.force_login(UserFactory(administrator=True))
    parent = section("beste-praksis")
    address = reverse("wagtailadmin_pages:preview_on_add", args=["bestpractice", "guidepage", parent.pk])
    form = {"title": "Ikke lagret", "slug": "ikke-lagret", "summary": "Snart.", "licence": "CC-BY-4.0"}
    for prefix in ("steps", "pitfalls", "checklists", "body"):
        form[f"{prefix}-count"] = 0
    for prefix in ("files", "links", "comments"):
        form |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    answer = client.post(address, form | {"version_step": "minor", "problem": "null", "prerequisites": "null"}).json()
    assert answer["is_valid"], answer
    text = client.get(address).content.decode()
    assert "Ikke lagret" in text
    assert "Ingen har meldt fra" in text
    assert not GuidePage.objects.exists()
