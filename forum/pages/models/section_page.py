"""What pages on the first level have in common."""

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel
from wagtail.models import Page

from forum.pages.addresses import RESERVED_SLUGS


class FirstLevelPage(Page):
    """A page right below the front page, where plain views answer some of the addresses."""

    parent_page_types = ["home.HomePage"]

    class Meta:
        abstract = True

    def clean(self) -> None:
        """A page that a plain view would hide can never be reached: refuse its address, in the editor's form."""
        super().clean()
        if self.slug in RESERVED_SLUGS:
            raise ValidationError({"slug": _("Adressen «%(slug)s» er opptatt. Velg en annen.") % {"slug": self.slug}})


class SectionPage(FirstLevelPage):
    """A list of one kind of page, one of each below the front page; says itself what it lists."""

    intro = models.TextField(gettext_lazy("ingress"), max_length=400, blank=True)

    content_panels = [*Page.content_panels, FieldPanel("intro")]
    max_count_per_parent = 1

    class Meta:
        abstract = True
