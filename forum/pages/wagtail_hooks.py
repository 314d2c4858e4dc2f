"""What content adds to the editor's room, and the gate on what Wagtail serves."""

from typing import Any

from django.http import Http404, HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from forum.pages.files import may_have_document
from forum.pages.models import Experience, GlossaryTerm, LosConcept, PageTask, PortalDocument
from forum.pages.visibility import may_read


@hooks.register("before_serve_page", order=-100)
def answer_404_for_closed_pages(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """Who may not read a page is not told that it exists."""
    if not may_read(request.user, page):
        raise Http404
    # Wagtail asks once more, by two queries, what the gate has just answered more strictly.
    page.get_view_restrictions = PageViewRestriction.objects.none


@hooks.register("before_serve_document", order=-100)
def answer_404_for_closed_files(document: PortalDocument, request: HttpRequest) -> None:
    """A file is as visible as the pages that carry it."""
    if not may_have_document(request.user, document):
        raise Http404


class ExperienceViewSet(SnippetViewSet):
    """«Brukt av», entered for organisations that told an editor."""

    model = Experience
    icon = "group"
    menu_label = _("Erfaringer")
    list_display = ["organisation", "page", "result", "shared_on"]
    list_filter = ["organisation", "shared_on", "hidden"]
    search_fields = ["did", "result", "organisation__name"]
    list_per_page = 50


class PageTaskViewSet(SnippetViewSet):
    """One list of what must be looked at."""

    model = PageTask
    icon = "tasks"
    menu_label = _("Må kontrolleres")
    list_display = ["page", "kind", "text", "raised_at", "done_at"]
    list_filter = ["kind", "group", "done_at"]
    search_fields = ["text"]
    list_per_page = 50


class GlossaryViewSet(SnippetViewSet):
    """Words that the portal explains."""

    model = GlossaryTerm
    icon = "openquote"
    menu_label = _("Begreper")
    list_display = ["term", "term_nn", "page"]
    search_fields = ["term", "term_nn", "definition"]
    list_per_page = 100


class LosViewSet(SnippetViewSet):
    """Los, to look things up in; the import keeps it."""

    model = LosConcept
    icon = "tag"
    menu_label = _("Los")
    list_display = ["name_nb", "name_nn", "kind", "deprecated"]
    list_filter = ["kind", "deprecated"]
    search_fields = ["name_nb", "name_nn", "name_en", "uri"]
    list_per_page = 100


class KnowledgeGroup(SnippetViewSetGroup):
    """The editor's menu for what stands around the pages."""

    menu_label = _("Kunnskap")
    menu_icon = "glasses"
    menu_order = 200
    items = (PageTaskViewSet, ExperienceViewSet, GlossaryViewSet, LosViewSet)


register_snippet(KnowledgeGroup)
