"""Content as plain paragraphs, and its fingerprint."""

import pytest

from bestpractice.models import GuidePage
from forum.pages.content import digest_of, paragraphs_of, paragraphs_of_html
from forum.pages.models import KnowledgePage, PageFile
from forum.pages.services import note_text_change
from tests.factories.pages import make_document, make_guide, make_news, stream

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


@pytest.mark.parametrize(
    ("html", "paragraphs"),
    [
        ("<p>En</p><p>To</p>", ["En", "To"]),
        ("<ul><li>En</li><li>To</li></ul>", ["En", "To"]),
        ("<p>Bl&aring;b&aelig;r &amp; fl&oslash;te</p>", ["Blåbær & fløte"]),
        ("<p>  to   mellomrom\n og linje </p>", ["to mellomrom", "og linje"]),
        ("<h2>Del</h2>tekst<br>ny linje", ["Del", "tekst", "ny linje"]),
        ("<p>a &lt;b&gt; c</p>", ["a <b> c"]),
        ("", []),
        ("<p></p>", []),
    ],
)
def test_rich_text_is_read_paragraph_by_paragraph(html, paragraphs):
    assert paragraphs_of_html(html) == paragraphs


def test_every_block_of_a_guide_is_read_in_its_order():
    page = make_guide(
        problem="<p>Problemet</p>",
        steps=stream(("step", {"title": "Ring", "text": "<p>Nå</p>"})),
        body=stream(
            ("heading", {"text": "Del", "level": "h2"}),
            ("text", "<p>Løpende</p>"),
            ("fact", {"title": "Fakta", "text": "<p>Boks</p>"}),
            ("quote", {"text": "Sitat", "source": "Kilde"}),
            ("table", {"caption": "Tabell", "header": "A|B", "rows": "1|2"}),
        ),
    )
    texts = GuidePage.objects.get(pk=page.pk).text_by_field()
    assert texts["problem"] == ["Problemet"]
    assert texts["steps"] == ["Ring", "Nå"]
    assert texts["body"] == ["Del", "Løpende", "Fakta", "Boks", "Sitat", "Kilde", "Tabell", "A|B", "1|2"]
    assert list(texts) == GuidePage.text_fields


def test_the_index_gets_the_running_text_but_not_what_is_indexed_by_itself():
    page = make_guide(title="Tittelen", summary="Ingressen", problem="<p>Problemet</p>")
    assert page.search_text() == "Problemet"


def test_an_empty_page_has_no_paragraphs():
    assert paragraphs_of(make_guide(summary=""), "summary") == []
    assert make_news().text_by_field()["body"] == []


def test_equal_data_has_equal_fingerprints_whatever_the_order_of_keys():
    assert digest_of({"a": 1, "b": ["å"]}) == digest_of({"b": ["å"], "a": 1})
    assert digest_of(["a", "b"]) != digest_of(["b", "a"])
    assert digest_of(["ab", ""]) != digest_of(["a", "b"])


def test_the_fingerprint_changes_with_every_text_and_file_and_with_nothing_else():
    page = GuidePage.objects.get(pk=make_guide(summary="En").pk)
    seen = {page.current_digest()}
    page.contact_name, page.review_by = "Noen", None
    assert page.current_digest() in seen
    for change in (
        lambda: setattr(page, "summary", "To"),
        lambda: setattr(page, "gain", "40 timer"),
        lambda: setattr(page, "problem", "<p>Nytt</p>"),
        lambda: page.files.add(PageFile(title="Mal", document=make_document())),
        lambda: setattr(page.files.all()[0], "title", "Ny mal"),
        lambda: setattr(page.files.all()[0], "document", make_document()),
    ):
        change()
        assert page.current_digest() not in seen
        seen.add(page.current_digest())


def test_the_day_of_change_moves_only_when_the_text_does():
    page = make_guide(publish=True)
    first = page.text_changed_at
    assert first is not None
    assert note_text_change(page=page) is False
    page.save_revision().publish()
    assert KnowledgePage.objects.get(pk=page.pk).text_changed_at == first
    page.summary = "Noe nytt"
    page.save_revision().publish()
    assert KnowledgePage.objects.get(pk=page.pk).text_changed_at > first
