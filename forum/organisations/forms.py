"""The register's forms in the editor."""

from typing import Any

from django.db import models
from wagtail.admin.forms import WagtailAdminModelForm

from forum.organisations.models import Municipality


class RegisterForm(WagtailAdminModelForm):
    """A number is chosen once: changed on an existing row, Django would save a second row beside it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance._state.adding and "number" in self.fields:
            self.fields["number"].disabled = True


class RegionForm(WagtailAdminModelForm):
    """Only municipalities that exist can work together."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = models.Q(regions=self.instance.pk) if self.instance.pk else models.Q()
        current = Municipality.objects.current().values("pk")
        self.fields["municipalities"].queryset = Municipality.objects.filter(
            models.Q(pk__in=current) | chosen if chosen else models.Q(pk__in=current)
        ).distinct()
