"""Los from a file: in each format it comes in, twice the same, and nothing of a file that is broken."""

import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from forum.pages.los_file import MAX_BYTES, UnreadableLos, read_los
from forum.pages.models import LosConcept
from forum.pages.selectors import themes_with_counts
from tests.factories.pages import make_guide

pytestmark = pytest.mark.django_db

P = "https://psi.norge.no/los/"
SKOS = "http://www.w3.org/2004/02/skos/core#"

TURTLE = f"""
@prefix skos: <{SKOS}> .
<{P}tema/helse> a skos:Concept ; skos:prefLabel "Helse"@nb, "Helse"@nn, "Health"@en .
<{P}tema/lege> a skos:Concept ; skos:prefLabel "Lege"@nb ; skos:altLabel "doktor"@nb ; skos:hiddenLabel "lækjar"@nn ;
  skos:broader <{P}tema/helse> .
<{P}ord/fastlege> a skos:Concept ; skos:prefLabel "Fastlege"@no ; skos:broader <{P}tema/lege> ;
  skos:related <{P}tema/helse>, <https://annet.example/x> .
<https://annet.example/x> a skos:Concept ; skos:prefLabel "Ikke Los"@nb .
"""

RDF_XML = f"""<?xml version="1.0" encoding="utf-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:skos="{SKOS}">
  <skos:Concept rdf:about="{P}tema/helse">
    <skos:prefLabel xml:lang="nb">Helse</skos:prefLabel>
    <skos:prefLabel xml:lang="nn">Helse</skos:prefLabel>
    <skos:prefLabel xml:lang="en">Health</skos:prefLabel>
  </skos:Concept>
  <skos:Concept rdf:about="{P}tema/lege">
    <skos:prefLabel xml:lang="nb">Lege</skos:prefLabel>
    <skos:altLabel xml:lang="nb">doktor</skos:altLabel>
    <skos:hiddenLabel xml:lang="nn">lækjar</skos:hiddenLabel>
    <skos:broader rdf:resource="{P}tema/helse"/>
  </skos:Concept>
  <skos:Concept rdf:about="{P}ord/fastlege">
    <skos:prefLabel xml:lang="no">Fastlege</skos:prefLabel>
    <skos:broader rdf:resource="{P}tema/lege"/>
    <skos:related rdf:resource="{P}tema/helse"/>
  </skos:Concept>
</rdf:RDF>"""


def label(text, language):
    return {"@value": text, "@language": language}


JSON_LD = json.dumps(
    [
        {
            "@id": f"{P}tema/helse",
            "@type": f"{SKOS}Concept",
            f"{SKOS}prefLabel": [label("Helse", "nb"), label("Helse", "nn"), label("Health", "en")],
        },
        {
            "@id": f"{P}tema/lege",
            "@type": f"{SKOS}Concept",
            f"{SKOS}prefLabel": [label("Lege", "nb")],
            f"{SKOS}altLabel": [label("doktor", "nb")],
            f"{SKOS}hiddenLabel": [label("lækjar", "nn")],
            f"{SKOS}broader": [{"@id": f"{P}tema/helse"}],
        },
        {
            "@id": f"{P}ord/fastlege",
            "@type": f"{SKOS}Concept",
            f"{SKOS}prefLabel": [label("Fastlege", "no")],
            f"{SKOS}broader": [{"@id": f"{P}tema/lege"}],
            f"{SKOS}related": [{"@id": f"{P}tema/helse"}],
        },
    ]
)

JSON = json.dumps(
    [
        {"uri": f"{P}tema/helse", "kind": "tema", "name_nb": "Helse", "name_nn": "Helse", "name_en": "Health"},
        {
            "uri": f"{P}tema/lege",
            "kind": "tema",
            "name_nb": "Lege",
            "synonyms_nb": ["doktor"],
            "synonyms_nn": ["lækjar"],
            "parents": [f"{P}tema/helse"],
        },
        {
            "uri": f"{P}ord/fastlege",
            "kind": "emneord",
            "name_nb": "Fastlege",
            "parents": [f"{P}tema/lege"],
            "related": [f"{P}tema/helse"],
        },
    ]
)

FILES = {"los.ttl": TURTLE, "los.rdf": RDF_XML, "los.xml": RDF_XML, "los.jsonld": JSON_LD, "los.json": JSON}


@pytest.fixture
def file(tmp_path):
    """Writes a file and returns where it is."""

    def write(name, content):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def run(source):
    out = StringIO()
    call_command("import_los", *([source] if source else []), stdout=out)
    return out.getvalue()


def concept(path):
    return LosConcept.objects.get(uri=P + path)


@pytest.mark.parametrize("name", FILES)
def test_los_is_read_in_each_format_it_comes_in(file, name):
    assert run(file(name, FILES[name])) == "Los: 3 nye, 0 endret, 0 uendret, 0 merket utgått.\n"
    health, doctor, term = concept("tema/helse"), concept("tema/lege"), concept("ord/fastlege")
    assert (health.kind, health.is_main_theme, health.slug) == ("tema", True, "helse")
    assert (health.name_nb, health.name_nn, health.name_en) == ("Helse", "Helse", "Health")
    assert (doctor.is_main_theme, doctor.synonyms_nb, doctor.synonyms_nn) == (False, ["doktor"], ["lækjar"])
    assert list(doctor.parents.all()) == [health]
    assert (term.kind, term.name_nb, term.slug) == ("emneord", "Fastlege", "ord-fastlege")
    assert (list(term.parents.all()), list(term.related.all())) == ([doctor], [health])


@pytest.mark.parametrize("name", FILES)
def test_the_same_file_twice_changes_nothing(file, name):
    source = file(name, FILES[name])
    run(source)
    before = list(LosConcept.objects.order_by("pk").values())
    assert run(source) == "Los: 0 nye, 0 endret, 3 uendret, 0 merket utgått.\n"
    assert list(LosConcept.objects.order_by("pk").values()) == before


def test_each_format_tells_the_same_story(file):
    run(file("los.ttl", TURTLE))
    for name, content in FILES.items():
        assert run(file(name, content)) == "Los: 0 nye, 0 endret, 3 uendret, 0 merket utgått.\n"


def test_the_file_that_comes_with_the_portal_has_the_themes_of_los():
    assert "nye" in run(None)
    assert LosConcept.objects.main_themes().count() == 14
    assert LosConcept.objects.themes().count() - 14 == 78
    assert "0 nye, 0 endret" in run(None)


def test_what_is_changed_in_the_file_is_changed_and_keeps_its_identity(file):
    run(file("los.json", JSON))
    pk = concept("tema/lege").pk
    assert "0 nye, 1 endret, 2 uendret" in run(file("los.json", JSON.replace('"Lege"', '"Leger"')))
    assert (concept("tema/lege").pk, concept("tema/lege").name_nb) == (pk, "Leger")


def without(path):
    return json.dumps([row for row in json.loads(JSON) if row["uri"] != P + path])


def test_a_concept_that_is_gone_is_marked_and_not_deleted(file):
    run(file("los.json", JSON))
    assert "1 merket utgått" in run(file("los.json", without("ord/fastlege")))
    assert concept("ord/fastlege").deprecated
    assert "0 merket utgått" in run(file("los.json", without("ord/fastlege")))
    assert "1 endret" in run(file("los.json", JSON))
    assert not concept("ord/fastlege").deprecated


@pytest.mark.usefixtures("portal")
def test_pages_on_a_theme_that_is_gone_are_still_counted_where_they_were(file):
    run(file("los.json", JSON))
    page = make_guide(themes=[concept("tema/lege")])
    run(file("los.json", without("tema/lege")))
    (theme,) = themes_with_counts(type(page).objects.filter(pk=page.pk))
    assert (theme.name_nb, theme.count) == ("Helse", 1)


def test_a_relation_that_is_gone_from_the_file_is_gone(file):
    run(file("los.json", JSON))
    rows = json.loads(JSON)
    rows[2]["related"] = []
    run(file("los.json", json.dumps(rows)))
    assert not concept("ord/fastlege").related.exists()


# --- files that are not what they should be


def huge_comment(size):
    return "<!--" + "x" * size + "-->"


DOCTYPE = '<!DOCTYPE rdf:RDF [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;&a;">]>'
XML_START = '<?xml version="1.0" encoding="utf-8"?>'
REMOTE_CONTEXT = json.dumps({"@context": "http://127.0.0.1:9/kontekst.jsonld", "@id": f"{P}tema/x", "prefLabel": "X"})
FILE_CONTEXT = json.dumps({"@context": "file:///etc/hostname", "@id": f"{P}tema/x", "prefLabel": "X"})
ROW = {"uri": f"{P}tema/x", "kind": "tema", "name_nb": "X"}

BROKEN = {
    "empty.json": "",
    "empty.ttl": "",
    "empty.rdf": "",
    "half.json": JSON[:200],
    "half.ttl": TURTLE[:300],
    "half.rdf": RDF_XML[:400],
    "half.jsonld": JSON_LD[:200],
    "not-a-list.json": "5",
    "null.json": "null",
    "of-numbers.json": "[1, 2]",
    "of-texts.json": '["tema"]',
    "nothing-in-it.json": "[{}]",
    "uri-a-number.json": json.dumps([{**ROW, "uri": 5}]),
    "name-a-number.json": json.dumps([{**ROW, "name_nb": 5}]),
    "no-name.json": json.dumps([{"uri": f"{P}tema/x", "kind": "tema"}]),
    "unknown-kind.json": json.dumps([ROW, {**ROW, "uri": f"{P}ord/y", "kind": "tull"}]),
    "elsewhere.json": json.dumps([ROW, {**ROW, "uri": "https://annet.example/tema/x"}]),
    "twice.json": json.dumps([ROW, ROW]),
    "synonyms-a-text.json": json.dumps([{**ROW, "synonyms_nb": "doktor"}]),
    "parents-a-number.json": json.dumps([ROW, {**ROW, "uri": f"{P}tema/y", "parents": 5}]),
    "long-name.json": json.dumps([{**ROW, "name_nb": "x" * 201}]),
    "deep.json": "[" * 200_000,
    "deep.jsonld": "[" * 200_000,
    "bytes.json": b"\xff\xfe\x00\x01",
    "bytes.ttl": b"\xff\xfe\x00\x01",
    "bytes.rdf": b"\xff\xfe\x00\x01",
    "html.rdf": "<!doctype html><html><body>404</body></html>",
    "without-themes.ttl": f'@prefix skos: <{SKOS}> . <{P}ord/x> a skos:Concept ; skos:prefLabel "X"@nb .',
    "other-vocabulary.ttl": f'@prefix skos: <{SKOS}> . <https://x.example/a> a skos:Concept ; skos:prefLabel "X"@nb .',
    "doctype.rdf": XML_START + DOCTYPE + "<rdf:RDF/>",
    "late-doctype.rdf": XML_START + huge_comment(5000) + "<!DOCTYPE x SYSTEM 'http://127.0.0.1:9/x.dtd'><x/>",
    "wide-doctype.rdf": (
        RDF_XML.replace('encoding="utf-8"', 'encoding="utf-16"').replace("?>", "?>" + DOCTYPE, 1)
    ).encode("utf-16"),
    "remote-context.jsonld": REMOTE_CONTEXT,
    "file-context.jsonld": FILE_CONTEXT,
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_file_that_is_broken_is_said_to_be_and_changes_nothing(file, name):
    run(file("los.json", JSON))
    before = list(LosConcept.objects.order_by("pk").values())
    with pytest.raises(CommandError) as refusal:
        run(file(name, BROKEN[name]))
    assert name in str(refusal.value)
    assert "Ingenting er endret." in str(refusal.value)
    assert len(str(refusal.value)) < 2000
    assert list(LosConcept.objects.order_by("pk").values()) == before


def test_no_other_address_is_asked_for_while_a_file_is_read(monkeypatch):
    """A context or a document type that lies elsewhere would make the importer fetch what a file tells it to."""
    asked = []
    monkeypatch.setattr("urllib.request.OpenerDirector.open", lambda *args, **kwargs: asked.append(args))
    for name in ("remote-context.jsonld", "file-context.jsonld", "late-doctype.rdf"):
        content = BROKEN[name]
        with pytest.raises(UnreadableLos):
            read_los(content.encode(), name)
    assert asked == []


def test_a_file_that_is_too_large_is_refused_unread():
    with pytest.raises(UnreadableLos, match="større enn 30 MB"):
        read_los(b" " * (MAX_BYTES + 1), "los.json")


@pytest.mark.parametrize("source", ["http://psi.norge.no/los.rdf", "ftp://x/los.rdf", "file:///etc/passwd"])
def test_only_https_addresses_are_asked(source):
    with pytest.raises(CommandError, match="https://"):
        run(source)


def test_a_file_that_is_not_there_is_said_not_to_be(tmp_path):
    with pytest.raises(CommandError, match="Kan ikke lese"):
        run(str(tmp_path / "borte.rdf"))


def test_the_format_of_an_address_is_told_by_its_path():
    assert len(read_los(JSON.encode(), "https://data.norge.no/los.json?versjon=1.2")) == 3
