"""The form behind «Foreslå forbedring»."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _


class SuggestionForm(forms.Form):
    """What could be better, and where an answer may be sent."""

    text = forms.CharField(
        label=_("Hva kan bli bedre?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={
            "required": _("Skriv hva som kan bli bedre."),
            "max_length": _("Forslaget er for langt: %(show_value)d tegn. Det er plass til %(limit_value)d."),
        },
    )
    reply_to = forms.EmailField(
        label=_("E-postadresse (valgfritt)"),
        required=False,
        max_length=254,
        help_text=_("Bare hvis du vil ha svar. Adressen slettes når forslaget er behandlet."),
        error_messages={"invalid": _("E-postadressen er ikke skrevet riktig. Et eksempel: navn@kommune.no")},
    )
    # People do not see this field; programs that fill in everything give themselves away.
    website = forms.CharField(required=False, label=_("La dette feltet stå tomt"))

    def clean_website(self) -> str:
        """Refuse what only a program would write."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("La feltet som skal være tomt, stå tomt."))
        return ""

    @property
    def suggestion(self) -> dict[str, Any]:
        """The keyword arguments of ``services.suggest_improvement``."""
        return {"text": self.cleaned_data["text"], "reply_to": self.cleaned_data["reply_to"]}
