"""What may be meant, while the reader types: pages, themes and words.

All of it is what this reader may see: pages come through the gate, a theme is there when it holds such a page,
and a word when a search for it would find one.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from django.core.cache import cache
from django.db.models import Exists, OuterRef

from forum.pages.models import KnowledgePage, LosConcept
from forum.search.conditions import subqueries_once
from forum.search.keeping.changes import settled
from forum.search.language import analysis, word_list
from forum.search.understanding import Understood, corrected
from forum.search.wishes import LONGEST_QUERY, Wishes, readable

MOST_PAGES = 8
MOST_THEMES = 3
MOST_WORDS = 3
SHORTEST = 2
# Of the words in the list many are forms of one word, and some lead nowhere for this reader.
MOST_WORDS_READ = 24
MOST_WORDS_TRIED = 6
# Los is brought in a few times a year; what its themes hold is asked for each time.
THEMES_KEY, THEMES_KEPT_SECONDS = "suggested-themes", 60


@dataclass(frozen=True)
class Suggestions:
    """What is suggested; each of ``words`` is a whole query."""

    pages: list[KnowledgePage] = field(default_factory=list)
    themes: list[LosConcept] = field(default_factory=list)
    words: list[str] = field(default_factory=list)


def suggestions_for(typed: str, *, reader: Any, language_code: str) -> Suggestions:
    """By the beginnings of words; where nothing begins so, the text with its typing errors mended."""
    typed = readable(typed)
    text = Wishes(q=typed).searched_text if SHORTEST <= len(typed) <= LONGEST_QUERY else ""
    if not analysis.words(text):
        return Suggestions()
    visible = KnowledgePage.objects.visible_to(reader).in_language(language_code)
    with subqueries_once():
        pages, themes = _pages_beginning(text, visible), _themes_beginning(text, visible)
        finds = _finder(visible)
        words = list(islice(filter(finds, _completions(text)), MOST_WORDS))
        if not (pages or themes or words):
            mended = corrected(text, found=finds)
            words = [mended] if mended and finds(mended) else []
    return Suggestions(pages, themes, words)


def _pages_beginning(text: str, visible: Any) -> list[KnowledgePage]:
    """Pages with a title that holds words beginning as the typed ones do; each title once."""
    found = visible.select_related("content_type", "locale").autocomplete(text, fields=["title"], operator="and")
    by_title: dict[str, KnowledgePage] = {}
    for page in found[: 2 * MOST_PAGES]:
        by_title.setdefault(page.title, page)
    return list(by_title.values())[:MOST_PAGES]


def _themes_beginning(text: str, visible: Any) -> list[LosConcept]:
    """Themes with a name or a synonym, in any language, that begins so; main themes first. Empty ones are left out."""
    typed = analysis.words(text)
    meant = {theme: held for theme, (names, held) in _known_themes().items() if _begins(names, typed)}
    filed = KnowledgePage.themes.through.objects.filter(losconcept=OuterRef("pk"))
    # The database looks no further than to the first page of each.
    holds_a_page = Exists(filed.filter(Exists(visible.filter(pk=OuterRef("knowledgepage")))))
    wanted = set().union(*meant.values())
    themes = LosConcept.objects.filter(pk__in=wanted).annotate(filled=holds_a_page).in_bulk() if wanted else {}
    filled = {pk for pk, theme in themes.items() if theme.filled}  # type: ignore[attr-defined]  # annotated above
    found = [themes[pk] for pk, held in meant.items() if held & filled]
    return sorted(found, key=lambda theme: (not theme.is_main_theme, theme.name))[:MOST_THEMES]


def _known_themes() -> dict[int, tuple[list[list[str]], set[int]]]:
    """For each theme of Los the words of each of its names, and the themes that a search for it takes along."""
    known: dict[int, tuple[list[list[str]], set[int]]] | None = cache.get(THEMES_KEY)
    if known is None:
        themes = LosConcept.objects.themes().prefetch_related("children").in_bulk()
        known = {pk: (_names(theme), {pk, *_below(theme)} & themes.keys()) for pk, theme in themes.items()}
        cache.set(THEMES_KEY, known, THEMES_KEPT_SECONDS)
    return known


def _names(theme: LosConcept) -> list[list[str]]:
    return [analysis.words(name) for name in (theme.name_nb, theme.name_nn, theme.name_en, *theme.synonyms)]


def _below(theme: LosConcept) -> list[int]:
    return [child.pk for child in theme.children.all()]


def _begins(names: list[list[str]], typed: list[str]) -> bool:
    """Whether each typed word begins a word of one and the same name."""
    return any(all(any(word.startswith(one) for word in words) for one in typed) for words in names)


def _completions(text: str) -> Iterator[str]:
    """The text with its last word written out: each word in one of its forms, since they all find the same."""
    *_before, (start, _end, last) = analysis.word_spans(text)
    by_stem = {analysis.stem(last): "", "": ""}  # the word itself, and those that are not searched for
    for word in word_list.completions(last, MOST_WORDS_READ):
        by_stem.setdefault(analysis.stem(word), word)
    return (text[:start] + word for word in list(filter(None, by_stem.values()))[:MOST_WORDS_TRIED])


def _finder(visible: Any) -> Callable[[str], bool]:
    """Whether a search for a text would find this reader anything."""
    pages = settled(visible)
    return lambda text: bool(pages.search(Understood(text).query).count())
