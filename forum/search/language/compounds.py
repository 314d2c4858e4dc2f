"""Compounds taken apart and put together. Pure: which words there are is told by a `Vocabulary`.

Norwegian writes *barnehage* + *plass* as one word. The parts are worth finding a page by, but only where they
are words that search has seen: *vedtak* has nothing to do with *ved* and *tak*.
"""

import math
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from forum.search.language.reference import rows
from forum.search.language.roots import of_the_same_root
from forum.search.language.stemming import stem
from forum.search.language.stop_words import STOP_WORDS
from forum.search.language.vocabulary import Vocabulary, base_words

# Parts shorter than this are only taken from the list of parts: three letters are the beginning of anything.
_SHORTEST_PART = 4
_SHORTEST_LISTED = 3
# Nothing longer is a word that somebody wrote.
_LONGEST = 50
_LINKS = ("", "s", "e")
_ENDINGS = ("", *("s", "e", "a", "en", "et", "er", "ar", "ene", "ane", "ens", "enes", "anes", "ets", "n", "r", "ne"))
# What stands last in many words without being a word there.
_NEVER_LAST = frozenset(("skap", "dom", "else", "ning", "heit", "ling", "inne", "ende", "tall", "enes"))
# Beginnings that are prepositions and the like.
_NEVER_FIRST = frozenset(
    ("over", "under", "etter", "uten", "utan", "inne", "oppe", "nede", "fram", "frem", "fore", "gjen", "hver", "kvar")
)


@lru_cache(maxsize=1)
def kept_whole() -> frozenset[str]:
    """Stems of the compounds that are not about their parts."""
    return frozenset(stem(word) for cells in rows("compounds_kept_whole.txt") for word in cells[0].split())


def parts_of(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """The words that a compound is made of, the last in the form it has there; empty for any other word.

    Where only the last part's root is known, it is that: *endringshåndtering* is *endring* + *håndtere*.

    Fewest parts first (*barnehage* + *plass*, not *barn* + *hage* + *plass*), then the most used.
    """
    if not 2 * _SHORTEST_LISTED < len(word) <= _LONGEST or not word.isalpha() or stem(word) in kept_whole():
        return ()
    return _in_two(word, vocabulary) or _in_three(word, vocabulary)


def _in_two(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    best: tuple[str, ...] = ()
    most = -1.0
    for left, right in _cuts(word, vocabulary):
        known = _last(right, vocabulary)
        worth = _worth(left, vocabulary) + _worth(known, vocabulary) if known else -1.0
        if worth > most:
            best, most = (left, right if stem(known) == stem(right) else known), worth
    return best


def _in_three(word: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    for left, rest in sorted(_cuts(word, vocabulary), key=lambda cut: -len(cut[0])):
        if parts := _in_two(rest, vocabulary):
            return (left, *parts)
    return ()


def _cuts(word: str, vocabulary: Vocabulary) -> Iterator[tuple[str, str]]:
    """Every way to take a known word off the beginning, with or without a linking s or e.

    Each new word of a page is cut at every letter: this is where indexing a page spends its time.
    """
    listed, pages = base_words(), vocabulary.pages
    for end in range(_SHORTEST_LISTED, len(word) - _SHORTEST_LISTED + 1):
        whole = word[:end]
        for left in (whole, whole[:-1]) if whole[-1] in _LINKS else (whole,):
            if (left in listed or pages.get(left, 0) > 1) and _is_part(left, vocabulary) and left not in _NEVER_FIRST:
                yield left, word[end:]
                break


def _is_part(word: str, vocabulary: Vocabulary) -> bool:
    if word in base_words():
        return True
    return len(word) >= _SHORTEST_PART and word not in STOP_WORDS and vocabulary.pages.get(word, 0) > 1


def _last(word: str, vocabulary: Vocabulary) -> str:
    """The known word that the last part is a form of, or has the root of; empty for none."""
    for ending in _ENDINGS:
        known = word.removesuffix(ending) if word.endswith(ending) else ""
        for form in (known, f"{known}e") if known else ():
            if form not in _NEVER_LAST and _is_part(form, vocabulary) and stem(form) == stem(word):
                return form
    return next((root for root in of_the_same_root(word) if _is_part(root, vocabulary)), "")


def _worth(word: str, vocabulary: Vocabulary) -> float:
    """Used words and long ones are the likelier parts."""
    return math.log1p(vocabulary.times(word)) + len(word) / 2


def joined(words: list[str], vocabulary: Vocabulary) -> Iterator[tuple[int, str]]:
    """Known compounds of neighbouring words, each with the place of its first: *barnehage plass*."""
    for place, (first, second) in enumerate(pairwise(words)):
        for link in _LINKS:
            compound = f"{first}{link}{second}"
            if len(compound) <= _LONGEST and (compound in vocabulary or compound.removesuffix("er") in vocabulary):
                yield place, compound
                break
