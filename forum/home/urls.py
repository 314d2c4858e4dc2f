"""Feeds and municipalities; pages are Wagtail's."""

from django.urls import include, path

from forum.home.feeds import PortalFeed

urlpatterns = [
    path("feed/", PortalFeed(), name="feed"),
    path("feed/<slug:theme>/", PortalFeed(), name="theme_feed"),
    path("kommuner/", include("forum.home.municipality_urls")),
]
