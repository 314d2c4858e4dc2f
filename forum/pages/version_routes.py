"""`…/versjoner/`: the change log of a page, and any two versions compared."""

from typing import Any

from django.http import Http404, HttpRequest
from django.template.response import TemplateResponse
from wagtail.contrib.routable_page.models import path

from forum.pages.version_reading import choose_versions, compare_versions


class VersionRoutes:
    """Mixed into a RoutablePageMixin page with versions; stands before it in the bases."""

    @path("versjoner/", name="versions")
    def compare(self, request: HttpRequest) -> TemplateResponse:
        """``?fra=1.0&til=2.0``: what differs; without them the two latest. 404 where nothing is published yet."""
        page: Any = self
        versions = page.versions_to_read()
        if not versions:
            raise Http404
        old, new = choose_versions(versions, request.GET)
        context = {"page": page, "versions": versions, "old": old, "new": new}
        context["comparison"] = compare_versions(old, new)
        return TemplateResponse(request, "pages/versions.html", context)
