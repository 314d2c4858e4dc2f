"""Text out of PDFs, also those that someone has made to hurt."""

import time
from contextlib import suppress
from io import BytesIO

import pytest
from django.core.files.base import ContentFile
from hypothesis import given, settings
from hypothesis import strategies as st

from forum.pages import pdf_text
from forum.pages.file_text import MAX_TEXT, UnreadableFile, text_of
from forum.pages.models import PortalDocument
from tests.factories.pages import pdf


def test_lines_are_read_page_by_page_with_norwegian_letters():
    assert text_of(pdf("Risikovurdering på én side\nØverst står målet", "Side to"), "pdf") == (
        "Risikovurdering på én side\nØverst står målet\nSide to"
    )


def test_a_scanned_page_has_no_text():
    assert text_of(pdf(""), "pdf") == ""


@pytest.mark.parametrize("content", [b"", b"bare tekst", b"%PDF-1.7", b"PK\x03\x04", b"<html></html>"])
def test_what_is_no_pdf_is_unreadable(content):
    with pytest.raises(UnreadableFile):
        text_of(BytesIO(content), "pdf")


@settings(max_examples=60, deadline=None)
@given(place=st.floats(0, 0.999), byte=st.integers(0, 255))
def test_a_damaged_pdf_is_read_or_unreadable_and_never_worse(place, byte):
    content = bytearray(pdf("tekst " * 30, "mer").getvalue())
    content[int(len(content) * place)] = byte
    with suppress(UnreadableFile):
        text_of(BytesIO(bytes(content)), "pdf")


@settings(max_examples=30, deadline=None)
@given(share=st.floats(0, 0.95))
def test_a_pdf_cut_short_is_read_or_unreadable_and_never_worse(share):
    content = pdf("tekst " * 30, "mer").getvalue()
    with suppress(UnreadableFile):
        text_of(BytesIO(content[: int(len(content) * share)]), "pdf")


def test_a_pdf_that_unpacks_to_far_too_much_is_given_up_at_once():
    bomb = pdf(" " * 200_000_000)
    began = time.process_time()
    with pytest.raises(UnreadableFile):
        text_of(bomb, "pdf")
    assert time.process_time() - began < 2


def test_a_page_of_endless_instructions_is_given_up():
    endless = pdf("\n".join("a" for _ in range(300_000)))
    began = time.process_time()
    with pytest.raises(UnreadableFile):
        text_of(endless, "pdf")
    assert time.process_time() - began < 6


def test_of_a_long_pdf_no_more_is_kept_than_of_other_files():
    assert len(text_of(pdf(*["ord " * 2_000] * 30), "pdf")) == MAX_TEXT


def test_what_was_read_when_time_was_up_is_kept(monkeypatch):
    clock = iter(range(1_000_000))
    monkeypatch.setattr(pdf_text.time, "monotonic", lambda: next(clock) / 10)
    text = text_of(pdf(*["en side"] * 40), "pdf")
    assert 0 < text.count("en side") < 40


def test_a_file_that_is_too_large_is_unreadable(monkeypatch):
    monkeypatch.setattr(pdf_text, "MAX_FILE", 100)
    with pytest.raises(UnreadableFile):
        text_of(pdf("tekst"), "pdf")


@pytest.mark.django_db
def test_the_text_is_read_when_the_file_is_saved_and_a_damaged_one_is_saved_without():
    whole = PortalDocument.objects.create(title="Rapport", file=ContentFile(pdf("Om skjema").read(), name="a.pdf"))
    damaged = PortalDocument.objects.create(title="Ødelagt", file=ContentFile(b"%PDF-1.7 ", name="b.pdf"))
    assert whole.text == "Om skjema"
    assert damaged.pk
    assert damaged.text == ""
