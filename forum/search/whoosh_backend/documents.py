"""From a model instance to a document of the index."""

from typing import Any

from django.db import models
from modelsearch.backends.base import get_model_root
from modelsearch.index import FilterField, RelatedFields

from forum.search.texts import autocompleted_parts, related_objects, searched_parts
from forum.search.whoosh_backend.schema import column_name, has_column
from forum.search.whoosh_backend.values import Plain, encode, pack, plain


def document_key(obj: models.Model) -> str:
    """Identity across a model and the models it inherits from: a page has one document, of its own kind."""
    return f"{get_model_root(type(obj))._meta.label_lower}:{obj.pk}"


def build_document(obj: models.Model) -> dict[str, Any]:
    """Keyword arguments for Whoosh's `add_document`."""
    model = type(obj)
    search_fields = model.get_search_fields()  # type: ignore[attr-defined]
    parts = searched_parts(obj)
    document: dict[str, Any] = {
        "key": document_key(obj),
        "model": encode(model._meta.label_lower),
        "pk": encode(plain(obj.pk)),
        "text": parts,
        "texts": pack([(part.field, part.text) for part in parts]),
        "prefix": autocompleted_parts(obj),
    }
    for field in search_fields:
        if has_column(field):
            document[column_name(field, model)] = encode(_column_value(obj, field))
    return document


def _column_value(obj: models.Model, field: Any) -> Plain:
    if isinstance(field, RelatedFields):
        return [_row(related, field.fields) for related in related_objects(obj, field)]
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
