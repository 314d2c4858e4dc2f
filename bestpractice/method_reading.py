"""The method as readers walk it: the bar of phases, and the whole as one document."""

from dataclasses import dataclass, field
from typing import Any

from forum.pages.models import KnowledgePage


@dataclass
class Phase:
    """A phase in the bar, with its steps; ``here`` marks where the reader is."""

    page: Any
    here: bool = False
    steps: list[Any] = field(default_factory=list)


def bar_of(method: Any, user: Any, *, here: Any = None) -> list[Phase]:
    """The phases of a method and their steps in the method's language, each once, in one query.

    The bokmål pages give the order and what lies below what: a translation may lack some of them.
    ``here``: the phase the reader stands in.
    """
    top = method.work if method.is_translation else method
    below = (
        KnowledgePage.objects.visible_to(user)
        .in_language(method.locale.language_code)
        .filter(work__path__startswith=top.path, work__depth__gt=top.depth)
        .select_related("locale", "content_type", "work", "phasepage")
        .order_by("work__path")
    )
    phases: list[Phase] = []
    for page in below:
        if page.work.depth == top.depth + 1:
            phases.append(Phase(page, here=here is not None and page.work_id == here.work_id))
        elif phases and page.work.path.startswith(phases[-1].page.work.path):
            phases[-1].steps.append(page)
    return phases


def whole_method(method: Any, user: Any) -> list[Phase]:
    """As ``bar_of``, with every page whole (``specific``): a query more a kind, however many pages."""
    phases = bar_of(method, user)
    listed = {page.pk: page for phase in phases for page in (phase.page, *phase.steps)}
    whole = {page.pk: page for page in KnowledgePage.objects.filter(pk__in=listed).specific()}
    for pk, page in whole.items():
        page.locale = listed[pk].locale  # fetched already; else a query for each
    return [Phase(whole[phase.page.pk], steps=[whole[step.pk] for step in phase.steps]) for phase in phases]
