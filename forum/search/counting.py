"""How many hits have each value of a field: the one way facets count, whichever engine answers."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Any

Broader = Mapping[Any, Iterable[Any]]


def counts(
    results: Any, name: str, *, broader: Broader | None = None, by: Callable[[Any], Any] | None = None
) -> "Counter[Any]":
    """How many of *all* hits have each value of a filter field, which may be one of related objects.

    A hit with several values counts once under each. With `broader` a value also counts under those it
    lists, each hit once (a theme under its main theme). With `by` values are first made into something
    coarser (a moment into its year); it is a function of a module and takes what the engine keeps, which
    for a moment is ISO text in UTC or a datetime. A hit without a value is not counted.
    """
    wished = {key: value for key, value in (("broader", broader), ("by", by)) if value is not None}
    found = results.facet(name, **wished)
    return Counter({value: number for value, number in found.items() if value is not None})
