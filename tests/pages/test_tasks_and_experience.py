"""Things to check, and what organisations tell of their use."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.utils import timezone

from forum.jobs.models import Turn
from forum.organisations.models import Municipality
from forum.pages.models import Experience, KnowledgePage, PageTask, Uptake
from forum.pages.selectors import experiences_with
from forum.pages.services import finish_task, raise_overdue_reviews, share_experience, suggest_improvement
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.pages import close, make_guide, make_news, translate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]

TODAY = timezone.localdate()


def organisation_of(number="1101"):
    return Municipality.objects.get(pk=number).organisation


def refreshed(page):
    return KnowledgePage.objects.get(pk=page.pk)


# --- «Foreslå forbedring»


def suggest(client, page, **fields):
    return client.post(f"/forslag/{page.pk}/", {"text": "Lenken i steg 2 er død.", "reply_to": "", **fields})


def test_anyone_may_say_what_would_make_a_page_better(client):
    page = make_guide()
    response = suggest(client, page, reply_to="ola@eksempel.no")
    assert response.status_code == 302
    assert response["Location"] == page.url
    task = PageTask.objects.get()
    assert (task.page_id, task.kind, task.text, task.reply_to, task.raised_by) == (
        page.pk, "suggestion", "Lenken i steg 2 er død.", "ola@eksempel.no", None,
    )  # fmt: skip
    assert "Takk." in client.get(page.url).content.decode()


def test_who_is_signed_in_is_remembered_as_the_one_who_said_it(client):
    user = UserFactory()
    client.force_login(user)
    suggest(client, make_guide())
    assert PageTask.objects.get().raised_by == user


def test_a_suggestion_on_a_translation_is_a_task_on_the_work(client):
    page = make_guide()
    suggest(client, translate(page))
    assert PageTask.objects.get().page_id == page.pk


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"text": ""}, "text"),
        ({"text": "  \n\t "}, "text"),
        ({"text": "x" * 2001}, "text"),
        ({"reply_to": "ola(a)eksempel"}, "reply_to"),
        ({"reply_to": "x" * 250 + "@eksempel.no"}, "reply_to"),
        ({"website": "https://spam.example"}, "website"),
        ({"text": "nul\x00tegn"}, "text"),
    ],
)
def test_what_can_not_be_sent_is_said_and_everything_typed_is_kept(client, fields, wrong):
    page = make_guide()
    typed = {"text": "Noe klokt & <viktig>", "reply_to": "ola@eksempel.no", **fields}
    response = suggest(client, page, **typed)
    assert response.status_code == 422
    assert set(response.context["form"].errors) == {wrong}
    assert not PageTask.objects.exists()
    form = response.context["form"]
    assert form["text"].value() == typed["text"]
    assert form["reply_to"].value() == typed["reply_to"]
    if wrong != "text":
        assert "Noe klokt &amp; &lt;viktig&gt;</textarea>" in response.content.decode()


def test_the_longest_suggestion_allowed_is_taken(client):
    assert suggest(client, make_guide(), text="æ" * 2000).status_code == 302


def test_a_double_click_is_one_suggestion(client):
    page = make_guide()
    assert [suggest(client, page).status_code for _ in range(2)] == [302, 302]
    assert PageTask.objects.count() == 1


def test_the_same_words_may_be_said_again_once_the_first_have_been_looked_at(client):
    page = make_guide()
    suggest(client, page)
    finish_task(task=PageTask.objects.get(), user=UserFactory())
    suggest(client, page)
    assert PageTask.objects.count() == 2
    assert PageTask.objects.open().count() == 1


def test_finishing_a_task_twice_keeps_the_first_word(client):
    first, second = UserFactory(), UserFactory()
    task = suggest_improvement(page=make_guide(), text="Noe")
    finish_task(task=task, user=first)
    finish_task(task=task, user=second)
    task.refresh_from_db()
    assert task.done_by == first


def test_a_suggestion_on_a_page_one_may_not_read_is_refused_as_if_it_were_not_there(client):
    page = make_guide()
    close(page)
    assert client.get(f"/forslag/{page.pk}/").status_code == 404
    assert suggest(client, page).status_code == 404
    assert client.get("/forslag/999999999999999999999/").status_code == 404
    assert not PageTask.objects.exists()


def test_a_suggestion_must_come_from_the_form(client):
    client.handler.enforce_csrf_checks = True
    assert suggest(client, make_guide()).status_code == 403


def test_the_service_refuses_what_the_form_would():
    for fields in ({"text": " "}, {"text": "x" * 2001}, {"text": "Noe", "reply_to": "ola"}):
        with pytest.raises(ValidationError):
            suggest_improvement(page=make_guide(), **fields)


# --- review dates


def test_a_page_past_its_review_date_becomes_one_thing_to_check():
    page = make_guide(review_by=TODAY - timedelta(days=3))
    make_guide(review_by=TODAY)
    make_guide(review_by=TODAY + timedelta(days=1))
    make_guide(review_by=TODAY - timedelta(days=3), live=False)
    assert raise_overdue_reviews() == 1
    assert raise_overdue_reviews() == 0
    task = PageTask.objects.get()
    assert (task.page_id, task.kind) == (page.pk, "review")
    assert f"{page.review_by:%d.%m.%Y}" in task.text


def test_a_page_with_another_thing_to_check_is_still_reminded_of_its_review():
    page = make_guide(review_by=TODAY - timedelta(days=3))
    suggest_improvement(page=page, text="Noe annet")
    assert raise_overdue_reviews() == 1


def test_a_review_that_is_done_is_not_raised_again_for_the_same_date():
    page = make_guide(review_by=TODAY - timedelta(days=3))
    raise_overdue_reviews()
    finish_task(task=PageTask.objects.get(), user=UserFactory())
    KnowledgePage.objects.filter(pk=page.pk).update(review_by=TODAY + timedelta(days=300))
    assert raise_overdue_reviews() == 0


def test_a_work_in_two_languages_is_one_thing_to_check():
    page = make_guide(review_by=TODAY - timedelta(days=3))
    translate(page)
    assert raise_overdue_reviews() == 1
    assert PageTask.objects.get().page_id == page.pk


def test_the_clock_raises_overdue_reviews():
    make_guide(review_by=TODAY - timedelta(days=3))
    call_command("run_due")
    assert PageTask.objects.filter(kind="review").count() == 1
    assert Turn.objects.get(job="forum.pages.jobs.overdue_reviews").last_error == ""


def test_readers_see_that_a_page_needs_review(client):
    late = make_guide(review_by=TODAY - timedelta(days=3))
    fresh = make_guide(review_by=TODAY + timedelta(days=3))
    assert "renger gjennomgang" in client.get(late.url).content.decode()
    assert "renger gjennomgang" not in client.get(fresh.url).content.decode()


# --- «Brukt av»


def test_an_experience_is_shown_on_the_page_in_every_language_newest_first(client):
    page = make_guide()
    nynorsk = translate(page)
    share_experience(page=page, organisation=organisation_of("1101"), did="Først", shared_on=date(2025, 1, 1))
    share_experience(page=nynorsk, organisation=organisation_of("1103"), did="Siden", shared_on=date(2026, 1, 1))
    for shown in (refreshed(page), refreshed(nynorsk)):
        assert [experience.did for experience in experiences_with(shown)] == ["Siden", "Først"]
    for address in (page.url, nynorsk.url):
        text = client.get(address).content.decode()
        assert text.index("Siden") < text.index("Først")


def test_a_municipality_that_tells_is_counted_once_from_its_earliest_date():
    page = make_guide()
    organisation = organisation_of()
    for day in (date(2025, 6, 1), date(2025, 2, 1), date(2025, 9, 1)):
        share_experience(page=page, organisation=organisation, did="Brukte den.", shared_on=day)
    assert list(Uptake.objects.values_list("page_id", "municipality_id", "since")) == [
        (page.pk, "1101", date(2025, 2, 1))
    ]


def test_a_supplier_that_tells_is_shown_but_is_no_municipality_that_uses_it(client):
    page = make_guide()
    share_experience(page=page, organisation=OrganisationFactory(name="Leverandøren"), did="Bygde den.")
    assert not Uptake.objects.exists()
    assert "Leverandøren" in client.get(page.url).content.decode()


def test_an_experience_entered_in_the_admin_counts_like_one_that_was_shared():
    page = make_guide()
    Experience.objects.create(page=page, organisation=organisation_of(), did="Brukte den.", shared_on=TODAY)
    assert Uptake.objects.get().municipality_id == "1101"


def test_an_experience_entered_on_a_translation_belongs_to_the_work(client):
    page = make_guide()
    nynorsk = translate(page)
    Experience.objects.create(page=nynorsk, organisation=organisation_of(), did="Tok han i bruk.", shared_on=TODAY)
    assert Uptake.objects.get().page_id == page.pk
    for address in (page.url, nynorsk.url):
        assert "Tok han i bruk." in client.get(address).content.decode()


def test_a_task_entered_on_a_translation_belongs_to_the_work():
    page = make_guide()
    task = PageTask.objects.create(page=translate(page), kind="review", text="Se over")
    assert task.page_id == page.pk


def test_a_hidden_experience_is_neither_shown_nor_counted(client):
    page = make_guide()
    Experience.objects.create(
        page=page, organisation=organisation_of(), did="Hemmelig bruk", result="Hemmelig gevinst", shared_on=TODAY,
        hidden=True,
    )  # fmt: skip
    assert experiences_with(page) == []
    assert not Uptake.objects.exists()
    for address in (page.url, "/", "/beste-praksis/", "/kommuner/1101/"):
        text = client.get(address).content.decode()
        assert "Hemmelig" not in text
    assert client.get("/").context["shields"].shares == 0


def test_an_experience_shown_again_is_counted_from_then_on():
    page = make_guide()
    experience = Experience.objects.create(
        page=page, organisation=organisation_of(), did="Bruk", shared_on=TODAY, hidden=True
    )
    experience.hidden = False
    experience.save()
    assert Uptake.objects.count() == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"did": "  "},
        {"did": "x" * 1501},
        {"shared_on": TODAY + timedelta(days=1)},
        {"contact_email": "ola"},
        {"result": "x" * 251},
    ],
)
def test_an_experience_that_says_nothing_or_too_much_is_refused(fields):
    with pytest.raises(ValidationError):
        share_experience(page=make_guide(), organisation=organisation_of(), **{"did": "Brukte den.", **fields})
    assert not Experience.objects.exists()
    assert not Uptake.objects.exists()


def test_what_is_told_is_shown_as_text_and_not_as_html(client):
    page = make_guide()
    share_experience(page=page, organisation=organisation_of(), did="<script>alert(1)</script>", result="<b>40</b>")
    text = client.get(page.url).content.decode()
    assert "<script>alert" not in text
    assert "<b>40</b>" not in text


def test_news_can_be_suggested_on_and_used_like_any_page(client):
    page = make_news()
    assert suggest(client, page).status_code == 302
    share_experience(page=page, organisation=organisation_of(), did="Var der.")
    assert "Var der." in client.get(page.url).content.decode() or Uptake.objects.exists()
