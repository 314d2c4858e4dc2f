"""What the guides of a load test stand on: sections, themes, steps, municipalities, a few files."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from hashlib import blake2b
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.db.models import F
from django.utils import timezone
from wagtail.models import Page

from bestpractice.models import GuideIndexPage, GuidePage, StepPage
from forum.home.demo.office import build
from forum.home.portal_setup import set_up_portal
from forum.organisations.models import Municipality
from forum.pages.models import LosConcept, PortalDocument, PortalState, TaggedPage
from forum.pages.portal_state import EXAMPLE_KEY

FILE_FORMATS = ("docx", "xlsx", "odt")
FILE_TEXT = "## Steg\n\n| Steg | Timer |\n| --- | --- |\n| Kartlegging | 4 |\n| Opplæring | 6 |\n"


def drawn(among: int, *what: object) -> int:
    """A number below ``among`` that looks drawn by lot, and is the same each time for the same ``what``."""
    digest = blake2b("/".join(map(str, what)).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big") % among


@dataclass
class Branch:
    """The section that guides of one language stand under; hands out places in the tree."""

    parent: Page
    last_step: int

    @classmethod
    def below(cls, parent: Page) -> "Branch":
        """A branch that goes on after the children that are there."""
        last = parent.get_last_child()
        return cls(parent, Page._str2int(last.path[-Page.steplen :]) if last else 0)

    def take_place(self, guide: GuidePage) -> None:
        """Give the guide the next path, and what follows from where it stands."""
        self.last_step += 1
        guide.depth = self.parent.depth + 1
        guide.path = Page._get_path(self.parent.path, guide.depth, self.last_step)
        guide.url_path = f"{self.parent.url_path}{guide.slug}/"
        guide.locale_id = self.parent.locale_id

    def count(self, born: int) -> None:
        """Tell the parent of its new children."""
        Page.objects.filter(pk=self.parent.pk).update(numchild=F("numchild") + born)


@dataclass
class Ground:
    """What guides point to, looked up once."""

    branches: dict[str, Branch]
    themes: list[int]
    steps: list[int]
    municipalities: list[str]
    documents: list[PortalDocument]
    content_type: ContentType
    now: datetime
    tags: dict[str, int] = field(default_factory=dict)

    def tag(self, name: str) -> int:
        """The tag's number; made where it is new."""
        if name not in self.tags:
            tags = TaggedPage.tag_model().objects
            self.tags[name] = (tags.filter(name=name).first() or tags.create(name=name)).pk
        return self.tags[name]


def lay_ground() -> Ground:
    """Set the portal up where it is not, and say that its content is made up. Inside a transaction."""
    portal = set_up_portal()
    PortalState.objects.update_or_create(pk=1, defaults={"is_example_data": True})
    cache.delete(EXAMPLE_KEY)
    sections = {code: portal.section("beste-praksis", code).pk for code in ("nb", "nn")}
    locked = GuideIndexPage.objects.select_for_update().in_bulk(sections.values())
    return Ground(
        branches={code: Branch.below(locked[pk]) for code, pk in sections.items()},
        themes=_numbers(LosConcept.objects.themes().order_by("uri")),
        steps=_numbers(StepPage.objects.filter(locale__language_code="nb").order_by("path")),
        municipalities=_numbers(Municipality.objects.current().order_by("number")),
        documents=[_document(format) for format in FILE_FORMATS],
        content_type=ContentType.objects.get_for_model(GuidePage),
        now=timezone.now(),
    )


def _numbers(found: Any) -> list[Any]:
    return list(found.values_list("pk", flat=True))


def _document(format: str) -> PortalDocument:
    title = f"Mal for belastningsprøver ({format})"
    there = PortalDocument.objects.filter(title=title).first()
    if there is not None:
        return there
    file = ContentFile(build(format, title, FILE_TEXT), name=f"belastningsprove.{format}")
    return PortalDocument.objects.create(title=title, file=file)


Say = Callable[[str], Any]
