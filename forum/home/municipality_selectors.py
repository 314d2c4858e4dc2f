"""What ``/kommuner/`` shows. The register is small and bounded, so it is read once and counted in Python."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from forum.organisations.alphabet import first_letter, sort_key
from forum.organisations.models import County, LanguageForm, Municipality, Region, SizeGroup

NEIGHBOURS = 8
_SEARCH_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Choice:
    """A link of a facet: how many there would be if it were chosen, with the other facets as they are."""

    label: str
    value: str
    count: int
    chosen: bool


@dataclass(frozen=True, slots=True)
class Facet:
    """One way to narrow the list."""

    title: str
    parameter: str
    choices: list[Choice]


@dataclass(frozen=True, slots=True)
class Group:
    """A part of the list under its own heading."""

    heading: str
    municipalities: list[Municipality]
    county: County | None = None


@dataclass(slots=True)
class Listing:
    """All that the list page needs."""

    facets: list[Facet]
    found: list[Municipality]
    groups: list[Group]
    query: str
    by_county: bool
    total: int
    former: list[tuple[Municipality, Municipality]] = field(default_factory=list)
    ignored: list[str] = field(default_factory=list)
    kept: list[tuple[str, str]] = field(default_factory=list)

    @property
    def chosen(self) -> list[tuple[str, Choice]]:
        """What the reader has chosen, with the parameter that takes it away."""
        return [(facet.parameter, choice) for facet in self.facets for choice in facet.choices if choice.chosen]


@dataclass(frozen=True, slots=True)
class _Filter:
    title: str
    parameter: str
    labels: dict[str, str]
    value_of: Callable[[Municipality], str]


def municipality_listing(parameters: Mapping[str, str]) -> Listing:
    """The municipalities that ``parameters`` (a query string's) ask for; values that mean nothing are ignored."""
    everyone = list(Municipality.objects.current().select_related("county"))
    filters = _filters(everyone)
    asked = {each.parameter: parameters.get(each.parameter, "").strip() for each in filters}
    query = parameters.get("q", "").strip()[:_SEARCH_LENGTH]
    valid = {each.parameter: asked[each.parameter] for each in filters if asked[each.parameter] in each.labels}
    named = [municipality for municipality in everyone if _is_called(municipality, query)]
    found = [municipality for municipality in named if _passes(municipality, filters, valid)]
    by_county = parameters.get("ordne") == "fylke"
    return Listing(
        facets=[facet for each in filters if (facet := _facet(each, named, filters, valid)).choices],
        found=found,
        groups=_by_county(found) if by_county else _by_letter(found),
        query=query,
        by_county=by_county,
        total=len(everyone),
        former=_former(query, everyone) if query else [],
        ignored=[value[:_SEARCH_LENGTH] for key, value in asked.items() if value and key not in valid],
        kept=[*valid.items(), *([("ordne", "fylke")] if by_county else [])],
    )


def neighbours(municipality: Municipality) -> list[Municipality]:
    """Those of like size, nearest in population first: whom one can compare oneself with."""
    return list(Municipality.objects.like(municipality).select_related("county")[:NEIGHBOURS])


def regions_of(county: County) -> QuerySet[Region]:
    """Cooperation that municipalities of the county take part in, each with all its members."""
    members = Prefetch("municipalities", Municipality.objects.current())
    return Region.objects.filter(municipalities__county=county).distinct().prefetch_related(members)


def _filters(everyone: list[Municipality]) -> list[_Filter]:
    counties = sorted({m.county.slug: m.county.name for m in everyone}.items(), key=lambda pair: sort_key(pair[1]))
    taking_part = {"ja": _("Deltar i programmet"), "nei": _("Deltar ikke ennå")}
    return [
        _Filter(_("Størrelse"), "storrelse", _labels(SizeGroup), lambda m: m.size_group),
        _Filter(_("Programmet"), "deltar", taking_part, lambda m: "ja" if m.takes_part else "nei"),
        _Filter(_("Målform"), "malform", _labels(LanguageForm), lambda m: m.language_form),
        _Filter(_("Fylke"), "fylke", dict(counties), lambda m: m.county.slug),
    ]


def _labels(choices: type[SizeGroup] | type[LanguageForm]) -> dict[str, str]:
    return {value: str(label)[:1].upper() + str(label)[1:] for value, label in choices.choices}


def _passes(municipality: Municipality, filters: list[_Filter], valid: dict[str, str], but: str = "") -> bool:
    return all(
        valid.get(each.parameter) in (None, each.value_of(municipality)) for each in filters if each.parameter != but
    )


def _facet(own: _Filter, named: list[Municipality], filters: list[_Filter], valid: dict[str, str]) -> Facet:
    open_to_choice = [own.value_of(m) for m in named if _passes(m, filters, valid, but=own.parameter)]
    choices = [
        Choice(label, value, open_to_choice.count(value), valid.get(own.parameter) == value)
        for value, label in own.labels.items()
    ]
    return Facet(own.title, own.parameter, [choice for choice in choices if choice.count or choice.chosen])


def _is_called(municipality: Municipality, query: str) -> bool:
    """Any part of the name, in any of its languages and with or without accents; or the number's beginning."""
    wanted = sort_key(query)
    return (
        wanted in municipality.sort_key
        or wanted in sort_key(municipality.official_name)
        or municipality.number.startswith(query)
    )


def _former(query: str, everyone: list[Municipality]) -> list[tuple[Municipality, Municipality]]:
    """Former municipalities by that name, with who answers for them today: people search for what was."""
    current = {municipality.number: municipality for municipality in everyone}
    gone = {m.number: m for m in Municipality.objects.order_by("-valid_to", "sort_key") if m.number not in current}
    present_names = {municipality.sort_key for municipality in everyone}
    found: dict[str, tuple[Municipality, Municipality]] = {}
    for municipality in gone.values():
        present = _present(municipality, gone, current)
        if present and municipality.sort_key not in present_names and _is_called(municipality, query):
            found.setdefault(municipality.name, (municipality, present))
    return list(found.values())[:NEIGHBOURS]


def _present(
    municipality: Municipality, gone: dict[str, Municipality], current: dict[str, Municipality]
) -> Municipality | None:
    step: Municipality | None = municipality
    for _round in range(len(gone)):
        if step is None or step.successor_id is None:
            return None
        if step.successor_id in current:
            return current[step.successor_id]
        step = gone.get(step.successor_id)
    return None


def _by_letter(found: list[Municipality]) -> list[Group]:
    groups: dict[str, Group] = {}
    for municipality in found:
        letter = first_letter(municipality.name)
        groups.setdefault(letter, Group(letter, [])).municipalities.append(municipality)
    return list(groups.values())


def _by_county(found: list[Municipality]) -> list[Group]:
    groups: dict[str, Group] = {}
    for municipality in found:
        county = municipality.county
        groups.setdefault(county.pk, Group(county.name, [], county)).municipalities.append(municipality)
    return sorted(groups.values(), key=lambda group: sort_key(group.heading))
