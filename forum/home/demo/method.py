"""DIEMO in the demo portal."""

from typing import Any

from wagtail.models import Locale, Page

from bestpractice.models import MethodPage, PhasePage, StepPage
from forum.home.demo.blocks import RichText, stream
from forum.home.demo.guides import publish
from forum.home.demo.reading import content, identity
from forum.pages.models import KnowledgePage, LosConcept, RelatedPage
from forum.pages.services import record_version


def load_skeleton(parent: Page) -> tuple[MethodPage, dict[str, Any]]:
    """The method's pages without text, so that guides can point to steps: the method, and parts by slug path."""
    data = content("method")
    method = _child(parent, MethodPage, data["title"], "diemo", "method")
    parts: dict[str, Any] = {}
    for phase in data["phases"]:
        page = parts[phase["slug"]] = _child(method, PhasePage, phase["title"], phase["slug"], phase["slug"])
        for step in phase["steps"]:
            key = f"{phase['slug']}/{step['slug']}"
            parts[key] = _child(page, StepPage, step["title"], step["slug"], key)
    # Read anew: these know of no children yet, and saving them would make the tree forget theirs.
    return _fresh(method), {key: _fresh(page) for key, page in parts.items()}


def _fresh(page: Any) -> Any:
    return type(page).objects.get(pk=page.pk)


def _child(parent: Page, model: Any, title: str, slug: str, key: str) -> Any:
    page = model(title=title, slug=slug, live=False, translation_key=identity("method", key))
    Page.objects.get(pk=parent.pk).specific.add_child(instance=page)
    return page


def load_texts(method: MethodPage, parts: dict[str, Any], guides: dict[str, Any], author: Any) -> None:
    """The texts, now that there are guides to link to; then nynorsk."""
    data = content("method")
    rich = RichText({slug: page.pk for slug, page in guides.items()})
    _write_method(method, data, rich, author)
    dates = [version["date"] for version in data["versions"]]
    for phase in data["phases"]:
        page = parts[phase["slug"]]
        page.letter, page.english_name = phase["letter"], phase["english"]
        _write_part(page, phase, rich)
        publish(page, user=author, first=dates[0], last=dates[-1])
        for step in phase["steps"]:
            page = parts[f"{phase['slug']}/{step['slug']}"]
            _write_part(page, step, rich)
            page.links = [
                RelatedPage(target=guides[slug], sort_order=n) for n, slug in enumerate(step.get("related", []))
            ]
            publish(page, user=author, first=dates[0], last=dates[-1])
    _translate(method, parts, data, rich, author)


def _write_method(method: MethodPage, data: dict[str, Any], rich: RichText, author: Any) -> None:
    method.review_by = data["review_by"]
    method.themes.set(LosConcept.objects.filter(uri__in=data["themes"]))
    for version in data["versions"]:
        texts = {**data, **version.get("was", {})}
        method.summary = texts["summary"].strip()
        method.intro, method.source = rich(texts["intro"]), rich(texts["source"])
        method.version_step = "major" if version["number"].endswith(".0") else "minor"
        method.change_note, method.approved_by = version["note"], version["approved_by"]
        method.save()
        record_version(page=method, dated=version["date"])
    publish(method, user=author, first=data["versions"][0]["date"], last=data["versions"][-1]["date"])


def _write_part(page: Any, texts: dict[str, Any], rich: RichText) -> None:
    page.title = page.draft_title = texts["title"]
    page.summary = texts["summary"].strip()
    page.goal = rich(texts["goal"])
    page.activities = rich.bullets(texts["activities"])
    page.roles = rich.bullets(f"**{row['role']}** {row['does']}" for row in texts["roles"])
    page.outputs = rich.bullets(texts["outputs"])
    if "text" in texts:
        page.body = stream(f"method/{page.slug}", [("text", rich(texts["text"]))])


def _translate(method: MethodPage, parts: dict[str, Any], data: dict[str, Any], rich: RichText, author: Any) -> None:
    nynorsk = Locale.objects.get(language_code="nn")
    last = data["versions"][-1]["date"]
    copy: Any = MethodPage.objects.get(pk=method.pk).copy_for_translation(nynorsk)
    copy.slug, copy.title, copy.draft_title = "diemo", data["nn"]["title"], data["nn"]["title"]
    copy.summary, copy.intro = data["nn"]["summary"].strip(), rich(data["nn"]["intro"])
    publish(copy, user=author, first=last, last=last)
    for phase in data["phases"]:
        copy = KnowledgePage.objects.get(pk=parts[phase["slug"]].pk).specific.copy_for_translation(nynorsk)
        copy.slug = phase["slug"]
        _write_part(copy, phase["nn"], rich)
        publish(copy, user=author, first=last, last=last)
