"""What content adds to the editor's room, and the gate on what Wagtail serves."""

from typing import Any

from django.http import Http404, HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.models import Page, PageViewRestriction
from wagtail.snippets.bulk_actions.snippet_bulk_action import SnippetBulkAction
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from forum.pages.files import may_have_document
from forum.pages.models import Experience, GlossaryTerm, LosConcept, PageTask, PortalDocument
from forum.pages.reports import ReviewReport
from forum.pages.services import finish_task
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
    panels = ["page", "kind", "text", "reply_to", "group"]
    list_filter = ["kind", "group", "done_at"]
    search_fields = ["text"]
    list_per_page = 50


@hooks.register("register_bulk_action")
class MarkDone(SnippetBulkAction):
    """«Merk som utført» on the list of things to check."""

    display_name = _("Merk som utført")
    action_type = "mark_done"
    aria_label = _("Merk det valgte som utført")
    template_name = "pages/admin/mark_done.html"
    models = [PageTask]

    def check_perm(self, snippet: PageTask) -> bool:
        """Whoever may change things to check may say that they are done."""
        return bool(self.request.user.has_perm("pages.change_pagetask"))

    def get_execution_context(self) -> dict[str, Any]:
        """Who says so, for ``execute_action``."""
        return {**super().get_execution_context(), "user": self.request.user}

    @classmethod
    def execute_action(cls, objects: list[PageTask], user: Any = None, **kwargs: Any) -> tuple[int, int]:
        """Each by the service; (how many things, how many parents: none)."""
        for task in objects:
            finish_task(task=task, user=user)
        return len(objects), 0

    def get_success_message(self, number: int, parents: int) -> str:
        """What the editor is told."""
        return ngettext("%(number)d sak er utført.", "%(number)d saker er utført.", number) % {"number": number}


@hooks.register("register_reports_menu_item")
def review_report_menu_item() -> MenuItem:
    """What is due for another look, in the menu of reports."""
    return MenuItem(_("Skal ses over"), reverse("review_report"), icon_name="time", order=700)


@hooks.register("register_admin_urls")
def review_report_url() -> list[Any]:
    """Its addresses: the page, and the part that filters renew."""
    return [
        path("reports/gjennomgang/", ReviewReport.as_view(), name="review_report"),
        path("reports/gjennomgang/results/", ReviewReport.as_view(results_only=True), name="review_report_results"),
    ]


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
