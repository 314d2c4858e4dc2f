"""When small segments become one."""

from typing import Any

from whoosh.reading import SegmentReader

# More segments than this, and each search pays for them.
MOST_CRUMBS = 8


def merge_crumbs(writer: Any, segments: list[Any]) -> list[Any]:
    """A Whoosh merge policy: gather the small segments when they have become many; let the large ones lie.

    Each saved page writes a segment of one document. Whoosh's own policy merges by a rule that makes every
    fifth save slow; this one merges neighbours of like size, so that a document is rewritten some log(n)
    times in its life. A large segment is rewritten when half of it has been deleted.
    """
    by_size = sorted(segments, key=lambda segment: int(segment.doc_count_all()))
    merged = [segment for segment in segments if segment.deleted_count() * 2 > segment.doc_count_all()]
    if len(by_size) > MOST_CRUMBS:
        gathered = 0
        for segment in by_size:
            # Stop before a segment that outweighs all that is smaller than it.
            if gathered and segment.doc_count_all() > 4 * gathered:
                break
            gathered += segment.doc_count_all()
            if segment not in merged:
                merged.append(segment)
    for segment in merged:
        reader = SegmentReader(writer.storage, writer.schema, segment)
        writer.add_reader(reader)
        reader.close()
    return [segment for segment in segments if segment not in merged]
