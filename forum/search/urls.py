"""`/sok/` and what belongs to it."""

from django.urls import path

from forum.search import views

app_name = "search"
urlpatterns = [
    path("", views.search, name="search"),
    path("forslag/", views.suggestions, name="suggestions"),
]
