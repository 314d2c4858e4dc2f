"""What a reader asks of the search page, read from the address. Values that make no sense are not asked for."""

import unicodedata
from dataclasses import dataclass
from functools import cached_property

from django.http import QueryDict
from django.utils.translation import gettext_lazy as _
from modelsearch.query import MATCH_ALL, And, Phrase, PlainText, SearchQuery

from forum.search import analysis

LONGEST_QUERY = 200
MOST_WORDS = 12
ORDERS = {"relevans": _("mest relevant"), "nyeste": _("nyeste")}
_QUOTES = str.maketrans(dict.fromkeys("«»“”„", '"'))


@dataclass(frozen=True)
class Wishes:
    """One search, as the reader wrote and chose it."""

    q: str = ""
    kind: str = ""
    theme: str = ""
    order: str = ""
    page: str = "1"

    @classmethod
    def from_query(cls, query: QueryDict) -> "Wishes":
        """Read the address; ``q`` loses only what can't be seen."""
        order = query.get("sorter", "")
        return cls(
            q=readable(query.get("q", "")),
            kind=readable(query.get("type", ""))[:100],
            theme=readable(query.get("tema", ""))[:100],
            order=order if order in ORDERS else "",
            page=query.get("side", "1")[:6],
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
        return not (self.q or self.kind or self.theme or self.order)

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
        choices = [("type", self.kind), ("tema", self.theme), ("sorter", self.order)]
        return [(name, value) for name, value in choices if value]

    @property
    def address_without_choices(self) -> str:
        """The same words, everywhere."""
        query = QueryDict(mutable=True)
        query.update({name: value for name, value in (("q", self.q), ("sorter", self.order)) if value})
        return f"?{query.urlencode()}"

    @cached_property
    def words(self) -> list[str]:
        """The words that count, each once, as they were written."""
        found = [word for word in analysis.words(self.searched_text) if analysis.stem(word)]
        return list(dict.fromkeys(found))

    @cached_property
    def searched_text(self) -> str:
        """What of the text is searched for: no more than so many words."""
        text = analysis.normalised(self.q)
        ends = [end for _start, end, _word in analysis.word_spans(text)]
        return text[: ends[MOST_WORDS - 1]] if len(ends) > MOST_WORDS else text

    def search_query(self) -> SearchQuery:
        """All the words, and what stands in quotation marks in that order; everything, where none are asked for.

        Built from our own parts: nothing in the reader's text is an operator or a field name.
        """
        if not self.q:
            return MATCH_ALL
        pieces = self.searched_text.translate(_QUOTES).split('"')
        # Every second piece stands between quotation marks, unless its closing one is lacking.
        phrases = [piece for piece in pieces[1::2] if analysis.stems(piece)]
        if len(pieces) % 2 == 0 and phrases and phrases[-1] is pieces[-1]:
            phrases.pop()
        quoted = set(map(id, phrases))
        loose = " ".join(piece for piece in pieces if id(piece) not in quoted).strip()
        parts = [Phrase(piece) for piece in phrases]
        if loose or not parts:
            parts.append(PlainText(loose, operator="and"))
        return parts[0] if len(parts) == 1 else And(parts)


def readable(text: str) -> str:
    """The text without control characters and with single spaces."""
    kept = ("" if unicodedata.category(sign) == "Cs" else sign for sign in text)
    spaced = (" " if unicodedata.category(sign) == "Cc" else sign for sign in kept)
    return " ".join("".join(spaced).split())
