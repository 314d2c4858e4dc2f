"""`/maler/`."""

from django.urls import path

from bestpractice.views import templates_list

urlpatterns = [path("maler/", templates_list, name="templates")]
