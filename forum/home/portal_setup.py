"""An empty portal that a real owner starts from: languages, front pages, sections, register and Los."""

from dataclasses import dataclass
from io import StringIO
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management import call_command
from django.db import transaction
from wagtail.models import Locale, Page, Site

from bestpractice.models import GuideIndexPage, MethodIndexPage
from forum.home.editor_rights import grant_editor_rights
from forum.home.models import HomePage, NewsIndexPage, TextPage, TopicIndexPage
from forum.home.section_texts import HOME, SECTIONS, TEXTS

MODELS: dict[str, type[Page]] = {
    "beste-praksis": GuideIndexPage,
    "metode": MethodIndexPage,
    "tema": TopicIndexPage,
    "aktuelt": NewsIndexPage,
}


@dataclass(frozen=True)
class Portal:
    """The front page of each language, by language code."""

    homes: dict[str, HomePage]

    def section(self, slug: str, code: str) -> Any:
        """The section page with this slug in this language."""
        return Page.objects.child_of(self.homes[code]).get(slug=slug).specific


@transaction.atomic
def set_up_portal() -> Portal:
    """Make what is missing and leave what is there: running it twice changes nothing."""
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES}
    call_command("import_municipalities", stdout=StringIO())
    call_command("import_los", stdout=StringIO())
    homes = _front_pages(locales)
    for slug, texts in SECTIONS.items():
        _in_all_languages(homes, slug, MODELS[slug], texts)
    for slug, titles in TEXTS.items():
        _in_all_languages(homes, slug, TextPage, {code: {"title": title} for code, title in titles.items()})
    grant_editor_rights()
    return Portal(homes)


def _front_pages(locales: dict[str, Locale]) -> dict[str, HomePage]:
    default = settings.LANGUAGE_CODE
    first = HomePage.objects.filter(locale=locales[default]).first()
    if first is None:
        root = Page.objects.get(depth=1)
        for welcome in Page.objects.filter(depth=2):
            welcome.delete()
        root = Page.objects.get(pk=root.pk)
        first = HomePage(slug="forside", locale=locales[default], **HOME[default])
        root.add_child(instance=first)
    Site.objects.update_or_create(
        is_default_site=True, defaults={"root_page": first, "site_name": settings.WAGTAIL_SITE_NAME}
    )
    align_site()
    homes = {default: first}
    for code, locale in locales.items():
        if code != default:
            homes[code] = _translated(first, locale, f"forside-{code}", HOME[code])
    return homes


def _in_all_languages(homes: dict[str, HomePage], slug: str, model: type[Page], texts: dict[str, Any]) -> None:
    default = settings.LANGUAGE_CODE
    home = HomePage.objects.get(pk=homes[default].pk)
    source = model.objects.child_of(home).filter(slug=slug).first()
    if source is None:
        source = model(slug=slug, locale=home.locale, **texts[default])
        home.add_child(instance=source)
    for code in homes.keys() - {default}:
        _translated(source, homes[code].locale, slug, texts[code])


def _translated(source: Page, locale: Locale, slug: str, texts: dict[str, Any]) -> Any:
    there = source.get_translation_or_none(locale)
    if there is not None:
        return there.specific
    copy = source.copy_for_translation(locale)
    copy.slug = slug
    copy.draft_title = texts["title"]
    for name, value in texts.items():
        setattr(copy, name, value)
    copy.live = True
    copy.has_unpublished_changes = False
    copy.save()
    return copy


def align_site() -> None:
    """Give Wagtail's site the name and port of PORTAL_URL, from which it makes whole addresses."""
    address = urlsplit(settings.PORTAL_URL)
    port = address.port or (443 if address.scheme == "https" else 80)
    Site.objects.filter(is_default_site=True).update(hostname=address.hostname or "localhost", port=port)
    Site.clear_site_root_paths_cache()
