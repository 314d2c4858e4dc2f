"""From Markdown to what Wagtail stores: rich text, and the JSON of blocks with stable identifiers."""

import json
import re
from collections.abc import Callable, Iterable
from typing import Any

from forum.home.demo.reading import identity
from forum.pages.markup import render_markdown

_GUIDE_LINK = re.compile(r"\[([^\]]+)\]\(guide:([a-z0-9-]+)\)")
_HEADING = re.compile(r"^## (.+)$", re.MULTILINE)


class RichText:
    """Renders Markdown; ``[text](guide:slug)`` becomes Wagtail's own link to that page."""

    def __init__(self, page_ids: dict[str, int]) -> None:
        self._page_ids = page_ids

    def __call__(self, text: str) -> str:
        """HTML as Wagtail's editor would have saved it."""
        html = render_markdown(_GUIDE_LINK.sub(r"[\1](https://guide.invalid/\2)", text.strip()))
        html = (
            html.replace("<strong>", "<b>").replace("</strong>", "</b>").replace("<em>", "<i>").replace("</em>", "</i>")
        )
        return re.sub(r'href="https://guide\.invalid/([a-z0-9-]+)"', self._link, html)

    def _link(self, match: re.Match[str]) -> str:
        return f'linktype="page" id="{self._page_ids[match.group(1)]}"'

    def bullets(self, items: Iterable[str]) -> str:
        """A list, an item a string."""
        return self("\n".join(f"- {item}" for item in items))


def stream(seed: str, blocks: Iterable[tuple[str, Any]]) -> str:
    """The JSON of a StreamField from (type, value) pairs; ``seed`` makes the identifiers stable."""
    return json.dumps(
        [{"type": kind, "value": value, "id": str(identity(seed, place))} for place, (kind, value) in enumerate(blocks)]
    )


def items(seed: str, values: Iterable[Any]) -> list[dict[str, Any]]:
    """The items of a ListBlock inside a stream."""
    return [{"type": "item", "value": value, "id": str(identity(seed, n))} for n, value in enumerate(values)]


def titled(parts: Iterable[dict[str, str]], rich: RichText) -> list[dict[str, str]]:
    """Values of blocks with a title and rich text: steps, pitfalls, accordion items."""
    return [{"title": part["title"], "text": rich(part["text"])} for part in parts]


def body_blocks(seed: str, parts: Iterable[dict[str, Any]], rich: RichText) -> list[tuple[str, Any]]:
    """Blocks of a guide's free part."""
    blocks: list[tuple[str, Any]] = []
    for place, part in enumerate(parts):
        blocks += _MAKERS[part["kind"]](f"{seed}/{place}", part, rich)
    return blocks


Maker = Callable[[str, dict[str, Any], RichText], list[tuple[str, Any]]]


def _text(seed: str, part: dict[str, Any], rich: RichText) -> list[tuple[str, Any]]:
    heading = [("heading", {"text": part["heading"], "level": "h2"})] if part.get("heading") else []
    return [*heading, ("text", rich(part["text"]))]


def _fact(seed: str, part: dict[str, Any], rich: RichText) -> list[tuple[str, Any]]:
    return [("fact", {"title": part["title"], "text": rich(part["text"])})]


def _quote(seed: str, part: dict[str, Any], rich: RichText) -> list[tuple[str, Any]]:
    return [("quote", {"text": part["text"].strip(), "source": part["source"]})]


def _table(seed: str, part: dict[str, Any], rich: RichText) -> list[tuple[str, Any]]:
    rows = "\n".join("|".join(str(cell) for cell in row) for row in part["rows"])
    return [("table", {"caption": part["caption"], "header": "|".join(part["header"]), "rows": rows})]


def _accordion(seed: str, part: dict[str, Any], rich: RichText) -> list[tuple[str, Any]]:
    heading = [("heading", {"text": part["heading"], "level": "h2"})] if part.get("heading") else []
    return [*heading, ("accordion", items(seed, titled(part["items"], rich)))]


_MAKERS: dict[str, Maker] = {
    "text": _text,
    "fact": _fact,
    "quote": _quote,
    "table": _table,
    "accordion": _accordion,
}


def prose_blocks(text: str, rich: RichText) -> list[tuple[str, Any]]:
    """A text with ``## `` headings as heading and text blocks."""
    first, *rest = _HEADING.split(text.strip())
    blocks: list[tuple[str, Any]] = [("text", rich(first))] if first.strip() else []
    for heading, part in zip(rest[::2], rest[1::2], strict=True):
        blocks += [("heading", {"text": heading.strip(), "level": "h2"}), ("text", rich(part))]
    return blocks
