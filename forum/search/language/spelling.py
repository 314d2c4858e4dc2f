"""Typing errors: what the reader may have meant, among words that stand on public pages or in Los.

Nobody is offered a word that only a closed page has: the word list knows none, and what is offered has been
looked for by whoever asks (`found`), among what the reader may see.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import lru_cache
from itertools import groupby
from math import log10

from rapidfuzz import process
from rapidfuzz.distance import OSA

from forum.search.language import analysis, compounds, vocabulary
from forum.search.language.question import taken_apart
from forum.search.language.stemming import unaccented, with_norwegian_letters

# The nearest words that are tried before the word is given up.
MOST_TRIED = 4
# More misspelt words than this is another language, not a slip.
MOST_MENDED = 4
SHORTEST, LONGEST = 4, 40
# From this length on two errors are believed.
TWO_ERRORS_FROM = 8
# A word on so few pages may itself be the slip, when a neighbour is on this many times as many.
FEW, TIMES_MORE = 2, 20

_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
_PLAIN = str.maketrans("æøå", "aoa")


def corrected(text: str, *, found: Callable[[str], bool]) -> str:
    """The text with words that look like typing errors replaced; empty where there is nothing better.

    `found` tells whether the reader may see any page with a word: nobody is offered a word from a page
    that is closed to them. Quotation marks and exclusions stay as they were typed.
    """
    text = analysis.normalised(text)
    return _joined(text, found) or _mended(text, found, lambda word: _nearest(word, found))


def suggestion(text: str, *, found_count: Callable[[str], int]) -> str:
    """The text with rare words that have a much more used neighbour replaced; empty where there is none."""

    def more_used(word: str) -> str:
        own = found_count(word)
        for other in _neighbours(word):
            if own <= FEW and found_count(other) >= TIMES_MORE * max(own, 1):
                return other
        return ""

    return _mended(analysis.normalised(text), lambda word: found_count(word) > FEW, more_used)


def _mended(text: str, is_right: Callable[[str], bool], mend: Callable[[str], str]) -> str:
    """The text with each word that isn't right replaced, the rest of it as it was."""
    pieces: list[str] = []
    at = mended = 0
    question = taken_apart(text)
    wanted = {asked.word for asked in question.wanted} | {
        word for one in question.phrases for word in analysis.words(one)
    }
    for start, end, word in analysis.word_spans(text):
        if word not in wanted or not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
            continue
        if mended >= MOST_MENDED or is_right(word) or not (other := mend(word)):
            continue
        pieces += [text[at:start], other]
        at, mended = end, mended + 1
    return "".join([*pieces, text[at:]]) if mended else ""


def _joined(text: str, found: Callable[[str], bool]) -> str:
    """Neighbours that are one word, where one of them is no word by itself: *sak behandling*."""
    words = [word for _start, _end, word in analysis.word_spans(text)]
    if not 2 <= len(words) <= MOST_MENDED:
        return ""
    for place, compound in compounds.joined(words, vocabulary.known()):
        pair = re.compile(rf"\b{re.escape(words[place])}\s+{re.escape(words[place + 1])}\b", re.IGNORECASE)
        changed = pair.sub(compound, text, count=1)
        if changed != text and not (found(words[place]) and found(words[place + 1])) and found(compound):
            return changed
    return ""


def _nearest(word: str, found: Callable[[str], bool]) -> str:
    for other in _neighbours(word):
        if found(other):
            return other
    for first, second in _in_two(word):
        if found(first) and found(second):
            return f"{first} {second}"
    return ""


def _in_two(word: str) -> Iterator[tuple[str, str]]:
    """Two known words written as one, the most used first."""
    known = vocabulary.known()
    cuts = ((word[:at], word[at:]) for at in range(SHORTEST, len(word) - SHORTEST + 1))
    whole = [cut for cut in cuts if cut[0] in known and cut[1] in known]
    yield from sorted(whole, key=lambda cut: -min(map(known.times, cut)))[:MOST_TRIED]


def _neighbours(word: str) -> list[str]:
    """Known words within one error, or two in a long word; the likeliest first."""
    key = _key(word)
    errors = 2 if len(key) >= TWO_ERRORS_FROM else 1
    found = dict(_within(key, errors)) or dict.fromkeys(_with_another_beginning(key), 1.0)
    found.pop(word, None)
    known = vocabulary.known()
    ranked = sorted(found, key=lambda other: _unlikeliness(key, other, found[other], known.times(other)))
    # Forms of the same word find the same pages.
    return [next(same) for _stem, same in groupby(ranked, key=analysis.stem)][:MOST_TRIED]


def _unlikeliness(key: str, other: str, errors: float, times: int) -> float:
    if errors and _undoubled(key) == _undoubled(_key(other)):
        errors = 0.5
    return errors - 0.3 * log10(times + 1)


def _within(key: str, errors: int) -> Iterator[tuple[str, float]]:
    """Known words so near, with how near; the first letter is usually right."""
    for length in range(len(key) - errors, len(key) + errors + 1):
        keys = _buckets().get((length, key[:1]), {})
        near = process.extract(key, keys.keys(), scorer=OSA.distance, score_cutoff=errors, limit=None)
        yield from ((word, distance) for near_key, distance, _at in near for word in keys[near_key])


def _with_another_beginning(key: str) -> Iterator[str]:
    """Known words with one error, in the first letter: another one, one too few or too many, or exchanged."""
    tried = [key[1:], key[1:2] + key[:1] + key[2:]]
    tried += [letter + rest for letter in _ALPHABET for rest in (key, key[1:])]
    for other in tried:
        yield from _buckets().get((len(other), other[:1]), {}).get(other, ())


@lru_cache(maxsize=1)
def _buckets() -> dict[tuple[int, str], dict[str, list[str]]]:
    """All known words by the length and first letter of their key, and by the key."""
    found: dict[tuple[int, str], dict[str, list[str]]] = defaultdict(dict)
    for word in vocabulary.known().all_words():
        if word.isalpha() and len(word) >= SHORTEST - 1:
            key = _key(word)
            found[len(key), key[:1]].setdefault(key, []).append(word)
    return dict(found)


vocabulary.on_change(_buckets.cache_clear)


def _key(word: str) -> str:
    """Letters that a keyboard may lack count as those beside them: *soknad* is *søknad* without an error."""
    return with_norwegian_letters(unaccented(word)).translate(_PLAIN)


def _undoubled(key: str) -> str:
    return "".join(letter for letter, _run in groupby(key))
