"""`/beste-praksis/`: which guides, in what order, with which facets. Takes the model, to know no circle."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.paginator import Page as PageOfGuides
from django.core.paginator import Paginator
from django.db.models import Case, Count, Q, Value, When
from django.db.models.functions import Length, Substr
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from forum.organisations.models import SizeGroup
from forum.pages.models import KnowledgePage, LosConcept, PageFile, Uptake
from forum.pages.selectors import themes_with_counts

PER_PAGE = 20
MAX_QUERY = 200  # characters
ORDERS = {
    "relevans": gettext_lazy("mest relevant"),
    "nyeste": gettext_lazy("nyeste"),
    "brukt": gettext_lazy("mest brukt"),
}


@dataclass(frozen=True)
class GuideFilters:
    """What the address asks for; values that make no sense are taken as not asked for."""

    q: str = ""
    theme: str = ""
    phase: str = ""
    size: str = ""
    has_template: bool = False
    order: str = "nyeste"
    page: str = "1"

    @classmethod
    def from_query(cls, query: QueryDict) -> "GuideFilters":
        """Read ``?q= tema= fase= storrelse= mal= sorter= side=``."""
        q = " ".join(query.get("q", "").replace("\x00", "").split())[:MAX_QUERY]
        order = query.get("sorter", "")
        if order not in ORDERS or (order == "relevans" and not q):
            order = "relevans" if q else "nyeste"
        size = query.get("storrelse", "")
        return cls(
            q=q,
            theme=query.get("tema", "")[:100].replace("\x00", ""),
            phase=query.get("fase", "")[:100].replace("\x00", ""),
            size=size if size in SizeGroup.values else "",
            has_template=query.get("mal") == "ja",
            order=order,
            page=query.get("side", "1")[:6],
        )

    @property
    def chosen(self) -> bool:
        """Whether anything narrows the list."""
        return any((self.q, self.theme, self.phase, self.size, self.has_template))


@dataclass(frozen=True)
class Choice:
    """One value of a facet: its label, its value in the address, how many guides it would leave."""

    label: str
    value: str
    count: int
    chosen: bool


@dataclass(frozen=True)
class Facet:
    """A way of narrowing the list; ``parameter`` is its name in the address."""

    title: str
    parameter: str
    choices: list[Choice]


@dataclass(frozen=True)
class GuideListing:
    """All that the index shows."""

    filters: GuideFilters
    page: "PageOfGuides[Any]"
    facets: list[Facet]
    orders: list[tuple[str, Any]]
    with_template: int

    @property
    def total(self) -> int:
        """How many guides match."""
        return self.page.paginator.count


def list_guides(model: Any, filters: GuideFilters, user: Any, language_code: str) -> GuideListing:
    """Guides that match, a page of them, and facets whose counts hold for the other choices made."""
    everything = model.objects.visible_to(user).in_language(language_code)
    phases = _phases_of(everything, user, language_code)
    theme = LosConcept.objects.themes().filter(slug=filters.theme).first() if filters.theme else None
    filters = _without_unknown(filters, theme, phases)
    if filters.q:
        ids = _keys(everything.search(filters.q)[:MAX_HITS])
        everything = everything.filter(pk__in=ids)
    else:
        ids = []
    found = _narrow(everything, filters, phases)
    counts = _narrow(everything, filters, phases, but="mal").aggregate(
        every=Count("pk", distinct=True),
        with_template=Count("pk", distinct=True, filter=Q(pk__in=PageFile.objects.values("page"))),
    )
    paginator = Paginator(_ordered(found, filters, ids).for_listing(), PER_PAGE)
    paginator.count = counts["with_template" if filters.has_template else "every"]  # counted already
    page = paginator.get_page(filters.page)
    orders = [(key, label) for key, label in ORDERS.items() if filters.q or key != "relevans"]
    facets = _facets(everything, filters, phases, theme)
    return GuideListing(filters, page, facets, orders, counts["with_template"])


def _without_unknown(filters: GuideFilters, theme: LosConcept | None, phases: "list[_Phase]") -> GuideFilters:
    phase = filters.phase if any(filters.phase in phase.slugs for phase in phases) else ""
    return replace(filters, theme=theme.slug if theme else "", phase=phase)


# A step's phase is its parent: the path without its last part.
PHASE_PATH = Substr("method_step__path", 1, Length("method_step__path") - Page.steplen)
# A search within guides looks no further than this; the whole portal's search is /sok/.
MAX_HITS = 1_000


@dataclass(frozen=True)
class _Phase:
    """A phase by its title and slug in the reader's language, with the slugs and paths of all its languages."""

    title: str
    slug: str
    slugs: frozenset[str]
    paths: frozenset[str]


def _phases_of(guides: Any, user: Any, language_code: str) -> list[_Phase]:
    """Phases that some of the guides serve and the reader may see, in the method's order, each once.

    A guide and its translation may point to the step in different languages: it is still one phase.
    """
    served = guides.exclude(method_step=None).annotate(phase_path=PHASE_PATH).order_by().values("phase_path")
    keys = KnowledgePage.objects.filter(path__in=served).values("translation_key")
    rows = KnowledgePage.objects.visible_to(user).filter(translation_key__in=keys).select_related("locale")
    works: dict[Any, list[Any]] = {}
    for row in rows.order_by("path"):
        works.setdefault(row.translation_key, []).append(row)
    phases = []
    for versions in works.values():
        shown = next((row for row in versions if row.locale.language_code == language_code), versions[0])
        slugs, paths = frozenset(row.slug for row in versions), frozenset(row.path for row in versions)
        phases.append(_Phase(shown.title, shown.slug, slugs, paths))
    return phases


def _keys(hits: Any) -> list[int]:
    """Primary keys in the order of the hits; the Whoosh backend knows them without loading the pages."""
    return hits.keys() if hasattr(hits, "keys") else [hit.pk for hit in hits]


def _narrow(guides: Any, filters: GuideFilters, phases: list[_Phase], *, but: str = "") -> Any:
    """Apply all choices made, except the one on facet ``but`` (whose other values are to be counted)."""
    if filters.theme and but != "tema":
        guides = guides.filed_under(filters.theme)
    if filters.phase and but != "fase":
        paths = [path for phase in phases if filters.phase in phase.slugs for path in phase.paths]
        guides = guides.annotate(phase_path=PHASE_PATH).filter(phase_path__in=paths)
    if filters.size and but != "storrelse":
        used = Uptake.objects.filter(municipality__size_group=filters.size)
        guides = guides.filter(work__in=used.values("page"))
    if filters.has_template and but != "mal":
        guides = guides.filter(pk__in=PageFile.objects.values("page"))
    return guides


def _ordered(guides: Any, filters: GuideFilters, ids: list[int]) -> Any:
    if filters.order == "relevans":
        rank = Case(*(When(pk=pk, then=Value(place)) for place, pk in enumerate(ids)), default=Value(len(ids)))
        return guides.order_by(rank)
    if filters.order == "brukt":
        return guides.most_used()
    return guides.newest()


def _facets(guides: Any, filters: GuideFilters, phases: list[_Phase], theme: LosConcept | None) -> list[Facet]:
    def others(parameter: str) -> Any:
        return _narrow(guides, filters, phases, but=parameter)

    sizes = _size_choices(others("storrelse"), filters.size)
    return [
        Facet(_("Tema"), "tema", _theme_choices(others("tema"), theme)),
        Facet(_("Fase i metoden"), "fase", _phase_choices(others("fase"), filters.phase, phases)),
        Facet(_("Brukt av kommuner med innbyggere"), "storrelse", sizes),
    ]


def _theme_choices(guides: Any, chosen: LosConcept | None) -> list[Choice]:
    """Main themes that hold some of the guides, and the chosen one, whichever it is, so that it can be taken away."""
    choices = [
        Choice(theme.name, theme.slug, theme.count, theme == chosen)  # type: ignore[attr-defined]  # set by it
        for theme in themes_with_counts(guides)
    ]
    if chosen is not None and not any(choice.chosen for choice in choices):
        count = 0 if chosen.is_main_theme else guides.filter(themes=chosen).count()
        choices.append(Choice(chosen.name, chosen.slug, count, True))
    return choices


def _phase_choices(guides: Any, chosen: str, phases: list[_Phase]) -> list[Choice]:
    counts = dict(
        guides.exclude(method_step=None)
        .annotate(phase_path=PHASE_PATH)
        .order_by()
        .values("phase_path")
        .annotate(works=Count("pk"))
        .values_list("phase_path", "works")
    )
    choices = [
        Choice(phase.title, phase.slug, sum(counts.get(path, 0) for path in phase.paths), chosen in phase.slugs)
        for phase in phases
    ]
    return [choice for choice in choices if choice.count or choice.chosen]


def _size_choices(guides: Any, chosen: str) -> list[Choice]:
    counts = dict(
        Uptake.objects.filter(page__in=guides.values("work"))
        .order_by()
        .values("municipality__size_group")
        .annotate(works=Count("page", distinct=True))
        .values_list("municipality__size_group", "works")
    )
    return [
        Choice(str(group.label), group.value, counts.get(group.value, 0), group.value == chosen)
        for group in SizeGroup
        if group.value in counts or group.value == chosen
    ]
