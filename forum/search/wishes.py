"""What a reader asks of the search page, read from the address. Values that make no sense are not asked for."""

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from forum.search.language import analysis
from forum.search.understanding import Understood

LONGEST_QUERY = 200
MOST_WORDS = 12
LONGEST_CHOICE = 100
ORDERS = {"relevans": _("mest relevant"), "nyeste": _("nyeste")}
# What a search can be narrowed by, as the address calls it.
CHOICES = ("type", "tema", "kommune", "sprak", "ar")


@dataclass(frozen=True)
class Wishes:
    """One search, as the reader wrote and chose it."""

    q: str = ""
    #: By parameter of the address; only those that say something.
    choices: Mapping[str, str] = field(default_factory=dict)
    order: str = ""
    page: str = "1"
    #: The words as they stand: nothing is corrected, and all of them must be there.
    exactly: bool = False

    @classmethod
    def from_query(cls, query: QueryDict) -> "Wishes":
        """Read the address; ``q`` loses only what can't be seen."""
        order = query.get("sorter", "")
        wished = {name: readable(query.get(name, "")[: 2 * LONGEST_CHOICE])[:LONGEST_CHOICE] for name in CHOICES}
        return cls(
            q=readable(query.get("q", "")),
            choices={name: value for name, value in wished.items() if value},
            order=order if order in ORDERS else "",
            page=query.get("side", "1")[:6],
            exactly=query.get("slik", "") == "1",
        )

    @property
    def too_long(self) -> bool:
        """Nobody's question; it is not put to the index, and the page says why."""
        return len(self.q) > LONGEST_QUERY

    @property
    def cut_short(self) -> bool:
        """Whether only the first words are searched for."""
        return len(analysis.words(self.q)) > MOST_WORDS

    @property
    def is_start(self) -> bool:
        """Whether nothing at all is asked for yet."""
        return not (self.q or self.choices or self.order)

    @property
    def newest_first(self) -> bool:
        """By choice, or because there are no words to be relevant to."""
        return self.order == "nyeste" or not self.q

    @property
    def order_shown(self) -> str:
        """The order that the hits stand in, chosen or not."""
        return "nyeste" if self.newest_first else "relevans"

    @property
    def longest(self) -> int:
        """For the message."""
        return LONGEST_QUERY

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What a new search takes with it."""
        return [*self.choices.items(), *([("sorter", self.order)] if self.order else [])]

    @property
    def address(self) -> str:
        """The words and the choices, which is what somebody who follows a search follows."""
        return _query_of({**({"q": self.q} if self.q else {}), **self.choices})

    @property
    def address_without_choices(self) -> str:
        """The same words, everywhere."""
        told = {"q": self.q, "sorter": self.order, "slik": "1" if self.exactly else ""}
        return _query_of({name: value for name, value in told.items() if value})

    @cached_property
    def searched_text(self) -> str:
        """What of the text is searched for: no more than so many words."""
        text = analysis.normalised(self.q)
        ends = [end for _start, end, _word in analysis.word_spans(text)]
        return text[: ends[MOST_WORDS - 1]] if len(ends) > MOST_WORDS else text

    @cached_property
    def understood(self) -> Understood:
        """What to ask of the search engine."""
        return Understood(self.searched_text)


def _query_of(parameters: Mapping[str, str]) -> str:
    """The query part of an address."""
    query = QueryDict(mutable=True)
    query.update(dict(parameters))
    return f"?{query.urlencode()}"


def readable(text: str) -> str:
    """The text without control characters and with single spaces."""
    kept = ("" if unicodedata.category(sign) == "Cs" else sign for sign in text)
    spaced = (" " if unicodedata.category(sign) == "Cc" else sign for sign in kept)
    return " ".join("".join(spaced).split())
