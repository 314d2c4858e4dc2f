"""From modelsearch's query classes to the JSON that Elasticsearch and OpenSearch are asked with. Pure.

The reader's text is cut into words, and each word is a value in the JSON: there is no query language.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from modelsearch import query as asked

from forum.search.engines.found_by import counted
from forum.search.language import analysis
from forum.search.query_parts import MostOf

Json = dict[str, Any]

# A query longer than this is not a question; what follows is left out.
MOST_WORDS = 32
# The portal's own terms of a document, and its title with stop words and endings.
TERMS, TITLE_WORDS = "_portal_terms", "_portal_title"
# What a page found by other words than the reader's counts beside one with the same.
TERMS_BOOST = 0.3
NOTHING: Json = {"match_none": {}}


@dataclass(frozen=True, slots=True)
class Places:
    """Where words are looked for: columns, `^` and boost after the name; all texts, or chosen ones only."""

    columns: tuple[str, ...]
    everywhere: bool = True

    def word(self, word: str, boost: float) -> Json:
        """A word in any of its forms: by the engine's stemmer, or by the portal's own terms."""
        term = analysis.stem(word)
        if not term:
            return {"match": {TITLE_WORDS: {"query": word, "boost": boost}}}
        # The engine may cut our word in two (`e-post`).
        query = {"query": word, "fields": list(self.columns), "operator": "and", "boost": boost}
        as_written = {"multi_match": query}
        if not self.everywhere:
            return as_written
        as_found_by = {"term": {TERMS: {"value": term, "boost": boost * TERMS_BOOST}}}
        return {"dis_max": {"queries": [as_written, as_found_by], "tie_breaker": 0.3}}

    def phrase(self, text: str, boost: float) -> Json:
        """Words in this order."""
        words = analysis.words(text)[:MOST_WORDS]
        if not any(map(analysis.stem, words)):
            return NOTHING
        query = {"query": " ".join(words), "fields": list(self.columns), "type": "phrase", "boost": boost}
        return {"multi_match": query}


def compiled(query: Any, places: Places, boost: float = 1.0) -> Json:
    """The whole query. `Fuzzy` finds whole words: near spellings are for `understanding.corrected`."""
    match query:
        case asked.MatchAll():
            return {"match_all": {}}
        case asked.PlainText() | asked.Fuzzy():
            words = counted(analysis.words(query.query_string))[:MOST_WORDS]
            boost *= getattr(query, "boost", 1.0)
            return joined([places.word(word, boost) for word in words], query.operator)
        case asked.Phrase():
            return places.phrase(query.query_string, boost)
        case asked.Boost():
            return compiled(query.subquery, places, boost * query.boost)
        case asked.Not():
            return {"bool": {"must_not": [compiled(query.subquery, places, boost)]}}
        case asked.And():
            return joined([compiled(part, places, boost) for part in query.subqueries], "and")
        case asked.Or():
            needed = query.needed if isinstance(query, MostOf) else 1
            return joined([compiled(part, places, boost) for part in query.subqueries], "or", needed)
    raise NotImplementedError(f"`{type(query).__name__}` is not supported by this search engine.")


def beginnings(text: str, operator: str, columns: Iterable[str]) -> Json:
    """Words that begin as these do; stop words too."""
    words = list(dict.fromkeys(analysis.words(text)))[:MOST_WORDS]
    fields = list(columns)
    return joined([{"multi_match": {"query": word, "fields": fields, "operator": "and"}} for word in words], operator)


def joined(parts: Sequence[Json], operator: str, needed: int = 1) -> Json:
    """The parts joined as the operator says; no parts find nothing."""
    if not parts:
        return NOTHING
    if len(parts) == 1:
        return parts[0]
    if operator == "and":
        return {"bool": {"must": list(parts)}}
    return {"bool": {"should": list(parts), "minimum_should_match": min(max(needed, 1), len(parts))}}
