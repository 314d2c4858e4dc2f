"""One question to the search engine, and what to ask when the reader's own words find too little."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

from django.utils import timezone
from modelsearch.query import Boost, Or, PlainText, SearchQuery

from forum.search.language import analysis
from forum.search.ranking import Prior
from forum.search.understanding import Understood, corrected, suggestion
from forum.search.wishes import Wishes

# With fewer hits than this, pages with most of the words are shown too.
FEW = 3
# Of so many words some only tell how the question is put ("hvordan kommer vi i gang med …"). A page that happens to
# have them all is no better an answer than one whose title has those that matter.
MANY_WORDS = 6
MANY_THAT_COUNT = 4
FEW_OF_MANY_WORDS = 10
# A page with all the words is worth so many times more than what it has most of them for.
ALL_WORDS = 20.0


@dataclass(frozen=True)
class Asked:
    """Pages and what is asked of them; put to the engine once, however often it is counted."""

    pages: Any
    query: SearchQuery
    newest_first: bool = False

    @cached_property
    def results(self) -> Any:
        """modelsearch's results, in the order wished for."""
        pages = self.pages.order_by("-text_changed_at") if self.newest_first else self.pages
        found = pages.search(self.query, order_by_relevance=not self.newest_first)
        # Not every engine can weigh pages by what they are; without it the words alone decide.
        weigh = getattr(found, "weighed_by", None)
        return found if weigh is None or self.newest_first else weigh(Prior(timezone.localdate()))

    @cached_property
    def count(self) -> int:
        """How many pages there are."""
        return int(self.results.count())

    def within(self, **conditions: Any) -> "Asked":
        """The same question among fewer pages."""
        return replace(self, pages=self.pages.filter(**conditions))


Asking = Callable[[SearchQuery], Asked]


@dataclass(frozen=True)
class Answer:
    """What is shown for what the reader wrote: the same words, a corrected text, or most of the words."""

    understood: Understood
    corrected: bool = False
    relaxed: bool = False
    #: How many of the hits have all the words, where those with most of them are shown too.
    full_matches: int = 0
    #: A text with more common words that may have been meant.
    suggestion: str = ""

    @cached_property
    def query(self) -> SearchQuery:
        """For the search engine; pages with all the words first, unless the words are many."""
        if not self.relaxed or self.understood.relaxed is None:
            return self.understood.query
        if self.of_many_words:
            return self.understood.relaxed
        return Or([Boost(self.understood.query, ALL_WORDS), self.understood.relaxed])

    @property
    def of_one_word(self) -> bool:
        """Whether there is only one word to have, and what is near it is shown."""
        return len(self.understood.words) == 1

    @property
    def of_many_words(self) -> bool:
        """Whether it reads as a question rather than as words to look up."""
        understood = self.understood
        return len(understood.words) >= MANY_THAT_COUNT or len(analysis.words(understood.text)) >= MANY_WORDS

    @property
    def few(self) -> int:
        """With fewer hits than this, most of the words are enough."""
        return FEW_OF_MANY_WORDS if self.of_many_words else FEW

    @property
    def text(self) -> str:
        """What is searched for."""
        return self.understood.text


def answer_to(wishes: Wishes, asked: Asking, everywhere: Asking) -> Answer:
    """The reader's own words where they find something; else a correction, else most of the words.

    Judged `everywhere` that the reader may see, so that a choice of kind or theme never changes what is
    searched for; `asked` (with the choices) only spares that search where there are hits enough.
    """
    own = Answer(wishes.understood)
    if not wishes.q or wishes.exactly or asked(own.query).count >= own.few:
        return own
    answer = _best_answer(own, everywhere)
    return replace(answer, full_matches=asked(answer.understood.query).count) if answer.relaxed else answer


def _best_answer(own: Answer, everywhere: Asking) -> Answer:
    def count(word: str) -> int:
        return everywhere(PlainText(word, operator="and")).count

    if everywhere(own.query).count:
        meant = suggestion(own.text, found_count=count) if everywhere(own.query).count < FEW else ""
        return replace(_with_most_words(own, everywhere) or own, suggestion=meant)
    spelt = corrected(own.text, found=lambda word: count(word) > 0)
    other = Answer(Understood(spelt), corrected=True) if spelt and spelt != own.text else None
    if other and everywhere(other.query).count:
        return _with_most_words(other, everywhere) or other
    return (other and _with_most_words(other, everywhere)) or _with_most_words(own, everywhere) or own


def _with_most_words(answer: Answer, everywhere: Asking) -> Answer | None:
    """The same words, but most of them are enough; None where that finds nothing more, or isn't needed."""
    full, relaxed = everywhere(answer.query).count, answer.understood.relaxed
    if full >= answer.few or relaxed is None or everywhere(relaxed).count <= full:
        return None
    return replace(answer, relaxed=True)
