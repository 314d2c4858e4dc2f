"""Content as plain paragraphs: what search indexes, comparison compares and change is judged by."""

import hashlib
import html
import json
import re
from typing import Any

from django.utils.html import strip_tags
from wagtail.blocks import StreamValue
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


def paragraphs_of_html(value: str) -> list[str]:
    """The paragraphs, list items and headings of rich text, without markup."""
    return _lines(html.unescape(strip_tags(_BLOCK_END.sub("\n", value))))


def _lines(text: str) -> list[str]:
    return [line for part in text.splitlines() if (line := " ".join(part.split()))]


def digest_of(value: Any) -> str:
    """A hex SHA-256 of JSON-able data; equal data gives equal digests in every process."""
    data = json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(data.encode()).hexdigest()
