"""Narrowing a search by kind and by theme."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import F
from django.utils.translation import gettext as _

from forum.pages.models import KnowledgePage, LosConcept


@dataclass(frozen=True)
class Choice:
    """One value: its label, its value in the address, and how many hits choosing it gives."""

    label: str
    value: str
    count: int
    chosen: bool
    children: "list[Choice]" = field(default_factory=list)


@dataclass(frozen=True)
class Facet:
    """A way to narrow the hits; ``parameter`` is its name in the address."""

    title: str
    parameter: str
    choices: list[Choice]

    def with_children(self) -> Iterator[Choice]:
        """All choices, also those below others."""
        for choice in self.choices:
            yield choice
            yield from choice.children


class KindFacet:
    """By what kind of page it is. A kind is called by its model in the address: ``type=guide``."""

    def __init__(self, wished: str) -> None:
        kinds = list(_kinds(KnowledgePage))
        types = ContentType.objects.get_for_models(*kinds, for_concrete_models=True)
        self._kinds = {_name(kind): kind for kind in kinds}
        self._ids = {_name(kind): types[kind].pk for kind in kinds}
        self.chosen = wished if wished in self._kinds else ""

    def narrow(self, pages: Any) -> Any:
        """Only pages of the chosen kind."""
        return pages.filter(content_type=self._ids[self.chosen]) if self.chosen else pages

    def counted(self, results: Any) -> Facet:
        """With what each kind would give; the kind that most hits are of first."""
        counts = results.facet("content_type_id")
        choices = [
            Choice(str(kind.kind_label), name, counts.get(self._ids[name], 0), name == self.chosen)
            for name, kind in self._kinds.items()
        ]
        return Facet(_("Type"), "type", _worth_showing(choices))


class ThemeFacet:
    """By Los theme, called by its short name in the address. A main theme holds all below it."""

    def __init__(self, wished: str) -> None:
        self._themes: dict[str, LosConcept] = {}
        self._broader: dict[str, list[str]] = {}
        # A row for each parent, in one query.
        for theme in LosConcept.objects.themes().annotate(parent=F("parents__uri")):
            parent: str | None = theme.parent  # type: ignore[attr-defined]  # annotated above
            self._themes[theme.slug] = theme
            self._broader.setdefault(theme.uri, []).extend([parent] if parent else [])
        self.chosen = wished if wished in self._themes else ""

    def narrow(self, pages: Any) -> Any:
        """Only pages on the chosen theme or one below it."""
        if not self.chosen:
            return pages
        uri = self._themes[self.chosen].uri
        below = [child for child, parents in self._broader.items() if uri in parents]
        return pages.filter(themes__uri__in=[uri, *below])

    def counted(self, results: Any) -> Facet:
        """Main themes, and below the chosen one (or the one above it) what it is divided into."""
        counts = results.facet("themes__uri", broader=self._broader)
        opened = self._opened()
        choices = [
            self._choice(theme, counts, self._below(theme.uri, counts) if theme.uri in opened else [])
            for theme in self._themes.values()
            if theme.is_main_theme
        ]
        return Facet(_("Tema"), "tema", _worth_showing(choices))

    def _opened(self) -> set[str]:
        if not self.chosen:
            return set()
        uri = self._themes[self.chosen].uri
        return {uri, *self._broader[uri]}

    def _below(self, uri: str, counts: Mapping[str, int]) -> list[Choice]:
        inner = [theme for theme in self._themes.values() if uri in self._broader[theme.uri]]
        return _worth_showing([self._choice(theme, counts, []) for theme in inner])

    def _choice(self, theme: LosConcept, counts: Mapping[str, int], children: list[Choice]) -> Choice:
        count = counts.get(theme.uri, 0)
        return Choice(theme.name, theme.slug, count, theme.slug == self.chosen, children)


def _worth_showing(choices: list[Choice]) -> list[Choice]:
    """Those that would give hits, and the chosen one so that it can be taken away."""
    shown = [choice for choice in choices if choice.count or choice.chosen or choice.children]
    return sorted(shown, key=lambda choice: (-choice.count, choice.label))


def _kinds(model: type[KnowledgePage]) -> Iterator[type[KnowledgePage]]:
    for kind in model.__subclasses__():
        if not kind._meta.abstract:
            yield kind
        yield from _kinds(kind)


def _name(kind: type[KnowledgePage]) -> str:
    return str(kind._meta.model_name).removesuffix("page")
