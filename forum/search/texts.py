"""What of an object is searched, as texts with their field and its boost; the same for every search engine."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from modelsearch.index import AutocompleteField, RelatedFields, SearchField


@dataclass(frozen=True, slots=True)
class Part:
    """One value of one search field: what is indexed, and how much it counts."""

    field: str
    text: str
    boost: float = 1.0


def searched_parts(obj: models.Model) -> list[Part]:
    """What whole words are found in."""
    return list(_parts(obj, _search_fields(obj), SearchField))


def autocompleted_parts(obj: models.Model) -> list[Part]:
    """What beginnings of words are found in."""
    return list(_parts(obj, _search_fields(obj), AutocompleteField))


def related_objects(obj: models.Model, field: RelatedFields) -> list[models.Model]:
    """What a relation among the search fields points to, one or many."""
    value = field.get_value(obj)
    if value is None:
        return []
    if isinstance(value, models.Model):
        return [value]
    return list(value.all())


def _search_fields(obj: models.Model) -> list[Any]:
    fields: list[Any] = type(obj).get_search_fields()  # type: ignore[attr-defined]
    return fields


def _parts(obj: models.Model, search_fields: list[Any], kind: Any, prefix: str = "") -> Iterator[Part]:
    for field in search_fields:
        if isinstance(field, RelatedFields):
            for related in related_objects(obj, field):
                yield from _parts(related, field.fields, kind, f"{prefix}{field.field_name}.")
        elif isinstance(field, kind):
            boost = getattr(field, "boost", None) or 1.0
            for text in _texts(field.get_value(obj)):
                yield Part(f"{prefix}{field.field_name}", text, float(boost))


def _texts(value: Any) -> Iterator[str]:
    """The readable strings in a field's value; a list is what `get_searchable_content` returns."""
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, (models.Manager, models.QuerySet)):
        yield from map(str, value.all())
    elif isinstance(value, (list, tuple, set)):
        for item in value:
            yield from _texts(item)
    elif value is not None:
        yield str(value)
