"""What editors and moderators may do around the pages: files, pictures, words, experience, things to check."""

from collections.abc import Mapping

from django.contrib.auth.models import Group, Permission
from wagtail.models import Collection, GroupCollectionPermission

EDITORS = "Redaktører"
MODERATORS = "Moderatorer"

_EVERYTHING = ("add", "change", "delete", "view")
_ROWS = {
    "experience": _EVERYTHING,
    "glossaryterm": _EVERYTHING,
    "pagetask": ("add", "change", "view"),
    "losconcept": ("view",),
}
_FILES = {"portaldocument": ("add", "change", "choose"), "portalimage": ("add", "change", "choose")}


def grant_editor_rights() -> None:
    """Give both groups what Wagtail's own migrations gave them for Wagtail's own models. Twice changes nothing."""
    root = Collection.get_first_root_node()
    for group in Group.objects.filter(name__in=[EDITORS, MODERATORS]):
        group.permissions.add(*_permissions(_ROWS), *_localize())
        for permission in _permissions(_FILES):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _permissions(rights: Mapping[str, tuple[str, ...]]) -> list[Permission]:
    names = [f"{verb}_{model}" for model, verbs in rights.items() for verb in verbs]
    return list(Permission.objects.filter(content_type__app_label="pages", codename__in=names))


def _localize() -> list[Permission]:
    return list(Permission.objects.filter(codename="submit_translation"))
