"""Wagtail's user administration, with our views. Listed in INSTALLED_APPS in the place of ``wagtail.users``."""

from wagtail.users.apps import WagtailUsersAppConfig


class UsersAppConfig(WagtailUsersAppConfig):
    """Only the views are ours; label, models and migrations stay Wagtail's."""

    user_viewset = "forum.accounts.viewsets.UserViewSet"
