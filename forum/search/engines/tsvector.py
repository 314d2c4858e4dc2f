"""From an object to its entry in modelsearch's table on PostgreSQL: three `tsvector` and its texts."""

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

from django.db import models

from forum.search.engines.found_by import terms_of
from forum.search.language import analysis
from forum.search.texts import Part, autocompleted_parts, searched_parts

# PostgreSQL counts no position beyond this; later words are kept once each, so that they are found.
LAST_POSITION = 16_383
# Bytes of words in one part of a vector; a whole vector must stay below a megabyte.
MOST_BYTES = {"A": 20_000, "B": 100_000, "C": 250_000, "D": 200_000}
MOST_TERM_BYTES = 300_000
# Stop words count as positions where another word follows, and are not kept: a phrase must not reach from one
# value into the next.
GAP = ["og"] * 20

# The body holds the title too, so that all words of a question are found by one index; the title alone is what
# a title is ranked by. Kept in D: stop words of titles (for queries of nothing else), attached files, and the
# portal's own terms. What PostgreSQL shall not stem comes as a vector, so that its parser does not cut our words;
# those stand last, since what is joined to a vector gets the places after its last one.
INSERT = """
INSERT INTO {table} (content_type_id, object_id, title_norm, title, body, autocomplete, title_text, body_text)
VALUES (
    %(kind)s, %(key)s, 1,
    setweight(to_tsvector(%(config)s::regconfig, %(A)s), 'A') || %(stop)s::tsvector,
    setweight(to_tsvector(%(config)s::regconfig, %(A)s), 'D')
        || setweight(to_tsvector(%(config)s::regconfig, %(B)s), 'B')
        || setweight(to_tsvector(%(config)s::regconfig, %(C)s), 'C')
        || setweight(to_tsvector(%(config)s::regconfig, %(D)s), 'D')
        || %(stop)s::tsvector || %(terms)s::tsvector,
    %(first)s::tsvector || %(rest)s::tsvector,
    %(title_text)s, %(texts)s
)
ON CONFLICT (content_type_id, object_id) DO UPDATE SET
    title_norm = EXCLUDED.title_norm, title = EXCLUDED.title, body = EXCLUDED.body,
    autocomplete = EXCLUDED.autocomplete, title_text = EXCLUDED.title_text, body_text = EXCLUDED.body_text
"""


def entry_of(obj: models.Model, kind: int, config: str) -> dict[str, Any]:
    """Parameters of `INSERT`; `kind` is the model's content type, `config` the stemmer's configuration."""
    parts, beginnings = searched_parts(obj), autocompleted_parts(obj)
    by_weight: dict[str, list[str]] = {weight: [] for weight in MOST_BYTES}
    for part in parts:
        by_weight[weight_of(part)] += [*GAP, *analysis.words(part.text)]
    titles = [part for part in parts if part.field == "title"]
    return {
        "kind": kind,
        "key": str(obj.pk),
        "config": config,
        **{weight: fitting(words, MOST_BYTES[weight]) for weight, words in by_weight.items()},
        "stop": vector((word for word in _words(titles) if not analysis.stem(word)), "D", MOST_BYTES["A"]),
        "terms": vector(terms_of(chain.from_iterable(by_weight.values())), "D", MOST_TERM_BYTES),
        "first": vector(_typed(part for part in beginnings if part.field == "title"), "A", MOST_BYTES["A"]),
        "rest": vector(_typed(part for part in beginnings if part.field != "title"), "D", MOST_BYTES["C"]),
        "title_text": " ".join(part.text for part in titles).replace("\x00", ""),
        "texts": texts_as_kept(parts),
    }


def texts_as_kept(parts: list[Part]) -> str:
    """What passages are cut from. JSON writes a zero sign as letters, which PostgreSQL would refuse."""
    return json.dumps([(part.field, part.text) for part in parts], ensure_ascii=False)


def weight_of(part: Part) -> str:
    """A is the title alone. PostgreSQL has four weights, so boosts that are near each other are one."""
    if part.field == "title":
        return "A"
    if part.boost < 1:
        return "D"
    return "B" if part.boost >= 2 else "C"


def vector(words: Iterable[str], weight: str, most_bytes: int) -> str:
    """The text form of a `tsvector` of words as they are, all in the last place, where no phrase reaches."""
    return " ".join(f"'{word}':{LAST_POSITION}{weight}" for word in _fitting(dict.fromkeys(words), most_bytes))


def fitting(words: Iterable[str], most_bytes: int) -> str:
    """As many of the words as a vector has room for, in their order."""
    return " ".join(_fitting(words, most_bytes))


def _fitting(words: Iterable[str], most_bytes: int) -> Iterator[str]:
    seen: set[str] = set()
    for position, word in enumerate(words):
        is_new = word not in seen
        if is_new or position < LAST_POSITION:
            # What PostgreSQL needs for a word: itself and its number of places, and each place.
            most_bytes -= len(word.encode()) + 6 if is_new else 2
            if most_bytes < 0:
                return
            seen.add(word)
            yield word


def _words(parts: Iterable[Part]) -> Iterator[str]:
    for part in parts:
        yield from analysis.words(part.text)


def _typed(parts: Iterable[Part]) -> Iterator[str]:
    for word in _words(parts):
        for term, _share in analysis.written_terms(word):
            yield term
