"""What administrators fill in about a user, and what users change about themselves."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.account import email_management_enabled
from wagtail.users import forms as wagtail_forms

from forum.accounts.models import User

_FIELDS = ["email", "full_name", "organisation", "is_superuser", "groups"]


class _PersonFields(forms.ModelForm[User]):
    """Our model has one name and an organisation, where Wagtail asks for two names."""

    # A declared field is taken out of the form by setting it to None in a subclass.
    first_name = None
    last_name = None
    email = forms.EmailField(label=_("E-postadresse"), max_length=254)

    error_messages = {
        "duplicate_username": _("Det finnes alt en bruker med denne adressen."),
        "password_mismatch": _("De to passordene er ikke like."),
    }

    def clean_email(self) -> str:
        """Lower case here already, so that Wagtail's search for doubles finds them."""
        return str(self.cleaned_data["email"]).lower()


class UserCreationForm(_PersonFields, wagtail_forms.UserCreationForm):
    """A new user, made by an administrator."""

    class Meta(wagtail_forms.UserCreationForm.Meta):
        model = User
        fields = _FIELDS


class UserEditForm(_PersonFields, wagtail_forms.UserEditForm):
    """An existing user, changed by an administrator."""

    class Meta(wagtail_forms.UserEditForm.Meta):
        model = User
        fields = [*_FIELDS, "is_active"]


class NameEmailForm(forms.ModelForm[User]):
    """One's own name and address, on Wagtail's account page."""

    email = forms.EmailField(label=_("E-postadresse"), max_length=254)

    class Meta:
        model = User
        fields = ["full_name", "email"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not email_management_enabled():
            del self.fields["email"]

    def clean_email(self) -> str:
        """Addresses are kept in lower case."""
        return str(self.cleaned_data["email"]).lower()
