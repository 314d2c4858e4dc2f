"""What municipal employees look for, and whether they find it: a judged set of queries over the demo portal."""

from collections import Counter

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client

from forum.pages.models import KnowledgePage
from tests.conftest import SHOWN
from tests.home.test_demo import demo  # noqa: F401  # the loaded demo portal with its index
from tests.search import judging

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.xdist_group("demo")]

OUR_ENGINE = "whoosh" in settings.WAGTAILSEARCH_BACKENDS["default"]["BACKEND"]
# PostgreSQL's own search knows neither compounds nor the other written language.
WANTED_OF_ALL = 0.95 if OUR_ENGINE else 0.75
WANTED_OF_EACH_CLASS = 0.85
CLASSES = {
    "bøyning",
    "synonym",
    "sammensatt",
    "skrivefeil",
    "nynorsk",
    "flere ord",
    "spørsmål",
    "navn og koder",
    "frase og minus",
}


@pytest.fixture(scope="module")
def answers(demo, django_db_blocker):  # noqa: F811
    with django_db_blocker.unblock():
        cache.clear()
        client = Client()
        return [judging.ask(client, judged) for judged in judging.read()]


@pytest.fixture
def figures(answers, record_property):
    """By class; shown at the end of the run (tests/conftest.py), whether the test passes or not."""
    found = judging.by_class(answers)
    record_property(SHOWN, f"Dømte søk\n{judging.table(found)}")
    return found


def test_nine_of_ten_and_more_find_a_good_answer_among_the_first_three(figures, answers):
    lacking = {kind: of.success_at_3 for kind, of in figures.items() if of.success_at_3 < _wanted(kind)}
    assert not lacking, "\n".join(["", *map(str, judging.missed(answers))])


def _wanted(kind):
    if not kind:
        return WANTED_OF_ALL
    return WANTED_OF_EACH_CLASS if OUR_ENGINE else 0


def test_every_class_has_enough_queries_and_none_is_asked_twice():
    asked = judging.read()
    assert Counter(judged.kind for judged in asked).keys() == CLASSES
    assert min(Counter(judged.kind for judged in asked).values()) >= 18
    assert [query for query, times in Counter((one.query, one.language) for one in asked).items() if times > 1] == []


def test_every_judged_work_is_one_page_of_the_demo():
    slugs = Counter(KnowledgePage.objects.live().filter(locale__language_code="nb").values_list("slug", flat=True))
    judged = {slug for one in judging.read() for slug in one.grades}
    assert {slug: slugs[slug] for slug in judged if slugs[slug] != 1} == {}
    assert {grade for one in judging.read() for grade in one.grades.values()} == {0, 1, 2, 3}


def test_a_page_that_must_not_be_found_spoils_the_answer():
    judged = judging.Judged("arkiv -noark", "frase og minus", {"plikt": 3, "noark": 0})
    assert judging.Answer(judged, ["plikt"]).has_answer_among(1)
    assert not judging.Answer(judged, ["plikt", "noark"]).has_answer_among(3)


def test_the_measures_tell_order_and_grade():
    judged = judging.Judged("x", "bøyning", {"best": 3, "good": 2, "poor": 1})
    assert judging.Answer(judged, ["best", "good", "poor"]).ndcg == 1
    assert 0 < judging.Answer(judged, ["poor", "best"]).ndcg < judging.Answer(judged, ["best", "poor"]).ndcg
    assert not judging.Answer(judged, ["poor", "other", "another", "good"]).has_answer_among(3)
    only_poor = judging.Judged("x", "bøyning", {"poor": 1})
    assert judging.Answer(only_poor, ["other", "poor"]).has_answer_among(3)
