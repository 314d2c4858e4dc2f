"""Content as plain paragraphs: what search indexes, comparison compares and change is judged by."""

import hashlib
import html
import json
import re
from collections.abc import Iterator
from typing import Any

from django.utils.html import strip_tags
from wagtail.blocks import StreamValue, StructValue
from wagtail.blocks.list_block import ListValue
from wagtail.fields import RichTextField

_BLOCK_END = re.compile(r"</(?:p|li|h[1-6]|td|th|tr|blockquote)>|<br\s*/?>")


def paragraphs_of(page: Any, field_name: str) -> list[str]:
    """The text of one field, a paragraph an item; empty for an empty field."""
    value = getattr(page, field_name)
    if value is None or value == "":
        return []
    if isinstance(value, StreamValue):
        texts = value.stream_block.get_searchable_content(value)
        return [line for text in texts for line in _lines(str(text))]
    if isinstance(page._meta.get_field(field_name), RichTextField):
        return paragraphs_of_html(value)
    return _lines(str(value))


def headings_of(page: Any, field_name: str) -> list[str]:
    """Headings of one field, with the titles of the blocks in it; only stream fields have any."""
    value = getattr(page, field_name)
    return list(_titles(value)) if isinstance(value, StreamValue) else []


def _titles(value: Any) -> Iterator[str]:
    """The titles in a block's value, whatever is nested in it."""
    if isinstance(value, (StreamValue, ListValue)):
        for child in value:
            # A stream's children are blocks, a list's are values.
            if isinstance(child, StreamValue.StreamChild) and child.block_type == "heading":
                yield child.value["text"]
            else:
                yield from _titles(child.value if isinstance(child, StreamValue.StreamChild) else child)
    elif isinstance(value, StructValue):
        if title := value.get("title"):
            yield str(title)
        for inner in value.values():
            yield from _titles(inner)


def paragraphs_of_html(value: str) -> list[str]:
    """The paragraphs, list items and headings of rich text, without markup."""
    return _lines(html.unescape(strip_tags(_BLOCK_END.sub("\n", value))))


def _lines(text: str) -> list[str]:
    return [line for part in text.splitlines() if (line := " ".join(part.split()))]


def digest_of(value: Any) -> str:
    """A hex SHA-256 of JSON-able data; equal data gives equal digests in every process."""
    data = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(data.encode()).hexdigest()
