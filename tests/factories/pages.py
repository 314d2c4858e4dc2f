"""Pages for tests: built like an editor builds them, in a portal that is set up."""

import itertools
import json
import zlib
from io import BytesIO
from uuid import uuid4

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from wagtail.models import Locale, Page, PageViewRestriction

from bestpractice.models import GuidePage, MethodPage, PhasePage, StepPage
from forum.home.demo.office import build
from forum.home.models import NewsPage, TopicPage
from forum.home.portal_setup import set_up_portal
from forum.pages.models import LosConcept, PageFile, PortalDocument

numbers = itertools.count(1)

FONT = "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>"
PDF_PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R /Resources << /Font << /F1 3 0 R >> >> >>"
)


def make_portal():
    """The empty portal of a new owner, with register and Los."""
    return set_up_portal()


def _child(parent, page):
    Page.objects.get(pk=parent.pk).specific.add_child(instance=page)
    return page


def section(slug, code="nb"):
    """A section of the portal, as `make_portal` made it."""
    return Page.objects.get(slug=slug, depth=3, locale__language_code=code).specific


def stream(*blocks):
    """The JSON of a StreamField from (type, value) pairs."""
    return json.dumps([{"type": kind, "value": value, "id": str(uuid4())} for kind, value in blocks])


def make_guide(*, live=True, publish=False, themes=(), files=(), **fields):
    """A guide below /beste-praksis/. `publish=True` goes through a revision, so that it gets a version."""
    number = next(numbers)
    fields = {
        "title": f"Veileder {number}",
        "slug": f"veileder-{number}",
        "summary": "Slik gjorde vi det.",
        **fields,
    }
    page = GuidePage(live=live and not publish, **fields)
    _child(section("beste-praksis"), page)
    if themes:
        page.themes.set(themes)
    for title in files:
        page.files.add(PageFile(title=title, document=make_document(title=title)))
    if themes or files:
        page.save()
    if publish:
        page.save_revision().publish()
        page.refresh_from_db()
    return page


def make_document(*, title="Mal", text="Innhold i malen", name=None):
    """A file in the portal, in the format that its name says: .txt, .pdf, .docx, .odt or .xlsx."""
    name = name or f"fil-{next(numbers)}.txt"
    ending = name.rpartition(".")[2]
    content = text.encode() if ending == "txt" else pdf(text).read() if ending == "pdf" else build(ending, title, text)
    return PortalDocument.objects.create(title=title, file=ContentFile(content, name=name))


def pdf(*pages):
    """A small PDF with the pages' lines of text."""
    objects = ["<< /Type /Catalog /Pages 2 0 R >>", "", FONT]
    kids = []
    for text in pages:
        lines = "".join(f"({line}) Tj 0 -14 Td " for line in text.split("\n"))
        packed = zlib.compress(f"BT /F1 12 Tf 72 720 Td {lines}ET".encode("cp1252"))
        stream_of_page = f"<< /Filter /FlateDecode /Length {len(packed)} >>\nstream\n".encode() + packed
        objects += [stream_of_page + b"\nendstream", PDF_PAGE % (len(objects) + 1)]
        kids.append(f"{len(objects)} 0 R")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    out, places = BytesIO(), []
    out.write(b"%PDF-1.7\n")
    for number, content in enumerate(objects, start=1):
        places.append(out.tell())
        body = content if isinstance(content, bytes) else content.encode()
        out.write(b"%d 0 obj\n%b\nendobj\n" % (number, body))
    table = out.tell()
    out.write(b"xref\n0 %d\n0000000000 65535 f \n" % (len(places) + 1))
    out.write(b"".join(b"%010d 00000 n \n" % place for place in places))
    out.write(b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(places) + 1, table))
    out.seek(0)
    return out


def make_method():
    """A method with two phases of one step each: (method, [(phase, step), …])."""
    method = _child(section("metode"), MethodPage(title="DIEMO", slug="diemo", summary="Fem faser."))
    parts = []
    for title in ("Definere", "Implementere"):
        phase = _child(method, PhasePage(title=title, slug=title.lower(), letter=title[0], summary="En fase."))
        step = _child(phase, StepPage(title=f"Steg i {title}", slug=f"steg-{title.lower()}", summary="Et steg."))
        parts.append((phase, step))
    return method, parts


def make_news(**fields):
    """A piece of news below /aktuelt/."""
    number = next(numbers)
    return _child(section("aktuelt"), NewsPage(**{"title": f"Nyhet {number}", "slug": f"nyhet-{number}", **fields}))


def make_topic(theme, **fields):
    """A topic page below /tema/."""
    number = next(numbers)
    page = TopicPage(**{"title": f"Tema {number}", "slug": f"tema-{number}", "theme": theme, **fields})
    return _child(section("tema"), page)


def a_theme(slug="helse-og-omsorg"):
    """A main theme of Los."""
    return LosConcept.objects.get(slug=slug)


def close(page, *groups):
    """Restrict a page and what is below it to groups (to those signed in, where none is given)."""
    kind = PageViewRestriction.GROUPS if groups else PageViewRestriction.LOGIN
    restriction = PageViewRestriction.objects.create(page=page, restriction_type=kind)
    restriction.groups.set(groups)
    return restriction


def make_group(name=None):
    """An auth group."""
    return Group.objects.create(name=name or f"Gruppe {next(numbers)}")


def translate(page, code="nn", **fields):
    """The page in another language, live."""
    copy = type(page).objects.get(pk=page.pk).copy_for_translation(Locale.objects.get(language_code=code))
    copy.slug, copy.live = page.slug, True
    for name, value in {"title": f"{page.title} ({code})", **fields}.items():
        setattr(copy, name, value)
    copy.draft_title = copy.title
    copy.save()
    return copy
