"""What editors do to make versions."""

from bestpractice.models import GuidePage
from forum.pages.models import PageFile


def publish(page, step="minor", *, user=None, **fields):
    """What an editor does in one go: change fields, say how large it is, publish."""
    page = type(page).objects.get(pk=page.pk)
    for name, value in {"version_step": step, "change_note": "", "approved_by": "", **fields}.items():
        setattr(page, name, value)
    page.save_revision(user=user).publish(user=user)
    return type(page).objects.get(pk=page.pk)


def with_file(page, document, title="Malen"):
    page = GuidePage.objects.get(pk=page.pk)
    page.files = [PageFile(document=document, title=title)] if document else []
    page.save_revision().publish()
    return GuidePage.objects.get(pk=page.pk)
