"""Markdown and HTML from people, made safe. Pure: text in, safe HTML out."""

import re

import bleach
import markdown

MAX_LENGTH = 20_000  # characters of Markdown; python-markdown is quadratic on "[[[[…"
MAX_NESTING = 8  # levels of quotes, lists or brackets

ALLOWED_TAGS = frozenset(
    {
        *("p", "br", "h2", "h3", "h4", "ul", "ol", "li", "hr", "blockquote", "pre"),
        *("strong", "em", "b", "i", "a", "code", "sup", "sub"),
        *("table", "thead", "tbody", "tr", "th", "td"),
    }
)
ALLOWED_ATTRIBUTES = {"a": ["href", "title"], "th": ["scope"], "td": [], "ol": ["start"]}
ALLOWED_PROTOCOLS = frozenset({"http", "https", "mailto"})

_BRACKETS = re.compile(rf"[\[(!<*_`~]{{{MAX_NESTING + 1},}}")
_NESTED_QUOTES = re.compile(rf"^((?:[ \t]*>){{{MAX_NESTING}}})(?:[ \t]*>)+", re.MULTILINE)
_DEEP_INDENT = re.compile(rf"^[ \t]{{{4 * MAX_NESTING},}}", re.MULTILINE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")


class TextTooLong(ValueError):
    """More than MAX_LENGTH characters."""


def clean_html(html: str) -> str:
    """Keep the tags and addresses that text needs; everything else is shown as text or dropped."""
    return bleach.clean(
        html,
        tags=ALLOWED_TAGS,
        attributes=ALLOWED_ATTRIBUTES,
        protocols=ALLOWED_PROTOCOLS,
        strip=True,
        strip_comments=True,
    )


def render_markdown(text: str) -> str:
    """Safe HTML from Markdown. Raises TextTooLong; cleans *after* rendering, since only then is it HTML.

    Runs of opening signs and deep nesting are cut before rendering: both make the renderer slow, and
    neither is anything a person writes. HTML in the text is shown as text.
    """
    if len(text) > MAX_LENGTH:
        raise TextTooLong(f"{len(text)} characters; at most {MAX_LENGTH}")
    text = _CONTROL.sub("", text.replace("\r\n", "\n"))
    text = _BRACKETS.sub(lambda run: run.group()[:MAX_NESTING], text)
    text = _NESTED_QUOTES.sub(r"\1", text)
    text = _DEEP_INDENT.sub(" " * 4 * (MAX_NESTING - 1), text)
    if text.count("[") > 400:
        text = text.replace("[", "&#91;")
    return clean_html(_renderer().convert(text))


def _renderer() -> markdown.Markdown:
    """Markdown that takes HTML for text. (Escaping it before would show ``&lt;`` inside code.)"""
    renderer = markdown.Markdown(extensions=["tables", "sane_lists"], output_format="html")
    renderer.preprocessors.deregister("html_block")
    renderer.inlinePatterns.deregister("html")
    return renderer
