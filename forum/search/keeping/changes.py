"""What the index does not know yet, for those who read it.

A change is a row (`IndexChange`) from the moment it is made until the index has it: usually some tenths of a
second, longer where the worker is behind. Meanwhile the index tells the old story. Hits come from the
database and are right; what comes from the index itself is not, and is put right here:

* counts and facets: put `settled()` round the queryset that is searched;
* passages: the index's texts of a page in `waiting_ids()` are old, and may hold what was just removed.
  Ask `waiting_ids()` **before** the search, and cut those pages' passages from the page itself.
"""

from collections.abc import Set
from typing import Any

from django.db.models import BigIntegerField
from django.db.models.functions import Cast
from wagtail.models import Page

from forum.search.models import IndexChange

_PAGE = Page._meta.label_lower


def waiting_ids() -> frozenset[int]:
    """Keys of the pages that have changed since the index last heard of them. One query; usually empty."""
    keys = IndexChange.objects.filter(model=_PAGE).values_list("object_id", flat=True)
    return frozenset(map(int, keys))


def settled(pages: Any, *, waiting: Set[int] | None = None) -> Any:
    """The same queryset without pages that have left it while the index still has them in it.

    Unpublished, deleted, moved into a closed part: whatever the queryset itself judges in the database. Put it
    after `visible_to()` and before `search()`. Costs one small query, or none where the caller hands over what
    `waiting_ids()` said.
    """
    changes = IndexChange.objects.filter(model=_PAGE).order_by()
    if not (changes.exists() if waiting is None else waiting):
        return pages
    changed = changes.annotate(page=Cast("object_id", BigIntegerField())).values("page")
    there = pages.order_by().filter(pk__in=changed).values("pk")
    return pages.exclude(id__in=changed.exclude(page__in=there))
