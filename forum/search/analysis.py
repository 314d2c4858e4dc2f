"""From text to terms: the only place that decides what counts as a word and which forms are the same word.

Pages, queries, suggestions and highlighting all come through here, so that what is found is also what is
marked. One stemmer serves both written languages: Snowball's Norwegian rules carry bokmål and nynorsk
endings alike (*tjenestene*, *tenestene*; *kommuner*, *kommunar*), and its list of stop words holds both.
"""

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from whoosh.lang.snowball.norwegian import NorwegianStemmer
from whoosh.lang.stopwords import stoplists

STOP_WORDS: frozenset[str] = frozenset(stoplists["no"])
# No Norwegian word is this long; a longer run of letters is noise, and must not fill the index.
LONGEST_WORD = 80

_WORD = re.compile(r"[^\W_]+")
_stemmer = NorwegianStemmer()


def normalised(text: str) -> str:
    """One form for each character: å written as a + ring is found by å, and marked in the text."""
    return unicodedata.normalize("NFC", text)


def words(text: str) -> list[str]:
    """Every word in lower case, in the order they stand."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(normalised(text).lower())]


def word_spans(text: str) -> Iterator[tuple[int, int, str]]:
    """Start, end and lower-case form of each word; `text` must be normalised already."""
    for match in _WORD.finditer(text):
        yield match.start(), match.end(), match.group().lower()[:LONGEST_WORD]


@lru_cache(maxsize=100_000)
def stem(word: str) -> str:
    """What all inflected forms of a word share; empty for a stop word, which is not indexed.

    Snowball takes one ending off, so that *skjema* and *skjemaene* part ways, and *enhet* and *enheter*.
    Taking off what can be taken brings them together; it also joins some words that only look alike.
    """
    if word in STOP_WORDS:
        return ""
    while (shorter := str(_stemmer.stem(word))) != word:
        word = shorter
    return word


def stems(text: str) -> list[str]:
    """The terms of a running text, stop words left out."""
    return [term for term in map(stem, words(text)) if term]
