"""The one gate: which subtrees a reader may not see.

Wagtail's own restrictions are the facts; this module reads them once and answers by path prefix, so
that a list costs two queries however many subtrees are closed (Wagtail's ``public()`` costs a LIKE per
subtree, and fails at some 1,700). What Wagtail leaves open is closed here too: language versions and
aliases of a closed page and of the pages below it.
"""

from collections import defaultdict
from collections.abc import Collection
from functools import reduce
from operator import or_
from typing import Any, Protocol

from django.db.models import Q
from django.db.models.functions import Left
from wagtail.models import Page, PageViewRestriction


class Reader(Protocol):
    """Someone who may read: a user, a visitor, or the audience of a letter."""

    @property
    def is_authenticated(self) -> Any:
        """False for visitors."""

    @property
    def is_superuser(self) -> Any:
        """True for administrators, who see all that groups see."""

    @property
    def groups(self) -> Any:
        """The auth groups it belongs to."""


def closed_paths(reader: Reader) -> list[str]:
    """Paths of the roots of all subtrees that this reader may not see.

    Within a request the answer is kept on the user (see ``forum.pages.middleware``); elsewhere it is
    asked for anew each time, since a long-lived user object would keep a stale one.
    """
    memo = getattr(reader, "closed_paths_memo", None)
    if memo is None:
        return _closed_paths(reader)
    if "paths" not in memo:
        memo["paths"] = _closed_paths(reader)
    return list(memo["paths"])


def _closed_paths(reader: Reader) -> list[str]:
    roots = set(_restrictions_closed_to(reader).values_list("page__path", flat=True))
    more = roots
    while more:
        more = _following(roots)
        roots |= more
    return sorted(roots)


def _following(roots: Collection[str]) -> set[str]:
    """Paths of language versions and aliases of all that lies at or below the roots, but lie elsewhere.

    A page moved below a closed one leaves its translations where they were. What follows may itself be
    followed (an alias of a translation), so this is asked until there is no more.
    """
    by_length: dict[int, list[str]] = defaultdict(list)
    for path in roots:
        by_length[len(path)].append(path)
    below = Page.objects.annotate(**{f"root_{length}": Left("path", length) for length in by_length}).filter(
        reduce(or_, (Q(**{f"root_{length}__in": paths}) for length, paths in by_length.items()))
    )
    followers = Page.objects.filter(
        Q(translation_key__in=below.values("translation_key")) | Q(alias_of__in=below.values("pk"))
    )
    return set(followers.exclude(pk__in=below.values("pk")).values_list("path", flat=True))


def _restrictions_closed_to(reader: Reader) -> Any:
    rows = PageViewRestriction.objects.all()
    if not reader.is_authenticated:
        return rows
    opened = Q(restriction_type=PageViewRestriction.LOGIN)
    if reader.is_superuser:
        opened |= Q(restriction_type=PageViewRestriction.GROUPS)
    else:
        opened |= Q(restriction_type=PageViewRestriction.GROUPS, groups__in=reader.groups.all())
    return rows.exclude(pk__in=PageViewRestriction.objects.filter(opened).values("pk"))


def is_below(path: str, roots: Collection[str]) -> bool:
    """Whether ``path`` is one of the roots or lies below one."""
    return any(path.startswith(root) for root in roots)


def may_read(reader: Reader, page: Page) -> bool:
    """Whether the page, live or not, lies outside everything that is closed to this reader."""
    return not is_below(page.path, closed_paths(reader))
