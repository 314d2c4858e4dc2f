"""Los into the portal: a service, atomic, never deleting."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction

from forum.pages.los_file import LANGUAGES, Concept
from forum.pages.models import LosConcept


@dataclass(frozen=True)
class LosImport:
    """What an import did, in numbers of concepts."""

    created: int
    changed: int
    unchanged: int
    deprecated: int


@transaction.atomic
def import_los(*, concepts: list[Concept]) -> LosImport:
    """Make the register equal to ``concepts``. What they lack is marked deprecated: pages may point to it."""
    known = {concept.uri: concept for concept in LosConcept.objects.all()}
    created, changed = [], []
    for concept in concepts:
        row = known.get(concept.uri)
        values = _values(concept)
        if row is None:
            created.append(LosConcept(uri=concept.uri, slug=concept.slug[:100], **values))
        elif any(getattr(row, name) != value for name, value in values.items()):
            for name, value in values.items():
                setattr(row, name, value)
            changed.append(row)
    LosConcept.objects.bulk_create(created)
    if changed:
        LosConcept.objects.bulk_update(changed, list(_values(concepts[0])))
    gone = LosConcept.objects.in_use().exclude(uri__in=[concept.uri for concept in concepts])
    deprecated = gone.update(deprecated=True)
    _connect(concepts)
    return LosImport(len(created), len(changed), len(concepts) - len(created) - len(changed), deprecated)


def _values(concept: Concept) -> dict[str, object]:
    values: dict[str, object] = {
        "kind": concept.kind,
        "is_main_theme": concept.is_main_theme,
        "deprecated": False,
    }
    for code in LANGUAGES:
        values[f"name_{code}"] = concept.names.get(code, "")
        values[f"synonyms_{code}"] = concept.synonyms.get(code, [])
    return values


def _connect(concepts: list[Concept]) -> None:
    ids = dict(LosConcept.objects.values_list("uri", "pk"))
    told = {ids[concept.uri] for concept in concepts}
    relations: tuple[tuple[Any, str], ...] = (
        (LosConcept.parents.through, "parents"),
        (LosConcept.related.through, "related"),
    )
    for through, name in relations:
        wanted = {(ids[concept.uri], ids[uri]) for concept in concepts for uri in getattr(concept, name) if uri in ids}
        rows = {(row.from_losconcept_id, row.to_losconcept_id): row.pk for row in through.objects.all()}
        # What a vanished concept belonged to is kept with it: pages on it are still counted there.
        gone = [pk for (of, to), pk in rows.items() if (of, to) not in wanted and of in told]
        through.objects.filter(pk__in=gone).delete()
        through.objects.bulk_create(
            [through(from_losconcept_id=a, to_losconcept_id=b) for a, b in sorted(wanted - rows.keys())]
        )
