"""Wagtail's account page, fitted to our user."""

from wagtail.admin.views.account import NameEmailSettingsPanel

from forum.accounts.forms import NameEmailForm

# Wagtail has no setting for this form, and its own asks for a first and a last name that our users lack.
NameEmailSettingsPanel.form_class = NameEmailForm
