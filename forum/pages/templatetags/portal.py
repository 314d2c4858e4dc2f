"""What templates ask of content."""

import json
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from wagtail.models import Page

from forum.pages.comparison import Paragraph
from forum.pages.glossary_links import link_terms
from forum.pages.models import KnowledgePage
from forum.pages.places import render_sections
from forum.pages.rich_links import expanded
from forum.pages.selectors import language_name
from forum.pages.visibility import may_read

register = template.Library()

# Unchanged paragraphs in a row that a comparison still shows; more are folded away.
SHOWN_UNCHANGED = 2

_HEADINGS = ("h2", "h3", "h4", "h5", "h6")

_FILE_KINDS = {
    "docx": "Word",
    "xlsx": "Excel",
    "pptx": "PowerPoint",
    "odt": "OpenDocument",
    "ods": "OpenDocument",
    "odp": "OpenDocument",
}


@register.simple_tag(takes_context=True)
def sections(context: Context, place: str, subject: Any) -> SafeString:
    """Parts that rooms put here (see ``forum.pages.places``)."""
    return render_sections(place, context["request"], subject)


@register.simple_tag
def mark(name: str) -> SafeString:
    """The shield of a kind of content; decoration, so the kind must also stand in words."""
    return format_html('<svg class="mark" viewBox="0 0 24 28" aria-hidden="true"><use href="#mark-{}"/></svg>', name)


@register.filter
def kind_label(page: Any) -> Any:
    """What readers call this kind of page; costs no query."""
    return page.specific_class.kind_label


@register.filter
def kind_mark(page: Any) -> str:
    """The shield's name for this kind of page; costs no query."""
    return str(page.specific_class.mark)


@register.filter
def in_own_name(code: str) -> str:
    """A language's own name."""
    return language_name(code)


@register.filter
def other_lang(page: Any) -> str:
    """The page's language code where it is not the reader's, for ``lang`` attributes; else empty."""
    code = str(page.locale.language_code)
    return "" if code == (get_language() or "nb") else code


@register.filter
def og_locale(code: str) -> str:
    """A language code as Open Graph writes it."""
    return {"nb": "nb_NO", "nn": "nn_NO", "en": "en_GB"}.get(code, code)


@register.simple_tag(takes_context=True)
def with_terms(context: Context, text: Any) -> SafeString:
    """Rich text with the first mention on the page of each glossary word linked to its explanation.

    What is linked already is kept on the request: blocks are rendered in contexts of their own.
    """
    request = context.get("request")
    seen: set[str] = set() if request is None else request.__dict__.setdefault("glossary_seen", set())
    pages = [page for page in (context.get("page"), *(context.get("shown_pages") or ())) if page is not None]
    return link_terms(expanded(text, request, pages), seen=seen)


@register.simple_tag(takes_context=True)
def breadcrumbs(context: Context, page: Any, whole: bool = False) -> list[tuple[str, str]]:
    """(title, address) of what lies above a page, the front page first; one query however deep, none where
    the page was found by its address.

    ``whole`` takes the page itself along, for what lies below it without being a page.
    """
    trail = getattr(context.get("request"), "page_trail", [])
    if trail and trail[-1].pk == page.pk:
        return _crumbs(trail if whole else trail[:-1], context["request"])
    last = len(page.path) + (page.steplen if whole else 0)
    prefixes = [page.path[:end] for end in range(2 * page.steplen, last, page.steplen)]
    above = Page.objects.filter(path__in=prefixes).order_by("path")
    return _crumbs(above, context.get("request"))


def _crumbs(pages: Iterable[Page], request: Any) -> list[tuple[str, str]]:
    shown = (page for page in pages if page.live)  # a draft's title is not for readers
    return [(_("Forside") if page.depth == 2 else page.title, page.get_url(request) or "/") for page in shown]


@register.simple_tag
def front_crumb() -> list[tuple[str, str]]:
    """What lies above a view on the first level: the front page in the reader's language."""
    return [(_("Forside"), front_url())]


@register.simple_tag
def front_url() -> str:
    """The front page in the reader's language."""
    code = get_language() or settings.LANGUAGE_CODE
    return "/" if code == settings.LANGUAGE_CODE else f"/{code}/"


@register.simple_tag(takes_context=True)
def visible_page(context: Context, page: Any) -> Any:
    """The page, if there is one and this reader may see it; costs no query of its own."""
    request = context.get("request")
    shown = page is not None and request is not None and page.live and may_read(request.user, page)
    return page if shown else None


@register.simple_tag(takes_context=True)
def visible_pages(context: Context, pages: Iterable[Any]) -> list[KnowledgePage]:
    """Those of ``pages`` (from a chooser) that this reader may see, in their language and order."""
    keys = list(dict.fromkeys(page.translation_key for page in pages if page is not None))
    request = context.get("request")
    if not keys or request is None:
        return []
    visible = KnowledgePage.objects.visible_to(request.user).in_language(get_language() or "nb")
    found = {page.translation_key: page for page in visible.filter(translation_key__in=keys).for_listing()}
    return [found[key] for key in keys if key in found]


@register.simple_tag
def steps_beside(phases: Iterable[Any], step: Any) -> dict[str, Any]:
    """``before`` and ``after``: the steps that a step stands between, across the phases of its method."""
    steps = [other for phase in phases for other in phase.steps]
    place = next((place for place, other in enumerate(steps) if other.pk == step.pk), None)
    if place is None:
        return {}
    return {"before": steps[place - 1] if place else None, "after": next(iter(steps[place + 1 :]), None)}


@register.filter
def file_kind(document: Any) -> str:
    """What people call this sort of file."""
    extension = str(document.file_extension).lower()
    return _FILE_KINDS.get(extension, extension.upper())


@register.filter
def anchor(text: str) -> str:
    """An id for a heading within the page, which can not be that of a fixed part."""
    return f"del-{slugify(text, allow_unicode=True)}"


@register.simple_tag
def heading(text: object, level: str, name: str = "") -> SafeString:
    """A heading on a level that the template is told; ``name`` is its id."""
    tag = level if level in _HEADINGS else "h3"
    if name:
        return format_html('<{} id="{}">{}</{}>', tag, name, text, tag)
    return format_html("<{}>{}</{}>", tag, text, tag)


@register.filter
def levelled(body: Iterable[Any], first: str) -> Iterator[tuple[Any, str]]:
    """(block, heading level) down a page's free part: what stands below a heading is one level under it.

    ``first`` is the level of what comes before any heading. Main headings are h2, or on the level of
    ``first`` where the whole part lies deeper than h3. A sub-heading without a main heading is raised.
    """
    level = int(first[1])
    top = level if level > 3 else 2
    for block in body:
        if block.block_type != "heading":
            yield block, f"h{min(level, 6)}"
            continue
        own = top + 1 if level > top and block.value["level"] == "h3" else top
        level = own + 1
        yield block, f"h{min(own, 6)}"


@register.filter
def runs(paragraphs: Iterable[Paragraph]) -> list[dict[str, Any]]:
    """A comparison's paragraphs in runs; ``folded`` where many in a row are the same in both versions."""
    grouped = [(changed, list(run)) for changed, run in groupby(paragraphs, key=lambda paragraph: paragraph.changed)]
    return [{"folded": not changed and len(run) > SHOWN_UNCHANGED, "paragraphs": run} for changed, run in grouped]


@register.filter
def elided(listed: Any) -> Any:
    """Page numbers to show, with an ellipsis where many are left out."""
    return listed.paginator.get_elided_page_range(listed.number, on_each_side=1, on_ends=1)


@register.simple_tag(takes_context=True)
def query_with(context: Context, parameter: str, value: object) -> str:
    """This page's query with one parameter set, or left out when empty; the page number starts anew.

    As ``{% querystring %}``, which can not take the parameter's name from a variable.
    """
    query = context["request"].GET.copy()
    query.pop("side", None)
    query.pop(parameter, None)
    if value:
        query[parameter] = str(value)
    return f"?{query.urlencode()}"


@register.simple_tag(takes_context=True)
def query_without(context: Context, *parameters: str) -> list[tuple[str, str]]:
    """(name, value) of this page's query but for some, for a form that must keep the rest."""
    query = context["request"].GET
    return [(name, query[name]) for name in query if name not in parameters]


@register.simple_tag(takes_context=True)
def structured_data(
    context: Context, page: Any, crumbs: Sequence[tuple[str, str]], steps: Any = (), themes: Any = ()
) -> SafeString:
    """What the page is and where it stands, in schema.org's words, for search engines."""
    site = str(context.get("portal_url", ""))
    address = page.get_url(context.get("request")) or ""
    work = _work(page, site, address) | {
        "about": [{"@type": "Thing", "name": theme.name, "sameAs": theme.uri} for theme in themes],
        "step": [
            {"@type": "HowToStep", "position": place, "name": block.value["title"]}
            for place, block in enumerate(steps or (), start=1)
        ],
        "creativeWorkStatus": _("Eksempeldata") if context.get("is_example_data") else "",
    }
    trail = [
        {"@type": "ListItem", "position": place, "name": title, "item": f"{site}{url}"}
        for place, (title, url) in enumerate([*crumbs, (page.title, address)], start=1)
    ]
    told = {name: value for name, value in work.items() if value}
    place = {"@type": "BreadcrumbList", "itemListElement": trail}
    return json_ld({"@context": "https://schema.org", "@graph": [told, place]})


def _work(page: Any, site: str, address: str) -> dict[str, Any]:
    return {
        "@type": page.schema_type,
        "name" if page.schema_type == "HowTo" else "headline": page.title,
        "description": page.summary,
        "url": f"{site}{address}",
        "inLanguage": page.locale.language_code,
        "datePublished": page.first_published_at,
        "dateModified": page.text_changed_at,
        "version": page.version_label,
        "license": page.schema_licence,
        "author": page.contact_name and {"@type": "Organization", "name": page.contact_name},
        "publisher": {"@type": "Organization", "name": "ksikt-forum", "url": site},
    }


@register.simple_tag
def json_ld(data: Any) -> SafeString:
    """Data for machines, in a script element that no text in it can end."""
    text = json.dumps(data, ensure_ascii=False, default=_readable)
    for sign, escaped in (("<", "\\u003c"), (">", "\\u003e"), ("&", "\\u0026")):
        text = text.replace(sign, escaped)
    return format_html('<script type="application/ld+json">{}</script>', SafeString(text))


def _readable(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)
