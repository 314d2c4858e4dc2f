"""`/kommuner/`."""

from django.urls import path

from forum.home.views.municipalities import county, municipalities, municipality

app_name = "home"

urlpatterns = [
    path("", municipalities, name="municipalities"),
    path("fylke/<slug:slug>/", county, name="county"),
    path("<str:number>/", municipality, name="municipality"),
]
