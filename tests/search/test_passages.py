"""Passages that show why a page was found."""

from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from forum.search.passages import PASSAGE_LENGTH, best_passage, marked, passage_of, terms_of

LONG = "Først står det mye om noe annet, og det varer en stund. " * 20


class Reader(HTMLParser):
    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.text, self.tags = "", []
        self.feed(html)
        self.close()

    def handle_data(self, data):
        self.text += data

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, attrs))


def test_all_forms_of_the_word_are_marked():
    found = passage_of("Skjemaet, skjemaene og et skjema. Ikke skjermen.", terms_of("skjemaer"))
    assert found.html == "<mark>Skjemaet</mark>, <mark>skjemaene</mark> og et <mark>skjema</mark>. Ikke skjermen."


def test_the_passage_begins_at_the_sentence_and_says_that_more_stands_around_it():
    text = f"{LONG}En risikoanalyse trenger ikke være tykk. {LONG}"
    found = passage_of(text, terms_of("risikoanalyser"))
    assert found.html.startswith("… En <mark>risikoanalyse</mark> trenger ikke være tykk.")
    assert found.html.endswith(" …")
    assert len(Reader(found.html).text) <= PASSAGE_LENGTH + 4


def test_where_most_of_the_words_stand_together_is_shown():
    text = f"Et skjema. {LONG} Et skjema igjen. {LONG} Et skjema og en risikoanalyse. {LONG}"
    assert "en <mark>risikoanalyse</mark>" in passage_of(text, terms_of("risikoanalyse skjema")).html


def test_of_several_texts_the_best_is_shown():
    found = best_passage(["Bare skjema her.", "Skjema og signatur.", "Ingenting."], terms_of("skjema signatur"))
    assert found.html == "<mark>Skjema</mark> og <mark>signatur</mark>."


def test_without_the_words_there_is_no_passage():
    assert best_passage(["Noe helt annet."], terms_of("skjema")) is None


def test_stop_words_are_only_marked_when_nothing_else_was_asked_for():
    assert marked("Hva er et skjema", terms_of("hva er skjema")) == "Hva er et <mark>skjema</mark>"
    assert marked("Hva er et skjema", terms_of("hva er")) == "<mark>Hva</mark> <mark>er</mark> et skjema"


def test_a_letter_written_as_two_characters_is_the_same_letter():
    assert marked("A\u030apent", terms_of("åpent")) == "<mark>Åpent</mark>"


def test_list_items_and_headings_do_not_run_together():
    found = passage_of("Før dere begynner\nEt skjema\nEn plan.\nSå er dere i gang.", terms_of("skjema"))
    assert found.html == "Før dere begynner · Et <mark>skjema</mark> · En plan. Så er dere i gang."


@pytest.mark.parametrize("text", ["<script>skjema</script>", "skjema & <b>", '"skjema"', "&lt;skjema&gt;"])
def test_nothing_but_marks_is_markup(text):
    for html in (marked(text, terms_of("skjema")), passage_of(text, terms_of("skjema")).html):
        assert Reader(html).tags == [("mark", [])]
        assert Reader(html).text == text


@given(st.text(), st.text(max_size=60))
def test_any_text_comes_out_as_it_went_in(text, query):
    read = Reader(marked(text.replace("\r", ""), terms_of(query)))
    assert {tag for tag, _attrs in read.tags} <= {"mark"}
    found = passage_of(text, terms_of(query))
    assert found is None or len(Reader(found.html).text) <= max(PASSAGE_LENGTH * 2, len(text)) + 4
