"""The words that search knows: what its own lists hold, and what has been learnt from Los, editors and pages. Pure.

`word_list.py` reads what is learnt from the database and hands it over through `read_by`; without it (in a
script, in a test of pure functions) the lists in `reference/` are all there is.
"""

import heapq
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

from forum.search.language.reference import rows

Phrase = tuple[str, ...]
# What is said of a word's other forms: each form, and how much it counts (0–1).
Weighed = tuple[tuple[str, float], ...]

# A prefix of two letters can stand before thousands of words.
_MOST_COMPLETED = 5_000


@lru_cache(maxsize=1)
def base_words() -> frozenset[str]:
    """The parts that compounds are made of, known before any page."""
    return frozenset(word for cells in rows("compound_parts.txt") for word in cells[0].split())


@dataclass(frozen=True)
class Vocabulary:
    """What has been learnt; never changed, only replaced."""

    # Words of the pages that any visitor may read, with the number of such pages.
    pages: Mapping[str, int] = field(default_factory=dict)
    # Words of Los.
    terms: frozenset[str] = frozenset()
    # The other written language's word, by stem: from Los' two names for the same.
    pairs: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    # By the stems of a word or a group of words: what else it is called, and what is near it.
    synonyms: Mapping[Phrase, Weighed] = field(default_factory=dict)
    related: Mapping[Phrase, Weighed] = field(default_factory=dict)

    def __contains__(self, word: str) -> bool:
        return word in self.pages or word in self.terms or word in base_words()

    def times(self, word: str) -> int:
        """On how many public pages the word stands; words of the lists count as if on one."""
        return self.pages.get(word, 0) or (1 if word in self else 0)

    @cached_property
    def longest_synonym(self) -> int:
        """How many words the longest key of the synonyms has."""
        return max(map(len, [*self.synonyms, *self.related]), default=0)

    def all_words(self) -> Iterator[str]:
        """Every known word, once."""
        yield from self.pages
        yield from (word for word in self.terms | base_words() if word not in self.pages)

    @cached_property
    def _in_order(self) -> list[str]:
        return sorted(self.pages)

    def beginning(self, prefix: str, limit: int) -> list[str]:
        """Words of public pages that begin so, the most used first."""
        words = self._in_order
        start = bisect_left(words, prefix)
        end = min(bisect_left(words, prefix + "\U0010ffff", start), start + _MOST_COMPLETED)
        return heapq.nsmallest(limit, words[start:end], key=lambda word: (-self.pages[word], word))


_known = Vocabulary()
_read: Callable[[], Vocabulary | None] | None = None
_listeners: list[Callable[[], None]] = []


def known() -> Vocabulary:
    """What is known now; asks whoever was named by `read_by` whether there is more."""
    more = _read() if _read is not None else None
    if more is not None and more is not _known:
        learn(more)
    return _known


def learn(vocabulary: Vocabulary) -> None:
    """From now on this is known. What was worked out from the former one is forgotten."""
    global _known  # noqa: PLW0603 (one vocabulary a process is the point)
    _known = vocabulary
    for forget in _listeners:
        forget()


def read_by(read: Callable[[], Vocabulary | None]) -> None:
    """Name the function that knows of newer vocabularies (None: no news). It must be quick and never fail."""
    global _read  # noqa: PLW0603
    _read = read


def on_change(forget: Callable[[], None]) -> None:
    """Call this when another vocabulary is learnt."""
    _listeners.append(forget)
