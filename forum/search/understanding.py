"""From what the reader wrote to what is asked of the search engine.

Forms, the other written language and parts of compounds are in the index already (`analysis.indexed_terms`),
so that most words are asked for as they stand. What the index can't know is added here as alternatives that
count less: synonyms, and compounds taken apart or put together.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from modelsearch.query import MATCH_ALL, And, Boost, Not, Or, Phrase, PlainText, SearchQuery

from forum.search.language import analysis, compounds, vocabulary
from forum.search.language.question import Question, taken_apart
from forum.search.language.spelling import corrected as corrected
from forum.search.language.spelling import suggestion as suggestion
from forum.search.query_parts import MostOf

JOINED = 0.8
APART_BY_HYPHEN = 0.7
APART = 0.35
# Beside these the words of a code stand anywhere (v2 … 0), which is seldom what is meant.
CODE_APART = 0.3
MOST_SYNONYMS = 8
# Of more words than these, no group is looked for among the synonyms.
MOST_WORDS = 32

# noark5, iso27001; not v2
_LETTERS_AND_NUMBER = re.compile(r"([^\W\d_]{3,})(\d{1,6})")

# noark5 for Noark 5.
_NUMBERED = re.compile(r"([^\W\d_]{2,})(\d{1,4})")

# An alternative way to ask for a word: the text, how much it counts, and whether its words stand in order.
Alternative = tuple[str, float, bool]


@dataclass(frozen=True)
class Understood:
    """One text, understood: words, phrases in quotation marks and exclusions."""

    text: str

    @cached_property
    def query(self) -> SearchQuery:
        """All words, in any of their forms; synonyms and the other written language count less."""
        return self._with_the_rest([*_all_of(self.words, self._alternatives), *self._codes()])

    @cached_property
    def relaxed(self) -> SearchQuery | None:
        """Most of the words, for when few pages have all; None where there is nothing to relax.

        Half of the words, two of three; what stands in quotation marks is still wanted, and what is excluded
        is not. Of a single word: the parts it is made of, and what is near it in Los.
        """
        if not self.words:
            return None
        if len(self.words) == 1:
            return self._wider_than_one_word()
        wider = [[*some, *near] for some, near in zip(self._alternatives, self._related, strict=True)]
        parts = [_any_of(word, some) for word, some in zip(self.words, wider, strict=True)]
        needed = 2 if len(parts) == 3 else (len(parts) + 1) // 2
        return self._with_the_rest([MostOf(parts, needed)])

    def _wider_than_one_word(self) -> SearchQuery | None:
        (word,) = self.words
        parts = list(dict.fromkeys(_parts_of(word)))
        alternatives: list[list[Alternative]] = [[] for _part in parts]
        _add(alternatives, parts, vocabulary.known().synonyms)
        ways = [(other, share * APART, in_order) for some in alternatives for other, share, in_order in some]
        ways += [(part, APART, False) for part in parts] + self._related[0]
        return self._with_the_rest([_any_of(word, [*self._alternatives[0], *ways])]) if ways else None

    @cached_property
    def marks(self) -> frozenset[str]:
        """Terms to mark in titles and passages."""
        asked = [*self.words, *self._question.phrases]
        asked += [other for some in self._alternatives for other, _share, _in_order in some]
        found = frozenset(term for text in asked for term in analysis.stems(text))
        return found or frozenset(word for text in asked for word in analysis.words(text))

    @cached_property
    def _question(self) -> Question:
        return taken_apart(self.text)

    @cached_property
    def words(self) -> list[str]:
        """The words that are looked for, each once."""
        return list(dict.fromkeys(asked.word for asked in self._question.wanted))

    @cached_property
    def _alternatives(self) -> list[list[Alternative]]:
        """For each word what else it may be called."""
        found: list[list[Alternative]] = [list(_of_one_word(word)) for word in self.words]
        known = vocabulary.known()
        for place, compound in compounds.joined(self.words, known):
            for neighbour in (place, place + 1):
                found[neighbour].append((compound, JOINED, False))
        _add(found, self.words, known.synonyms)
        return found

    @cached_property
    def _related(self) -> list[list[Alternative]]:
        """For each word what is near it."""
        found: list[list[Alternative]] = [[] for _word in self.words]
        _add(found, self.words, vocabulary.known().related)
        return found

    def _with_the_rest(self, parts: list[SearchQuery]) -> SearchQuery:
        question = self._question
        parts = [*parts, *map(Phrase, question.phrases)]
        parts += [Not(PlainText(text, operator="and")) for text in question.unwanted]
        parts += [Not(Phrase(text)) for text in question.unwanted_phrases]
        if parts:
            return parts[0] if len(parts) == 1 else And(parts)
        # Signs without a word find nothing; no text at all finds everything.
        return PlainText(self.text[:1], operator="and") if self.text.strip() else MATCH_ALL

    def _codes(self) -> Iterator[SearchQuery]:
        """Words bound by signs: in order, or at least all of them (`v2.0`); an address only in order."""
        for code in _runs(self._question):
            text = " ".join(code)
            if "@" in self.text:
                yield Phrase(text)
            else:
                yield Or([Phrase(text), PlainText(text, operator="and", boost=CODE_APART)])


def _runs(question: Question) -> Iterator[list[str]]:
    """Groups of words that are bound to each other."""
    run: list[str] = []
    for asked in question.words:
        if not asked.bound:
            if len(run) > 1:
                yield run
            run = []
        run.append(asked.word)
    if len(run) > 1:
        yield run


def _of_one_word(word: str) -> Iterator[Alternative]:
    parts = _parts_of(word)
    if "-" in word or _LETTERS_AND_NUMBER.fullmatch(word):
        yield " ".join(parts), APART_BY_HYPHEN, True
    if parts:
        yield " ".join(parts), APART, False


def _parts_of(word: str) -> tuple[str, ...]:
    """The words within a word: of a compound, between hyphens, or before a number (`noark5`)."""
    if word.startswith("§"):
        return ()
    if code := _LETTERS_AND_NUMBER.fullmatch(word):
        return code.groups()
    return tuple(word.split("-")) if "-" in word else compounds.parts_of(word, vocabulary.known())


def _add(
    found: list[list[Alternative]], words: Sequence[str], sayings: Mapping[vocabulary.Phrase, vocabulary.Weighed]
) -> None:
    """To each word what is said of it, or of a group of neighbours that it is one of."""
    longest = vocabulary.known().longest_synonym if len(words) <= MOST_WORDS else 1
    stems = [analysis.stem(word) for word in words]
    for start in range(len(words)):
        for end in range(start + 1, min(start + longest, len(words)) + 1):
            for other, share in sayings.get(tuple(stems[start:end]), ())[:MOST_SYNONYMS]:
                for alternatives in found[start:end]:
                    alternatives.append((other, share, " " in other))


def _all_of(words: list[str], alternatives: list[list[Alternative]]) -> list[SearchQuery]:
    """Words that can only be asked for in one way go together, which is quickest."""
    plain = [word for word, some in zip(words, alternatives, strict=True) if not some]
    parts = [_any_of(word, some) for word, some in zip(words, alternatives, strict=True) if some]
    return [PlainText(" ".join(plain), operator="and"), *parts] if plain else parts


def _any_of(word: str, alternatives: list[Alternative]) -> SearchQuery:
    own = PlainText(word, operator="and")
    return Or([own, *map(_asked, dict.fromkeys(alternatives))]) if alternatives else own


def _asked(alternative: Alternative) -> SearchQuery:
    text, share, in_order = alternative
    return Boost(Phrase(text), share) if in_order else PlainText(text, operator="and", boost=share)
