"""Hits as readers see them: marked, with the passage that shows why, and the file it stands in."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Set
from dataclasses import dataclass, replace
from typing import Any

from django.utils.safestring import SafeString, mark_safe
from wagtail.models import CollectionViewRestriction

from forum.pages.models import KnowledgePage, PageFile
from forum.search import passages
from forum.search.passages import Passage
from forum.search.texts import searched_parts

# Search fields of the page itself whose text is shown elsewhere on a hit, and makes no passage.
_SHOWN_ELSEWHERE = {"title", "kind_words"}
# Of what belongs to the page, the running text.
_TOLD_BESIDE = {"work.experiences.told"}
_IN_FILES = {"files.title", "files.text"}


@dataclass(frozen=True)
class FoundFile:
    """The attachment that a hit was found in."""

    title: SafeString
    url: str
    extension: str


@dataclass(frozen=True)
class Hit:
    """One hit: the page, and why it was found."""

    page: KnowledgePage
    title: SafeString
    passage: SafeString
    file: FoundFile | None = None


def hits_of(found: Any, marks: Set[str], *, waiting: Set[int] = frozenset()) -> list[Hit]:
    """Search results as hits; `marks` are the terms to mark. Two queries more where some were found in files.

    `waiting` are the pages that the index has old texts of, which may hold what was just removed.
    """
    if hasattr(found, "annotate_texts"):
        found = found.annotate_texts("indexed_texts")
    texts = [(page, _texts_of(page, waiting) if marks else []) for page in found]
    hits = [_hit(page, _best(own, _is_own, marks), marks) for page, own in texts]
    in_files = {
        page.pk
        for page, own in texts
        if _worth(_best(own, _IN_FILES.__contains__, marks)) > _worth(_best(own, _is_own, marks))
    }
    files = _files_of(in_files)
    return [_found_in_file(hit, files[hit.page.pk], marks) for hit in hits]


def _hit(page: Any, passage: Passage | None, marks: Set[str]) -> Hit:
    html = passage.html if passage else passages.marked(page.summary, marks)
    return Hit(page, mark_safe(passages.marked(page.title, marks)), mark_safe(html))


def _texts_of(page: Any, waiting: Set[int]) -> list[tuple[str, str]]:
    """The texts that were searched; from the page itself where the engine has none, or old ones."""
    texts: list[tuple[str, str]] | None = None if page.pk in waiting else getattr(page, "indexed_texts", None)
    return texts or [(part.field, part.text) for part in searched_parts(page.specific)]


def _is_own(name: str) -> bool:
    return name in _TOLD_BESIDE or ("." not in name and name not in _SHOWN_ELSEWHERE)


def _best(texts: Iterable[tuple[str, str]], wanted: Any, marks: Set[str]) -> Passage | None:
    return passages.best_passage((text for name, text in texts if wanted(name)), marks)


def _worth(passage: Passage | None) -> tuple[int, ...]:
    return passage.worth if passage else ()


def _files_of(page_ids: Collection[int]) -> dict[int, list[PageFile]]:
    """The pages' files as they are now: the index may still know one that was taken away.

    Without those in a closed collection, whose text is in no index (`PageFile.text`).
    """
    by_page: dict[int, list[PageFile]] = defaultdict(list)
    if page_ids:
        closed = tuple(CollectionViewRestriction.objects.values_list("collection__path", flat=True))
        for file in PageFile.objects.filter(page__in=page_ids).select_related("document__collection"):
            if not file.document.collection.path.startswith(closed):
                by_page[file.page_id].append(file)
    return by_page


def _found_in_file(hit: Hit, files: list[PageFile], marks: Set[str]) -> Hit:
    """The hit with the file that answers best, and the place in it where there is one."""
    ranked = [(file, passages.best_passage([file.title, file.document.text], marks)) for file in files]
    file, best = max(ranked, key=lambda pair: _worth(pair[1]), default=(None, None))
    if file is None or best is None:
        return hit
    inside = passages.passage_of(file.document.text, marks)
    found = FoundFile(mark_safe(passages.marked(file.title, marks)), file.document.url, file.document.file_extension)
    return replace(hit, file=found, passage=mark_safe(inside.html) if inside else hit.passage)
