"""Who may have a file: those who may read a page that carries it, and editors who may choose it."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from wagtail.models import CollectionViewRestriction, Page, ReferenceIndex
from wagtail.permissions import policy_registry

from forum.pages.models import PageFile, PortalDocument, PortalImage, VersionFile
from forum.pages.visibility import may_read


def may_have_document(user: Any, document: PortalDocument) -> bool:
    """A file that no visible page carries is not there, even for those who guess its number."""
    if _may_edit(user, document):
        return True
    pages = {
        *_pages_that_show(document),
        *PageFile.objects.filter(document=document).values_list("page_id", flat=True),
        *VersionFile.objects.filter(document=document).values_list("version__page_id", flat=True),
    }
    return _collection_is_open(user, document) and _any_is_readable(user, pages)


def may_have_image(user: Any, image: PortalImage) -> bool:
    """As for files."""
    if _may_edit(user, image):
        return True
    return _collection_is_open(user, image) and _any_is_readable(user, _pages_that_show(image))


def _may_edit(user: Any, thing: Any) -> bool:
    policy = policy_registry.get_by_type(type(thing))
    return bool(policy.user_has_any_permission_for_instance(user, ["change", "choose"], thing))


def _pages_that_show(thing: Any) -> set[int]:
    rows = ReferenceIndex.objects.filter(
        to_content_type=ContentType.objects.get_for_model(thing),
        to_object_id=str(thing.pk),
        base_content_type=ContentType.objects.get_for_model(Page),
    )
    return {int(object_id) for object_id in rows.values_list("object_id", flat=True)}


def _any_is_readable(user: Any, page_ids: set[int]) -> bool:
    return any(may_read(user, page) for page in Page.objects.live().filter(pk__in=page_ids))


def _collection_is_open(user: Any, thing: Any) -> bool:
    """Whether no restriction on the file's collection, or one above it, keeps this user out."""
    collections = thing.collection.get_ancestors(inclusive=True)
    groups = set(user.groups.values_list("pk", flat=True)) if user.is_authenticated else set()
    for restriction in CollectionViewRestriction.objects.filter(collection__in=collections).prefetch_related("groups"):
        if restriction.restriction_type == CollectionViewRestriction.LOGIN and user.is_authenticated:
            continue
        if restriction.restriction_type == CollectionViewRestriction.GROUPS and (
            user.is_superuser or groups & {group.pk for group in restriction.groups.all()}
        ):
            continue
        return False
    return True
