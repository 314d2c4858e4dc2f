"""Versions: their numbers, their content, their files, and what an editor is asked before a large one."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.urls import reverse
from django.utils import timezone
from wagtail.models import Revision

from bestpractice.models import GuidePage, MethodPage
from forum.pages.models import DocumentVersion, KnowledgePage, PageFile, PortalDocument
from forum.pages.services import record_version
from forum.pages.version_reading import compare_versions
from tests.factories.accounts import UserFactory
from tests.factories.pages import (
    make_document,
    make_guide,
    make_method,
    make_news,
    stream,
    translate,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


def publish(page, step="minor", *, user=None, **fields):
    """What an editor does in one go: change fields, say how large it is, publish."""
    page = type(page).objects.get(pk=page.pk)
    for name, value in {"version_step": step, "change_note": "", "approved_by": "", **fields}.items():
        setattr(page, name, value)
    page.save_revision(user=user).publish(user=user)
    return type(page).objects.get(pk=page.pk)


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


def with_file(page, document, title="Malen"):
    page = GuidePage.objects.get(pk=page.pk)
    page.files = [PageFile(document=document, title=title)] if document else []
    page.save_revision().publish()
    return GuidePage.objects.get(pk=page.pk)


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


# --- comparing


def signs(field):
    return {(part.sign, part.text) for paragraph in field.paragraphs for part in paragraph.parts}


def test_a_comparison_names_the_fields_that_differ_and_marks_the_words():
    page = publish(make_guide(), summary="Bruk tre uker på dette", effort="3 uker")
    page = publish(page, summary="Bruk seks uker på dette")
    new, old = page.versions.all()
    comparison = compare_versions(old, new)
    (field,) = comparison.fields
    assert field.label == "Ingress"
    assert {("removed", "tre"), ("added", "seks")} <= signs(field)


def test_a_comparison_marks_the_words_inside_a_file_too():
    old_file = make_document(text="Eier: ordføreren\n\nFrist: mai", name="før.docx")
    new_file = make_document(text="Eier: kommunedirektøren\n\nFrist: mai", name="nå.docx")
    page = with_file(with_file(make_guide(), old_file), new_file)
    new, old = page.versions.all()
    comparison = compare_versions(old, new)
    (file,) = comparison.files
    assert (file.label, file.state, file.document) == ("Malen", "changed", new_file)
    assert {("removed", "ordføreren"), ("added", "kommunedirektøren")} <= signs(file)


def test_a_file_that_came_or_went_is_said_to_have():
    page = with_file(with_file(make_guide(publish=True), make_document()), None)
    gone, there, before = page.versions.all()
    assert [file.state for file in compare_versions(before, there).files] == ["added"]
    assert [file.state for file in compare_versions(there, gone).files] == ["removed"]


def test_of_two_files_with_the_same_title_the_one_that_went_is_named():
    page = GuidePage.objects.get(pk=make_guide().pk)
    first, second = make_document(), make_document()
    page.files = [PageFile(document=document, title="Mal") for document in (first, second)]
    page.save_revision().publish()
    for kept, gone in ((first, second), (second, first)):
        versions = [page.versions.first(), with_file(page, kept, "Mal").versions.first()]
        (change,) = compare_versions(versions[0], versions[1]).files
        assert (change.state, change.document) == ("removed", gone)
        page = GuidePage.objects.get(pk=page.pk)
        page.files = [PageFile(document=document, title="Mal") for document in (first, second)]
        page.save_revision().publish()


def test_a_version_compared_with_itself_differs_in_nothing():
    page = make_guide(publish=True)
    version = page.versions.get()
    assert compare_versions(version, version).is_empty


def test_readers_compare_the_two_latest_unless_they_choose(client):
    page = publish(publish(publish(make_guide(), summary="en"), summary="to"), summary="tre")
    address = f"{page.url}versjoner/"
    for query, shown in [
        ("", ("0.2", "0.3")),
        ("?fra=0.1&til=0.3", ("0.1", "0.3")),
        ("?fra=0.3&til=0.1", ("0.1", "0.3")),
        ("?fra=7.0&til=<script>", ("0.2", "0.3")),
    ]:
        response = client.get(address + query)
        assert response.status_code == 200
        assert (response.context["old"].label, response.context["new"].label) == shown
        assert "<script>" not in response.content.decode().split("<main")[1]


def test_a_page_that_was_never_published_has_no_versions_to_read(client):
    assert client.get(f"{make_guide().url}versjoner/").status_code == 404


def test_the_change_log_of_a_translation_is_the_originals(client):
    page = publish(make_guide(), summary="Gammelt")
    page = publish(page, "major", summary="Nytt", change_note="Omskrevet")
    nynorsk = translate(page)
    response = client.get(f"{nynorsk.url}versjoner/")
    assert response.status_code == 200
    assert [version.label for version in response.context["versions"]] == ["1.0", "0.1"]
    assert "Omskrevet" in client.get(nynorsk.url).content.decode()


# --- the editor's form


def posted(page, action="action-publish", **fields):
    """What the editor's browser sends for a guide with nothing but the fields told."""
    form = {name: "" if value is None else value for name, value in ((f, getattr(page, f)) for f in EDITED)}
    form |= {"version_step": "minor", "change_note": "", "approved_by": "", "licence": page.licence}
    for stream_field in ("steps", "pitfalls", "checklists", "body"):
        form[f"{stream_field}-count"] = "0"
    for formset in ("files", "links", "comments"):
        form |= {f"{formset}-{part}": "0" for part in ("TOTAL_FORMS", "INITIAL_FORMS", "MIN_NUM_FORMS")}
        form[f"{formset}-MAX_NUM_FORMS"] = ""
    form["problem"] = form["prerequisites"] = "null"
    return form | {action: action} | fields


EDITED = ("title", "slug", "summary", "audience", "effort", "effort_detail", "gain", "gain_detail", "contact_name")


@pytest.fixture
def editor(client):
    client.force_login(UserFactory(administrator=True))
    return client


def edit_address(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_a_large_change_without_a_note_is_refused_and_everything_typed_is_kept(editor):
    page = make_guide(publish=True)
    typed = posted(page, summary="Et helt nytt sammendrag", gain="40 timer", version_step="major", approved_by="Rådet")
    response = editor.post(edit_address(page), typed)
    assert response.status_code == 200
    answer = response.content.decode()
    assert "Skriv hva som er endret" in answer
    form = response.context["form"]
    assert [form[name].value() for name in ("summary", "gain", "version_step", "approved_by")] == [
        "Et helt nytt sammendrag", "40 timer", "major", "Rådet",
    ]  # fmt: skip
    for text in ("Et helt nytt sammendrag", "40 timer", "Rådet"):
        assert text in answer
    kept = GuidePage.objects.get(pk=page.pk)
    assert (kept.summary, labels(kept)) == (page.summary, ["0.1"])


def test_a_note_of_nothing_but_spaces_is_no_note(editor):
    page = make_guide(publish=True)
    response = editor.post(edit_address(page), posted(page, version_step="major", change_note="  \n "))
    assert "Skriv hva som er endret" in response.content.decode()


def test_a_large_change_with_a_note_is_published_and_readers_see_it(editor, client):
    page = make_guide(publish=True)
    response = editor.post(
        edit_address(page), posted(page, summary="Nytt", version_step="major", change_note="Kapittel 2 er nytt.")
    )
    assert response.status_code == 302
    assert labels(page) == ["1.0", "0.1"]
    client.logout()
    assert "Kapittel 2 er nytt." in client.get(page.url).content.decode()


def test_the_first_publication_may_be_official_without_a_note(editor):
    page = make_guide(live=False)
    assert editor.post(edit_address(page), posted(page, version_step="major")).status_code == 302
    assert labels(page) == ["1.0"]


def test_a_draft_of_a_large_change_may_be_saved_before_the_note_is_written(editor):
    page = make_guide(publish=True)
    response = editor.post(edit_address(page), posted(page, "action-save", summary="Påbegynt", version_step="major"))
    assert response.status_code == 302, response.context["form"].errors
    draft = GuidePage.objects.get(pk=page.pk).get_latest_revision_as_object()
    assert (draft.summary, draft.version_step) == ("Påbegynt", "major")


def test_what_was_said_of_the_last_version_is_not_said_of_the_next(editor):
    page = make_guide(publish=True)
    editor.post(
        edit_address(page),
        posted(page, summary="Nytt", version_step="major", change_note="Kapittel 2", approved_by="Rådet"),
    )
    form = editor.get(edit_address(page)).context["form"]
    assert [form[name].value() for name in ("version_step", "change_note", "approved_by")] == ["minor", "", ""]


def test_what_is_said_of_a_version_not_yet_published_is_kept(editor):
    page = make_guide(publish=True)
    said = {"version_step": "major", "change_note": "Kapittel 2", "approved_by": "Rådet"}
    editor.post(edit_address(page), posted(page, "action-save", summary="Nytt", **said))
    form = editor.get(edit_address(page)).context["form"]
    assert {name: form[name].value() for name in said} == said


def test_publishing_twice_from_the_same_choice_does_not_number_twice(editor):
    page = make_guide(publish=True)
    typed = posted(page, summary="Nytt", version_step="major", change_note="Kapittel 2")
    editor.post(edit_address(page), typed)
    editor.post(edit_address(page), typed)
    assert labels(page) == ["1.0", "0.1"]


def test_recording_a_version_of_a_page_that_has_gone_says_so():
    page = make_guide(publish=True)
    stale = GuidePage.objects.get(pk=page.pk)
    GuidePage.objects.get(pk=page.pk).delete()
    with pytest.raises(KnowledgePage.DoesNotExist):
        record_version(page=stale)


def test_a_note_that_is_too_long_is_refused_and_kept(editor):
    page = make_guide(publish=True)
    response = editor.post(edit_address(page), posted(page, summary="Nytt", change_note="x" * 1001))
    assert response.context["form"].errors.keys() == {"change_note"}
    assert "x" * 1001 in response.content.decode()
