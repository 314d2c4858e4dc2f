"""A file is as visible as the pages that carry it, to those who know its address too."""

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.models import Collection, CollectionViewRestriction

from bestpractice.models import GuidePage
from forum.home.models import TextPage
from forum.pages.files import may_have_document, may_have_image
from forum.pages.models import PageFile, PortalDocument
from tests.factories.accounts import UserFactory
from tests.factories.pages import close, make_document, make_group, make_guide, make_news, section, stream, translate
from tests.home.closed_world import image

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


def carry(page, document):
    page = type(page).objects.get(pk=page.pk)
    page.files.add(PageFile(title="Mal", document=document))
    page.save()
    return page


def status(address, user=None):
    client = Client()
    if user is not None:
        client.force_login(user)
    return client.get(address).status_code


@pytest.fixture
def group():
    return make_group()


@pytest.fixture
def member(group):
    user = UserFactory()
    user.groups.add(group)
    return user


def test_a_file_on_an_open_page_is_for_everyone():
    document = make_document(text="Innholdet", name="mal.txt")
    carry(make_guide(), document)
    response = Client().get(document.url)
    assert response.status_code == 200
    assert b"".join(response.streaming_content) == b"Innholdet"
    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"


def test_a_file_that_no_page_carries_is_not_there():
    document = make_document()
    assert status(document.url) == 404
    assert status(document.url, UserFactory()) == 404
    assert status(document.url, UserFactory(administrator=True)) == 200


def test_a_file_on_a_closed_page_is_there_only_for_those_who_may_read_it(group, member):
    document = make_document()
    close(carry(make_guide(), document), group)
    assert status(document.url) == 404
    assert status(document.url, UserFactory()) == 404
    assert status(document.url, member) == 200


def test_a_file_on_a_closed_and_an_open_page_is_for_everyone(group):
    document = make_document()
    close(carry(make_guide(), document), group)
    carry(make_guide(), document)
    assert status(document.url) == 200


def test_a_file_on_a_page_that_is_not_published_is_not_there():
    document = make_document()
    page = carry(make_guide(), document)
    page.unpublish()
    assert status(document.url) == 404


def test_a_file_that_only_a_draft_carries_is_not_there():
    document = make_document()
    page = GuidePage.objects.get(pk=make_guide(publish=True).pk)
    page.files.add(PageFile(title="Mal", document=document))
    page.save_revision()
    assert status(document.url) == 404
    page.get_latest_revision().publish()
    assert status(document.url) == 200


def test_a_file_that_an_older_version_shows_is_still_there_for_those_who_compare(group):
    document = make_document()
    page = GuidePage.objects.get(pk=make_guide().pk)
    page.files = [PageFile(title="Mal", document=document)]
    page.save_revision().publish()
    page = GuidePage.objects.get(pk=page.pk)
    page.files = []
    page.save_revision().publish()
    assert not PageFile.objects.filter(document=document).exists()
    assert status(document.url) == 200
    close(page, group)
    assert status(document.url) == 404


def test_a_file_in_running_text_is_carried_by_the_page(group):
    document = make_document()
    page = make_news(body=stream(("text", f'<p><a linktype="document" id="{document.pk}">mal</a></p>')))
    assert status(document.url) == 200
    close(page, group)
    assert status(document.url) == 404


def test_a_file_in_a_block_is_carried_by_the_page(group):
    document = make_document()
    page = make_news(body=stream(("file", {"document": document.pk, "title": "", "description": ""})))
    assert status(document.url) == 200
    close(page, group)
    assert status(document.url) == 404


def test_a_file_on_a_plain_text_page_is_carried_by_it():
    document = make_document()
    page = TextPage.objects.get(pk=section("om").pk)
    page.body = stream(("file", {"document": document.pk, "title": "", "description": ""}))
    page.save()
    assert status(document.url) == 200


def test_a_file_on_a_translation_of_a_closed_page_is_closed(group):
    document = make_document()
    page = make_guide()
    carry(translate(page), document)
    assert status(document.url) == 200
    close(page, group)
    assert status(document.url) == 404


def test_a_closed_collection_keeps_a_file_closed_on_an_open_page(group, member):
    vault = Collection.get_first_root_node().add_child(name="Hvelv")
    inner = vault.add_child(name="Innerst")
    restriction = CollectionViewRestriction.objects.create(collection=vault, restriction_type="groups")
    restriction.groups.add(group)
    document = make_document()
    PortalDocument.objects.filter(pk=document.pk).update(collection=inner)
    carry(make_guide(), document)
    assert status(document.url) == 404
    assert status(document.url, UserFactory()) == 404
    assert status(document.url, member) == 200
    assert status(document.url, UserFactory(administrator=True)) == 200


def test_a_collection_for_those_signed_in_asks_for_no_more():
    vault = Collection.get_first_root_node().add_child(name="Hvelv")
    CollectionViewRestriction.objects.create(collection=vault, restriction_type="login")
    document = make_document()
    PortalDocument.objects.filter(pk=document.pk).update(collection=vault)
    carry(make_guide(), document)
    assert status(document.url) == 404
    assert status(document.url, UserFactory()) == 200


def test_a_closed_file_and_one_that_never_was_answer_alike(group):
    document = make_document(name="rapport.txt")
    close(carry(make_guide(), document), group)
    closed = Client().get(document.url, headers={"if-none-match": "*"})
    never = Client().get("/documents/999999/rapport.txt", headers={"if-none-match": "*"})
    assert closed.status_code == never.status_code == 404
    assert {k: v for k, v in closed.headers.items() if k != "Content-Length"} == {
        k: v for k, v in never.headers.items() if k != "Content-Length"
    }


@pytest.mark.parametrize("address", ["/documents/99999999999999999999/x.txt", "/bilder/99999999999999999999/x.png"])
def test_a_number_too_large_for_the_database_is_not_there(address):
    assert status(address) == 404


def test_the_name_in_the_address_must_be_the_files():
    document = make_document()
    carry(make_guide(), document)
    assert status(f"/documents/{document.pk}/annet.txt") == 404


def test_no_shared_cache_may_keep_a_file(group, member):
    document = make_document()
    close(carry(make_guide(), document), group)
    client = Client()
    client.force_login(member)
    assert "public" not in client.get(document.url).get("Cache-Control", "")


def test_files_do_not_lie_where_a_web_server_publishes_them(settings):
    document = make_document()
    assert not document.file.path.startswith(str(settings.MEDIA_ROOT))
    carry(make_guide(), document)
    assert status(f"/media/{document.file.name}") == 404


# --- pictures


@pytest.fixture
def picture():
    return image("Et bilde")


def show(picture, **fields):
    return make_news(body=stream(("figure", {"image": picture.pk, "caption": ""})), **fields)


def test_a_picture_on_an_open_page_is_for_everyone_in_the_size_it_is_shown(picture):
    page = show(picture)
    text = Client().get(page.url).content.decode()
    rendition = picture.renditions.get()
    assert rendition.url in text
    response = Client().get(rendition.url)
    assert response.status_code == 200
    assert response["Content-Type"] == "image/png"
    assert "private" in response["Cache-Control"]


def test_a_picture_on_a_closed_page_has_no_public_sizes(picture, group, member):
    close(show(picture), group)
    rendition = picture.get_rendition("width-840")
    assert status(rendition.url) == 404
    assert status(rendition.url, UserFactory()) == 404
    assert status(rendition.url, member) == 200


def test_a_picture_that_no_page_shows_is_not_there(picture):
    assert status(picture.get_rendition("width-840").url) == 404


def test_a_picture_on_a_page_that_is_not_published_is_not_there(picture):
    show(picture, live=False)
    assert status(picture.get_rendition("width-840").url) == 404


def test_a_picture_in_a_closed_collection_is_closed(picture):
    vault = Collection.get_first_root_node().add_child(name="Hvelv")
    CollectionViewRestriction.objects.create(collection=vault, restriction_type="login")
    picture.collection = vault
    picture.save()
    show(picture)
    assert status(picture.get_rendition("width-840").url) == 404
    assert status(picture.get_rendition("width-840").url, UserFactory()) == 200


def test_pictures_do_not_lie_where_a_web_server_publishes_them(picture, settings):
    rendition = picture.get_rendition("width-840")
    for file in (picture.file, rendition.file):
        assert not file.path.startswith(str(settings.MEDIA_ROOT))
    assert rendition.url.startswith("/bilder/")
    assert status(f"/media/{rendition.file.name}") == 404
    assert status(f"/media/{picture.file.name}") == 404


def test_only_reading_a_picture_is_answered(picture):
    show(picture)
    address = picture.get_rendition("width-840").url
    assert Client().post(address).status_code == 405


# --- editors


def test_editors_may_have_what_they_may_choose(picture):
    editor = UserFactory()
    editor.groups.add(Group.objects.get(name="Redaktører"))
    assert may_have_document(editor, make_document())
    assert may_have_image(editor, picture)
    assert not may_have_document(UserFactory(), make_document())


def test_the_admins_own_chooser_shows_a_picture_that_no_page_shows(picture, client):
    client.force_login(UserFactory(administrator=True))
    response = client.get(reverse("wagtailimages:index"))
    assert response.status_code == 200
    for rendition in picture.renditions.all():
        assert client.get(rendition.url).status_code == 200


def test_reading_a_page_with_a_file_writes_nothing(client):
    page = carry(make_guide(), make_document())
    client.get("/")  # what the portal notes of itself, once
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page.url).status_code == 200
    assert [q["sql"] for q in queries.captured_queries if not q["sql"].startswith("SELECT")] == []
