"""What readers see when two texts are compared: nothing is lost, nothing is invented, words are marked."""

from hypothesis import given, settings
from hypothesis import strategies as st

from forum.pages.comparison import MAX_WORDS, Part, compare, is_changed, words

paragraph = st.text(alphabet="abcdæ .,\n«»-1", max_size=40)
texts = st.lists(paragraph, max_size=8)


def read(paragraphs, sign):
    """The text that has this sign or is in both, a paragraph a line."""
    kept = []
    for one in paragraphs:
        if one.sign in ("same", sign):
            kept.append("".join(part.text for part in one.parts if part.sign in ("same", sign)))
    return kept


def test_equal_texts_differ_in_nothing():
    assert not is_changed(compare(["En", "To"], ["En", "To"]))
    assert not is_changed(compare([], []))


def test_the_words_that_differ_are_marked_and_the_rest_is_not():
    (one,) = compare(["Bruk tre uker på dette."], ["Bruk seks uker på dette."])
    assert one.parts == (
        Part("same", "Bruk "),
        Part("removed", "tre"),
        Part("added", "seks"),
        Part("same", " uker på dette."),
    )


def test_a_paragraph_that_came_and_one_that_went_are_whole():
    assert [(p.sign, p.parts[0].text) for p in compare(["Gammelt avsnitt"], ["Helt annen tekst"])] == [
        ("removed", "Gammelt avsnitt"),
        ("added", "Helt annen tekst"),
    ]


def test_a_new_paragraph_between_two_old_ones_stands_where_it_is_read():
    found = compare(["Først.", "Sist."], ["Først.", "Midt imellom.", "Sist."])
    assert [(p.sign, p.changed) for p in found] == [("same", False), ("added", True), ("same", False)]


def test_a_paragraph_that_is_changed_and_given_a_new_one_before_it_is_still_paired():
    found = compare(["Eieren godkjenner rammen i mai"], ["Noe nytt her", "Eieren godkjenner rammen i juni"])
    assert [p.sign for p in found] == ["added", "same"]
    assert Part("removed", "mai") in found[1].parts


def test_letters_with_rings_and_dashes_are_words_like_others():
    (one,) = compare(["Når bør rådet møtes?"], ["Når bør rådet avgjøre?"])
    assert [part.text for part in one.parts if part.sign == "removed"] == ["møtes"]


def test_two_paragraphs_of_very_many_words_are_shown_as_replaced():
    old, new = " ".join(["ord"] * MAX_WORDS), " ".join(["ord"] * MAX_WORDS + ["til"])
    assert list(words(old, new)) == [Part("removed", old), Part("added", new)]


def test_one_long_paragraph_against_many_short_ones_ends():
    old, new = ["ord " * 3000], ["ord"] * 300
    found = compare(old, new)
    assert read(found, "removed") == old
    assert read(found, "added") == new


def assert_whole(found, old, new):
    assert read(found, "removed") == old
    assert read(found, "added") == new


def test_two_sheets_of_very_many_equal_rows_are_compared_in_the_end():
    """difflib on its own would count every pair of equal rows: sixteen million, over and over."""
    old = ["Nei"] * 4000
    new = [*["Nei"] * 2000, "Ja", *["Nei"] * 2000]
    found = compare(old, new)
    assert_whole(found, old, new)
    assert is_changed(found)


def test_two_long_texts_with_nothing_in_common_are_compared_in_the_end():
    old, new = [f"a{n} b{n} e{n}" for n in range(5000)], [f"c{n} d{n} f{n}" for n in range(5000)]
    found = compare(old, new)
    assert_whole(found, old, new)
    assert {paragraph.sign for paragraph in found} == {"removed", "added"}


def test_two_paragraphs_of_the_same_word_over_and_over_are_compared_in_the_end():
    old, new = "ja " * 980, "ja nei " * 480
    parts = list(words(old, new))
    assert "".join(part.text for part in parts if part.sign != "added") == old
    assert "".join(part.text for part in parts if part.sign != "removed") == new


def test_in_a_long_paragraph_only_the_words_that_differ_are_marked():
    old = " ".join(f"ord{n} og" for n in range(300))
    parts = list(words(old, old.replace("ord150 ", "noe annet ")))
    assert [part.text.strip() for part in parts if part.sign != "same"] in (
        ["ord150", "noe annet"],
        ["ord150", "noe", "annet"],
    )


@settings(deadline=None)
@given(texts, texts)
def test_nothing_of_either_text_is_lost(old, new):
    found = compare(old, new)
    assert "".join(read(found, "removed")) == "".join(old)
    assert "".join(read(found, "added")) == "".join(new)


@settings(deadline=None)
@given(texts)
def test_a_text_never_differs_from_itself(text):
    assert not is_changed(compare(text, list(text)))


@settings(deadline=None)
@given(texts, texts)
def test_texts_that_differ_are_said_to(old, new):
    assert is_changed(compare(old, new)) == (old != new)


@given(paragraph, paragraph)
def test_the_words_of_a_pair_make_both_paragraphs_again(old, new):
    parts = list(words(old, new))
    assert "".join(part.text for part in parts if part.sign != "added") == old
    assert "".join(part.text for part in parts if part.sign != "removed") == new
