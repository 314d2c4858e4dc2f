"""Los as a file: SKOS in RDF, or the compiled JSON. Pure: bytes in, concepts out."""

import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any

MAX_BYTES = 30 * 1024 * 1024
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
    """Concepts of a file called ``name`` (its ending tells the format). Raises UnreadableLos."""
    if len(data) > MAX_BYTES:
        raise UnreadableLos(f"Filen er større enn {MAX_BYTES // 1024 // 1024} MB.")
    ending = name[name.rfind(".") :].lower() if "." in name else ""
    concepts = list(_from_json(data) if ending == ".json" else _from_rdf(data, _FORMATS.get(ending, "xml")))
    if not any(concept.is_main_theme for concept in concepts):
        raise UnreadableLos("Filen har ingen hovedtemaer fra Los (skos:Concept under https://psi.norge.no/los/tema/).")
    return concepts


def _from_json(data: bytes) -> Iterator[Concept]:
    try:
        rows = json.loads(data)
        for row in rows:
            yield _concept_of_row(row)
    except (ValueError, KeyError, TypeError) as error:
        raise UnreadableLos(f"Filen kan ikke leses som Los i JSON: {error}") from error


def _concept_of_row(row: dict[str, Any]) -> Concept:
    return Concept(
        uri=row["uri"],
        kind=row["kind"],
        names={code: row[f"name_{code}"] for code in LANGUAGES if row.get(f"name_{code}")},
        synonyms={code: row.get(f"synonyms_{code}") or [] for code in LANGUAGES},
        parents=row.get("parents") or [],
        related=row.get("related") or [],
    )


def _from_rdf(data: bytes, format_name: str) -> Iterator[Concept]:
    rdflib = import_module("rdflib")  # a third of a second and 40 MB: only an import of RDF needs it
    if format_name == "xml" and (b"<!ENTITY" in data or b"<!DOCTYPE" in data[:2000]):
        raise UnreadableLos("Filen har en dokumenttype (DOCTYPE), og slike leses ikke.")
    graph = rdflib.Graph()
    try:
        graph.parse(data=data, format=format_name)
    except Exception as error:  # each parser raises its own kinds
        raise UnreadableLos(f"Filen kan ikke leses som RDF ({format_name}): {error}") from error
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
