"""From text to terms: the only place that decides what counts as a word and what a word is found by.

Pages, queries, suggestions and highlighting all come through here, so that what is found is also what is
marked. Pure: the words that search has learnt come from `vocabulary.known()`.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from forum.search.language import compounds, roots, stemming, vocabulary, written_forms
from forum.search.language.stop_words import STOP_WORDS as STOP_WORDS

# No Norwegian word is this long; a longer run of letters is noise, and must not fill the index.
LONGEST_WORD = 80
# A word with more hyphens is no word but a line of them.
MOST_PARTS = 4

# How much a word of the text counts for who searches for another one.
OTHER_LANGUAGE = 0.6
HYPHENATED_PART = 0.6
FIRST_PARTS = 0.35
LAST_PART = 0.3
SAME_ROOT = 0.4

_WORD = re.compile(
    # § 4-2, §4-2, paragraf 4-2: one word, so that it is not found by every 4.
    r"(?:§{1,2}[^\S\n]{0,3}|\bparagraf(?:en|ane|er)?[^\S\n]{1,3})"
    r"(?P<section>\d{1,6}(?:[-.]\d{1,6}){0,3}(?:[a-z]\b|[^\S\n][a-h]\b)?)"
    # 2 000 and 2.000
    r"|(?<![\d.,])(?P<thousands>\d{1,3}(?:[ .\u00a0\u202f]\d{3}){1,4})(?!\d|[.,]\d)"
    # e-post, Sør-Varanger, covid-19
    r"|[^\W_]+(?:[-\u2010\u2011][^\W_]+)*",
    re.IGNORECASE,
)
_HYPHENS = re.compile(r"[-\u2010\u2011]")
_NOT_DIGITS = re.compile(r"\D+")
_SPACE = re.compile(r"\s+")
_SOFT_HYPHEN = "\u00ad"


def normalised(text: str) -> str:
    """One form for each character: å written as a + ring is found by å, and marked in the text."""
    return unicodedata.normalize("NFC", text.replace(_SOFT_HYPHEN, ""))


def words(text: str) -> list[str]:
    """Every word in lower case, in the order they stand."""
    return [word for _start, _end, word in word_spans(normalised(text))]


def word_spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and lower-case form of each word; `text` must be normalised already.

    A section of a law is one word (`§4-2`), a number in groups of three too (`2000`), and so is a word with
    hyphens (`e-post`).
    """
    for match in _WORD.finditer(text):
        if match["section"]:
            yield match.start(), match.end(), f"§{_SPACE.sub('', match['section'].lower())}"
        elif match["thousands"]:
            yield match.start(), match.end(), _NOT_DIGITS.sub("", match["thousands"])
        else:
            yield from _between_hyphens(match.start(), match.group().lower())


def _between_hyphens(start: int, run: str) -> Iterator[tuple[int, int, str]]:
    pieces = _HYPHENS.split(run)
    # 2024-2025 are two numbers, and a line of words with hyphens is no word.
    if len(pieces) == 1 or (
        len(pieces) <= MOST_PARTS and len(run) <= LONGEST_WORD and not all(map(str.isdigit, pieces))
    ):
        yield start, start + len(run), "-".join(pieces)[:LONGEST_WORD]
        return
    for piece in pieces:
        yield start, start + len(piece), piece[:LONGEST_WORD]
        start += len(piece) + 1


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What all inflected forms of a word share; empty for a stop word, which is not indexed."""
    return "" if word in STOP_WORDS else stemming.stem(word)


@lru_cache(maxsize=50_000)
def kin(word: str) -> tuple[tuple[str, float], ...]:
    """Other words that a text with this word is also found by, and how much that counts (0–1).

    The word in the other written language, its parts where it is a compound, and the verb of a noun in
    *-ering*. In whatever form: only their stems are used.
    """
    if word.startswith("§") or not any(map(str.isalpha, word)):
        return ()
    if "-" in word:
        return tuple((piece, HYPHENATED_PART) for piece in word.split("-"))
    known = vocabulary.known()
    found: dict[str, float] = {}
    for other in written_forms.in_the_other_language(word, known.pairs):
        found.setdefault(other, OTHER_LANGUAGE)
    for other in roots.of_the_same_root(word):
        if other in known:
            found.setdefault(other, SAME_ROOT)
    *first, last = compounds.parts_of(word, known) or ("",)
    for part, share in [*((part, FIRST_PARTS) for part in first), (last, LAST_PART)]:
        for form in (part, *written_forms.in_the_other_language(part, known.pairs)) if part else ():
            found.setdefault(form, share)
    return tuple((other, share) for other, share in found.items() if other != word)


@lru_cache(maxsize=100_000)
def indexed_terms(word: str) -> tuple[tuple[str, float], ...]:
    """The terms that a text with this word is found by: its own stem first, worth 1, then those of its kin."""
    own = stem(word)
    if not own:
        return ()
    shares = {own: 1.0}
    for other, share in kin(word):
        term = stem(other)
        if term and shares.get(term, 0.0) < share:
            shares[term] = share
    return tuple(shares.items())


@lru_cache(maxsize=10_000)
def beginnings_of(term: str) -> frozenset[str]:
    """The first letters that words found by this term have, or their parts, in the letters of `unaccented`."""
    others = written_forms.in_the_other_language(term, vocabulary.known().pairs)
    return frozenset().union(*(stemming.beginnings_of(key) for key in (term, *map(stem, others))))


def silent_term(word: str) -> str:
    """The term of a stop word: nothing is found by it alone, but «mine saker» in quotation marks is not «saker»."""
    return f"={word}"


def phrase_terms(text: str) -> list[str]:
    """The terms of all words in a phrase, stop words among them."""
    return [stem(word) or silent_term(word) for word in words(text)]


def written_terms(word: str) -> tuple[tuple[str, float], ...]:
    """What a text with this word is found by while typing: as it is written, and its parts between hyphens."""
    if "-" not in word:
        return ((word, 1.0),)
    pieces = word.split("-")
    return ((word, 1.0), *((piece, HYPHENATED_PART) for piece in dict.fromkeys((*pieces, "".join(pieces))) if piece))


def stems(text: str) -> list[str]:
    """The terms of a running text, stop words left out."""
    return [term for term in map(stem, words(text)) if term]


def _forget() -> None:
    kin.cache_clear()
    indexed_terms.cache_clear()
    beginnings_of.cache_clear()


vocabulary.on_change(_forget)
