"""The editor's form for files."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.documents.forms import BaseDocumentForm


class DocumentForm(BaseDocumentForm):
    """Refuses to replace a file in place: older versions of pages show the old one."""

    def clean_file(self) -> Any:
        """A new file is a new document."""
        if self.instance.pk and "file" in self.changed_data:
            raise forms.ValidationError(
                _("En fil kan ikke byttes ut, for eldre versjoner viser til den. Last opp den nye som en egen fil.")
            )
        return self.cleaned_data["file"]
