"""The user administration under /admin/users/."""

from typing import Any

from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import Column
from wagtail.users.views import users as wagtail_users

from forum.accounts.forms import UserCreationForm, UserEditForm
from forum.accounts.models import User


class IndexView(wagtail_users.IndexView):
    """The list shows and searches the name and organisation that our users have."""

    @cached_property
    def columns(self) -> list[Any]:
        """Wagtail's columns, with the name made sortable and the organisation after the address."""
        boxes, name, address, *rest = super().columns
        name.sort_key = "full_name"
        organisation = Column("organisation", label=_("Organisasjon"), sort_key="organisation__name", width="20%")
        return [boxes, name, address, organisation, *rest]

    @cached_property
    def search_fields(self) -> list[str]:
        """What people look for a colleague by."""
        return ["full_name", "email", "organisation__name"]

    def get_base_queryset(self) -> QuerySet[User]:
        """One query for the list, whatever it shows."""
        users: QuerySet[User] = super().get_base_queryset().select_related("organisation")
        return users


class UserViewSet(wagtail_users.UserViewSet):
    """Wagtail's, with our list and our forms."""

    index_view_class = IndexView
    ordering = "full_name"

    def get_form_class(self, for_update: bool = False) -> type[UserCreationForm] | type[UserEditForm]:
        """The forms have different fields: a new user is always active."""
        return UserEditForm if for_update else UserCreationForm
