"""Los as a file: SKOS in RDF, or the compiled JSON. Pure: bytes in, concepts out."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any
from xml.sax import ContentHandler, SAXException

from defusedxml.common import DefusedXmlException
from defusedxml.sax import parseString

MAX_BYTES = 30 * 1024 * 1024
MAX_NAME = 200  # characters
LANGUAGES = ("nb", "nn", "en")
PREFIX = "https://psi.norge.no/los/"
_KINDS = {"tema": "tema", "ord": "emneord", "emneord": "emneord", "hendelse": "hendelse"}
_FORMATS = {".ttl": "turtle", ".jsonld": "json-ld", ".rdf": "xml", ".xml": "xml", ".nt": "nt"}


class UnreadableLos(ValueError):
    """The file is not Los, or is damaged; the message says where, in Norwegian."""


@dataclass
class Concept:
    """A concept as the file has it. ``parents`` and ``related`` are URIs."""

    uri: str
    kind: str
    names: dict[str, str]
    synonyms: dict[str, list[str]] = field(default_factory=dict)
    parents: list[str] = field(default_factory=list)
    related: list[str] = field(default_factory=list)

    @property
    def slug(self) -> str:
        """The last part of the address, with the kind before it where themes and words share one."""
        kind, _, name = self.uri.removeprefix(PREFIX).partition("/")
        return name if kind == "tema" else f"{kind}-{name}"

    @property
    def is_main_theme(self) -> bool:
        """A theme with none above it."""
        return self.kind == "tema" and not self.parents


def read_los(data: bytes, name: str) -> list[Concept]:
    """Concepts of a file or address called ``name`` (its ending tells the format). Raises UnreadableLos."""
    if len(data) > MAX_BYTES:
        raise UnreadableLos(f"Filen er større enn {MAX_BYTES // 1024 // 1024} MB.")
    path = name.partition("?")[0].partition("#")[0]
    ending = path[path.rfind(".") :].lower() if "." in path else ""
    concepts = list(_from_json(data) if ending == ".json" else _from_rdf(data, _FORMATS.get(ending, "xml")))
    for concept in concepts:
        _check(concept)
    if len({concept.uri for concept in concepts}) < len(concepts):
        raise UnreadableLos("Filen har samme begrep flere ganger.")
    if not any(concept.is_main_theme for concept in concepts):
        raise UnreadableLos("Filen har ingen hovedtemaer fra Los (skos:Concept under https://psi.norge.no/los/tema/).")
    return concepts


def _check(concept: Concept) -> None:
    """A concept that could not be kept as it is would be half kept: refuse the whole file."""
    words = [word for language in concept.synonyms.values() for word in language]
    texts = [*concept.names.values(), *words, *concept.parents, *concept.related]
    if not concept.uri.startswith(PREFIX) or concept.kind not in _KINDS.values():
        raise UnreadableLos(f"{concept.uri[:200]} er ikke et begrep fra Los.")
    if not all(isinstance(text, str) for text in texts):
        raise UnreadableLos(f"{concept.uri[:200]} har noe annet enn tekst der det skal være tekst.")
    if not concept.names or max(map(len, concept.names.values())) > MAX_NAME:
        raise UnreadableLos(f"{concept.uri[:200]} mangler navn, eller navnet er lengre enn {MAX_NAME} tegn.")
    concept.names.setdefault("nb", next(iter(concept.names.values())))


def _from_json(data: bytes) -> Iterator[Concept]:
    try:
        for row in json.loads(data):
            yield _concept_of_row(row)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise UnreadableLos(f"Filen kan ikke leses som Los i JSON: {error}") from error


def _concept_of_row(row: dict[str, Any]) -> Concept:
    return Concept(
        uri=row["uri"].strip(),
        kind=row["kind"],
        names={code: row[f"name_{code}"] for code in LANGUAGES if row.get(f"name_{code}")},
        synonyms={code: _list(row.get(f"synonyms_{code}")) for code in LANGUAGES},
        parents=_list(row.get("parents")),
        related=_list(row.get("related")),
    )


def _list(value: Any) -> list[str]:
    if value is not None and not isinstance(value, list):
        raise TypeError(f"{str(value)[:50]!r} skulle vært en liste")
    return value or []


def _from_rdf(data: bytes, format_name: str) -> Iterator[Concept]:
    rdflib = import_module("rdflib")  # a third of a second and 40 MB: only an import of RDF needs it
    if format_name == "xml":
        _refuse_document_type(data)
    if format_name == "json-ld":
        _refuse_other_files(data)
    graph = rdflib.Graph()
    try:
        graph.parse(data=data, format=format_name)
    except Exception as error:  # each parser raises its own kinds
        raise UnreadableLos(f"Filen kan ikke leses som RDF ({format_name}): {str(error)[:500]}") from error
    skos = rdflib.SKOS
    for subject in sorted(set(graph.subjects(rdflib.RDF.type, skos.Concept))):
        uri = str(subject)
        kind = _KINDS.get(uri.removeprefix(PREFIX).partition("/")[0])
        if not uri.startswith(PREFIX) or kind is None:
            continue
        yield Concept(
            uri=uri,
            kind=kind,
            names=_labels(graph, subject, skos.prefLabel),
            synonyms=_synonyms(graph, subject, (skos.altLabel, skos.hiddenLabel)),
            parents=sorted(str(o) for o in graph.objects(subject, skos.broader) if str(o).startswith(PREFIX)),
            related=sorted(str(o) for o in graph.objects(subject, skos.related) if str(o).startswith(PREFIX)),
        )


def _refuse_document_type(data: bytes) -> None:
    """By a parser, not by looking for the letters: they can be in any encoding, and after any comment."""
    try:
        parseString(data, ContentHandler(), forbid_dtd=True)
    except DefusedXmlException as error:
        raise UnreadableLos("Filen har en dokumenttype (DOCTYPE), og slike leses ikke.") from error
    except (SAXException, ValueError) as error:
        raise UnreadableLos(f"Filen kan ikke leses som RDF (xml): {str(error)[:500]}") from error


def _refuse_other_files(data: bytes) -> None:
    """JSON-LD may say that its words are explained at an address, which rdflib would then go and fetch."""
    try:
        left = [json.loads(data)]
    except (ValueError, RecursionError) as error:
        raise UnreadableLos(f"Filen kan ikke leses som RDF (json-ld): {error}") from error
    while left:
        value = left.pop()
        if isinstance(value, dict):
            contexts = value.get("@context")
            named = contexts if isinstance(contexts, list) else [contexts]
            if "@import" in value or any(isinstance(context, str) for context in named):
                raise UnreadableLos("Filen viser til en @context et annet sted, og slike hentes ikke.")
            left += value.values()
        elif isinstance(value, list):
            left += value


def _labels(graph: Any, subject: Any, predicate: Any) -> dict[str, str]:
    found = {str(o.language): str(o) for o in graph.objects(subject, predicate) if getattr(o, "language", None)}
    if "nb" not in found and "no" in found:
        found["nb"] = found["no"]
    return {code: found[code] for code in LANGUAGES if code in found}


def _synonyms(graph: Any, subject: Any, predicates: tuple[Any, ...]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {code: [] for code in LANGUAGES}
    for predicate in predicates:
        for label in graph.objects(subject, predicate):
            if getattr(label, "language", None) in found:
                found[label.language].append(str(label))
    return {code: sorted(set(words)) for code, words in found.items()}
