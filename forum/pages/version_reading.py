"""Which versions a reader compares, and what differs. Knows pages only by what they offer."""

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


def _file_changes(old: Any, new: Any) -> list[FieldChange]:
    before = {f.title: f for f in old.files.select_related("document")}
    after = {f.title: f for f in new.files.select_related("document")}
    changes = []
    for title in [*after, *(title for title in before if title not in after)]:
        gone, came = before.get(title), after.get(title)
        if gone and came and gone.document_id == came.document_id:
            continue
        state = "changed" if gone and came else "added" if came else "removed"
        marked = compare(_lines(gone), _lines(came)) if state == "changed" else []
        changes.append(FieldChange(title, state, marked, (came or before[title]).document))
    return changes


def _lines(version_file: Any) -> list[str]:
    return [line for line in version_file.document.text.splitlines() if line.strip()]
