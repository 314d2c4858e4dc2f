"""What Los knows about words: its two names for the same concept, its synonyms and what is near."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from forum.pages.models import LosConcept
from forum.search.language import analysis
from forum.search.language.vocabulary import Phrase, Weighed

# A narrow word leads to the concept's name more surely than the name to one of many narrow words.
TO_NAME = 0.4
FROM_NAME = 0.3
TO_RELATED = 0.2
# A concept with more synonyms than this is a drawer, not a word: *byggesak* has thirty.
MOST_SYNONYMS = 6
# A word that so many concepts share says too little of any of them.
MOST_CONCEPTS = 2
MOST_RELATED = 4
MOST_WORDS = 3
SHORTEST = 3


class Sayings(defaultdict[Phrase, dict[str, float]]):
    """What else a word or a group of words is called, by their stems."""

    def __init__(self) -> None:
        super().__init__(dict)

    def say(self, text: str, other: str, share: float) -> None:
        """Whoever writes the text also finds the other, unless they are forms of the same."""
        key, meant = tuple(analysis.stems(text)), tuple(analysis.stems(other))
        if key and meant and meant != key:
            other = analysis.normalised(other).lower()
            self[key][other] = max(share, self[key].get(other, 0.0))


@dataclass(frozen=True)
class LearntFromLos:
    """As `Vocabulary` has it."""

    terms: frozenset[str]
    pairs: Mapping[str, tuple[str, ...]]
    synonyms: Sayings
    related: Mapping[Phrase, Weighed]


class _Concept(NamedTuple):
    """What is learnt from, of one concept."""

    pk: int
    name_nb: str
    name_nn: str
    synonyms_nb: tuple[str, ...]
    synonyms_nn: tuple[str, ...]


def read() -> LearntFromLos:
    """All of Los by two queries, some 500 concepts; what follows from them is worked out again only if they changed."""
    in_use = LosConcept.objects.in_use().exclude(kind=LosConcept.Kind.EVENT).order_by("pk")
    concepts = tuple(
        _Concept(pk, nb, nn, tuple(synonyms_nb), tuple(synonyms_nn))
        for pk, nb, nn, synonyms_nb, synonyms_nn in in_use.values_list(*_Concept._fields)
    )
    links = LosConcept.related.through.objects.order_by("pk")
    return _learnt(concepts, tuple(links.values_list("from_losconcept_id", "to_losconcept_id")))


@lru_cache(maxsize=1)
def _learnt(concepts: tuple[_Concept, ...], links: tuple[tuple[int, int], ...]) -> LearntFromLos:
    named = [name for one in concepts for name in (one.name_nb, one.name_nn, *one.synonyms_nb, *one.synonyms_nn)]
    return LearntFromLos(
        terms=frozenset(word for word in chain.from_iterable(map(analysis.words, named)) if len(word) >= SHORTEST),
        pairs=_pairs(concepts),
        synonyms=_synonyms(concepts),
        related=_related(concepts, links),
    )


def _pairs(concepts: Sequence[_Concept]) -> dict[str, tuple[str, ...]]:
    """By stem, the other language's word: *arbeidstillatelse*, *arbeidsløyve*; word by word in longer names."""
    found: dict[str, list[str]] = defaultdict(list)
    for one, other in chain.from_iterable(map(_aligned, concepts)):
        first, second = analysis.stem(one), analysis.stem(other)
        if first and second and first != second:
            found[first].append(other)
            found[second].append(one)
    return {stem: tuple(dict.fromkeys(words)) for stem, words in found.items()}


def _aligned(concept: _Concept) -> Iterator[tuple[str, str]]:
    bokmål, nynorsk = analysis.words(concept.name_nb), analysis.words(concept.name_nn)
    if len(bokmål) == len(nynorsk):
        for one, other in zip(bokmål, nynorsk, strict=True):
            # In a name of several words, only those that look alike are the same word.
            if len(bokmål) == 1 or one[:2] == other[:2]:
                yield one, other


def _synonyms(concepts: Sequence[_Concept]) -> Sayings:
    shared = Counter(name for one in concepts for name in {*one.synonyms_nb, *one.synonyms_nn})
    sayings = Sayings()
    for concept in concepts:
        names = dict.fromkeys(
            name
            for name in (*concept.synonyms_nb, *concept.synonyms_nn)
            if shared[name] <= MOST_CONCEPTS and len(analysis.stems(name)) <= MOST_WORDS
        )
        for name in names:
            if len(analysis.stems(concept.name_nb)) <= MOST_WORDS:
                sayings.say(name, concept.name_nb, TO_NAME)
            if len(names) <= MOST_SYNONYMS:
                sayings.say(concept.name_nb, name, FROM_NAME)
                sayings.say(concept.name_nn, name, FROM_NAME)
    return sayings


def _related(concepts: Sequence[_Concept], links: Iterable[tuple[int, int]]) -> dict[Phrase, Weighed]:
    names = {one.pk: one.name_nb for one in concepts}
    sayings = Sayings()
    for start, end in links:
        if start in names and end in names:
            sayings.say(names[start], names[end], TO_RELATED)
            sayings.say(names[end], names[start], TO_RELATED)
    return {key: tuple(said.items())[:MOST_RELATED] for key, said in sayings.items() if len(key) <= MOST_WORDS}
