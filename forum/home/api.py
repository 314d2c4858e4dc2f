"""`/api/v2/sider/`: what a visitor or a signed-in user may read, as JSON."""

from typing import Any

from django.db.models import QuerySet
from rest_framework.request import Request
from rest_framework.response import Response
from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.utils import BadRequestError
from wagtail.api.v2.views import PagesAPIViewSet

from forum.pages.models import KnowledgePage
from forum.pages.portal_state import is_example_data


class KnowledgePagesViewSet(PagesAPIViewSet):
    """Wagtail's own view over the one gate; Wagtail's ``public()`` leaves language versions open."""

    model = KnowledgePage
    body_fields = [*PagesAPIViewSet.body_fields, "summary", "licence"]
    listing_default_fields = [*PagesAPIViewSet.listing_default_fields, "summary"]
    meta_fields = [*PagesAPIViewSet.meta_fields, "version_label", "text_changed_at", "review_by"]

    def get_base_queryset(self) -> Any:
        """Nothing reaches an answer but through here."""
        return KnowledgePage.objects.visible_to(self.request.user)

    def filter_queryset(self, queryset: Any) -> Any:
        """As Wagtail's, with an order that is whole: equal rows must not change places between two pages of answers."""
        found = super().filter_queryset(queryset)
        if isinstance(found, QuerySet) and found.query.order_by and "?" not in found.query.order_by:
            return found.order_by(*found.query.order_by, "pk")
        return found

    def listing_view(self, request: Request) -> Response:
        """As Wagtail's, and says whether the content is invented."""
        if request.GET.get("search_operator", "").lower() not in ("", "and", "or"):
            raise BadRequestError("search_operator must be 'and' or 'or'")
        response: Response = super().listing_view(request)
        response.data["meta"]["example_data"] = is_example_data()
        return response

    def detail_view(self, request: Request, pk: int) -> Response:
        """As Wagtail's, and says whether the content is invented."""
        response: Response = super().detail_view(request, pk)
        response.data["meta"]["example_data"] = is_example_data()
        return response


api_router = WagtailAPIRouter("api")
api_router.register_endpoint("sider", KnowledgePagesViewSet)
