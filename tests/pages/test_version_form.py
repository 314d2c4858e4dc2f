"""What an editor is asked before a version is published, by real posts to the editor's own view."""

import pytest
from django.urls import reverse

from bestpractice.models import GuidePage
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_guide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


def labels(page):
    return [version.label for version in page.versions.all()]


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


def test_a_note_that_is_too_long_is_refused_and_kept(editor):
    page = make_guide(publish=True)
    response = editor.post(edit_address(page), posted(page, summary="Nytt", change_note="x" * 1001))
    assert response.context["form"].errors.keys() == {"change_note"}
    assert "x" * 1001 in response.content.decode()
