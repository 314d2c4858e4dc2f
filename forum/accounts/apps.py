"""People: who signs in, for whom."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """The room of users."""

    name = "forum.accounts"
    label = "accounts"
    verbose_name = _("Brukere")
