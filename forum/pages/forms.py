"""Forms for editors: what is asked before something is published."""

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms.pages import WagtailAdminPageForm


class VersionedPageForm(WagtailAdminPageForm):
    """Asks how large the change is, and for a note when it is large."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        page = self.instance
        if not self.is_bound and page.pk and page.live_revision_id and page.live_revision_id == page.latest_revision_id:
            # What was said of the last publication is not what will be said of the next.
            self.initial.update(version_step="minor", change_note="", approved_by="")

    def clean(self) -> dict[str, Any]:
        """A large change without a note says nothing to those who use the older text.

        While a draft is saved or shown Wagtail defers what is required: the note may be written later.
        """
        data: dict[str, Any] = super().clean()
        told = self.is_deferred_validation or data.get("change_note")
        if data.get("version_step") == "major" and not told and page_has_versions(self.instance):
            self.add_error("change_note", _("Skriv hva som er endret. Leserne ser det i endringsloggen."))
        return data


def page_has_versions(page: Any) -> bool:
    """Whether readers have an earlier version to compare with."""
    return bool(page.pk and page.versions.exists())
