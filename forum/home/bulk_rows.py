"""The rows of many guides, a table at a time."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.db import connection, models
from wagtail.models import Page, PageViewRestriction

from bestpractice.models import GuidePage
from forum.home.bulk_ground import Ground, drawn
from forum.pages.models import (
    DocumentVersion,
    KnowledgePage,
    PageFile,
    ReaderLanguage,
    TaggedPage,
    Uptake,
    VersionFile,
)

MOST_THEMES = 3
ONE_IN_USED = 3
MOST_USERS = 24
USED_SINCE_DAYS = 700


@dataclass(frozen=True)
class Work:
    """One guide in the languages it has, bokmål first, all placed in the tree but not yet written."""

    number: int
    tags: tuple[str, ...]
    rows: tuple[GuidePage, ...]

    @property
    def original(self) -> GuidePage:
        """The bokmål row."""
        return self.rows[0]


def write_works(works: Sequence[Work], ground: Ground) -> None:
    """Insert the rows of these works in every table that has some."""
    _write_pages(works)
    ReaderLanguage.objects.bulk_create([row for work in works for row in _readers(work)])
    tagged = [(ground.tag(name), guide.pk) for work in works for guide in work.rows for name in work.tags]
    TaggedPage.objects.bulk_create([TaggedPage(tag_id=tag, content_object_id=page) for tag, page in tagged])
    filing = KnowledgePage.themes.through
    filing.objects.bulk_create(
        [
            filing(knowledgepage_id=guide.pk, losconcept_id=theme)
            for work in works
            for theme in _themes(work, ground)
            for guide in work.rows
        ]
    )
    Uptake.objects.bulk_create([row for work in works for row in _uptake(work, ground)])
    _write_files(works)
    _write_versions(works)


def close_works(works: Iterable[Work]) -> None:
    """Close them to visitors; the gate closes the other languages with the bokmål page."""
    login = PageViewRestriction.LOGIN
    rows = [PageViewRestriction(page_id=work.original.pk, restriction_type=login) for work in works]
    PageViewRestriction.objects.bulk_create(rows)


def insert_rows(model: type[models.Model], objects: Iterable[models.Model]) -> None:
    """Insert the part of each object that is in the model's own table.

    ``bulk_create`` refuses models that inherit a table, since it can not know the keys in the others.
    """
    fields, rows = model._meta.local_concrete_fields, list(objects)
    size = connection.ops.bulk_batch_size(fields, rows)
    for start in range(0, len(rows), size):
        # Raw, as when Django loads fixtures: the values are ready, and nothing is to be stamped.
        query = models.sql.InsertQuery(model)
        query.insert_values(fields, rows[start : start + size], raw=True)
        query.get_compiler(connection=connection).execute_sql()


def _write_pages(works: Sequence[Work]) -> None:
    guides = [guide for work in works for guide in work.rows]
    names = [field.attname for field in Page._meta.local_concrete_fields if not field.primary_key]
    pages = [Page(**{name: getattr(guide, name) for name in names}) for guide in guides]
    for guide, page in zip(guides, Page.objects.bulk_create(pages), strict=True):
        # A key for each table that the guide is made of.
        guide.id = guide.page_ptr_id = guide.knowledgepage_ptr_id = page.pk
    for work in works:
        for guide in work.rows:
            guide.work_id = work.original.pk
    for model in (KnowledgePage, GuidePage):
        insert_rows(model, guides)


def _readers(work: Work) -> Iterator[ReaderLanguage]:
    """As ``forum.pages.services.refresh_readers`` would: one's own language, else bokmål."""
    own = {"nn": work.rows[-1]}
    for code in ("nb", "nn", "en"):
        yield ReaderLanguage(page_id=own.get(code, work.original).pk, language_code=code)


def _themes(work: Work, ground: Ground) -> set[int]:
    how_many = 1 + drawn(MOST_THEMES, "themes", work.number)
    return {ground.themes[drawn(len(ground.themes), "theme", work.number, n)] for n in range(how_many)}


def _uptake(work: Work, ground: Ground) -> Iterator[Uptake]:
    """A third of the works are in use: a few by many municipalities, most of them by some."""
    if drawn(ONE_IN_USED, "used", work.number):
        return
    wanted = 1 + drawn(MOST_USERS, "users", work.number) ** 2 // MOST_USERS
    places = {drawn(len(ground.municipalities), "user", work.number, n) for n in range(wanted)}
    for place in sorted(places):
        since = ground.now - timedelta(days=drawn(USED_SINCE_DAYS, "since", work.number, place))
        yield Uptake(page_id=work.original.pk, municipality_id=ground.municipalities[place], since=since.date())


def _write_files(works: Sequence[Work]) -> None:
    files = []
    for guide in (guide for work in works for guide in work.rows):
        for file in guide.files.all():
            file.page_id = guide.pk
            files.append(file)
    PageFile.objects.bulk_create(files)


def _write_versions(works: Sequence[Work]) -> None:
    """The first official version of each, reading as the guide does."""
    versions = DocumentVersion.objects.bulk_create([_version(work.original) for work in works])
    VersionFile.objects.bulk_create(
        [
            VersionFile(version=version, document=file.document, title=file.title, kind=file.kind)
            for version, work in zip(versions, works, strict=True)
            for file in work.original.files.all()
        ]
    )


def _version(guide: GuidePage) -> DocumentVersion:
    return DocumentVersion(
        page_id=guide.pk,
        major=1,
        minor=0,
        dated=guide.last_published_at.date(),
        note="Første utgave.",
        content={name: guide._meta.get_field(name).value_to_string(guide) for name in guide.text_fields},
        digest=guide.text_digest,
    )
