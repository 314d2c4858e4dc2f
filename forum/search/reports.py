"""The editors' report of what readers look for."""

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import django_filters
from django.db.models import F, FloatField, Sum
from django.db.models.functions import Cast
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.ui.tables import Column, NumberColumn
from wagtail.admin.views.reports import ReportView

from forum.pages.models import KnowledgePage
from forum.search.models import OpenedCount, SearchCount

PERIODS = {"7": _("Siste 7 dager"), "30": _("Siste 30 dager"), "90": _("Siste 90 dager")}
USUAL_PERIOD = "30"
# What only one has asked for once may tell of that one, so it is not shown.
FEWEST_SHOWN = 2
MOST_OPENED_SHOWN = 3
# A spreadsheet takes text that begins so for a formula.
_FORMULA_SIGNS = ("=", "+", "-", "@", "\t", "\r")


class WordsColumn(Column):
    """The query, leading to its hits."""

    cell_template_name = "search/admin/words_cell.html"


class OpenedColumn(Column):
    """Pages that were opened from the hits, the most opened first."""

    cell_template_name = "search/admin/opened_cell.html"


class ActionsColumn(Column):
    """What an editor can do about it, with the word filled in."""

    cell_template_name = "search/admin/actions_cell.html"


class SearchesFilterSet(WagtailFilterSet):
    """Which days, and whether only what was in vain."""

    period = django_filters.ChoiceFilter(label=_("Periode"), choices=list(PERIODS.items()), empty_label=None)
    hits = django_filters.ChoiceFilter(label=_("Treff"), choices=[("uten", _("Søk uten treff"))])

    class Meta:
        model = SearchCount
        fields: list[str] = []


class SearchesReport(ReportView):
    """The most frequent searches of a period, or those that were most often in vain; exports to Excel."""

    any_permission_required = ["view"]
    model = SearchCount
    index_url_name = "searches_report"
    index_results_url_name = "searches_report_results"
    page_title = _("Hva leserne leter etter")
    header_icon = "search"
    verbose_name_plural = _("søk")
    filterset_class = SearchesFilterSet
    export_filename = "hva-leserne-leter-etter"
    columns = [
        WordsColumn("query", label=_("Søk"), sort_key="query"),
        NumberColumn("times", label=_("Ganger"), sort_key="times"),
        NumberColumn("in_vain", label=_("Uten treff"), sort_key="in_vain"),
        NumberColumn("share", label=_("Andel uten treff"), sort_key="in_vain_share"),
        OpenedColumn("opened", label=_("Åpnet fra treffene")),
        ActionsColumn("query_actions", label=_("Gjør noe med det"), accessor="query"),
    ]
    list_export = ["query", "times", "in_vain", "share", "opened"]
    export_headings = {
        "query": _("Søk"),
        "times": _("Ganger"),
        "in_vain": _("Uten treff"),
        "share": _("Andel uten treff"),
        "opened": _("Åpnet fra treffene"),
    }

    @cached_property
    def _chosen(self) -> dict[str, str]:
        return self.filters.form.cleaned_data if self.filters.is_valid() else {}

    @property
    def _period(self) -> str:
        return self._chosen.get("period") or USUAL_PERIOD

    @property
    def _first_day(self) -> date:
        return timezone.localdate() - timedelta(days=int(self._period) - 1)

    @property
    def _only_in_vain(self) -> bool:
        return bool(self._chosen.get("hits"))

    @property
    def default_ordering(self) -> tuple[str, ...]:
        """The most frequent first, or what was most often in vain; then by the alphabet."""
        return ("-in_vain" if self._only_in_vain else "-times", "query")

    def get_page_subtitle(self) -> Any:
        """Which days the figures are of."""
        return PERIODS[self._period]

    def get_base_queryset(self) -> Any:
        """A dictionary for each query, with sums of the days."""
        counted = (
            SearchCount.objects.filter(day__gte=self._first_day)
            .values("query")
            .annotate(times=Sum("searches"), in_vain=Sum("without_hits"))
            .annotate(in_vain_share=Cast("in_vain", FloatField()) / F("times"))
            .filter(times__gte=FEWEST_SHOWN)
        )
        return counted.filter(in_vain__gt=0) if self._only_in_vain else counted

    def filter_queryset(self, queryset: Any) -> Any:
        """The filters are read where the sums are made."""
        return queryset

    def decorate_paginated_queryset(self, object_list: Any) -> Any:
        """With each query's share without hits in words, and what was opened from it."""
        opened = self._opened()
        for row in object_list:
            row["share"] = f"{round(100 * row['in_vain_share'])} %"
            row["opened"] = opened[row["query"]][:MOST_OPENED_SHOWN]
        return object_list

    def _opened(self) -> dict[str, list[tuple[int, str, int]]]:
        """By query: number of the page, title and how often it was opened; only pages within the editor's sight."""
        rows = (
            OpenedCount.objects.filter(day__gte=self._first_day)
            .filter(page__in=KnowledgePage.objects.visible_to(self.request.user))
            .values_list("query", "page_id", "page__title")
            .annotate(sum=Sum("times"))
            .order_by("query", "-sum", "page__title")
        )
        opened = defaultdict(list)
        for query, page_id, title, times in rows:
            opened[query].append((page_id, title, times))
        return opened

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Lists in words. Nothing a reader has typed becomes a formula; Wagtail sees to that in Excel's format only."""
        if field == "opened":
            value = ", ".join(f"{title} ({times})" for _page_id, title, times in value)
        if export_format == self.FORMAT_CSV and isinstance(value, str) and value.startswith(_FORMULA_SIGNS):
            return f"'{value}"
        return super().preprocess_field_value(field, value, export_format)
