"""Puts the register in Wagtail's menu."""

from wagtail.snippets.models import register_snippet

from forum.organisations.viewsets import RegisterGroup

register_snippet(RegisterGroup)
