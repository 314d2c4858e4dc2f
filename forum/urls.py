"""Which room answers which address. Rooms are named by string only."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

urlpatterns = [
    path("admin/", include("wagtail.admin.urls")),
    path("documents/", include("wagtail.documents.urls")),
    path("", include("forum.home.machine_urls")),
    *i18n_patterns(
        path("", include("forum.pages.urls")),
        path("", include("bestpractice.urls")),
        path("", include("forum.home.urls")),
        path("sok/", include("forum.search.urls")),
        path("", include("wagtail.urls")),
        prefix_default_language=False,
    ),
]
