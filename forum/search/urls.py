"""`/sok/` and what belongs to it."""

from django.urls import path
from django.views.decorators.http import require_safe

from forum.search import views
from forum.search.feeds import SavedSearchFeed

app_name = "search"
urlpatterns = [
    path("", views.search, name="search"),
    path("strom/", require_safe(SavedSearchFeed()), name="feed"),
    path("forslag/", views.suggestions, name="suggestions"),
]
