"""The register of organisations: data only, no pages of its own."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganisationsConfig(AppConfig):
    """The ground floor's register."""

    name = "forum.organisations"
    label = "organisations"
    verbose_name = _("Organisasjoner")
