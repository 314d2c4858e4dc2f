"""Links between pages in rich text: within the reader's sight, in their language, one query a view.

Wagtail's own handler asks by the text field, so a page with ten blocks that link costs thirty queries, and
it gives the address of a closed page to anyone. Here the links of everything on the page are looked up
together, and a link to what the reader may not see is left as plain words.
"""

import json
import re
from collections.abc import Iterable
from typing import Any

from django.db.models import F
from django.http import HttpRequest
from django.utils.html import escape
from django.utils.translation import get_language
from wagtail.blocks import StreamValue
from wagtail.rich_text import RichText, expand_db_html

from forum.pages.models import KnowledgePage

_LINK = re.compile(r'<a\b[^>]*\blinktype="page"[^>]*>')
_ID = re.compile(r'\bid="(\d+)"')
_IN_JSON = re.compile(r'linktype=\\"page\\"[^>]*?id=\\"(\d+)\\"|id=\\"(\d+)\\"[^>]*?linktype=\\"page\\"')


def expanded(value: Any, request: HttpRequest | None, pages: Iterable[Any] = ()) -> str:
    """HTML for readers from stored rich text (a string or Wagtail's RichText).

    ``pages``: what is shown in this view; the links in all their text are looked up at the first call.
    """
    source = value.source if isinstance(value, RichText) else str(value or "")
    if request is None:
        return expand_db_html(source)
    addresses: dict[int, str] = request.__dict__.setdefault("page_addresses", {})
    wanted = {int(match.group(1)) for tag in _LINK.findall(source) if (match := _ID.search(tag))}
    if wanted - addresses.keys():
        wanted.update(*(link_ids(page) for page in pages))
        addresses.update(_addresses(wanted - addresses.keys(), request))
    return expand_db_html(_LINK.sub(lambda tag: _opened(tag.group(), addresses), source))


def _opened(tag: str, addresses: dict[int, str]) -> str:
    match = _ID.search(tag)
    address = addresses.get(int(match.group(1)), "") if match else ""
    return f'<a href="{escape(address)}">' if address else "<a>"


def remember_addresses(request: HttpRequest, pages: Iterable[KnowledgePage]) -> None:
    """Pages that a view has fetched already need not be looked up when its text is shown."""
    addresses: dict[int, str] = request.__dict__.setdefault("page_addresses", {})
    for page in pages:
        addresses[page.pk] = addresses[page.work_id or page.pk] = page.get_url(request) or ""


def link_ids(page: Any) -> set[int]:
    """Ids of the pages that any text of this page links to."""
    found: set[int] = set()
    for name in getattr(page, "text_fields", ()):
        value = getattr(page, name)
        text = json.dumps(list(value.raw_data) if isinstance(value, StreamValue) else str(value))
        found.update(int(first or second) for first, second in _IN_JSON.findall(text))
    return found


def _addresses(ids: set[int], request: HttpRequest) -> dict[int, str]:
    """Addresses of those that the reader may see; an empty one for the others, so that none is asked for twice."""
    shown = (
        KnowledgePage.objects.visible_to(request.user)
        .in_language(get_language() or "nb")
        .filter(work__language_versions__in=ids)
        .annotate(linked=F("work__language_versions"))
        .select_related("locale")
    )
    return {**dict.fromkeys(ids, ""), **{page.linked: page.get_url(request) or "" for page in shown}}
