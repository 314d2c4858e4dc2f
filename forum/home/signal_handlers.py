"""Rules on pages that Wagtail saves for us."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import Page

from forum.home.addresses import RESERVED_SLUGS
from forum.home.models import HomePage

FIRST_LEVEL = 3  # root, home, first level


@receiver(pre_save)
def keep_reserved_addresses(sender: type, instance: Any, raw: bool = False, **kwargs: Any) -> None:
    """A page below the front page that a plain view would hide can never be reached: refuse it."""
    if raw or not isinstance(instance, Page) or isinstance(instance, HomePage):
        return
    if instance.depth == FIRST_LEVEL and instance.slug in RESERVED_SLUGS:
        raise ValidationError({"slug": _("Adressen «%(slug)s» er opptatt. Velg en annen.") % {"slug": instance.slug}})
