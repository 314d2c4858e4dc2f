"""Search in the editor's room: synonyms, promoted results, and what readers look for."""

from typing import Any

from django.http import HttpRequest
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.search_promotions.forms import SearchPromotionsFormSet
from wagtail.contrib.search_promotions.views.settings import CreateView as CreatePromotionView
from wagtail.contrib.search_promotions.views.settings import IndexView as PromotionsView
from wagtail.models import Page
from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import CreateView, SnippetViewSet, SnippetViewSetGroup

from forum.pages.models import KnowledgePage
from forum.search import statistics
from forum.search.models import Synonym
from forum.search.reports import SearchesReport

SEARCH_MENU = "register_search_menu_item"
# Wagtail's own places for what stands in our menu, and its report of counts that this portal does not keep.
PROMOTIONS_IN_SETTINGS = "promoted-search-results"
WAGTAILS_SEARCH_TERMS = "search-terms"


class PermittedItem(MenuItem):
    """A menu item for those with a right."""

    def __init__(self, *args: Any, permission: str, **kwargs: Any) -> None:
        self.permission = permission
        super().__init__(*args, **kwargs)

    def is_shown(self, request: HttpRequest) -> bool:
        """Whether this person has the right."""
        return bool(request.user.has_perm(self.permission))


class CreateSynonymView(CreateView):
    """With the word filled in, where one comes from the report (``?ord=``)."""

    def get_initial(self) -> dict[str, Any]:
        """What the form begins with."""
        return {**super().get_initial(), "word": self.request.GET.get("ord", "")}


class SynonymViewSet(SnippetViewSet):
    """Words that editors say mean the same."""

    model = Synonym
    icon = "openquote"
    menu_label = _("Synonymer")
    add_view_class = CreateSynonymView
    copy_view_enabled = False
    list_display = ["word", "means", "both_ways"]
    list_export = ["word", "means", "both_ways"]
    search_fields = ["word", "means"]
    panels = [FieldPanel("word"), FieldPanel("means"), FieldPanel("both_ways")]
    list_per_page = 100


class SearchGroup(SnippetViewSetGroup):
    """What editors can do about search; promoted results join by the hook."""

    menu_label = _("Søk i portalen")  # «Søk» alone is Wagtail's own search box, right above
    menu_icon = "search"
    menu_order = 250
    items = (SynonymViewSet,)
    submenu_hook = SEARCH_MENU


register_snippet(SearchGroup)


# The one label that Wagtail leaves to the field's name, which is English.
SearchPromotionsFormSet.form.base_fields["external_link_text"].label = _("Ekstern lenketekst")
# Wagtail's list has a column of counts that this portal keeps elsewhere: it would always say 0.
PromotionsView.columns = [column for column in PromotionsView.columns if column.name != "views"]


class RecommendView(CreatePromotionView):
    """Wagtail's form for a promoted result with the query filled in (``?sok=``); it is sent to Wagtail's own view."""

    def get_initial(self) -> dict[str, Any]:
        """What the form begins with."""
        return {**super().get_initial(), "query_string": self.request.GET.get("sok", "")}


@hooks.register(SEARCH_MENU)
def promotions_menu_item() -> MenuItem:
    """Wagtail's promoted results, beside the synonyms."""
    return PermittedItem(
        PromotionsView.page_title,
        reverse("wagtailsearchpromotions:index"),
        icon_name="pick",
        order=200,
        permission="wagtailsearchpromotions.add_searchpromotion",
    )


@hooks.register("construct_settings_menu")
def one_place_for_promotions(request: HttpRequest, items: list[MenuItem]) -> None:
    """Promoted results stand in our menu, not also under the settings."""
    items[:] = [item for item in items if item.name != PROMOTIONS_IN_SETTINGS]


@hooks.register("construct_reports_menu")
def one_report_of_searches(request: HttpRequest, items: list[MenuItem]) -> None:
    """Wagtail's report would always be empty: it reads a table that keeps whatever anyone types."""
    items[:] = [item for item in items if item.name != WAGTAILS_SEARCH_TERMS]


@hooks.register("register_reports_menu_item")
def searches_report_menu_item() -> MenuItem:
    """What readers look for, in the menu of reports."""
    return PermittedItem(
        _("Hva leserne leter etter"),
        reverse("searches_report"),
        icon_name="search",
        order=710,
        permission="search.view_searchcount",
    )


@hooks.register("register_admin_urls")
def search_urls() -> list[Any]:
    """The report, the part of it that filters renew, and the form with a query filled in."""
    return [
        path("reports/sok/", SearchesReport.as_view(), name="searches_report"),
        path("reports/sok/results/", SearchesReport.as_view(results_only=True), name="searches_report_results"),
        path("searchpicks/anbefal/", RecommendView.as_view(), name="recommend_page"),
    ]


@hooks.register("before_serve_page", order=100)
def count_what_was_opened(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> None:
    """A page opened from hits is counted; who may not read it has been turned away by the gate before this."""
    if isinstance(page, KnowledgePage) and statistics.is_from_a_reader(request):
        query = statistics.query_before(request)
        if query:
            statistics.count_opened(query=query, page=page)
