"""What search learns: the words of public pages, Los and editors' synonyms, read once a process.

The word list is grown from what a visitor who has not signed in may read, so that neither a correction nor a
completed word tells of a closed page. `vocabulary.py` holds what is learnt; each process looks once a minute
whether there is something new (two small queries).
"""

import logging
import re
import time
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, permutations
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from django.utils import timezone
from modelsearch.query import MATCH_ALL

from forum.pages.models import KnowledgePage
from forum.search.language import learnt_from_los, vocabulary
from forum.search.language.reference import rows
from forum.search.language.stop_words import STOP_WORDS
from forum.search.language.vocabulary import Phrase, Vocabulary
from forum.search.models import Synonym, WordList

logger = logging.getLogger("forum.search")

CHECKED_AFTER_SECONDS = 60
# A portal of 20,000 pages has some 60,000 words; the rarest are left out first.
MOST_WORDS = 100_000
SHORTEST, LONGEST = 2, 40
EDITORS_SYNONYM = 0.5
LISTED_SYNONYM = 0.4
# Pages whose texts are read at once, where the search engine does not hand them out.
READ_AT_ONCE = 200

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


def grow_word_list() -> int:
    """Count the words of all public pages anew; returns how many there are.

    Titles and summaries come from the database in one query, running text from the index (texts of files
    too): some five seconds at 20,000 pages with 550 words each. A search engine that does not hand out texts
    makes it a reading of all pages in chunks, which takes minutes. Runs at the start and the end of a rebuild
    and nightly; what is indexed in between finds its compounds by the former list.
    """
    pages: Counter[str] = Counter()
    for words in _words_by_page():
        pages.update(words)
    lines = (f"{word}\t{count}" for word, count in pages.most_common(MOST_WORDS))
    WordList.objects.update_or_create(pk=1, defaults={"words": "\n".join(lines), "grown_at": timezone.now()})
    forget_word_list()
    return min(len(pages), MOST_WORDS)


def forget_word_list() -> None:
    """Read everything anew at the next occasion, without waiting for the minute to pass."""
    _state.checked_at = None
    _state.stamp = None
    vocabulary.learn(Vocabulary())


def completions(prefix: str, limit: int) -> list[str]:
    """Words of public pages that begin so, the most used first; `prefix` in lower case."""
    return vocabulary.known().beginning(prefix, limit)


def _words_by_page() -> Iterator[set[str]]:
    """For each public page its words, each once."""
    visible = KnowledgePage.objects.visible_to(AnonymousUser())
    texts: dict[int, str] = {
        pk: f"{title}\n{summary}" for pk, title, summary in visible.values_list("pk", "title", "summary")
    }
    for pk, text in _running_texts(visible):
        yield _words(f"{texts.pop(pk, '')}\n{text}")
    yield from map(_words, texts.values())


def _running_texts(visible: Any) -> Iterator[tuple[int, str]]:
    found = visible.only("pk").search(MATCH_ALL, order_by_relevance=False)
    if hasattr(found, "annotate_texts"):
        for page in found.annotate_texts("indexed_texts"):
            yield page.pk, "\n".join(text for _field, text in page.indexed_texts)
        return
    for page in visible.specific().iterator(chunk_size=READ_AT_ONCE):
        yield page.pk, page.search_text()


def _words(text: str) -> set[str]:
    return {word for word in _WORD.findall(text.lower()) if SHORTEST <= len(word) <= LONGEST} - STOP_WORDS


@dataclass
class _State:
    """What this process has read, and when it last looked."""

    checked_at: float | None = None
    stamp: Any = None


_state = _State()


def newer_vocabulary() -> Vocabulary | None:
    """What is to be known from now on; None where nothing is new. For `vocabulary.read_by`.

    Never fails: whatever is the matter with the database, text can be analysed without.
    """
    now = time.monotonic()
    if _state.checked_at is not None and now - _state.checked_at < CHECKED_AFTER_SECONDS:
        return None
    _state.checked_at = now
    try:
        return _read_if_new()
    except Exception:
        # No table yet (while migrating), no connection, or nobody may ask for one here.
        logger.debug("The word list can't be read now.", exc_info=True)
        return None


def _read_if_new() -> Vocabulary | None:
    synonyms = list(Synonym.objects.values_list("word", "means", "both_ways"))
    stamp = (WordList.objects.values_list("grown_at", flat=True).first(), synonyms)
    if stamp == _state.stamp:
        return None
    text = WordList.objects.values_list("words", flat=True).first() or ""
    los = learnt_from_los.read()
    read = Vocabulary(
        pages={word: int(count) for word, _tab, count in (line.partition("\t") for line in text.splitlines())},
        terms=los.terms,
        pairs=los.pairs,
        synonyms=_all_synonyms(los.synonyms, synonyms),
        related=los.related,
    )
    _state.stamp = stamp
    return read


def _all_synonyms(
    los: learnt_from_los.Sayings, editors: Iterable[tuple[str, str, bool]]
) -> dict[Phrase, vocabulary.Weighed]:
    """The editors' own first, for only so many are used of each word; then the portal's list, then Los."""
    sayings = learnt_from_los.Sayings()
    for word, means, both_ways in editors:
        for meaning in filter(None, map(str.strip, means.split(","))):
            sayings.say(word, meaning, EDITORS_SYNONYM)
            if both_ways:
                sayings.say(meaning, word, EDITORS_SYNONYM)
    for key, said in chain(_listed().items(), los.items()):
        for other, share in said.items():
            sayings[key].setdefault(other, share)
    return {key: tuple(said.items()) for key, said in sayings.items()}


@lru_cache(maxsize=1)
def _listed() -> learnt_from_los.Sayings:
    """The portal's own list."""
    sayings = learnt_from_los.Sayings()
    for (group,) in rows("synonyms.txt"):
        for name, other in permutations(group.split(", "), 2):
            sayings.say(name, other, LISTED_SYNONYM)
    return sayings


@receiver(post_save, sender=Synonym)
@receiver(post_delete, sender=Synonym)
def use_at_once(**kwargs: Any) -> None:
    """An editor who has just saved a word tries it; other processes know it within a minute."""
    forget_word_list()


vocabulary.read_by(newer_vocabulary)
