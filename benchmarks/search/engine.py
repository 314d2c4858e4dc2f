"""What every engine in the comparison can do, and what they share."""

import re
import time
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, field
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Protocol

from whoosh.lang.snowball.norwegian import NorwegianStemmer
from whoosh.lang.stopwords import stoplists

from benchmarks.search.corpus import BenchPage, Question

HITS = 10
# How much a word in the title counts beside one in the body, for the engines that are told so.
TITLE_WEIGHT = 10.0
SUMMARY_WEIGHT = 4.0
PASSAGE_LENGTH = 200
LEAD_IN = 60
# CPUCLOCK_SCHED in the kernel: to the nanosecond.
_CLOCK_OF_PROCESS = 2


@dataclass
class Found:
    """An answer: the best pages with a piece of their text, and how many there are by kind."""

    numbers: list[int] = field(default_factory=list)
    passages: list[str] = field(default_factory=list)
    kinds: dict[str, int] = field(default_factory=dict)


class SkippedError(Exception):
    """This engine isn't here; the message says why."""


class Engine(Protocol):
    """One search engine with an index in a folder of its own."""

    def build(self, pages: Iterable[BenchPage]) -> None:
        """All pages into a new index."""
        ...

    def open(self) -> None:
        """Make ready to be asked, in a fresh process."""
        ...

    def ask(self, question: Question) -> Found:
        """Answer in full."""
        ...

    def update(self, page: BenchPage) -> None:
        """Replace one page, so that the next who opens the index finds the new one."""
        ...

    def answering_process(self) -> int:
        """The process that searches: this one, or the server's."""
        ...

    def version(self) -> str:
        """Name and version."""
        ...

    def discard(self) -> None:
        """Remove what lies elsewhere than in the folder."""
        ...


Maker = Callable[[Path], Engine]


def resident(process: int) -> int:
    """Bytes of a process in memory, as the kernel counts them."""
    status = Path(f"/proc/{process}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found.group(1)) * 1024 if found else 0


def processor_seconds(process: int) -> float:
    """What a process has had of the processor so far: its own clock, whose number Linux makes of the process's."""
    return time.clock_gettime((~process << 3) | _CLOCK_OF_PROCESS)


_stemmer = NorwegianStemmer()
_STOP_WORDS = frozenset(stoplists["no"])
_WORD = re.compile(r"\w+")


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """Snowball's, as in plain Whoosh; empty for a stop word."""
    return "" if word in _STOP_WORDS else str(_stemmer.stem(word))


def stems(text: str) -> list[str]:
    """The terms of a text."""
    return [term for word in _WORD.findall(text.lower()) if (term := stem(word))]


def passage(text: str, terms: Collection[str]) -> str:
    """For an engine without one that knows stems: the text around the first found word, marked."""
    for match in _WORD.finditer(text):
        if stem(match.group().lower()) in terms:
            start = max(match.start() - LEAD_IN, 0)
            return _marked(text[start : start + PASSAGE_LENGTH], terms)
    return escape(text[:PASSAGE_LENGTH])


def _marked(text: str, terms: Collection[str]) -> str:
    def mark(match: re.Match[str]) -> str:
        word = match.group()
        return f"<mark>{word}</mark>" if stem(word.lower()) in terms else word

    return _WORD.sub(mark, escape(text))
