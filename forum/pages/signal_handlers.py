"""Reactions to what Wagtail does: it must not know of versions, readers or things to check."""

from typing import Any

from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver
from wagtail.models import CollectionViewRestriction
from wagtail.signals import page_published

from forum.pages.models import (
    Experience,
    GlossaryTerm,
    KnowledgePage,
    PageFile,
    PortalDocument,
    Uptake,
    VersionedPage,
)
from forum.pages.services import (
    index_again,
    index_work_again,
    note_text_change,
    record_uptake,
    record_version,
    refresh_readers,
)


@receiver(post_save)
@receiver(post_delete, sender=KnowledgePage)
def keep_readers(sender: type, instance: Any, **kwargs: Any) -> None:
    """A row that comes, goes, or changes between live and not changes who is shown what.

    Of a deletion only the one in this table is listened to: when the row of the subclass goes, the page is
    still there, and its readers, deleted already, would be made anew.
    """
    if isinstance(instance, KnowledgePage) and not kwargs.get("raw"):
        refresh_readers(translation_key=instance.translation_key)
        instance.refresh_from_db(fields=["work"]) if kwargs.get("created") else None


@receiver(page_published)
def keep_version(sender: type, instance: Any, revision: Any = None, **kwargs: Any) -> None:
    """Publishing numbers the text where its kind has versions, and dates it where it changed."""
    if isinstance(instance, KnowledgePage):
        note_text_change(page=instance)
    if isinstance(instance, VersionedPage):
        record_version(page=instance, revision=revision)


@receiver(post_save, sender=GlossaryTerm)
@receiver(post_delete, sender=GlossaryTerm)
def keep_words_found(sender: type, instance: GlossaryTerm, **kwargs: Any) -> None:
    """The page that a word points to is found by the word's synonyms too."""
    index_work_again(work_id=instance.page_id)


@receiver(post_save, sender=Uptake)
@receiver(post_delete, sender=Uptake)
@receiver(post_save, sender=Experience)
@receiver(post_delete, sender=Experience)
def keep_use_found(sender: type, instance: Experience | Uptake, **kwargs: Any) -> None:
    """A page is found by who uses it and what they tell, and use counts in the ranking."""
    index_work_again(work_id=instance.page_id)


@receiver(post_save, sender=CollectionViewRestriction)
@receiver(post_delete, sender=CollectionViewRestriction)
def keep_closed_files_unfound(sender: type, instance: CollectionViewRestriction, **kwargs: Any) -> None:
    """What is written inside a file is searched with its pages only as long as the file's collection is open."""
    collections = instance.collection.get_descendants(inclusive=True)
    index_again(
        page_ids=set(PageFile.objects.filter(document__collection__in=collections).values_list("page", flat=True))
    )


@receiver(post_save, sender=PortalDocument)
def keep_moved_files_unfound(sender: type, instance: PortalDocument, created: bool, **kwargs: Any) -> None:
    """A file may have been moved into a closed collection, or out of one."""
    if not created:
        index_again(page_ids=set(PageFile.objects.filter(document=instance).values_list("page", flat=True)))


@receiver(post_save, sender=Experience)
def keep_uptake(sender: type, instance: Experience, **kwargs: Any) -> None:
    """An experience entered in the admin counts like one shared by the service."""
    record_uptake(experience=instance)
