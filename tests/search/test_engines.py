"""Search on other engines: what Elasticsearch and OpenSearch would be asked, and what PostgreSQL answers."""

import json
from datetime import date, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import connection
from django.db.models import Q
from django.utils import timezone
from modelsearch.backends.base import FilterError, FilterFieldError
from modelsearch.query import MATCH_ALL, And, Boost, Not, Or, Phrase, PlainText
from wagtail.search.backends import get_search_backend

from forum.pages.models import KnowledgePage, Uptake
from forum.search.counting import counts
from forum.search.engines.elastic_queries import NOTHING, TERMS, Places, compiled
from forum.search.keeping.drift import find_drift
from forum.search.query_parts import MostOf
from forum.settings.search import _backend as options_of
from tests.factories.organisations import MunicipalityFactory
from tests.factories.pages import a_theme, close, make_guide, make_news, translate
from tests.search.test_search_page import text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]
VISITOR = AnonymousUser()


def visible():
    return KnowledgePage.objects.visible_to(VISITOR)


def titles(results):
    return [page.title for page in results]


# Elasticsearch and OpenSearch: no server is asked.


@pytest.fixture(params=["elasticsearch", "opensearch"])
def engine(request, settings):
    """Of its own settings, at an address where nobody answers."""
    settings.WAGTAILSEARCH_BACKENDS = {"default": options_of(f"{request.param}+http://127.0.0.1:9/test")}
    return get_search_backend()


def passes(document, condition):
    """Whether a document fulfils a filter, as the engines would judge it."""
    if not condition:
        return True
    ((kind, asked),) = condition.items()
    if kind == "bool":
        must, must_not, should = (as_list(asked.get(part, [])) for part in ("must", "must_not", "should"))
        return (
            all(passes(document, one) for one in must)
            and not any(passes(document, one) for one in must_not)
            and (not should or any(passes(document, one) for one in should))
        )
    if kind == "nested":
        return any(passes(row, asked["query"]) for row in rows_at(document, asked["path"]))
    if kind == "match_all":
        return True
    if kind == "exists":
        return bool(values_at(document, asked["field"]))
    ((column, wanted),) = asked.items()
    values = values_at(document, column)
    if kind == "terms":
        return bool(set(values) & set(wanted))
    if kind in {"term", "match"}:
        return wanted in values
    if kind == "prefix":
        return any(value.startswith(wanted) for value in values)
    assert kind == "range"
    compare = {"gte": lambda a, b: a >= b, "lt": lambda a, b: a < b}
    return any(all(compare[sign](value, limit) for sign, limit in wanted.items()) for value in values)


def as_list(one):
    return one if isinstance(one, list) else [one]


def rows_at(document, path):
    """Rows of a relation, each under its whole path, as nested documents are."""
    base, _, last = path.rpartition(".")
    holder = document.get("__row__", document) if base == document.get("__path__", "") else document
    return [{"__row__": row, "__path__": path} for row in as_list(holder.get(last) or []) if row]


def values_at(document, column):
    path = document.get("__path__")
    row, name = (document["__row__"], column.removeprefix(f"{path}.")) if path else (document, column)
    value = row.get(name)
    return [one for one in as_list(value) if one is not None]


def allowed(engine, pages):
    """Titles of the pages that the compiled conditions let through, of all there are."""
    compiler = engine.search("skjema", pages).query_compiler
    everything = [page.specific for page in KnowledgePage.objects.all()]
    documents = [(page, engine.mapping_class(type(page)).get_document(page)) for page in everything]
    return sorted(
        page.title for page, document in documents if all(passes(document, one) for one in compiler.get_filters())
    )


def test_what_is_closed_is_named_in_the_question_and_left_out(engine):
    open_page, closed = make_guide(title="Åpent"), make_guide(title="Lukket")
    close(closed)
    make_guide(title="Kladd", live=False)
    question = json.dumps(engine.search("skjema", visible()).query_compiler.get_query(), default=str)
    assert f'"terms": {{"pk": ["{closed.pk}"]}}' in question
    assert f'"{open_page.pk}"' not in question
    assert "Åpent" in allowed(engine, visible())
    assert not {"Lukket", "Kladd"} & set(allowed(engine, visible()))


def test_conditions_let_through_what_the_database_does(engine):
    health, culture = a_theme("helse-og-omsorg"), a_theme("kultur-idrett-og-fritid")
    bodø, bø = MunicipalityFactory(), MunicipalityFactory()
    both = make_guide(title="Begge", themes=[health, culture], municipality=bodø)
    news = make_news(title="Nytt", themes=[culture])
    close(make_guide(title="Lukket", themes=[health]))
    translate(both, title="Begge, nynorsk")
    for municipality in (bodø, bø):
        Uptake.objects.create(page=both, municipality=municipality, since=date(2025, 1, 1))
    now = timezone.now()
    KnowledgePage.objects.filter(pk=news.pk).update(text_changed_at=now)
    KnowledgePage.objects.filter(pk=both.pk).update(text_changed_at=now - timedelta(days=2))
    questions = [
        visible(),
        visible().in_language("nb"),
        visible().in_language("nn"),
        visible().filter(themes__uri=health.uri),
        visible().filter(themes__uri__in=[health.uri, culture.uri]).filter(content_type=news.content_type_id),
        visible().exclude(pk=both.pk),
        visible().filter(pk__in=[news.pk]),
        visible().filter(Q(municipality_id=bodø.pk) | Q(work__uptake__municipality_id=bø.pk)),
        visible().filter(work__uptake__municipality_id=bø.pk),
        visible().filter(text_changed_at__gte=now - timedelta(days=1)),
        visible().filter(title__startswith="Begge"),
        visible().none(),
    ]
    for pages in questions:
        assert allowed(engine, pages) == sorted(set(titles(pages))), pages.query


def test_two_conditions_on_one_related_row_are_one_question(engine):
    pages = KnowledgePage.objects.filter(themes__uri="a", themes__uri__startswith="b")
    filters = engine.search("x", pages).query_compiler.get_filters()[1]
    (nested,) = as_list(filters["bool"]["must"] if "bool" in filters else filters)
    assert len(nested["nested"]["query"]["bool"]["must"]) == 2


@pytest.mark.parametrize("condition", [{"pk__gt": 3}, {"work__uptake__municipality__name": "x"}, {"seo_title": "x"}])
def test_a_condition_that_cannot_be_judged_is_refused_not_dropped(engine, condition):
    with pytest.raises((FilterError, FilterFieldError)):
        engine.search("x", KnowledgePage.objects.filter(**condition)).query_compiler.get_query()


def test_hits_that_the_index_should_not_have_are_neither_shown_nor_counted(engine, monkeypatch):
    open_page, closed, draft = (
        make_guide(title="Åpent"),
        make_guide(title="Lukket"),
        make_guide(title="Kladd", live=False),
    )
    close(closed)
    hits = [{"fields": {"pk": [str(pk)]}, "_score": 1.0} for pk in (closed.pk, draft.pk, 999_999, open_page.pk)]
    monkeypatch.setattr(engine.es, "search", lambda **asked: {"hits": {"hits": hits}})
    results = engine.search("skjema", visible())
    assert titles(results) == ["Åpent"]
    assert results.count() == 1
    assert counts(results, "content_type_id") == {open_page.content_type_id: 1}


def test_a_server_that_does_not_answer_gives_a_page_that_says_so(engine, client):
    make_guide(title="Skjema")
    response = client.get("/sok/", {"q": "skjema"})
    assert response.status_code == 200
    assert "Søket bygges opp på nytt" in text_of(response)
    assert client.get("/sok/forslag/", {"q": "skj"}).status_code == 200


def test_a_document_is_found_by_the_portals_own_words_for_it(engine):
    guide = make_guide(title="Søknad om tjenester", problem="<p>Innbyggerne ventet.</p>")
    document = engine.mapping_class(type(guide)).get_document(guide)
    assert {"søknad", "tjenest", "tenest"} <= set(document[TERMS].split())
    assert json.loads(json.dumps(document, default=str))["title"] == "Søknad om tjenester"


def test_every_analyzer_that_a_column_names_is_there_and_norwegian_is_the_rule(engine):
    analysis = engine.settings["settings"]["analysis"]
    columns = engine.mapping_class(KnowledgePage).get_mapping()["properties"]
    named = {column[kind] for column in columns.values() for kind in ("analyzer", "search_analyzer") if kind in column}
    assert named <= {*analysis["analyzer"], "whitespace"}
    parts = analysis["analyzer"]["default"]
    assert parts["tokenizer"] in analysis["tokenizer"]
    filters = [analysis["filter"].get(name, name) for name in parts["filter"]]
    assert {"type": "stemmer", "language": "norwegian"} in filters
    assert {"type": "stop", "stopwords": "_norwegian_"} in filters
    assert {"type": "asciifolding", "preserve_original": True} in filters


WORDS = Places(("_all_text^1",))


def test_all_kinds_of_questions_are_put():
    one, other = compiled(PlainText("skjema"), WORDS), compiled(PlainText("arkiv"), WORDS)
    assert one["dis_max"]["queries"][0]["multi_match"]["query"] == "skjema"
    skjema, arkiv = PlainText("skjema"), PlainText("arkiv")
    assert compiled(And([skjema, arkiv]), WORDS) == {"bool": {"must": [one, other]}}
    assert compiled(PlainText("skjema arkiv"), WORDS) == {"bool": {"must": [one, other]}}
    assert compiled(Or([skjema, arkiv]), WORDS) == {"bool": {"should": [one, other], "minimum_should_match": 1}}
    most = MostOf([skjema, arkiv, PlainText("plan")], 2)
    assert compiled(most, WORDS)["bool"]["minimum_should_match"] == 2
    assert compiled(And([skjema, Not(arkiv)]), WORDS) == {"bool": {"must": [one, {"bool": {"must_not": [other]}}]}}
    phrase = compiled(Boost(Phrase("digital signatur"), 3.0), WORDS)["multi_match"]
    assert (phrase["type"], phrase["query"], phrase["boost"]) == ("phrase", "digital signatur", 3.0)
    assert compiled(MATCH_ALL, WORDS) == {"match_all": {}}
    assert compiled(PlainText("!!"), WORDS) == NOTHING


def test_the_readers_text_is_never_a_language():
    question = json.dumps(compiled(PlainText('title:hemmelig OR * {"match_all": {}} "a'), WORDS))
    assert "query_string" not in question
    assert "*" not in question
    assert "{}" not in question


# PostgreSQL.


def test_postgres_is_refused_where_the_portals_database_is_another_one(settings):
    settings.WAGTAILSEARCH_BACKENDS = {"default": options_of("postgres://")}
    if connection.vendor == "postgresql":
        assert get_search_backend().config == "norwegian"
        return
    with pytest.raises(ImproperlyConfigured, match="DATABASE_URL"):
        get_search_backend()
    with pytest.raises(SystemCheckError, match="DATABASE_URL"):
        call_command("check")


@pytest.fixture
def found(indexed):
    def search(query, **options):
        return titles(visible().search(query, **options))

    return search


@pytest.mark.postgres
@pytest.mark.parametrize("asked", ["tjeneste", "tenester", "tjenestene", "teneste", "TJENESTENES"])
def test_both_written_languages_find_each_other_and_the_same_word_comes_first(indexed, found, asked):
    make_guide(title="Tjenester på nett")
    make_guide(title="Tenester på nett")
    indexed()
    assert sorted(found(asked)) == ["Tenester på nett", "Tjenester på nett"]
    assert found(asked)[0][:2].lower() == asked[:2].lower()


@pytest.mark.postgres
@pytest.mark.parametrize(("asked", "title"), [("skjemaene", "Skjema"), ("enhet", "Enheter"), ("4-2", "Etter § 4-2")])
def test_forms_that_the_database_would_part_are_found(indexed, found, asked, title):
    make_guide(title=title)
    indexed()
    assert found(asked if asked != "4-2" else "§ 4-2") == [title]


@pytest.mark.postgres
def test_a_title_counts_more_than_a_summary_and_that_more_than_the_text(indexed, found):
    make_guide(title="Tredje", problem="<p>Her står innsyn, og innsyn igjen.</p>")
    make_guide(title="Andre", summary="Om innsyn.")
    make_guide(title="Innsyn")
    indexed()
    assert found("innsyn") == ["Innsyn", "Andre", "Tredje"]


@pytest.mark.postgres
def test_parts_of_a_question_are_weighed_excluded_and_counted(indexed, found):
    for title in ("Arkiv og skjema", "Arkiv", "Skjema", "Plan"):
        make_guide(title=title)
    indexed()
    arkiv, skjema, plan = PlainText("arkiv"), PlainText("skjema"), PlainText("plan")
    assert sorted(found(And([arkiv, Not(skjema)]))) == ["Arkiv"]
    assert "Plan" in found(Not(arkiv))
    assert found(And([MATCH_ALL, arkiv, skjema])) == ["Arkiv og skjema"]
    assert found(MostOf([arkiv, skjema, plan], 2)) == ["Arkiv og skjema"]
    assert sorted(found(MostOf([arkiv, skjema, plan], 1)))[-1] == "Skjema"
    assert found(Or([arkiv, Boost(plan, 9)]))[0] == "Plan"
    assert found(Or([Boost(arkiv, 9), plan]))[-1] == "Plan"


@pytest.mark.postgres
def test_a_question_of_stop_words_alone_is_put_to_the_titles(indexed, found):
    make_guide(title="Hva er det", problem="<p>Noe.</p>")
    make_guide(title="Annet", problem="<p>Hva er det?</p>")
    indexed()
    assert found("hva er det") == ["Hva er det"]


@pytest.mark.postgres
def test_a_phrase_does_not_reach_from_one_text_into_the_next(indexed, found):
    make_guide(title="Om digital", summary="Signatur er noe annet.")
    make_guide(title="Digital signatur")
    indexed()
    assert found(Phrase("digitale signaturer")) == ["Digital signatur"]


@pytest.mark.postgres
def test_a_page_with_more_text_than_a_vector_holds_is_indexed_and_found(indexed, found):
    words = " ".join(f"ord{number}{letter}" for number in range(60_000) for letter in "æøå")
    make_guide(title="Langt", problem=f"<p>Begynner her. {words}</p>")
    indexed()
    assert found("begynner") == found("ord7å") == ["Langt"]


@pytest.mark.postgres
def test_a_page_that_several_related_rows_point_to_is_one_hit(indexed):
    guide = make_guide(title="Skjema")
    for municipality in (MunicipalityFactory(), MunicipalityFactory(), MunicipalityFactory()):
        Uptake.objects.create(page=guide, municipality=municipality, since=date(2025, 1, 1))
    indexed()
    pages = visible().filter(Q(municipality__isnull=True) | Q(work__uptake__municipality_id__isnull=False))
    results = pages.search("skjema")
    assert titles(results) == ["Skjema"]
    assert results.count() == 1
    assert set(counts(results, "work__uptake__municipality_id").values()) == {1}


@pytest.mark.postgres
def test_what_the_index_lacks_or_has_in_vain_is_told(indexed):
    changed, gone = make_guide(title="Gammel tittel"), make_guide(title="Borte")
    indexed()
    type(changed).objects.filter(pk=changed.pk).update(title="Ny tittel")
    type(gone).objects.filter(pk=gone.pk)._raw_delete("default")
    backend = get_search_backend()
    backend.get_index_for_model(KnowledgePage).entries.filter(object_id=str(changed.pk)).update(body_text="[]")
    drift = {key for one in find_drift(backend) for key in one.keys}
    assert {str(changed.pk), str(gone.pk)} <= drift
