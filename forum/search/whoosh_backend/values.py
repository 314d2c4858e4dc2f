"""Field values as they lie in the index's columns: JSON, and comparable as they are.

Filters compare column values with lookup values, so both sides pass through `plain()`. Dates become ISO
text, which sorts as the dates do; UUIDs become 32 hex digits, which is also how SQLite returns them.
"""

import datetime
import decimal
import json
import uuid
import zlib
from collections.abc import Iterable
from typing import Any

from django.db import models

# What JSON can hold; lists appear where a field has several values (many-to-many, tags).
Plain = None | bool | int | float | str | list[Any] | dict[str, Any]


def plain(value: Any) -> Plain:
    """The stored form of a model field's value, or of the value that a lookup compares it with."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, models.Model):
        return plain(value.pk)
    if isinstance(value, (models.Manager, models.QuerySet)):
        return [plain(key) for key in value.values_list("pk", flat=True)]
    if isinstance(value, Iterable):
        return [plain(item) for item in value]
    return _plain_scalar(value)


def _plain_scalar(value: Any) -> Plain:
    if isinstance(value, datetime.datetime):
        if value.tzinfo is not None:
            value = value.astimezone(datetime.UTC)
        return value.replace(tzinfo=None).isoformat(timespec="microseconds")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    if isinstance(value, decimal.Decimal):
        return float(value)
    if isinstance(value, uuid.UUID):
        return value.hex
    return str(value)


def encode(value: Plain) -> bytes:
    """The bytes of one column cell; nothing at all where there is no value."""
    if value is None:
        return b""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def decode(cell: bytes) -> Plain:
    """The value of a column cell."""
    value: Plain = json.loads(cell) if cell else None
    return value


def pack(texts: list[tuple[str, str]]) -> bytes:
    """Texts with the names of their fields, small."""
    return zlib.compress(json.dumps(texts, ensure_ascii=False).encode(), 1)


def unpack(cell: bytes) -> list[tuple[str, str]]:
    """What `pack` packed."""
    return [(field, text) for field, text in json.loads(zlib.decompress(cell))] if cell else []
