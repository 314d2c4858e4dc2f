"""Which versions a reader compares, and what differs. Knows pages only by what they offer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from forum.pages.comparison import Paragraph, compare, is_changed


@dataclass(frozen=True)
class FieldChange:
    """One field or file that differs; ``state`` is "changed", "added" or "removed"."""

    label: str
    state: str
    paragraphs: list[Paragraph]
    document: Any = None
    old_document: Any = None


@dataclass(frozen=True)
class VersionComparison:
    """Two versions, older first, and everything that differs between them."""

    old: Any
    new: Any
    fields: list[FieldChange]
    files: list[FieldChange]

    @property
    def is_empty(self) -> bool:
        """Whether the two read the same."""
        return not self.fields and not self.files


def choose_versions(versions: list[Any], params: QueryDict) -> tuple[Any, Any]:
    """The two asked for by ``fra`` and ``til``, else the last two; older first. Needs two versions.

    Labels that do not exist fall back silently: an old link should still compare something.
    """
    by_label = {version.label: version for version in versions}
    new = by_label.get(params.get("til", ""), versions[0])
    old = by_label.get(params.get("fra", ""), versions[1] if len(versions) > 1 else versions[0])
    first, second = sorted((old, new), key=lambda version: (version.major, version.minor))
    return first, second


def compare_versions(old: Any, new: Any) -> VersionComparison:
    """Field by field, then file by file (by title), with the words that differ marked."""
    before, after = old.as_page(), new.as_page()
    old_texts, new_texts = before.text_by_field(), after.text_by_field()
    fields = [
        FieldChange(str(after._meta.get_field(name).verbose_name).capitalize(), "changed", marked)
        for name in after.text_fields
        if is_changed(marked := compare(old_texts[name], new_texts[name]))
    ]
    return VersionComparison(old, new, fields, list(_file_changes(old, new)))


def _file_changes(old: Any, new: Any) -> Iterator[FieldChange]:
    for gone, came in _paired(old, new):
        state = "changed" if gone and came else "added" if came else "removed"
        marked = compare(_lines(gone), _lines(came)) if state == "changed" else []
        shown = came or gone
        yield FieldChange(shown.title, state, marked, shown.document, gone.document if gone else None)


def _paired(old: Any, new: Any) -> Iterator[tuple[Any, Any]]:
    """(file before, file now) where they differ, None where there is none.

    What is the same file in both is set aside first: two files may have the same title.
    """
    before, after = (list(version.files.select_related("document")) for version in (old, new))
    kept = {f.document_id for f in before} & {f.document_id for f in after}
    left = [f for f in before if f.document_id not in kept]
    for came in after:
        if came.document_id not in kept:
            gone = next((f for f in left if f.title == came.title), None)
            if gone is not None:
                left.remove(gone)
            yield gone, came
    for gone in left:
        yield gone, None


def _lines(version_file: Any) -> list[str]:
    return [line for line in version_file.document.text.splitlines() if line.strip()]
