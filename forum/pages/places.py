"""Parts that rooms put on a page they do not know: ``{% sections "municipality" municipality %}``.

A room writes ``sections.py`` with ``@section("place", order=…, template=…)`` on a function
``fill(request, subject)`` that returns the template's context, or None to be left out.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any, NamedTuple

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

Fill = Callable[[HttpRequest, Any], dict[str, Any] | None]


class Section(NamedTuple):
    """One room's part of a place."""

    order: int
    template: str
    fill: Fill


_places: dict[str, dict[str, Section]] = defaultdict(dict)


def section(place: str, *, order: int, template: str) -> Callable[[Fill], Fill]:
    """Register the decorated function; raises ValueError if it already is on this place."""

    def register(fill: Fill) -> Fill:
        name = f"{fill.__module__}.{fill.__qualname__}"
        if name in _places[place]:
            raise ValueError(f"{name} is already on {place}")
        _places[place][name] = Section(order, template, fill)
        return fill

    return register


def render_sections(place: str, request: HttpRequest, subject: Any) -> SafeString:
    """All parts of a place, in their order, each with ``subject`` in its context."""
    parts = []
    for part in sorted(_places[place].values(), key=lambda part: part.order):
        context = part.fill(request, subject)
        if context is not None:
            parts.append(render_to_string(part.template, {**context, "subject": subject}, request))
    return mark_safe("".join(parts))
