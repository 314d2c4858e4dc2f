"""The portal's own language, for engines that stem by themselves.

Their stemmer takes one ending off and knows neither nynorsk beside bokmål nor compounds. So a text is given
to them twice: as it is, and as the terms that `analysis.indexed_terms` finds it by, which count least.
"""

from collections.abc import Iterable, Iterator

from forum.search.language import analysis


def terms_of(words: Iterable[str]) -> Iterator[str]:
    """The terms that a text with these words is found by: their own and those of their kin, each once."""
    seen: set[str] = set()
    for word in words:
        for term, _share in analysis.indexed_terms(word):
            if term not in seen:
                seen.add(term)
                yield term


def counted(words: Iterable[str]) -> list[str]:
    """The words of a query that count, each once; stop words where there is nothing else."""
    unique = list(dict.fromkeys(words))
    return [word for word in unique if analysis.stem(word)] or unique
