"""What an editor may do in the admin, and what not."""

import json
import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from bestpractice.models import GuidePage
from forum.home.demo.office import build
from forum.home.editor_rights import EDITORS, MODERATORS, grant_editor_rights
from forum.pages.models import Experience, GlossaryTerm, KnowledgePage, PageTask, PortalDocument, Uptake
from forum.pages.services import share_experience
from tests.factories.accounts import UserFactory
from tests.factories.organisations import OrganisationFactory
from tests.factories.pages import close, make_document, make_group, make_guide, make_news, section, translate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def signed_in(client, *groups):
    user = UserFactory()
    user.groups.set(Group.objects.filter(name__in=groups))
    client.force_login(user)
    return user


@pytest.fixture
def editor(client):
    """A redaktør with the rights of both groups, as in the demo portal."""
    return signed_in(client, EDITORS, MODERATORS)


def guide_form(**fields):
    form = {"title": "Ny veileder", "slug": "ny", "summary": "Kort.", "licence": "CC-BY-4.0", "version_step": "minor"}
    for prefix in ("steps", "pitfalls", "checklists", "body"):
        form[f"{prefix}-count"] = 0
    for prefix in ("files", "links", "comments"):
        form |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    empty = json.dumps({"blocks": [], "entityMap": {}})
    return form | {"problem": empty, "prerequisites": empty} | fields


def rows(model):
    return f"wagtailsnippets_pages_{model}"


def test_an_editor_makes_and_publishes_a_guide_with_a_file(client, editor):
    document = make_document(title="Matrise", name="matrise.docx")
    file = {"files-TOTAL_FORMS": 1, "files-0-title": "Matrise", "files-0-document": document.pk}
    file |= {"files-0-kind": "template", "files-0-ORDER": 1, "action-publish": "1"}
    add = reverse("wagtailadmin_pages:add", args=["bestpractice", "guidepage", section("beste-praksis").pk])
    assert client.get(add).status_code == 200
    response = client.post(add, guide_form(**file))
    assert response.status_code == 302, re.findall(r"error-message.*", response.content.decode())[:3]
    page = GuidePage.objects.get(slug="ny")
    assert (page.live, page.version_label, page.owner) == (True, "0.1", editor)
    client.logout()
    assert "Matrise" in client.get(page.url).content.decode()
    assert client.get(document.url).status_code == 200


def test_an_editor_saves_a_draft_that_readers_do_not_see_and_publishes_it(client, editor):
    page = make_guide(title="Før", slug="ny", publish=True)
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    assert client.get(edit).status_code == 200
    assert client.post(edit, guide_form(title="Etter")).status_code == 302
    assert "Etter" not in Client().get(page.url).content.decode()
    client.post(edit, guide_form(title="Etter", **{"action-publish": "1"}))
    assert "Etter" in Client().get(page.url).content.decode()
    assert [version.label for version in page.versions.all()] == ["0.2", "0.1"]


def test_only_an_editors_group_without_moderators_writes_but_does_not_publish(client):
    signed_in(client, EDITORS)
    add = reverse("wagtailadmin_pages:add", args=["bestpractice", "guidepage", section("beste-praksis").pk])
    assert client.post(add, guide_form(**{"action-publish": "1"})).status_code == 302
    assert not GuidePage.objects.get(slug="ny").live


def test_an_editor_uploads_a_docx_whose_text_is_read(client, editor):
    add = reverse("wagtaildocs:add_multiple")
    upload = SimpleUploadedFile("mal.docx", build("docx", "Mal", "Innholdet i malen"), content_type=WORD)
    answer = client.post(add, {"title": "Mal", "files[]": upload}, headers={"x-requested-with": "XMLHttpRequest"})
    assert answer.json()["success"], answer.content
    document = PortalDocument.objects.get()
    assert document.uploaded_by_user == editor
    assert "Innholdet i malen" in document.text
    single = SimpleUploadedFile("to.docx", build("docx", "To", "Noe annet"), content_type=WORD)
    root = document.collection_id
    response = client.post(reverse("wagtaildocs:add"), {"title": "To", "file": single, "collection": root})
    assert response.status_code == 302
    assert ZipFile(BytesIO(PortalDocument.objects.get(title="To").file.read())).testzip() is None


@pytest.mark.parametrize("name", ["virus.exe", "side.html", "bilde.svg", "skript.js", "mal.docm", "uten"])
def test_files_of_other_kinds_are_refused(client, editor, name):
    upload = SimpleUploadedFile(name, b"<script>alert(1)</script>")
    answer = client.post(
        reverse("wagtaildocs:add_multiple"),
        {"title": "x", "files[]": upload},
        headers={"x-requested-with": "XMLHttpRequest"},
    )
    assert not answer.json()["success"]
    assert not PortalDocument.objects.exists()


def test_a_file_that_is_in_use_is_not_replaced_in_place(client, editor):
    document = make_document(title="Mal", name="mal.docx", text="Gammelt")
    edit = reverse("wagtaildocs:edit", args=[document.pk])
    assert client.get(edit).status_code == 200
    new = SimpleUploadedFile("mal.docx", build("docx", "Mal", "Nytt"), content_type=WORD)
    response = client.post(edit, {"title": "Mal", "file": new, "collection": document.collection_id})
    assert "En fil kan ikke byttes ut" in response.content.decode()
    document.refresh_from_db()
    assert "Gammelt" in document.text


def test_an_editor_adds_what_an_organisation_told_and_it_shows_on_the_guide(client, editor):
    page, organisation = make_guide(), OrganisationFactory(name="Tverrdal kommune")
    add = reverse(f"{rows('experience')}:add")
    assert client.get(add).status_code == 200
    form = {"page": page.pk, "organisation": organisation.pk, "did": "Tegnet køen.", "shared_on": "2026-01-05"}
    assert client.post(add, form).status_code == 302
    text = client.get(page.url).content.decode()
    assert "Tverrdal kommune" in text
    assert "Tegnet køen." in text


def test_an_editor_explains_a_word_and_it_is_linked_in_texts(client, editor):
    page = make_guide(problem="<p>En varde viser vei.</p>")
    add = reverse(f"{rows('glossaryterm')}:add")
    form = {"slug": "varde", "term": "varde", "definition": "Et merke i terrenget.", "synonyms": "[]"}
    assert client.post(add, form).status_code == 302
    assert GlossaryTerm.objects.exists()
    assert 'href="/begreper/#varde"' in client.get(page.url).content.decode()


def test_marking_things_done_says_by_whom_and_forgets_the_address(client, editor):
    page = make_guide()
    tasks = [
        PageTask.objects.create(page=page, kind="suggestion", text=text, reply_to="kari@eksempel.no")
        for text in ("Feil tall", "Død lenke", "La stå")
    ]
    listed = client.get(reverse(f"{rows('pagetask')}:list")).content.decode()
    assert "Feil tall" in listed
    done = reverse("wagtail_bulk_action", args=["pages", "pagetask", "mark_done"])
    address = f"{done}?id={tasks[0].pk}&id={tasks[1].pk}"
    asked = client.get(address)
    assert asked.status_code == 200
    assert "Feil tall" in asked.content.decode()
    assert client.post(address).status_code == 302
    for task in tasks:
        task.refresh_from_db()
    assert [(task.done_by, task.reply_to) for task in tasks] == [(editor, ""), (editor, ""), (None, "kari@eksempel.no")]
    assert tasks[0].done_at
    assert not tasks[2].done_at


def test_marking_done_twice_keeps_who_did_it_first(client, editor):
    task = PageTask.objects.create(page=make_guide(), kind="suggestion", text="Feil")
    address = f"{reverse('wagtail_bulk_action', args=['pages', 'pagetask', 'mark_done'])}?id={task.pk}"
    client.post(address)
    signed_in(client, EDITORS, MODERATORS)
    client.post(address)
    task.refresh_from_db()
    assert task.done_by == editor


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("wagtailusers_users:index", []),
        ("wagtailusers_users:add", []),
        ("wagtailusers_groups:index", []),
        ("wagtailsites:index", []),
        ("wagtailsettings:edit", ["pages", "portalstate"]),
        ("wagtailsnippets_organisations_municipality:list", []),
        ("wagtailsnippets_organisations_organisation:add", []),
        ("wagtailsnippets_pages_losconcept:add", []),
        ("wagtaillocales:index", []),
        ("wagtailredirects:add", []),
    ],
)
def test_users_settings_and_registers_are_not_the_editors(client, editor, name, arguments):
    address = reverse(name, args=arguments)
    assert client.get(address).status_code == 302
    assert client.post(address, {"name": "Nei"}).status_code == 302
    client.force_login(UserFactory(administrator=True))
    assert client.get(address).status_code in (200, 302)


def test_an_editors_menu_holds_what_they_may_do_and_nothing_else(client, editor):
    text = client.get(reverse("wagtailadmin_home")).content.decode()
    for name in (*(f"{rows(model)}:list" for model in ("pagetask", "experience", "glossaryterm")), "review_report"):
        assert reverse(name) in text, name
    assert reverse("wagtailusers_users:index") not in text


def test_a_member_without_a_group_does_not_come_in(client):
    signed_in(client)
    for name in ("wagtailadmin_home", "review_report", f"{rows('pagetask')}:list", "wagtaildocs:index"):
        assert client.get(reverse(name)).status_code in (302, 403), name


def review(page, days):
    KnowledgePage.objects.filter(pk=page.pk).update(review_by=timezone.localdate() + timedelta(days=days))


def test_the_report_of_what_is_due_lists_the_most_overdue_first(client, editor):
    for title, days in (("Snart", 30), ("Lenge siden", -300), ("I går", -1), ("Langt fram", 200)):
        review(make_guide(title=title, contact_name=f"Eier av {title}"), days)
    review(make_guide(title="Kladd", live=False), -5)
    make_news(title="Uten dato")
    text = client.get(reverse("review_report")).content.decode()
    places = [text.index(f"Eier av {title}") for title in ("Lenge siden", "I går", "Snart")]
    assert places == sorted(places)
    assert not [title for title in ("Langt fram", "Kladd", "Uten dato") if title in text]


def test_the_report_says_when_it_is_due_and_who_answers_and_exports_it(client, editor):
    page = make_guide(title="Lenge siden", contact_name="Redaksjonen")
    review(page, -300)
    due = timezone.localdate() - timedelta(days=300)
    text = client.get(reverse("review_report")).content.decode()
    assert "Redaksjonen" in text
    assert date_format(due, "j. F Y") in text
    exported = client.get(reverse("review_report"), {"export": "csv"})
    lines = b"".join(exported.streaming_content).decode().splitlines()
    assert "Ses over innen" in lines[0]
    assert str(due) in lines[1]


def test_the_report_shows_an_editor_nothing_that_is_closed_to_them(client, editor):
    page = make_guide(title="Lukket")
    review(page, -1)
    close(page, make_group())
    assert "Lukket" not in client.get(reverse("review_report")).content.decode()


def test_a_guide_with_all_that_hangs_on_it_can_be_deleted_and_leaves_nothing_behind(client, editor):
    page = make_guide(files=["Mal"], publish=True)
    translate(page)
    share_experience(page=page, organisation=OrganisationFactory(), did="Brukte den.")
    PageTask.objects.create(page=page, kind="suggestion", text="Feil")
    response = client.post(reverse("wagtailadmin_pages:delete", args=[page.pk]))
    assert response.status_code == 302
    assert not GuidePage.objects.filter(pk=page.pk).exists()
    assert [model.objects.count() for model in (Experience, PageTask, Uptake)] == [0, 0, 0]
    connection.check_constraints()
    assert client.get("/beste-praksis/").status_code == client.get("/nn/beste-praksis/").status_code == 200


def test_granting_the_rights_again_changes_nothing():
    def rights():
        groups = Group.objects.filter(name__in=[EDITORS, MODERATORS])
        return [
            (group.name, sorted(group.permissions.values_list("pk", flat=True)), group.collection_permissions.count())
            for group in groups
        ]

    before = rights()
    grant_editor_rights()
    assert rights() == before
