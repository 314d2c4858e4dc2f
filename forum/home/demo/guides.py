"""The demo portal's guides, with every version they have had."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.models import Locale, Page

from bestpractice.models import GuidePage
from forum.home.demo.blocks import RichText, body_blocks, items, stream, titled
from forum.home.demo.office import build
from forum.home.demo.reading import guides, identity
from forum.pages.models import KnowledgePage, LosConcept, PageFile, PortalDocument, RelatedPage
from forum.pages.services import record_version

# This translation was not renewed with its original, so that readers can see what that looks like.
STALE_TRANSLATION = "gevinstrealisering"
TEXT_FIELDS = ("title", "summary", "audience", "effort", "effort_detail", "gain", "gain_detail")


def at_noon(day: date) -> datetime:
    """A moment on that day, in the portal's own time zone."""
    return timezone.make_aware(datetime.combine(day, time(12)))


def publish(page: Any, *, user: Any, first: date, last: date) -> None:
    """Publish as an editor would, then give it the dates of the story instead of today's."""
    page.save_revision(user=user, log_action=True).publish(user=user)
    KnowledgePage.objects.filter(pk=page.pk).update(
        first_published_at=at_noon(first), last_published_at=at_noon(last), text_changed_at=at_noon(last)
    )


@dataclass
class GuideLoader:
    """Makes all guides: first the empty pages, so that texts can link to each other, then the texts."""

    parent: Page
    steps: dict[str, Any]
    author: Any
    pages: dict[str, GuidePage] = field(default_factory=dict)
    documents: dict[tuple[str, str, str], PortalDocument] = field(default_factory=dict)

    def load(self) -> dict[str, GuidePage]:
        """All guides by slug, published, with their nynorsk versions."""
        for data in guides():
            page = GuidePage(
                title=data["title"],
                slug=data["slug"],
                live=False,
                translation_key=identity("guide", data["slug"]),
            )
            Page.objects.get(pk=self.parent.pk).specific.add_child(instance=page)
            self.pages[data["slug"]] = page
        rich = RichText({slug: page.pk for slug, page in self.pages.items()})
        for data in guides():
            self._write(self.pages[data["slug"]], data, rich)
        for data in guides():
            self._relate(self.pages[data["slug"]], data)
            if "nn" in data:
                self._translate(self.pages[data["slug"]], data, rich)
        return self.pages

    def _write(self, page: GuidePage, data: dict[str, Any], rich: RichText) -> None:
        for name in ("contact_name", "contact_email", "review_by"):
            setattr(page, name, data.get(name) or getattr(page, name))
        page.municipality_id = data.get("municipality")
        page.method_step = self.steps[data["method_step"]]
        page.themes.set(LosConcept.objects.filter(uri__in=data["themes"]))
        page.tags.add(*data["tags"])
        for version in data["versions"]:
            was = version.get("was", {})
            self._fill(page, data | {key: value for key, value in was.items() if key != "files"}, rich)
            self._attach(page, data, was.get("files", {}))
            page.version_step = "major" if version["number"].endswith(".0") else "minor"
            page.change_note, page.approved_by = version["note"], version["approved_by"]
            page.save()
            made = record_version(page=page, dated=version["date"])
            if made is None or made.label != version["number"]:
                raise ValueError(f"{data['slug']}: versjon {version['number']} ble {made}")
        publish(page, user=self.author, first=data["versions"][0]["date"], last=data["versions"][-1]["date"])

    def _fill(self, page: GuidePage, data: dict[str, Any], rich: RichText) -> None:
        seed = data["slug"]
        for name in TEXT_FIELDS:
            setattr(page, name, data.get(name, ""))
        page.draft_title = page.title
        page.problem = rich(data["problem"])
        page.prerequisites = rich.bullets(data["prerequisites"])
        page.steps = stream(f"{seed}/steps", (("step", value) for value in titled(data["steps"], rich)))
        page.pitfalls = stream(f"{seed}/pitfalls", (("pitfall", v) for v in titled(data["pitfalls"], rich)))
        ticks = items(f"{seed}/ticks", data["checklist"]["items"])
        page.checklists = stream(
            f"{seed}/check", [("checklist", {"title": data["checklist"]["title"], "items": ticks})]
        )
        page.body = stream(f"{seed}/body", body_blocks(f"{seed}/body", data.get("body", []), rich))

    def _attach(self, page: GuidePage, data: dict[str, Any], was: dict[str, str]) -> None:
        files = []
        for order, file in enumerate(data.get("files", [])):
            text = was.get(file["name"], file["content"])
            if text:
                document = self._document(file, text)
                files.append(
                    PageFile(
                        document=document,
                        title=file["title"],
                        kind=file["kind"],
                        description=file["description"],
                        sort_order=order,
                    )
                )
        page.files = files

    def _document(self, file: dict[str, Any], text: str) -> PortalDocument:
        key = (file["name"], file["format"], text)
        if key not in self.documents:
            name = f"{file['name']}.{file['format']}"
            made = ContentFile(build(file["format"], file["title"], text), name=name)
            self.documents[key] = PortalDocument.objects.create(
                title=file["title"], file=made, uploaded_by_user=self.author
            )
        return self.documents[key]

    def _relate(self, page: GuidePage, data: dict[str, Any]) -> None:
        RelatedPage.objects.bulk_create(
            [
                RelatedPage(page=page, target=self.pages[slug], sort_order=order)
                for order, slug in enumerate(data.get("related", []))
            ]
        )

    def _translate(self, page: GuidePage, data: dict[str, Any], rich: RichText) -> None:
        locale = Locale.objects.get(language_code="nn")
        copy = GuidePage.objects.get(pk=page.pk).copy_for_translation(locale)
        copy.slug = page.slug
        self._fill(copy, {**data, **data["nn"]}, rich)
        latest = data["versions"][-1]["date"]
        days = -20 if data["slug"] == STALE_TRANSLATION else 0
        publish(copy, user=self.author, first=latest + timedelta(days=days), last=latest + timedelta(days=days))
