"""What the search page asks of the engine beyond modelsearch's API: most of the words, priors, derived facets."""

import datetime
import math
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import pytest
from modelsearch.query import MATCH_ALL, Phrase, PlainText
from modelsearch.test.testapp.models import Book, Novel

from forum.pages.models import KnowledgePage, Uptake
from forum.search.query_parts import MostOf
from forum.search.ranking import FRESHNESS, USE, Prior
from tests.factories.organisations import MunicipalityFactory
from tests.factories.pages import make_guide, make_news, make_portal
from tests.search.library import a_book, rebuild, titles


def three_words(*needed_words, needed=2):
    return MostOf([PlainText(word) for word in needed_words], needed)


def test_pages_with_most_of_the_words_are_found_those_with_all_of_them_first(backend):
    for title in ("Fole og hest", "Fole, hest og ku", "Ku", "Bare fole"):
        a_book(title)
    rebuild()
    found = backend.search(three_words("fole", "hest", "ku"), Book)
    assert [book.title for book in found] == ["Fole, hest og ku", "Fole og hest"]


def test_of_two_words_a_page_with_both_beats_one_full_of_the_rarer(backend):
    a_book("Fole hest")
    a_book("Hest hest hest hest")
    for number in range(20):
        a_book(f"Fole {number}")
    rebuild()
    found = backend.search(three_words("fole", "hest", needed=1), Book)
    assert [book.title for book in found[:2]] == ["Fole hest", "Hest hest hest hest"]
    assert found.count() == 22


@dataclass(frozen=True)
class LongBooks:
    """A prior: a long book is worth more; each time it is asked is noted."""

    worth: float
    asked: ClassVar[list[int]] = []

    def __call__(self, segment):
        self.asked.append(segment.data.size)
        column = segment.data.column(("f_number_of_pages",))
        return column.spread(np.array([self.worth if (cell or 0) > 500 else 1.0 for cell in column.cells], np.float32))


def test_a_prior_weighs_relevance_and_is_asked_once_of_each_segment(library):
    LongBooks.asked.clear()
    plain = library.search("the", Book).annotate_score("score")
    weighed = plain.weighed_by(LongBooks(3.0))
    score = {book.title: book.score for book in plain}
    expected = {book.title: score[book.title] * (3 if book.number_of_pages > 500 else 1) for book in plain}
    assert {book.title: book.score for book in weighed} == pytest.approx(expected)
    assert [book.title for book in weighed] != [book.title for book in plain]
    again = library.search("of", Book).weighed_by(LongBooks(3.0))
    assert again.count() == len(again)
    assert len(LongBooks.asked) == len(library.opened().snapshot().segments)


def test_a_prior_leaves_a_wished_order_alone(library):
    books = Book.objects.order_by("number_of_pages")
    results = library.search("the", books, order_by_relevance=False)
    assert results.weighed_by(LongBooks(3.0)).keys() == results.keys()


def test_the_portals_prior_prefers_the_fresh_and_the_used_a_little(backend):
    make_portal()
    used, fresh, plain = make_guide(title="Fole, rød"), make_guide(title="Fole, gul"), make_guide(title="Fole, blå")
    today = datetime.datetime(2026, 1, 1, 12, tzinfo=datetime.UTC)
    for page, changed in ((used, 2010), (fresh, 2026), (plain, 2010)):
        KnowledgePage.objects.filter(pk=page.pk).update(work=page, text_changed_at=today.replace(year=changed))
    for _number in range(3):
        Uptake.objects.create(page=used, municipality=MunicipalityFactory(), since=today.date())
    rebuild()
    hits = backend.search("fole", KnowledgePage).annotate_score("score").weighed_by(Prior(today.date()))
    score = {page.pk: page.score for page in hits}
    assert [page.pk for page in hits] == [fresh.pk, used.pk, plain.pk]
    assert score[fresh.pk] / score[plain.pk] == pytest.approx(1 + FRESHNESS, rel=0.001)
    assert score[used.pk] / score[plain.pk] == pytest.approx(1 + USE * math.log(4), rel=0.001)


def test_a_kind_may_count_for_more_or_less_in_itself(backend):
    make_portal()
    make_guide(title="Fole"), make_news(title="Fole")
    rebuild()
    hits = backend.search("fole", KnowledgePage).annotate_score("score")
    plain = {page.pk: page.score for page in hits}
    for page in hits.weighed_by(Prior(datetime.date(1990, 1, 1))):
        kind = page.specific_class.search_weight
        fresh = 1 + FRESHNESS if page.text_changed_at else 1
        assert page.score == pytest.approx(plain[page.pk] * kind * fresh, rel=0.001)
    assert len({page.specific_class.search_weight for page in hits}) == 2


def year_of(value):
    return int(value[:4])


def test_facets_can_count_what_is_derived_from_a_value(library):
    counts = library.search("rust", Book).facet("publication_date", by=year_of)
    assert dict(counts) == {2017: 1, 2018: 1}
    everything = library.search(MATCH_ALL, Novel).facet("publication_date", by=year_of)
    assert everything[1954] == 2


def test_facets_reach_through_two_relations(backend):
    make_portal()
    used, unused = make_guide(title="Fole i bruk"), make_guide(title="Fole")
    users = [MunicipalityFactory(), MunicipalityFactory()]
    for page in (used, unused):
        KnowledgePage.objects.filter(pk=page.pk).update(work=page)
    for municipality in users:
        Uptake.objects.create(page=used, municipality=municipality, since=datetime.date(2025, 1, 1))
    rebuild()
    counts = backend.search("fole", KnowledgePage).facet("work__uptake__municipality_id")
    assert dict(counts) == {users[0].pk: 1, users[1].pk: 1, None: 1}


def test_phrases_are_found_in_every_document_that_has_them_and_no_other(backend):
    for number in range(40):
        a_book(f"Bok {number}", summary="rød fole" if number % 3 else "fole rød")
    rebuild()
    for number in range(40, 46):
        backend.add(a_book(f"Bok {number}", summary="svart hest og en rød fole"))
    backend.refresh_indexes()
    assert len(backend.opened().snapshot().segments) > 1
    expected = sorted(f"Bok {number}" for number in range(46) if number >= 40 or number % 3)
    assert titles(backend.search(Phrase("rød fole"), Book)) == expected
    assert backend.search(Phrase("rød hest"), Book).count() == 0


def test_order_counts_and_facets_are_right_across_segments_and_deletions(backend):
    for number in range(12):
        a_book(f"Fole {number}", number_of_pages=number % 4)
    rebuild()
    for number in range(12, 17):
        backend.add(a_book(f"Fole {number}", number_of_pages=number % 4))
        backend.refresh_indexes()
    for title in ("Fole 3", "Fole 14"):
        backend.delete(Book.objects.get(title=title))
        Book.objects.get(title=title).delete()
    backend.refresh_indexes()
    assert len(backend.opened().snapshot().segments) > 1
    books = Book.objects.order_by("-number_of_pages", "title")
    results = backend.search("fole", books, order_by_relevance=False)
    assert [book.title for book in results[:9]] == [book.title for book in books[:9]]
    assert [book.title for book in results] == [book.title for book in books]
    assert results.count() == 15
    assert dict(results.facet("number_of_pages")) == {0: 5, 1: 4, 2: 3, 3: 3}
