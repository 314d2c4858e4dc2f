"""The register in the editor: one list and one form for each kind of row."""

from typing import Any

import django_filters
from django import forms
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import WagtailFilterSet
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.snippets.views.snippets import SnippetViewSet, SnippetViewSetGroup

from forum.organisations.forms import RegionForm, RegisterForm
from forum.organisations.models import County, CountyHelper, Municipality, Organisation, Region


class MunicipalityFilterSet(WagtailFilterSet):
    """Former numbers are hidden until asked for: there are more of them than of those in use."""

    former = django_filters.BooleanFilter(label=_("Tidligere kommuner"), method="filter_former")

    class Meta:
        model = Municipality
        fields = ["county", "size_group", "language_form", "takes_part"]

    def filter_former(self, rows: QuerySet[Municipality], _name: str, value: bool) -> QuerySet[Municipality]:
        """Those that have ended, or those that have not."""
        current = Municipality.objects.current().values("pk")
        return rows.exclude(pk__in=current) if value else rows.filter(pk__in=current)


class MunicipalityViewSet(SnippetViewSet):
    """The municipalities, with what the programme knows of them."""

    model = Municipality
    icon = "home"
    menu_label = _("Kommuner")
    copy_view_enabled = False
    list_display = ["name", "number", "county", "get_size_group_display", "takes_part"]
    list_export = ["number", "name", "county", "language_form", "population", "email", "takes_part", "coordinator"]
    search_fields = ["name", "official_name", "number"]
    filterset_class = MunicipalityFilterSet
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("number"), FieldPanel("name")]),
            FieldPanel("official_name"),
            FieldRowPanel([FieldPanel("county"), FieldPanel("organisation")]),
            FieldRowPanel([FieldPanel("population"), FieldPanel("language_form")]),
            FieldPanel("email"),
            MultiFieldPanel(
                [FieldPanel("takes_part"), FieldPanel("joined_on"), FieldPanel("coordinator")],
                heading=_("I programmet"),
            ),
            MultiFieldPanel(
                [FieldPanel("valid_from"), FieldPanel("valid_to"), FieldPanel("successor")],
                heading=_("Gyldighet"),
            ),
        ],
        base_form_class=RegisterForm,
    )

    def get_queryset(self, request: HttpRequest) -> QuerySet[Municipality]:
        """One query for the list."""
        return Municipality.objects.select_related("county")


class OrganisationViewSet(SnippetViewSet):
    """Everyone who stands behind content and people."""

    model = Organisation
    icon = "group"
    menu_label = _("Organisasjoner")
    copy_view_enabled = False
    list_display = ["name", "number", "get_kind_display"]
    list_filter = ["kind"]
    list_export = ["number", "name", "kind", "website"]
    search_fields = ["name", "number"]
    panels = [FieldPanel("number"), FieldPanel("name"), FieldPanel("kind"), FieldPanel("website")]


class CountyViewSet(SnippetViewSet):
    """The counties."""

    model = County
    icon = "globe"
    menu_label = _("Fylker")
    copy_view_enabled = False
    list_display = ["name", "number"]
    search_fields = ["name", "number"]
    edit_handler = ObjectList(
        [FieldPanel("number"), FieldPanel("name"), FieldPanel("slug")], base_form_class=RegisterForm
    )


class CountyHelperViewSet(SnippetViewSet):
    """Who can help in each county."""

    model = CountyHelper
    icon = "help"
    menu_label = _("Hjelpere i fylkene")
    list_display = ["name", "county", "email"]
    list_filter = ["county"]
    search_fields = ["name", "email", "about"]
    panels = [FieldPanel("county"), FieldPanel("name"), FieldPanel("email"), FieldPanel("about")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[CountyHelper]:
        """One query for the list."""
        return CountyHelper.objects.select_related("county")


class RegionViewSet(SnippetViewSet):
    """Cooperation across municipal borders."""

    model = Region
    icon = "link"
    menu_label = _("Regioner")
    copy_view_enabled = False
    list_display = ["name", "about"]
    search_fields = ["name", "about"]
    edit_handler = ObjectList(
        [
            FieldPanel("name"),
            FieldPanel("slug"),
            FieldPanel("about"),
            FieldPanel("municipalities", widget=forms.CheckboxSelectMultiple),
        ],
        base_form_class=RegionForm,
    )


class RegisterGroup(SnippetViewSetGroup):
    """One menu for all of it."""

    items: tuple[Any, ...] = (
        MunicipalityViewSet,
        OrganisationViewSet,
        CountyViewSet,
        CountyHelperViewSet,
        RegionViewSet,
    )
    menu_label = _("Register")
    menu_icon = "list-ul"
    menu_order = 700
