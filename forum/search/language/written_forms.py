"""The same word in the other written language. Pure.

Bokmål and nynorsk differ in words (*søknad* is the same, *tjeneste* is *teneste*), in parts of compounds
(*skoleplass*, *skuleplass*) and in some endings (*-het*, *-heit*; *-lig*, *-leg*). Their inflection is the
stemmer's matter: what comes out of here may stand in any form, since only its stem is used.
"""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from forum.search.language.compounds import kept_whole
from forum.search.language.reference import rows
from forum.search.language.stemming import stem

# What is left of a compound beside the translated part must be a part itself.
_SHORTEST_REST = 3
_SHORTEST_PART = 3
_ENDINGS = (
    (re.compile(r"(.{2,})lighet(\w{0,4})"), r"\1legheit\2"),
    (re.compile(r"(.{2,})legheit(\w{0,4})"), r"\1lighet"),
    (re.compile(r"(.{3,})het(\w{0,4})"), r"\1heit"),
    (re.compile(r"(.{2,})heit(\w{0,4})"), r"\1het"),
    (re.compile(r"(.{2,})lig(e|ere|st|ste)?"), r"\1leg"),
    (re.compile(r"(.{2,})leg(e|are|ast|aste)?"), r"\1lig"),
)


@dataclass(frozen=True)
class _Pairs:
    """The reference list, both ways."""

    whole: Mapping[str, tuple[str, ...]]  # by stem
    first: Mapping[str, str]  # the beginning of a compound, as it is written there
    last: Mapping[str, str]  # the end of a compound, by stem
    beginnings: frozenset[str]  # the first letters of those ends, so that not every end is stemmed


@lru_cache(maxsize=1)
def _pairs() -> _Pairs:
    whole: dict[str, list[str]] = defaultdict(list)
    first: dict[str, str] = {}
    last: dict[str, str] = {}
    for bokmål, nynorsk in rows("bokmal_nynorsk.tsv"):
        names = nynorsk.split()
        word = bokmål.strip("-=")
        for name in names:
            if not bokmål.endswith("-"):
                whole[stem(word)].append(name)
                whole[stem(name)].append(word)
        if bokmål.startswith("=") or len(word) < _SHORTEST_PART:
            continue
        for one, other in ((word, names[0]), (names[0], word)):
            first.setdefault(one, other)
            if not bokmål.endswith("-"):
                last.setdefault(stem(one), other)
    beginnings = frozenset(one[:_SHORTEST_PART] for one in first)
    return _Pairs({key: tuple(dict.fromkeys(names)) for key, names in whole.items()}, first, last, beginnings)


def in_the_other_language(word: str, learnt: Mapping[str, tuple[str, ...]]) -> list[str]:
    """What the word is called in the other written language, where that is something else.

    `learnt` are more pairs, by stem: those of Los.
    """
    own = stem(word)
    found = [*_pairs().whole.get(own, ()), *learnt.get(own, ())]
    if not found and own not in kept_whole():
        found = [other for other in (_compound(word), _other_ending(word)) if other]
    return [other for other in dict.fromkeys(found) if stem(other) != own]


def _other_ending(word: str) -> str:
    for ending, other in _ENDINGS:
        if ending.fullmatch(word):
            return ending.sub(other, word)
    return ""


def _compound(word: str) -> str:
    """The compound with every part of it that the other language has otherwise; empty where none is."""
    pairs = _pairs()
    for start in range(_SHORTEST_REST, len(word) - _SHORTEST_PART + 1):
        if word[start : start + _SHORTEST_PART] not in pairs.beginnings:
            continue
        if other := pairs.last.get(stem(word[start:])):
            return _beginnings(word[:start]) + other
    changed = _beginnings(word)
    return changed if changed != word else ""


def _beginnings(word: str) -> str:
    """The parts from the beginning on, as far as they are known, the longest first."""
    pairs = _pairs().first
    for end in range(len(word), _SHORTEST_PART, -1):
        other = pairs.get(word[:end])
        rest = word[end:]
        if other and (len(rest) >= _SHORTEST_REST or rest in ("", "s", "e")):
            return other + (_beginnings(rest) if len(rest) > 1 else rest)
    return word
