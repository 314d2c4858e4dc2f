"""What a search may ask beyond modelsearch's own query classes."""

from collections.abc import Sequence

from modelsearch.query import Or, SearchQuery


class MostOf(Or):
    """Pages with at least so many of the parts; those with more of them first.

    An engine that knows only `Or` treats it as one, and finds more, ranked alike.
    """

    def __init__(self, subqueries: Sequence[SearchQuery], needed: int) -> None:
        super().__init__(subqueries)
        self.needed = needed

    def __repr__(self) -> str:
        return f"<MostOf {self.needed} of {self.subqueries!r}>"
