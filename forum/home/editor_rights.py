"""What editors and moderators may do around the pages: files, pictures, words, experience, things to check, search."""

from collections.abc import Mapping
from functools import reduce
from operator import or_

from django.contrib.auth.models import Group, Permission
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission

EDITORS = "Redaktører"
MODERATORS = "Moderatorer"

_EVERYTHING = ("add", "change", "delete", "view")
_Rights = Mapping[str, Mapping[str, tuple[str, ...]]]  # by app and model
_ROWS: _Rights = {
    "pages": {
        "experience": _EVERYTHING,
        "glossaryterm": _EVERYTHING,
        "pagetask": ("add", "change", "view"),
        "losconcept": ("view",),
    },
    "search": {"synonym": _EVERYTHING, "searchcount": ("view",)},
    "wagtailsearchpromotions": {"searchpromotion": _EVERYTHING},
}
_FILES: _Rights = {"pages": {"portaldocument": ("add", "change", "choose"), "portalimage": ("add", "change", "choose")}}


def grant_editor_rights() -> None:
    """Give both groups what Wagtail's own migrations gave them for Wagtail's own models. Twice changes nothing."""
    root = Collection.get_first_root_node()
    for group in Group.objects.filter(name__in=[EDITORS, MODERATORS]):
        group.permissions.add(*_permissions(_ROWS), *_localize())
        for permission in _permissions(_FILES):
            GroupCollectionPermission.objects.get_or_create(group=group, collection=root, permission=permission)


def _permissions(rights: _Rights) -> list[Permission]:
    wanted = [
        Q(
            content_type__app_label=app,
            codename__in=[f"{verb}_{model}" for model, verbs in models.items() for verb in verbs],
        )
        for app, models in rights.items()
    ]
    return list(Permission.objects.filter(reduce(or_, wanted)))


def _localize() -> list[Permission]:
    return list(Permission.objects.filter(codename="submit_translation"))
