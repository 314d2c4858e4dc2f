"""What is true of this installation as a whole."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting


@register_setting(icon="info-circle")
class PortalState(BaseGenericSetting):
    """One row. Whether what visitors see is invented."""

    is_example_data = models.BooleanField(
        _("innholdet er eksempeldata"),
        default=False,
        help_text=_("Vises øverst på hver side, i strømmer, brev og eksporter: oppdiktede tall må ikke tas for sanne."),
    )

    class Meta:
        verbose_name = _("Portalens tilstand")
