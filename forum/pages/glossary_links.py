"""Soft links from running text to the glossary: the first mention of a word on a page, once."""

import re
from functools import lru_cache
from html import escape
from html.parser import HTMLParser

from django.core.cache import cache
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from forum.pages.models import GlossaryTerm

CACHE_KEY = "glossary-words"
CACHE_SECONDS = 60
# Text inside these is left alone: a link in a link is not HTML, and a heading is not for explaining.
_LEFT_ALONE = {"a", "h1", "h2", "h3", "h4", "code", "pre", "button", "summary", "label"}


def link_terms(html: object, *, seen: set[str]) -> SafeString:
    """``html`` (already safe) with links to the words that are not in ``seen``; adds those it links."""
    words = cache.get_or_set(CACHE_KEY, _words, CACHE_SECONDS) or ()
    text = str(html)
    if not words:
        return mark_safe(text)
    linker = _Linker(words, seen, reverse("glossary"))
    linker.feed(text)
    linker.close()
    return mark_safe("".join(linker.out))


def _words() -> tuple[tuple[str, str], ...]:
    """(form in lower case, the term's slug), longest first so that «sak-/arkivsystem» beats «sak»."""
    terms = GlossaryTerm.objects.only("slug", "term", "term_nn", "synonyms")
    forms = {form.lower(): term.slug for term in terms for form in term.forms if len(form) > 2}
    return tuple(sorted(forms.items(), key=lambda item: -len(item[0])))


@lru_cache(maxsize=4)
def _pattern(words: tuple[tuple[str, str], ...]) -> re.Pattern[str]:
    forms = "|".join(re.escape(form) for form, _slug in words)
    return re.compile(rf"(?<![\w-])({forms})(?![\w-])", re.IGNORECASE)


class _Linker(HTMLParser):
    """Copies HTML through, changing only running text."""

    def __init__(self, words: tuple[tuple[str, str], ...], seen: set[str], address: str) -> None:
        super().__init__(convert_charrefs=False)
        self.out: list[str] = []
        self._slugs = dict(words)
        self._pattern = _pattern(words)
        self._seen = seen
        self._address = address
        self._closed = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self._closed += tag in _LEFT_ALONE
        self.out.append(self.get_starttag_text() or "")

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.out.append(self.get_starttag_text() or "")

    def handle_endtag(self, tag: str) -> None:
        self._closed -= tag in _LEFT_ALONE
        self.out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        self.out.append(data if self._closed else self._pattern.sub(self._link, data))

    def handle_entityref(self, name: str) -> None:
        self.out.append(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.out.append(f"&#{name};")

    def handle_comment(self, data: str) -> None:
        self.out.append(f"<!--{data}-->")

    def _link(self, match: re.Match[str]) -> str:
        # A few letters (ſ, İ) match one whose lower case is another than their own: those are left alone.
        slug = self._slugs.get(match.group().lower())
        if slug is None or slug in self._seen:
            return match.group()
        self._seen.add(slug)
        title = escape(_("Forklart under Begreper"))
        return f'<a class="term" href="{self._address}#{escape(slug)}" title="{title}">{match.group()}</a>'
