"""Addresses for machines; the same in every language, so without prefix."""

from django.contrib.sitemaps import views as sitemaps
from django.urls import path

from forum.home.api import api_router
from forum.home.sitemaps import SITEMAPS
from forum.home.views.machines import healthz, robots
from forum.pages.views import image_file

urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("robots.txt", robots, name="robots"),
    path(
        "sitemap.xml",
        sitemaps.index,
        {"sitemaps": SITEMAPS, "sitemap_url_name": "sitemap_section"},
        name="sitemap",
    ),
    path("sitemap-<section>.xml", sitemaps.sitemap, {"sitemaps": SITEMAPS}, name="sitemap_section"),
    path("bilder/<int:rendition_id>/<str:name>", image_file, name="image_file"),
    path("api/v2/", api_router.urls),
]
