"""What the index holds of each document, as Whoosh fields.

========== ============================================================================================
`key`      the document's identity, for replacing and deleting
`text`     every searchable text of the object in one posting list a term, weighted by field
`prefix`   unstemmed words of the autocomplete fields
`model`    the object's own model (a column, as the rest)
`pk`       its primary key
`f_<name>` one column a filter field
`r_<name>` one column a `RelatedFields`, holding the related rows
`texts`    the searchable texts as they are, from which passages are cut
========== ============================================================================================

**Why one text field.** Whoosh usually keeps a field for each part of a page, and a query then reads as many
posting lists as there are fields, for every word. Here the fields' boosts are in the posting's weight
instead (BM25F as it was meant: weigh first, saturate once), so that a word costs one read. Which field a
word stood in is kept in its position: each search field owns a block of positions.
"""

import math
from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import models
from modelsearch.index import AutocompleteField, FilterField, RelatedFields, SearchField, get_indexed_models
from whoosh import fields, formats

from forum.search.language import analysis
from forum.search.texts import Part

BLOCK_SIZE = 1 << 20
# Between the values of one field (two authors' names): a phrase must not reach from one into the next.
VALUE_GAP = 100
# Where a word stands in a field that the index on disk doesn't know yet; found, but not by field.
UNKNOWN_BLOCK = 4095


class PositionFormat(formats.Format):
    """Positions as plain 32-bit numbers: a third of the size and a tenth of the time of Whoosh's pickles."""

    def encode(self, positions: Iterable[int]) -> bytes:
        """The bytes that stand in the posting."""
        return array("I", positions).tobytes()

    def decode_positions(self, value: bytes) -> "array[int]":
        """Named as Whoosh looks it up."""
        positions = array("I")
        positions.frombytes(value)
        return positions


class WeightedText(fields.FieldType):
    """A Whoosh field that takes a list of `Part` and indexes them together."""

    def __init__(self, blocks: Iterable[str], *, stemmed: bool) -> None:
        super().__init__(format=PositionFormat(), analyzer=None)
        self.blocks = {name: number for number, name in enumerate(sorted(set(blocks)))}
        self.stemmed = stemmed

    def terms(self, text: str) -> list[tuple[tuple[str, float], ...]]:
        """For each word, the terms it is found by, each with its share of the word's weight; a stop word's is 0."""
        words = analysis.words(text)
        if self.stemmed:
            return [analysis.indexed_terms(word) or ((analysis.silent_term(word), 0.0),) for word in words]
        return [analysis.written_terms(word) for word in words]

    def index(self, value: list[Part], **kwargs: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Term, frequency, weight and positions, as Whoosh's writer wants them."""
        weights: dict[str, float] = defaultdict(float)
        positions: dict[str, list[int]] = defaultdict(list)
        ends: dict[int, int] = {}
        for part in value:
            words = self.terms(part.text)
            weight = weight_of(part.boost, sum(1 for terms in words if terms[0][1]))
            block = self.blocks.get(part.field, UNKNOWN_BLOCK)
            start = ends.get(block, block * BLOCK_SIZE)
            last = (block + 1) * BLOCK_SIZE - 1
            for position, terms in enumerate(words, start):
                for term, share in terms:
                    weights[term] += weight * share
                    positions[term].append(min(position, last))
            ends[block] = start + len(words) + VALUE_GAP
        encode = self.format.encode
        for term, places in positions.items():
            yield term.encode(), len(places), weights[term], encode(sorted(places))

    def block_numbers(self, names: Iterable[str]) -> frozenset[int]:
        """The position blocks of the named search fields."""
        return frozenset(self.blocks[name] for name in names if name in self.blocks)


def weight_of(boost: float, length: int) -> float:
    """What one occurrence counts. A word in a title of five says more than the same word in a long text.

    Length is weighed here, field by field, and not at query time: a page with a long body keeps the whole
    worth of its title.
    """
    return boost / (1.0 + math.log1p(length / 100))


def build_schema() -> fields.Schema:
    """The schema for all indexed models of the installation, in one index so that kinds rank together."""
    text: set[str] = set()
    prefix: set[str] = set()
    columns: set[str] = {"model", "pk", "texts"}
    for model in get_indexed_models():
        text.update(search_field_names(model, SearchField))
        prefix.update(search_field_names(model, AutocompleteField))
        columns.update(column_name(field, model) for field in model.get_search_fields() if has_column(field))
    return fields.Schema(
        key=fields.ID(),
        text=WeightedText(text, stemmed=True),
        prefix=WeightedText(prefix, stemmed=False),
        **{name: fields.COLUMN() for name in columns},
    )


def search_field_names(model: type[models.Model], kind: Any) -> Iterator[str]:
    """Names of a model's fields of one kind, those of related models with the way to them."""
    for field in model.get_search_fields():  # type: ignore[attr-defined]
        yield from _names(field, kind, "")


def _names(field: Any, kind: Any, prefix: str) -> Iterator[str]:
    if isinstance(field, RelatedFields):
        for inner in field.fields:
            yield from _names(inner, kind, f"{prefix}{field.field_name}.")
    elif isinstance(field, kind):
        yield f"{prefix}{field.field_name}"


def has_column(field: Any) -> bool:
    """True for what filters, facets and ordering read."""
    return isinstance(field, FilterField) or (
        isinstance(field, RelatedFields) and any(has_column(inner) for inner in field.fields)
    )


def column_name(field: Any, model: type[models.Model]) -> str:
    """The Whoosh field of a filter field or relation.

    Models share a column when their fields share a name. That is harmless, since every search names its
    model, and keeps the number of columns small.
    """
    if isinstance(field, RelatedFields):
        return f"r_{field.field_name}"
    return f"f_{field.get_attname(model)}"
