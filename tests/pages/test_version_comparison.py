"""Two versions of a page compared: fields, words, files, and what readers choose."""

import pytest

from bestpractice.models import GuidePage
from forum.pages.models import PageFile
from forum.pages.version_reading import compare_versions
from tests.factories.pages import make_document, make_guide, translate
from tests.pages.versioning import publish, with_file

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


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
