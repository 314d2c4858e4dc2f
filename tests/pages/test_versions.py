"""Versions: their numbers, their content and their files."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Page, Revision

from bestpractice.models import GuidePage, MethodPage
from forum.pages.models import DocumentVersion, PortalDocument
from forum.pages.services import record_version
from tests.factories.accounts import UserFactory
from tests.factories.pages import (
    make_document,
    make_guide,
    make_method,
    make_news,
    stream,
    translate,
)
from tests.pages.versioning import publish, with_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


def labels(page):
    return [version.label for version in page.versions.all()]


# --- numbers


def test_a_new_guide_begins_as_a_draft_for_hearing():
    page = make_guide(publish=True)
    assert labels(page) == ["0.1"]
    assert page.versions.get().is_hearing_draft
    assert page.version_label == "0.1"


def test_versions_are_numbered_as_drafts_then_official_then_by_the_size_of_the_change():
    page = make_guide(publish=True)
    for step, text in [("minor", "b"), ("major", "c"), ("minor", "d"), ("minor", "e"), ("major", "f"), ("major", "g")]:
        page = publish(page, step, summary=text)
    assert labels(page) == ["3.0", "2.0", "1.2", "1.1", "1.0", "0.2", "0.1"]
    assert page.version_label == "3.0"


def test_the_first_version_is_official_where_the_editor_says_so():
    page = make_guide()
    assert labels(publish(page, "major", summary="Ferdig.")) == ["1.0"]


def test_the_tenth_small_change_comes_after_the_ninth():
    page = make_guide(publish=True)
    for number in range(10):
        page = publish(page, summary=f"Utkast {number}")
    assert labels(page)[:2] == ["0.11", "0.10"]


def test_publishing_the_same_text_again_makes_no_version():
    page = publish(make_guide(), summary="Slik.")
    page = publish(page, "major", summary="Slik.", change_note="Ikke noe.")
    page = publish(page, review_by=date(2030, 1, 1))
    assert labels(page) == ["0.1"]


def test_going_back_to_an_earlier_text_is_a_version_of_its_own():
    page = publish(make_guide(), summary="Først.")
    page = publish(page, summary="Så.")
    assert labels(publish(page, summary="Først.")) == ["0.3", "0.2", "0.1"]


def test_taking_a_page_down_and_publishing_it_again_makes_no_version():
    page = make_guide(publish=True)
    page.unpublish()
    assert labels(publish(page)) == ["0.1"]


def test_a_translation_makes_no_version_and_shows_the_originals():
    page = make_guide(publish=True)
    nynorsk = translate(page)
    nynorsk.save_revision().publish()
    nynorsk = GuidePage.objects.get(pk=nynorsk.pk)
    assert not nynorsk.versions.exists()
    assert labels(nynorsk.original) == ["0.1"]


def test_news_has_no_versions():
    page = make_news()
    page.save_revision().publish()
    assert not DocumentVersion.objects.exists()


def test_a_method_has_versions_like_a_guide():
    method, _parts = make_method()
    method = publish(MethodPage.objects.get(pk=method.pk), "major", summary="Ny.")
    assert labels(method) == ["1.0"]


def test_a_version_says_when_by_whom_and_what_was_changed():
    editor = UserFactory(administrator=True)
    page = make_guide(publish=True)
    page = publish(page, "major", summary="Nytt.", change_note="Steg 2 er nytt.", approved_by="KS", user=editor)
    version = page.versions.first()
    assert (version.label, version.note, version.approved_by, version.author) == (
        "1.0",
        "Steg 2 er nytt.",
        "KS",
        editor,
    )
    assert version.dated == timezone.localdate()


def test_a_version_number_can_not_be_used_twice_on_a_page():
    page = make_guide(publish=True)
    first = page.versions.get()
    with pytest.raises(IntegrityError), transaction.atomic():
        DocumentVersion.objects.create(page=page, major=0, minor=1, dated=first.dated, content={}, digest="x")


# --- content


def test_a_version_keeps_its_text_when_the_revisions_are_purged():
    page = publish(
        make_guide(), problem="<p>Gammelt problem</p>", steps=stream(("step", {"title": "Ring", "text": "<p>Nå</p>"}))
    )
    page = publish(page, problem="<p>Nytt problem</p>", steps=stream(("step", {"title": "Skriv", "text": "<p>Nå</p>"})))
    Revision.objects.all().delete()
    new, old = page.versions.all()
    assert old.revision is None
    assert old.as_page().text_by_field()["problem"] == ["Gammelt problem"]
    assert old.as_page().text_by_field()["steps"] == ["Ring", "Nå"]
    assert new.as_page().text_by_field()["steps"] == ["Skriv", "Nå"]


def test_reading_an_old_version_does_not_change_the_page():
    page = publish(publish(make_guide(), summary="Gammelt"), summary="Nytt")
    page.versions.last().as_page()
    assert page.summary == "Nytt"
    assert GuidePage.objects.get(pk=page.pk).summary == "Nytt"


def test_a_page_with_versions_can_be_deleted_with_them():
    page = make_guide(publish=True)
    GuidePage.objects.get(pk=page.pk).delete()
    assert not DocumentVersion.objects.exists()


# --- files


def test_each_version_keeps_the_files_it_had():
    first, second = make_document(title="Mal", text="Gammel mal"), make_document(title="Mal", text="Ny mal")
    page = with_file(with_file(make_guide(), first), second)
    new, old = page.versions.all()
    assert [f.document for f in old.files.all()] == [first]
    assert [f.document for f in new.files.all()] == [second]


def test_a_new_file_alone_is_a_new_version():
    page = with_file(make_guide(publish=True), make_document())
    assert labels(page) == ["0.2", "0.1"]
    assert labels(with_file(page, None)) == ["0.3", "0.2", "0.1"]


def test_a_file_that_a_version_shows_can_not_be_deleted():
    document = make_document()
    page = with_file(with_file(make_guide(), document), None)
    assert not page.files.exists()
    with pytest.raises(ProtectedError):
        document.delete()
    assert PortalDocument.objects.filter(pk=document.pk).exists()


def test_an_administrator_who_deletes_a_protected_file_is_told_and_nothing_breaks(client):
    document = make_document()
    with_file(with_file(make_guide(), document), None)
    client.force_login(UserFactory(administrator=True))
    response = client.post(reverse("wagtaildocs:delete", args=[document.pk]))
    assert response.status_code < 500
    assert PortalDocument.objects.filter(pk=document.pk).exists()


def test_the_admin_refuses_to_replace_a_file_in_place(client):
    document = make_document(text="Slik den var")
    client.force_login(UserFactory(administrator=True))
    new = make_document(text="Noe annet", name="annet.txt")
    with new.file.open("rb") as upload:
        response = client.post(
            reverse("wagtaildocs:edit", args=[document.pk]),
            {"title": "Nytt navn", "file": upload, "collection": document.collection_id, "tags": ""},
        )
    assert response.status_code == 200
    assert "kan ikke byttes ut" in response.content.decode()
    kept = PortalDocument.objects.get(pk=document.pk)
    assert kept.title == document.title
    assert kept.file.read() == b"Slik den var"


def test_the_admin_lets_a_file_be_renamed(client):
    document = make_document()
    client.force_login(UserFactory(administrator=True))
    response = client.post(
        reverse("wagtaildocs:edit", args=[document.pk]),
        {"title": "Nytt navn", "collection": document.collection_id, "tags": ""},
    )
    assert response.status_code == 302
    assert PortalDocument.objects.get(pk=document.pk).title == "Nytt navn"


def test_recording_a_version_of_a_page_that_has_gone_says_so():
    page = make_guide(publish=True)
    stale = GuidePage.objects.get(pk=page.pk)
    GuidePage.objects.get(pk=page.pk).delete()
    with pytest.raises(Page.DoesNotExist):
        record_version(page=stale)
