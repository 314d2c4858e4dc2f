"""What people look for: counted rightly, without person, and never in the way of anyone."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from forum.home.editor_rights import EDITORS
from forum.jobs.registry import all_jobs
from forum.search import jobs, statistics
from forum.search.models import OpenedCount, SearchCount
from tests.factories.accounts import UserFactory
from tests.factories.pages import close, make_group, make_guide, translate

HITS = "http://testserver/sok/?q="
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def counted():
    return {row.query: (row.searches, row.without_hits) for row in SearchCount.objects.all()}


def opened():
    return {(row.query, row.page_id): row.times for row in OpenedCount.objects.all()}


@pytest.fixture
def guide(indexed):
    page = make_guide(title="Risikoanalyse på en ettermiddag")
    indexed()
    return page


@pytest.fixture
def reader(client):
    client.defaults["HTTP_USER_AGENT"] = BROWSER
    return client


@pytest.fixture
def editor(client):
    user = UserFactory()
    user.groups.set(Group.objects.filter(name=EDITORS))
    client.force_login(user)
    return client


# --- what is counted


@pytest.mark.django_db
def test_a_search_is_counted_by_day_and_one_without_hits_is_told_apart(reader, guide):
    for query in ("Risikoanalyse", "risikoanalyse ", "  RISIKOANALYSE", "zxqwvy zxqwvz", "risikoanalysene"):
        assert reader.get("/sok/", {"q": query}).status_code == 200
    assert counted() == {"risikoanalyse": (3, 0), "zxqwvy zxqwvz": (1, 1), "risikoanalysene": (1, 0)}
    assert set(SearchCount.objects.values_list("day", flat=True)) == {timezone.localdate()}


@pytest.mark.django_db
def test_paging_narrowing_sorting_suggestions_and_the_empty_page_are_not_searches(reader, guide):
    for address in (
        "/sok/",
        "/sok/?q=",
        "/sok/?q=risiko&side=2",
        "/sok/?q=risiko&type=guide",
        "/sok/?q=risiko&tema=helse-og-omsorg",
        "/sok/?q=risiko&sorter=nyeste",
        "/sok/?q=**",
        "/sok/forslag/?q=risiko",
        f"/sok/?q={'risiko ' * 40}",
    ):
        assert reader.get(address).status_code == 200
    assert counted() == {}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "program", ["Googlebot/2.1", "Mozilla/5.0 (compatible; bingbot/2.0)", "Baiduspider", "Some Web Crawler"]
)
def test_robots_are_not_counted(client, guide, program):
    client.get("/sok/", {"q": "risiko"}, headers={"User-Agent": program})
    client.get(guide.url, headers={"User-Agent": program, "Referer": f"{HITS}risiko"})
    assert (counted(), opened()) == ({}, {})


@pytest.mark.django_db
def test_a_look_at_the_headers_only_is_not_counted(reader, guide):
    reader.head("/sok/", {"q": "risiko"})
    reader.head(guide.url, headers={"Referer": f"{HITS}risiko"})
    assert (counted(), opened()) == ({}, {})


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "01017012345",
        "010170 12345",
        "tlf 99 88 77 66",
        "sak 2024/123 fra 12.03",
        "kari.nordmann@eksempel.no",
        "kari＠eksempel.no",
        "０１０１７０１２３４５",
        "kari @ eksempel",
        "ord " * 26,
        "?!",
        "\x00\x1f",
        "",
    ],
)
def test_what_may_tell_of_a_person_or_says_nothing_is_not_kept(query):
    statistics.count_search(query=query, hits=0)
    statistics.count_opened(query=query, page=make_guide(title=f"Veileder {query!r}"[:50]))
    assert (counted(), opened()) == ({}, {})


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["plan 2026", "§ 4-2", "noark 5", "wcag 2.1 nivå aa 2023", "å" * 100])
def test_ordinary_numbers_and_a_hundred_characters_are_kept(query):
    statistics.count_search(query=query, hits=1)
    assert list(counted()) == [query]


@pytest.mark.django_db
def test_nothing_but_the_day_the_words_and_the_numbers_is_kept():
    kept = {field.name for model in (SearchCount, OpenedCount) for field in model._meta.concrete_fields}
    assert kept == {"id", "day", "query", "searches", "without_hits", "page", "times"}


@pytest.mark.django_db
def test_a_flood_of_invented_queries_fills_no_table(monkeypatch):
    monkeypatch.setattr(statistics, "MOST_ROWS_A_DAY", 5)
    SearchCount.objects.create(day=timezone.localdate() - timedelta(days=1), query="i går", searches=1)
    for number in range(20):
        statistics.count_search(query=f"ord{number}", hits=0)
    statistics.count_search(query="ord0", hits=0)
    today = SearchCount.objects.filter(day=timezone.localdate())
    assert today.count() == 5
    assert today.get(query="ord0").searches == 2


@pytest.mark.django_db
def test_counting_what_is_known_is_one_statement(guide):
    page = guide.knowledgepage_ptr
    statistics.count_search(query="risiko", hits=1)
    statistics.count_opened(query="risiko", page=page)
    for count in (
        lambda: statistics.count_search(query="risiko", hits=1),
        lambda: statistics.count_opened(query="risiko", page=page),
    ):
        with CaptureQueriesContext(connection) as queries:
            count()
        assert [q["sql"].split()[0] for q in queries if "SAVEPOINT" not in q["sql"]] == ["UPDATE"]
    assert counted() == {"risiko": (2, 0)}


# --- what was opened


@pytest.mark.django_db
def test_a_page_opened_from_hits_is_counted_on_the_bokmål_row_in_whichever_language(reader, guide):
    nynorsk = translate(guide)
    reader.get(guide.url, headers={"Referer": f"{HITS}Risiko&side=2"})
    reader.get(nynorsk.url, headers={"Referer": "http://testserver/nn/sok/?q=risiko&type=guide"})
    assert opened() == {("risiko", guide.pk): 2}


@pytest.mark.django_db
@pytest.mark.parametrize(
    "referer",
    [
        "",
        "http://testserver/",
        "http://testserver/sok/",
        "http://testserver/sok/forslag/?q=risiko",
        "http://testserver/beste-praksis/?q=risiko",
        "http://annetsted.example/sok/?q=risiko",
        "http://testserver.annetsted.example/sok/?q=risiko",
        "http://testserver:81/sok/?q=risiko",
        "http://[::1/sok/?q=risiko",
        "/sok/?q=risiko",
        "http://testserver/sok/?q=kari@eksempel.no",
        "http://testserver/sok/?" + "&".join(f"a{n}=1" for n in range(300)) + "&q=risiko",
        "http://testserver/sok/?q=" + "a" * 100_000,
    ],
)
def test_a_page_opened_from_anywhere_else_is_not_counted(reader, guide, referer):
    assert reader.get(guide.url, headers={"Referer": referer}).status_code == 200
    assert opened() == {}


@pytest.mark.django_db
def test_an_ordinary_visit_costs_not_one_query_more(reader, guide):
    def cost(**headers):
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(guide.url, headers=headers).status_code == 200
        return [q["sql"] for q in queries]

    cost()
    plain, elsewhere = cost(), cost(Referer="http://testserver/beste-praksis/")
    assert len(plain) == len(elsewhere)
    assert not [sql for sql in (*plain, *elsewhere) if OpenedCount._meta.db_table in sql]


@pytest.mark.django_db
def test_a_closed_page_is_not_counted_for_those_who_are_turned_away(reader, guide):
    close(guide, make_group())
    assert reader.get(guide.url, headers={"Referer": f"{HITS}risiko"}).status_code == 404
    assert opened() == {}


@pytest.mark.django_db
def test_the_browser_is_told_to_say_within_this_site_where_the_reader_comes_from(reader, guide):
    assert reader.get("/sok/", {"q": "risiko"}).headers["Referrer-Policy"] == "same-origin"


# --- how long


@pytest.mark.django_db
def test_counts_are_kept_for_ninety_days_and_then_deleted(guide):
    today = timezone.localdate()
    for age in (0, 89, 90, 91, 400):
        SearchCount.objects.create(day=today - timedelta(days=age), query=f"{age}", searches=1)
        OpenedCount.objects.create(day=today - timedelta(days=age), query=f"{age}", page=guide, times=1)
    statistics.forget_old_counts()
    assert set(counted()) == {query for query, _page in opened()} == {"0", "89"}


@pytest.mark.django_db
def test_they_are_deleted_every_day():
    (job,) = [job for job in all_jobs() if job.run is jobs.forget_old_counts]
    assert job.every <= timedelta(days=1)


# --- never in the way


@pytest.mark.django_db(transaction=False)
def test_a_count_that_fails_leaves_the_transaction_around_it_whole(monkeypatch, guide):
    monkeypatch.setattr(SearchCount._meta, "db_table", "not_there")
    statistics.count_search(query="risiko", hits=1)
    monkeypatch.undo()
    make_guide(title="Skrevet etterpå")
    statistics.count_search(query="risiko", hits=1)
    assert counted() == {"risiko": (1, 0)}


# --- the report


def count(query, times, in_vain=0, *, days_ago=0):
    day = timezone.localdate() - timedelta(days=days_ago)
    SearchCount.objects.create(day=day, query=query, searches=times, without_hits=in_vain)


def open_from(query, page, times, *, days_ago=0):
    OpenedCount.objects.create(day=timezone.localdate() - timedelta(days=days_ago), query=query, page=page, times=times)


def report(client, **choices):
    """Query: (times, in vain, share, opened) in the order they stand, read from the export."""
    answer = client.get(reverse("searches_report"), {**choices, "export": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    return {row[0]: row[1:] for row in sheet.iter_rows(min_row=2, values_only=True)}


@pytest.mark.django_db
def test_the_report_sums_the_days_of_the_period_by_hand_count(editor, guide):
    other = make_guide(title="Anskaffelser")
    count("risiko", 3, days_ago=0)
    count("risiko", 4, 1, days_ago=6)
    count("risiko", 5, 1, days_ago=7)
    count("risiko", 8, 8, days_ago=29)
    count("risiko", 100, 100, days_ago=30)
    count("brannvern", 6, 6, days_ago=2)
    count("gevinst", 9, 3, days_ago=89)
    open_from("risiko", guide, 2, days_ago=1)
    open_from("risiko", guide, 1, days_ago=5)
    open_from("risiko", other, 7, days_ago=8)
    title = guide.title
    assert report(editor, period="7") == {"risiko": (7, 1, "14 %", f"{title} (3)"), "brannvern": (6, 6, "100 %", None)}
    month = report(editor)
    assert month == report(editor, period="30")
    assert month == {
        "risiko": (20, 10, "50 %", f"Anskaffelser (7), {title} (3)"),
        "brannvern": (6, 6, "100 %", None),
    }
    assert list(report(editor, period="90")) == ["risiko", "gevinst", "brannvern"]
    assert report(editor, period="90")["risiko"][:3] == (120, 110, "92 %")


@pytest.mark.django_db
def test_searches_in_vain_are_shown_alone_the_most_frequent_first(editor):
    count("alltid treff", 50)
    count("sjelden", 20, 2)
    count("aldri", 5, 5)
    assert list(report(editor)) == ["alltid treff", "sjelden", "aldri"]
    assert list(report(editor, hits="uten")) == ["aldri", "sjelden"]


@pytest.mark.django_db
def test_what_was_searched_for_only_once_is_not_shown(editor):
    count("bare én gang", 1, 1)
    count("to ganger", 1, days_ago=1)
    count("to ganger", 1, days_ago=2)
    assert list(report(editor)) == ["to ganger"]
    assert "bare én gang" not in editor.get(reverse("searches_report")).content.decode()


@pytest.mark.django_db
def test_the_report_leads_to_a_synonym_and_a_recommendation_with_the_word_filled_in(editor):
    count("sårbarhet & risiko", 2, 2)
    text = editor.get(reverse("searches_report")).content.decode()
    for name, parameter in (("wagtailsnippets_search_synonym:add", "ord"), ("recommend_page", "sok")):
        address = f"{reverse(name)}?{parameter}=s%C3%A5rbarhet%20%26%20risiko"
        assert address in text
        assert 'value="sårbarhet &amp; risiko"' in editor.get(address).content.decode()


@pytest.mark.django_db
def test_titles_of_pages_that_are_closed_to_the_editor_are_not_in_the_report(editor, guide):
    count("risiko", 2)
    open_from("risiko", guide, 2)
    assert guide.title in editor.get(reverse("searches_report")).content.decode()
    close(guide, make_group())
    assert guide.title not in editor.get(reverse("searches_report")).content.decode()
    assert report(editor)["risiko"][3] is None


@pytest.mark.django_db
def test_an_export_holds_no_formula_that_a_reader_has_typed(editor):
    for query in ("=1+1", "+cmd|' /c calc'!a1", "-2+3", "=hyperlink(a1)"):
        count(query, 2)
    answer = editor.get(reverse("searches_report"), {"export": "csv"})
    lines = b"".join(answer.streaming_content).decode().splitlines()[1:]
    assert len(lines) == 4
    assert all(line.lstrip('"')[0] == "'" for line in lines)
    answer = editor.get(reverse("searches_report"), {"export": "xlsx"})
    sheet = load_workbook(BytesIO(b"".join(answer.streaming_content))).active
    assert {row[0].data_type for row in sheet.iter_rows(min_row=2)} == {"s"}


@pytest.mark.django_db
@pytest.mark.parametrize("query", ["period=abc", "hits=%00", "ordering=drop", "p=999", "period=90&period=7&q=x"])
def test_the_report_takes_any_address(editor, query):
    count("risiko", 2)
    assert editor.get(f"{reverse('searches_report')}?{query}").status_code == 200
    assert editor.get(f"{reverse('searches_report_results')}?{query}").status_code == 200


@pytest.mark.django_db
def test_the_report_is_for_those_with_the_right_to_it(client, guide):
    count("risiko", 2)
    for user in (None, UserFactory()):
        if user:
            client.force_login(user)
        for name in ("searches_report", "searches_report_results"):
            answer = client.get(reverse(name))
            assert answer.status_code == 302
            assert "risiko" not in answer.content.decode()


@pytest.mark.django_db
def test_the_report_costs_the_same_for_few_and_many_queries(editor, guide):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(reverse("searches_report")).status_code == 200
        return len(queries)

    count("risiko", 2)
    open_from("risiko", guide, 1)
    cost()
    few = cost()
    for number in range(30):
        count(f"ord {number}", 2)
        open_from(f"ord {number}", guide, 1)
    assert cost() == few
