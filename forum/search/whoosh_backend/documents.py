"""From a model instance to a document of the index."""

from collections.abc import Iterator
from typing import Any

from django.db import models
from modelsearch.backends.base import get_model_root
from modelsearch.index import AutocompleteField, FilterField, RelatedFields, SearchField

from forum.search.whoosh_backend.schema import Part, column_name, has_column
from forum.search.whoosh_backend.values import Plain, encode, pack, plain


def document_key(obj: models.Model) -> str:
    """Identity across a model and the models it inherits from: a page has one document, of its own kind."""
    return f"{get_model_root(type(obj))._meta.label_lower}:{obj.pk}"


def build_document(obj: models.Model) -> dict[str, Any]:
    """Keyword arguments for Whoosh's `add_document`."""
    model = type(obj)
    search_fields = model.get_search_fields()  # type: ignore[attr-defined]
    parts = list(_parts(obj, search_fields, SearchField))
    document: dict[str, Any] = {
        "key": document_key(obj),
        "model": encode(model._meta.label_lower),
        "pk": encode(plain(obj.pk)),
        "text": parts,
        "texts": pack([(part.field, part.text) for part in parts]),
        "prefix": list(_parts(obj, search_fields, AutocompleteField)),
    }
    for field in search_fields:
        if has_column(field):
            document[column_name(field, model)] = encode(_column_value(obj, field))
    return document


def _parts(obj: models.Model, search_fields: list[Any], kind: Any, prefix: str = "") -> Iterator[Part]:
    for field in search_fields:
        if isinstance(field, RelatedFields):
            for related in _related(obj, field):
                yield from _parts(related, field.fields, kind, f"{prefix}{field.field_name}.")
        elif isinstance(field, kind):
            boost = getattr(field, "boost", None) or 1.0
            for text in _texts(field.get_value(obj)):
                yield Part(f"{prefix}{field.field_name}", text, float(boost))


def _related(obj: models.Model, field: RelatedFields) -> list[models.Model]:
    value = field.get_value(obj)
    if value is None:
        return []
    if isinstance(value, models.Model):
        return [value]
    return list(value.all())


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


def _column_value(obj: models.Model, field: Any) -> Plain:
    if isinstance(field, RelatedFields):
        return [_row(related, field.fields) for related in _related(obj, field)]
    return plain(field.get_value(obj))


def _row(obj: models.Model, search_fields: list[Any]) -> dict[str, Plain]:
    """A related object's filter values under their names, relations of its own nested in it.

    Kept as a row, not as loose values, so that two conditions on a relation can ask for *one* related
    object that fulfils both.
    """
    row: dict[str, Plain] = {}
    for field in search_fields:
        if has_column(field):
            name = field.get_attname(type(obj)) if isinstance(field, FilterField) else field.field_name
            row[name] = _column_value(obj, field)
    return row
