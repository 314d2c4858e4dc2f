"""Ways to narrow a search. Each counts as if only the others were chosen."""

import re
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, ClassVar

from django.contrib.contenttypes.models import ContentType
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from forum.organisations.alphabet import sort_key
from forum.pages.models import KnowledgePage, LosConcept
from forum.pages.selectors import language_name
from forum.search import facet_values
from forum.search.asking import Asked
from forum.search.counting import counts

# More values of one kind than this are folded away.
MOST_UNFOLDED = 10
_YEAR = re.compile(r"(?:19|20|21)[0-9]{2}")


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
    #: Those that are shown only when asked for.
    folded: list[Choice] = field(default_factory=list)


class Narrowing(ABC):
    """One way to narrow: what was wished for in the address, where that makes sense."""

    parameter: ClassVar[str]
    #: Empty unless something that exists is chosen.
    chosen: str = ""

    @property
    def narrows(self) -> bool:
        """Whether its own counts need a search without it."""
        return bool(self.chosen)

    @property
    @abstractmethod
    def label(self) -> str:
        """What readers call the choice that is made."""

    @abstractmethod
    def narrow(self, pages: Any) -> Any:
        """Only the pages chosen."""

    @abstractmethod
    def counted(self, asked: Asked) -> Facet:
        """With what each choice would give, of a search that this facet has not narrowed."""


class KindFacet(Narrowing):
    """By what kind of page it is. A kind is called by its model in the address: ``type=guide``."""

    parameter = "type"

    def __init__(self, wished: str) -> None:
        kinds = list(_kinds(KnowledgePage))
        types = ContentType.objects.get_for_models(*kinds, for_concrete_models=True)
        self._kinds = {_name(kind): kind for kind in kinds}
        self._ids = {_name(kind): types[kind].pk for kind in kinds}
        self.chosen = wished if wished in self._kinds else ""

    @property
    def label(self) -> str:
        """The kind's name in the singular."""
        return str(self._kinds[self.chosen].kind_label)

    def narrow(self, pages: Any) -> Any:
        """Only pages of the chosen kind."""
        return pages.filter(content_type=self._ids[self.chosen]) if self.chosen else pages

    def counted(self, asked: Asked) -> Facet:
        """The kind that most hits are of first."""
        found = counts(asked.results, "content_type_id")
        choices = [
            Choice(str(kind.kind_label), name, found[self._ids[name]], name == self.chosen)
            for name, kind in self._kinds.items()
        ]
        return Facet(_("Type"), self.parameter, _worth_showing(choices))


class ThemeFacet(Narrowing):
    """By Los theme, called by its short name in the address. A main theme holds all below it."""

    parameter = "tema"

    def __init__(self, wished: str) -> None:
        self._themes: dict[str, LosConcept] = {}
        self._broader: dict[str, list[str]] = {}
        for theme, parent in facet_values.themes():
            self._themes[theme.slug] = theme
            self._broader.setdefault(theme.uri, []).extend([parent] if parent else [])
        self.chosen = wished if wished in self._themes else ""

    @property
    def label(self) -> str:
        """The theme's name."""
        return self._themes[self.chosen].name

    def narrow(self, pages: Any) -> Any:
        """Only pages on the chosen theme or one below it."""
        if not self.chosen:
            return pages
        uri = self._themes[self.chosen].uri
        below = [child for child, parents in self._broader.items() if uri in parents]
        return pages.filter(themes__uri__in=[uri, *below])

    def counted(self, asked: Asked) -> Facet:
        """Main themes, and below the chosen one (or the one above it) what it is divided into."""
        found = counts(asked.results, "themes__uri", broader=self._broader)
        opened = self._opened()
        choices = [
            self._choice(theme, found, self._below(theme.uri, found) if theme.uri in opened else [])
            for theme in self._themes.values()
            if theme.is_main_theme
        ]
        return Facet(_("Tema"), self.parameter, _worth_showing(choices))

    def _opened(self) -> set[str]:
        if not self.chosen:
            return set()
        uri = self._themes[self.chosen].uri
        return {uri, *self._broader[uri]}

    def _below(self, uri: str, found: Mapping[str, int]) -> list[Choice]:
        inner = [theme for theme in self._themes.values() if uri in self._broader[theme.uri]]
        return _worth_showing([self._choice(theme, found, []) for theme in inner])

    def _choice(self, theme: LosConcept, found: Mapping[str, int], children: list[Choice]) -> Choice:
        count = found.get(theme.uri, 0)
        return Choice(theme.name, theme.slug, count, theme.slug == self.chosen, children)


class MunicipalityFacet(Narrowing):
    """By a municipality that tells of it or uses it, called by its number in the address."""

    parameter = "kommune"

    def __init__(self, wished: str) -> None:
        self._names: dict[str, str] = facet_values.municipalities()
        self.chosen = wished if wished in self._names else ""

    @property
    def label(self) -> str:
        """The municipality's name."""
        return self._names[self.chosen]

    def narrow(self, pages: Any) -> Any:
        """Only what the chosen municipality has made or uses."""
        if not self.chosen:
            return pages
        return pages.filter(Q(municipality_id=self.chosen) | Q(work__uptake__municipality_id=self.chosen))

    def counted(self, asked: Asked) -> Facet:
        """The most frequent ones, and the rest folded away with the chosen one left out."""
        found = self._counts(asked)
        choices = _worth_showing(
            [
                Choice(name, number, found[number], number == self.chosen)
                for number, name in self._names.items()
                if found[number] or number == self.chosen
            ]
        )
        shown = [place < MOST_UNFOLDED or choice.chosen for place, choice in enumerate(choices)]
        unfolded = [choice for choice, is_shown in zip(choices, shown, strict=True) if is_shown]
        folded = [choice for choice, is_shown in zip(choices, shown, strict=True) if not is_shown]
        return Facet(_("Kommune"), self.parameter, unfolded, folded)

    @staticmethod
    def _counts(asked: Asked) -> "Counter[str]":
        """A municipality often uses what it has made itself: that is one hit, not two."""
        made, used = (counts(asked.results, name) for name in ("municipality_id", "work__uptake__municipality_id"))
        if not made.keys() & used.keys():
            return made + used
        both = KnowledgePage.objects.filter(work__uptake__municipality=F("municipality"))
        return made + used - counts(asked.within(pk__in=both.values("pk")).results, "municipality_id")


class LanguageFacet(Narrowing):
    """By a language that the work exists in; unless one is chosen, each work in the reader's own."""

    parameter = "sprak"

    def __init__(self, wished: str, *, reader_language: str) -> None:
        self._codes: dict[int, str] = facet_values.languages()
        self._reader_language = reader_language
        self.chosen = wished if wished in self._codes.values() else ""

    @property
    def narrows(self) -> bool:
        """Always: its counts are of all language versions."""
        return True

    @property
    def label(self) -> str:
        """The language's own name."""
        return language_name(self.chosen).capitalize()

    def narrow(self, pages: Any) -> Any:
        """Each work once."""
        if not self.chosen:
            return pages.in_language(self._reader_language)
        return pages.filter(locale__in=[pk for pk, code in self._codes.items() if code == self.chosen])

    def counted(self, asked: Asked) -> Facet:
        """In how many versions each language has what was searched for."""
        found = counts(asked.results, "locale_id")
        choices = [
            Choice(language_name(code).capitalize(), code, found[pk], code == self.chosen)
            for pk, code in self._codes.items()
        ]
        return Facet(_("Språk"), self.parameter, _worth_showing(choices))


class YearFacet(Narrowing):
    """By the year, as clocks show it here, in which the text was last changed."""

    parameter = "ar"

    def __init__(self, wished: str) -> None:
        self.chosen = wished if _YEAR.fullmatch(wished) else ""

    @property
    def label(self) -> str:
        """The year."""
        return self.chosen

    def narrow(self, pages: Any) -> Any:
        """Only what was last changed in the chosen year."""
        if not self.chosen:
            return pages
        begins, ends = (timezone.make_aware(datetime(int(self.chosen) + later, 1, 1)) for later in (0, 1))
        return pages.filter(text_changed_at__gte=begins, text_changed_at__lt=ends)

    def counted(self, asked: Asked) -> Facet:
        """The latest year first."""
        found = counts(asked.results, "text_changed_at", by=_year_here)
        years = sorted({*found, *([int(self.chosen)] if self.chosen else [])}, reverse=True)
        choices = [Choice(str(year), str(year), found[year], str(year) == self.chosen) for year in years]
        return Facet(_("Sist endret"), self.parameter, choices)


def _year_here(moment: datetime | str) -> int:
    """The year of a moment, which the engines keep as ISO text in UTC or as it is."""
    at = datetime.fromisoformat(moment) if isinstance(moment, str) else moment
    return timezone.localtime(at if timezone.is_aware(at) else at.replace(tzinfo=UTC)).year


def _worth_showing(choices: list[Choice]) -> list[Choice]:
    """Those that would give hits, and the chosen one so that it can be taken away."""
    shown = [choice for choice in choices if choice.count or choice.chosen or choice.children]
    return sorted(shown, key=lambda choice: (-choice.count, sort_key(choice.label)))


def _kinds(model: type[KnowledgePage]) -> Iterator[type[KnowledgePage]]:
    for kind in model.__subclasses__():
        if not kind._meta.abstract:
            yield kind
        yield from _kinds(kind)


def _name(kind: type[KnowledgePage]) -> str:
    return str(kind._meta.model_name).removesuffix("page")
