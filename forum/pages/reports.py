"""Reports for editors."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.reports import PageReportView

from forum.pages.models import KnowledgePage

AHEAD = timedelta(days=90)


class ReviewReport(PageReportView):
    """Live pages whose review date is past or within three months, the most overdue first; exports to Excel."""

    index_url_name = "review_report"
    index_results_url_name = "review_report_results"
    results_template_name = "pages/admin/review_report_results.html"
    page_title = _("Skal ses over")
    header_icon = "time"
    list_export = [*PageReportView.list_export, "review_by", "contact_name"]
    export_headings = {
        **PageReportView.export_headings,
        "review_by": _("Ses over innen"),
        "contact_name": _("Ansvarlig"),
    }

    def get_filename(self) -> str:
        """Of the export, without ending."""
        return "skal-ses-over"

    def get_queryset(self) -> Any:
        """Within sight of the editor who asks."""
        return (
            KnowledgePage.objects.visible_to(self.request.user)
            .filter(review_by__lte=timezone.localdate() + AHEAD)
            .order_by("review_by")
        )
