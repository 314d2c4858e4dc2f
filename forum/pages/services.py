"""What changes content, for reasons a user would name. Each is atomic."""

from datetime import date
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from modelsearch import index
from wagtail.models import Page

from forum.organisations.models import Municipality, Organisation
from forum.pages.models import (
    DocumentVersion,
    Experience,
    KnowledgePage,
    PageTask,
    ReaderLanguage,
    Uptake,
    VersionedPage,
    VersionFile,
)


@transaction.atomic
def refresh_readers(*, translation_key: Any) -> None:
    """Decide which row of a work readers of each language are shown, and which row is the original.

    A reader gets the page in their own language where it is live, else bokmål, else what there is in
    the order of the settings. Rows that change are indexed anew on commit.
    """
    codes = [code for code, _name in settings.LANGUAGES]
    rows = dict(
        KnowledgePage.objects.filter(translation_key=translation_key).values_list("locale__language_code", "pk")
    )
    live = dict(
        KnowledgePage.objects.filter(translation_key=translation_key, live=True).values_list(
            "locale__language_code", "pk"
        )
    )
    original = next((rows[code] for code in codes if code in rows), None)
    KnowledgePage.objects.filter(translation_key=translation_key).exclude(work=original).update(work=original)
    KnowledgePage.objects.filter(translation_key=translation_key, work=None).update(work=original)
    wanted = {(shown, code) for code in codes if (shown := next((live[c] for c in (code, *codes) if c in live), None))}
    kept = {(row.page_id, row.language_code): row.pk for row in ReaderLanguage.objects.filter(page__in=rows.values())}
    ReaderLanguage.objects.filter(pk__in=[pk for key, pk in kept.items() if key not in wanted]).delete()
    ReaderLanguage.objects.bulk_create(
        [ReaderLanguage(page_id=page_id, language_code=code) for page_id, code in wanted - kept.keys()]
    )
    changed = {page_id for page_id, _code in wanted ^ kept.keys()}
    index_again(page_ids=changed)


def index_again(*, page_ids: set[int]) -> None:
    """Have these pages written to the search index anew: something beside their own rows has changed.

    Noted at once, in the caller's transaction, and written after its commit.
    """
    for page in KnowledgePage.objects.filter(pk__in=page_ids) if page_ids else ():
        index.insert_or_update_object(page)


def index_work_again(*, work_id: int | None) -> None:
    """As `index_again`, for every language version of a work: something that belongs to the work has changed."""
    if work_id is not None:
        index_again(page_ids=set(KnowledgePage.objects.filter(work=work_id).values_list("pk", flat=True)))


@transaction.atomic
def note_text_change(*, page: KnowledgePage) -> bool:
    """Remember when what readers see last changed; returns whether it did now."""
    digest = page.current_digest()
    if digest == page.text_digest:
        return False
    page.text_digest, page.text_changed_at = digest, timezone.now()
    KnowledgePage.objects.filter(pk=page.pk).update(text_digest=digest, text_changed_at=page.text_changed_at)
    return True


@transaction.atomic
def record_version(*, page: VersionedPage, revision: Any = None, dated: date | None = None) -> DocumentVersion | None:
    """Number and keep the text that was just published; None where nothing changed or it is a translation.

    The page's ``version_step``, ``change_note`` and ``approved_by`` say what kind of change it is. Before
    1.0 a small change is the next draft for hearing (0.1, 0.2 …) and a large one is 1.0.
    """
    # Wagtail's own row, as a save locks it first: locking ours before it is a deadlock on PostgreSQL.
    Page.objects.select_for_update().get(pk=page.pk)
    latest = page.versions.first()
    digest = page.current_digest()
    if page.is_translation or (latest is not None and latest.digest == digest):
        return None
    version = DocumentVersion.objects.create(
        page=page,
        **_next_number(latest, page.version_step),
        dated=dated or timezone.localdate(),
        approved_by=page.approved_by,
        note=page.change_note,
        author=revision.user if revision else None,
        content=_serialised(page),
        digest=digest,
        revision=revision,
    )
    _keep_files(version, page)
    KnowledgePage.objects.filter(pk=page.pk).update(version_label=version.label)
    page.version_label = version.label
    return version


def _next_number(latest: DocumentVersion | None, step: str) -> dict[str, int]:
    if step == VersionedPage.Step.MAJOR:
        return {"major": latest.major + 1 if latest else 1, "minor": 0}
    return {"major": latest.major if latest else 0, "minor": latest.minor + 1 if latest else 1}


def _serialised(page: VersionedPage) -> dict[str, Any]:
    return {name: page._meta.get_field(name).value_to_string(page) for name in page.text_fields}


def _keep_files(version: DocumentVersion, page: VersionedPage) -> None:
    VersionFile.objects.bulk_create(
        [
            VersionFile(version=version, document=f.document, title=f.title, kind=f.kind, sort_order=order)
            for order, f in enumerate(page.files.all())
        ]
    )


@transaction.atomic
def suggest_improvement(*, page: KnowledgePage, text: str, reply_to: str = "", user: Any = None) -> PageTask:
    """Raise a thing to check on the work; the same words twice (a double click) are one suggestion.

    Raises ValidationError for text that is empty or over the field's limit, or a wrong address.
    """
    task = PageTask(
        page=page.original,
        kind=PageTask.Kind.SUGGESTION,
        text=text.strip(),
        reply_to=reply_to,
        raised_by=user if user is not None and user.is_authenticated else None,
    )
    task.full_clean(validate_constraints=False)
    _refuse_too_long(task, "text")
    try:
        with transaction.atomic():
            task.save()
    except IntegrityError:
        return PageTask.objects.open().get(page=task.page, kind=task.kind, text=task.text)
    return task


def _refuse_too_long(row: PageTask | Experience, field_name: str) -> None:
    """Django holds the limit of a long text in forms only."""
    field: Any = row._meta.get_field(field_name)
    if len(getattr(row, field_name)) > field.max_length:
        message = _("Teksten er for lang. Det er plass til %(limit)d tegn.") % {"limit": field.max_length}
        raise ValidationError({field_name: message})


@transaction.atomic
def finish_task(*, task: PageTask, user: Any) -> None:
    """Say that a thing has been looked at; saying it twice changes nothing.

    The address for an answer is forgotten, as the form promised the one who gave it.
    """
    PageTask.objects.open().filter(pk=task.pk).update(done_at=timezone.now(), done_by=user, reply_to="")


@transaction.atomic
def raise_overdue_reviews() -> int:
    """A thing to check for each work past its review date; returns how many were new.

    Translations carry the date of their original, which is one thing to check and not two.
    """
    raised = PageTask.objects.open().filter(kind=PageTask.Kind.REVIEW)
    late = KnowledgePage.objects.live().overdue().exclude(work__in=raised.values("page")).order_by("-review_by")
    tasks = [
        PageTask(
            page_id=page.work_id or page.pk,
            kind=PageTask.Kind.REVIEW,
            text=_("Skulle vært sett over innen %(date)s.") % {"date": page.review_by.strftime("%d.%m.%Y")},
        )
        for page in {page.work_id: page for page in late}.values()
    ]
    return len(PageTask.objects.bulk_create(tasks, ignore_conflicts=True))


@transaction.atomic
def share_experience(*, page: KnowledgePage, organisation: Organisation, did: str, **fields: Any) -> Experience:
    """Tell that an organisation uses this; a municipality counts as using it from then on.

    ``fields``: result, contact_name, contact_email, shared_on. Raises ValidationError.
    """
    fields.setdefault("shared_on", timezone.localdate())
    if fields["shared_on"] > timezone.localdate():
        raise ValidationError({"shared_on": _("Datoen kan ikke ligge fram i tid.")})
    experience = Experience(page=page.original, organisation=organisation, did=did.strip(), **fields)
    experience.full_clean()
    _refuse_too_long(experience, "did")
    experience.save()
    record_uptake(experience=experience)
    return experience


@transaction.atomic
def record_uptake(*, experience: Experience) -> None:
    """The municipality behind an experience uses the page; once, from the earliest date told.

    Not while the experience is hidden: what readers are not told must not be counted before them either.
    """
    if experience.hidden:
        return
    municipality = Municipality.objects.filter(organisation=experience.organisation_id).first()
    if municipality is None:
        return
    uptake, created = Uptake.objects.get_or_create(
        page_id=experience.page_id, municipality=municipality, defaults={"since": experience.shared_on}
    )
    if not created and experience.shared_on < uptake.since:
        Uptake.objects.filter(pk=uptake.pk).update(since=experience.shared_on)
