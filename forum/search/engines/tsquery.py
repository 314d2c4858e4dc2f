"""From modelsearch's query classes to PostgreSQL's `tsquery`, as SQL with parameters.

Nothing of the reader's text is an operator: it is cut into words first, and each word is a parameter.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from itertools import combinations
from math import comb
from typing import Any, Protocol

from modelsearch import query as asked

from forum.search.engines.found_by import counted
from forum.search.language import analysis
from forum.search.query_parts import MostOf

# A query longer than this is not a question; what follows is left out.
MOST_WORDS = 32
# Ways to choose the needed parts of `MostOf` that are written out; beyond it, one part is enough.
MOST_WAYS = 70


class Always(Enum):
    """What needs no `tsquery`."""

    ALL = True
    NONE = False


@dataclass(frozen=True, slots=True)
class TsQuery:
    """An SQL expression of type `tsquery`."""

    sql: str
    params: tuple[Any, ...]


Compiled = TsQuery | Always


class Words(Protocol):
    """How the words of a text are looked for."""

    def found(self, text: str, operator: str) -> Compiled:
        """What a page must have; `operator` is "and" or "or"."""
        ...

    def ranked(self, text: str) -> "list[Ranked]":
        """What it is ranked by."""
        ...


@dataclass(frozen=True, slots=True)
class Ranked:
    """Something asked for, how much it counts, and whether it is the reader's own words.

    PostgreSQL divides a rank by the number of lexemes asked for, so own words and the portal's terms for
    them are ranked apart: a word that has another term than its lexeme would else count half.
    """

    query: Compiled
    boost: float = 1.0
    own: bool = True


@dataclass(frozen=True, slots=True)
class WholeWords:
    """Words in any of their forms: by the configuration's stemmer, or by the portal's own terms."""

    config: str

    def found(self, text: str, operator: str) -> Compiled:
        """A word is found by either; a query of stop words alone is put to the stop words of titles."""
        words = _some(counted(analysis.words(text)))
        return joined((joined([*self._as_written([word]), *_terms([word])]) for word in words), operator)

    def ranked(self, text: str) -> list[Ranked]:
        """Written as the reader did, and all else that is the same to the portal."""
        words = _some(counted(analysis.words(text)))
        return [Ranked(joined(self._as_written(words))), Ranked(joined(_terms(words)), own=False)]

    def _as_written(self, words: list[str]) -> list[TsQuery]:
        sql = "to_tsquery(%s::regconfig, %s)"
        return [TsQuery(sql, (self.config, f"'{word}'")) for word in words if analysis.stem(word)]


@dataclass(frozen=True, slots=True)
class Beginnings:
    """Beginnings of words as they are written; `label` limits them to what has that weight."""

    label: str = ""

    def found(self, text: str, operator: str) -> Compiled:
        """Stop words too: a title may begin with one."""
        words = _some(dict.fromkeys(analysis.words(text)))
        return joined([TsQuery("%s::tsquery", (f"'{word}':*{self.label}",)) for word in words], operator)

    def ranked(self, text: str) -> list[Ranked]:
        """The same."""
        return [Ranked(self.found(text, "or"))]


def compiled(query: Any, words: Words, config: str) -> Compiled:
    """The whole query. Boosts do not change what is found: see `ranked_parts`.

    `Fuzzy` finds whole words: near spellings are for `understanding.corrected`, before the engine is asked.
    """
    match query:
        case asked.MatchAll():
            return Always.ALL
        case asked.PlainText() | asked.Fuzzy():
            return words.found(query.query_string, query.operator)
        case asked.Phrase():
            return _phrase(query.query_string, words, config)
        case asked.Boost():
            return compiled(query.subquery, words, config)
        case asked.Not():
            return _negated(compiled(query.subquery, words, config))
        case asked.And():
            return joined((compiled(part, words, config) for part in query.subqueries), "and")
        case MostOf():
            return _at_least([compiled(part, words, config) for part in query.subqueries], query.needed)
        case asked.Or():
            return joined((compiled(part, words, config) for part in query.subqueries), "or")
    raise NotImplementedError(f"`{type(query).__name__}` is not supported by the PostgreSQL backend.")


def ranked_parts(query: Any, words: Words, config: str, boost: float = 1.0) -> Iterator[Ranked]:
    """What a hit is ranked by: the words and phrases asked for, and how much each counts."""
    match query:
        case asked.Boost():
            yield from ranked_parts(query.subquery, words, config, boost * query.boost)
        case asked.And() | asked.Or():
            for part in query.subqueries:
                yield from ranked_parts(part, words, config, boost)
        case asked.PlainText() | asked.Fuzzy():
            for one in words.ranked(query.query_string):
                yield replace(one, boost=boost * getattr(query, "boost", 1.0))
        case asked.Phrase():
            yield Ranked(compiled(query, words, config), boost)


def preferred(query: Any, words: Words, config: str) -> Iterator[tuple[Compiled, float]]:
    """Alternatives that go before the others whatever their words are worth: those with a boost above 1.

    PostgreSQL ranks by words, and a word of such an alternative also stands where the rest of it doesn't.
    """
    match query:
        case asked.Boost() if query.boost > 1:
            yield compiled(query.subquery, words, config), query.boost
        case asked.Or():
            for part in query.subqueries:
                yield from preferred(part, words, config)


def joined(parts: Iterable[Compiled], operator: str = "or") -> Compiled:
    """The parts joined as the operator says, what holds anyway left out; no parts find nothing."""
    found = list(parts)
    if not found:
        return Always.NONE
    decides, empty = (Always.NONE, Always.ALL) if operator == "and" else (Always.ALL, Always.NONE)
    if decides in found:
        return decides
    queries = [part for part in found if isinstance(part, TsQuery)]
    if not queries:
        return empty
    sign = " && " if operator == "and" else " || "
    params = tuple(param for query in queries for param in query.params)
    return TsQuery(f"({sign.join(query.sql for query in queries)})", params)


def _some(words: Iterable[str]) -> list[str]:
    return list(words)[:MOST_WORDS]


def _terms(words: list[str]) -> list[TsQuery]:
    return [TsQuery("%s::tsquery", (f"'{analysis.stem(word) or word}'",)) for word in words]


def _phrase(text: str, words: Words, config: str) -> Compiled:
    """In order. Stop words are kept of titles only, and without their places: nothing but those is put to them."""
    found = analysis.words(text)[:MOST_WORDS]
    if not any(map(analysis.stem, found)):
        return words.found(text, "and")
    return TsQuery("phraseto_tsquery(%s::regconfig, %s)", (config, " ".join(found)))


def _negated(inner: Compiled) -> Compiled:
    if isinstance(inner, Always):
        return Always(not inner.value)
    return TsQuery(f"(!!{inner.sql})", inner.params)


def _at_least(parts: list[Compiled], needed: int) -> Compiled:
    """Every way to choose so many of the parts, where they are few enough to be written out."""
    needed = min(max(needed, 1), len(parts))
    if not parts or comb(len(parts), needed) > MOST_WAYS:
        return joined(parts)
    return joined(joined(chosen, "and") for chosen in combinations(parts, needed))
