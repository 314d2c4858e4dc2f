"""What was worked out lately, kept within a bound of bytes."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, Protocol, TypeVar


class Weighty(Protocol):
    """Anything that knows its size; numpy's arrays do."""

    @property
    def nbytes(self) -> int:
        """Bytes it takes in memory."""
        ...


K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Weighty)

# A key, an entry and an array's head weigh something too: a thousand empty answers are not free.
OVERHEAD = 400


class Kept(Generic[K, V]):
    """The answers asked for last, up to so many bytes. What is larger than that alone is kept till the next."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._held = 0
        self._known: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K, make: Callable[[], V]) -> V:
        """The kept answer, or a new one."""
        known = self._known.get(key)
        if known is not None:
            self._known.move_to_end(key)
            return known
        made = self._known[key] = make()
        self._held += made.nbytes + OVERHEAD
        while self._held > self._limit and len(self._known) > 1:
            self._held -= self._known.popitem(last=False)[1].nbytes + OVERHEAD
        return made
