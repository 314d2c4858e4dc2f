"""Addresses that belong to all content."""

from django.urls import path

from forum.pages.views import glossary_list, suggest

urlpatterns = [
    path("begreper/", glossary_list, name="glossary"),
    path("forslag/<int:page_id>/", suggest, name="suggest"),
]
