"""The method: where you are, what serves a step, the whole as one document."""

import html
import re
from itertools import pairwise

import pytest
from django.db import connection
from wagtail.models import Page

from bestpractice.models import MethodPage, PhasePage, StepPage
from tests.factories.pages import close, make_guide, make_method, translate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


def shown(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return re.sub(r"\s+", " ", response.content.decode())


def bar(text):
    """[(letter, title, steps, whether the reader is here)]"""
    (nav,) = re.findall(r'<nav class="phases".*?</nav>', text)
    link = r'<a href="[^"]+"( aria-current="[^"]+")?><b aria-hidden="true">(.*?)</b>'
    found = re.findall(link + r"<span[^>]*>(.*?)</span><small>(\d+) steg", nav)
    return [(letter, html.unescape(title), int(steps), current.strip()) for current, letter, title, steps in found]


def headings(text, tag):
    return [
        html.unescape(re.sub(r"<.*?>", "", one)).strip() for one in re.findall(rf"<{tag}\b[^>]*>(.*?)</{tag}>", text)
    ]


def beside(text):
    """{«prev» or «next»: the step's title}"""
    return dict(re.findall(r'rel="(prev|next)"><span class="label">[^<]+</span> <b>(.*?)</b>', text))


def test_the_bar_shows_the_phases_in_order_and_marks_where_the_reader_is(client):
    method, ((define, step), (implement, _second)) = make_method()
    plain = [("D", "Definere", 1, ""), ("I", "Implementere", 1, "")]
    assert bar(shown(client, method.url)) == plain
    assert bar(shown(client, define.url)) == [("D", "Definere", 1, 'aria-current="page"'), plain[1]]
    assert bar(shown(client, implement.url)) == [plain[0], ("I", "Implementere", 1, 'aria-current="page"')]
    assert bar(shown(client, step.url)) == [("D", "Definere", 1, 'aria-current="step"'), plain[1]]


def test_the_method_leads_to_each_phase_and_step(client):
    method, parts = make_method()
    text = shown(client, method.url)
    for page in (page for part in parts for page in part):
        assert f'href="{page.url}">{page.title}</a>' in text


def test_a_phase_lists_its_own_steps_and_no_others(client):
    _method, ((define, first), (_implement, second)) = make_method()
    text = shown(client, define.url)
    (listed,) = re.findall(r'<ol class="steps">(.*?)</ol>', text)
    assert first.title in listed
    assert second.title not in listed


def test_a_step_leads_to_the_one_before_and_the_one_after_across_phases(client):
    _method, ((_define, first), (_implement, second)) = make_method()
    assert beside(shown(client, first.url)) == {"next": second.title}
    assert beside(shown(client, second.url)) == {"prev": first.title}


def test_a_step_shows_the_guides_that_serve_it_each_once_in_the_readers_language(client):
    method, ((phase, step), (_implement, other)) = make_method()
    guide = make_guide(title="Risikoanalyse", method_step=step)
    make_guide(title="Kladd", method_step=step, live=False)
    make_guide(title="Annet steg", method_step=other)
    translate(method)
    translate(phase)
    nynorsk_step = translate(step)
    translate(guide, title="Risikoanalyse på nynorsk")
    make_guide(title="Bare på bokmål", method_step=step)

    def guides(page):
        return sorted(headings(shown(client, page.url).partition('id="veiledere"')[2], "h3"))

    assert guides(step) == ["Bare på bokmål", "Risikoanalyse"]
    assert guides(nynorsk_step) == ["Bare på bokmål", "Risikoanalyse på nynorsk"]


def test_a_step_that_no_guide_serves_says_what_will_stand_there(client):
    _method, ((_define, step), _second) = make_method()
    assert "Ingen veileder hører til dette steget ennå" in shown(client, step.url)


def test_a_phase_can_be_deleted_with_its_steps_and_nothing_is_left_of_them(client):
    method, ((phase, _step), _second) = make_method()
    PhasePage.objects.get(pk=phase.pk).delete()
    connection.check_constraints()
    assert [title for _l, title, _s, _h in bar(shown(client, method.url))] == ["Implementere"]


def test_a_method_without_phases_and_a_phase_without_steps_say_how_to_begin(client):
    method, ((phase, step), _second) = make_method()
    StepPage.objects.get(pk=step.pk).delete()
    assert "Stegene er ikke skrevet ennå" in shown(client, phase.url)
    for page in PhasePage.objects.all():
        page.delete()
    assert "Fasene er ikke skrevet ennå" in shown(client, method.url)
    assert shown(client, f"{method.url}hele/")


def test_in_nynorsk_each_phase_stands_once_with_bokmål_steps_where_there_are_no_nynorsk_ones(client):
    method, ((define, first), (implement, second)) = make_method()
    nynorsk = translate(method, title="DIEMO på nynorsk")
    phase = translate(define, title="Definere på nynorsk")
    text = shown(client, nynorsk.url)
    assert [(title, steps) for _l, title, steps, _here in bar(text)] == [
        ("Definere på nynorsk", 1),
        ("Implementere", 1),
    ]
    assert f'href="{first.url}" lang="nb" hreflang="nb">{first.title}</a>' in text
    assert f'href="{implement.url}"' in text
    text = shown(client, phase.url)
    assert [here for _l, _t, _s, here in bar(text)] == ['aria-current="page"', ""]
    assert first.title in re.search(r'<ol class="steps">(.*?)</ol>', text).group(1)
    step = translate(first, title="Steg på nynorsk")
    text = shown(client, nynorsk.url)
    assert step.title in text
    assert f">{first.title}</a>" not in text
    assert shown(client, f"{nynorsk.url}hele/").count(second.title) == 1


def test_what_is_written_in_another_language_is_marked_so_in_the_bar_and_the_list(client):
    method, ((_define, first), _second) = make_method()
    nynorsk = translate(method, title="DIEMO på nynorsk")
    text = shown(client, nynorsk.url)
    assert re.search(rf'<a href="{first.url}"[^>]* lang="nb"[^>]*>{first.title}</a>', text)
    assert '<span lang="nb">Definere</span>' in text
    whole = shown(client, f"{nynorsk.url}hele/")
    assert re.search(r'<section class="phase"[^>]* lang="nb">', whole)
    assert 'lang="nb"' not in shown(client, method.url).partition('<nav class="phases"')[2].partition("</main>")[0]


def test_the_whole_method_is_one_document_with_every_text_once_and_in_order(client):
    method, ((define, first), (_implement, second)) = make_method()
    first = StepPage.objects.get(pk=first.pk)
    first.goal, first.outputs = "<p>Et kart over køen.</p>", "<ul><li>En liste</li></ul>"
    first.save()
    define = PhasePage.objects.get(pk=define.pk)
    define.roles = "<p>Tjenesteeieren leder.</p>"
    define.save()
    page = MethodPage.objects.get(pk=method.pk)
    page.intro, page.source = "<p>Om DIEMO.</p>", "<p>Etter en kjent kilde.</p>"
    page.save()
    text = shown(client, f"{method.url}hele/")
    order = [
        "Om DIEMO.",
        "Tjenesteeieren leder.",
        "Et kart over køen.",
        "En liste",
        second.title,
        "Etter en kjent kilde.",
    ]
    places = [text.rindex(words) for words in order]
    assert places == sorted(places)
    assert [text.count(words) for words in order] == [1] * len(order)
    assert headings(text, "h1") == ["DIEMO"]
    assert [h for h in headings(text, "h2") if h[1:2] == "."] == ["D. Definere", "I. Implementere"]
    assert [h for h in headings(text, "h3") if h.startswith("Steg 1")] == [
        f"Steg 1: {one.title}" for one in (first, second)
    ]
    levels = [int(level) for level in re.findall(r"<h([1-6])\b", text.partition("<main")[2].partition("</main>")[0])]
    assert all(after - before <= 1 for before, after in pairwise(levels)), levels


def test_the_method_offers_itself_as_one_document(client):
    method, _parts = make_method()
    assert f'href="{method.url}hele/"' in shown(client, method.url)


def test_closed_phases_are_nowhere_in_the_method_for_those_who_may_not_see_them(client):
    method, ((define, first), (_implement, second)) = make_method()
    close(define)
    for address in (method.url, f"{method.url}hele/", second.url):
        text = shown(client, address)
        assert "Definere" not in text
        assert first.title not in text
    assert client.get(define.url).status_code == client.get(first.url).status_code == 404


def test_a_draft_of_a_phase_takes_its_steps_with_it_out_of_the_method(client):
    method, ((define, first), _second) = make_method()
    PhasePage.objects.get(pk=define.pk).unpublish()
    text = shown(client, method.url)
    assert [title for _l, title, _s, _h in bar(text)] == ["Implementere"]
    assert first.title not in text


def test_the_list_of_methods_shows_each_once_and_says_how_to_begin_when_empty(client):
    assert "Her kommer metodene" in shown(client, "/metode/")
    method, _parts = make_method()
    translate(method, title="DIEMO på nynorsk")
    assert headings(shown(client, "/metode/").partition('class="entries"')[2], "h2")[0] == "DIEMO"
    assert "DIEMO på nynorsk" in shown(client, "/nn/metode/")
    assert Page.objects.get(pk=method.pk).url == "/metode/diemo/"


def test_a_step_lists_the_templates_of_the_guides_that_serve_it(client):
    _method, parts = make_method()
    step, other = parts[0][1], parts[1][1]
    guide = make_guide(method_step=step, files=["Ramme for analysen"])
    text = shown(client, step.url)
    assert "Ramme for analysen" in text
    assert text.count(f'href="{guide.url}"') == 2  # as a guide, and where the template comes from
    assert "Ramme for analysen" not in shown(client, other.url)
