"""Varied Norwegian guides in any number, for load tests. Pure, and the same each time for the same seed.

Search, facets and page lists behave differently on twenty thousand copies of one text than on a real portal:
here the words spread as they do in real texts, and no two titles are alike.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import shake_128
from math import gcd
from typing import TypeVar

from forum.home.demo.bulk_sentences import (
    ADVICE,
    AIMS,
    AUDIENCES,
    CAUSES,
    CHECKS,
    EFFORTS,
    GAINS,
    SITUATIONS,
    STEPS,
    SUMMARIES,
    TITLES,
)  # fmt: skip
from forum.home.demo.bulk_words import (
    FIRST_PARTS,
    HINDRANCES,
    MONTHS,
    OFFICES,
    PEOPLE,
    PLACES,
    SECOND_PARTS,
    SMALL_NUMBERS,
    SYSTEMS,
    TOPICS,
    VERBS,
    Noun,
)  # fmt: skip

T = TypeVar("T")

# As many titles there are before the first comes again.
TITLE_COUNT = len(TITLES) * len(FIRST_PARTS) * len(SECOND_PARTS)


@dataclass(frozen=True)
class BulkGuide:
    """The text of one guide; which page it becomes is for others to say."""

    title: str
    summary: str
    audience: str
    effort: str
    gain: str
    problem: tuple[str, ...]
    steps: tuple[tuple[str, str], ...]
    checklist: tuple[str, ...]
    tags: tuple[str, ...]


class BulkText:
    """Guides by number. Another seed gives other guides under each number."""

    def __init__(self, seed: int) -> None:
        self._seed = seed
        # A step without a common factor visits every title once before any comes again.
        step = int(TITLE_COUNT * 0.618) + seed % 997
        while gcd(step, TITLE_COUNT) != 1:
            step += 1
        self._step = step

    def guide(self, number: int) -> BulkGuide:
        """Independent of which guides were made before it."""
        place, title = divmod((self._seed + number * self._step) % TITLE_COUNT, len(TITLES))
        first, second = divmod(place, len(SECOND_PARTS))
        draw = _Draw(f"{self._seed}/{number}")
        subject = SECOND_PARTS[second]
        related = SECOND_PARTS[(second + 1 + draw.below(len(SECOND_PARTS) - 1)) % len(SECOND_PARTS)]
        word, _, link = FIRST_PARTS[first].partition("+")
        words = _words(draw, subject.after(word + link), related.after(word + link))
        return _write(draw, TITLES[title], words, tags=(word.lower(), subject.one))


class _Draw:
    """Choices that follow from a text: the same on every machine, and not a matter of security."""

    def __init__(self, text: str) -> None:
        self._left = int.from_bytes(shake_128(text.encode()).digest(128))

    def below(self, count: int) -> int:
        self._left, chosen = divmod(self._left, count)
        return chosen

    def one(self, choices: Sequence[T]) -> T:
        return choices[self.below(len(choices))]

    def some(self, choices: Sequence[T], count: int) -> list[T]:
        """Different ones, in no particular order."""
        left = list(choices)
        chosen = []
        for _ in range(count):
            place = self.below(len(left))
            chosen.append(left[place])
            left[place] = left[-1]
            left.pop()
        return chosen


def _words(draw: _Draw, subject: Noun, related: Noun) -> dict[str, str]:
    words = {
        "sak": subject.one, "saken": subject.the_one, "saker": subject.several, "sakene": subject.the_several,
        "bisak": related.one, "bisakene": related.the_several,
        "hver": "hvert" if subject.neuter else "hver", "en": "et" if subject.neuter else "en",
        "en_bisak": f"{'et' if related.neuter else 'en'} {related.one}",
        "prosent": str(5 * (2 + draw.below(14))), "uke": str(2 + draw.below(50)),
        "n1": str(12 + draw.below(80)), "n2": str(110 + draw.below(800)), "n3": str(1010 + draw.below(6000)),
        "min1": str(20 + draw.below(60)), "min2": str(3 + draw.below(15)),
    }  # fmt: skip
    for name, choices, count in (
        ("p", PEOPLE, 4), ("k", OFFICES, 2), ("s", SYSTEMS, 2), ("h", HINDRANCES, 8), ("v", VERBS, 3),
        ("m", MONTHS, 2), ("to", SMALL_NUMBERS, 2), ("sted", PLACES, 2),
    ):  # fmt: skip
        for number, word in enumerate(draw.some(choices, count), start=1):
            words[f"{name}{number}"] = word
    words["sted"] = words["sted1"]
    for name in list(words):
        words[_capital(name)] = _capital(words[name])
    return words


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _write(draw: _Draw, title: str, words: dict[str, str], tags: tuple[str, ...]) -> BulkGuide:
    def said(sentence: str) -> str:
        return sentence.format_map(words)

    situations, causes, aims = draw.some(SITUATIONS, 3), draw.some(CAUSES, 3), draw.some(AIMS, 2)
    advice = draw.some(ADVICE, 7)
    steps = draw.some(STEPS, 5 + draw.below(3))
    return BulkGuide(
        title=said(title),
        summary=said(draw.one(SUMMARIES)),
        audience=said(draw.one(AUDIENCES)),
        effort=_capital(said(draw.one(EFFORTS))),
        gain=_capital(said(draw.one(GAINS))),
        problem=(
            said(f"{situations[0]} {situations[1]} {causes[0]}"),
            said(f"{situations[2]} {causes[1]} {causes[2]}"),
            said(f"{aims[0]} {aims[1]}"),
        ),
        steps=tuple((said(name), said(f"{text} {extra}")) for (name, text), extra in zip(steps, advice, strict=False)),
        checklist=tuple(map(said, draw.some(CHECKS, 5 + draw.below(3)))),
        tags=(*tags, *draw.some(TOPICS, 1 + draw.below(2))),
    )
