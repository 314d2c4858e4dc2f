"""When small segments become one."""

import math
from collections import defaultdict
from typing import Any

from whoosh.reading import SegmentReader

from forum.search.whoosh_backend.postings import PostingList

# So many of like size become one. Each search pays for every segment, each save for every one that is rewritten.
GATHERED = 6


def merge_crumbs(writer: Any, segments: list[Any]) -> list[Any]:
    """A Whoosh merge policy: gather small segments when there are many of like size; let the others lie.

    Each saved page writes a segment of one document. Six of those become one of six, six of those one of 36:
    most saves rewrite nothing, every sixth a handful, and a document is rewritten log(n) times in its life. A
    segment is rewritten by itself when half of it has been deleted.
    """
    merged = [segment for segment in segments if segment.deleted_count() * 2 > segment.doc_count_all()]
    by_size: dict[int, list[Any]] = defaultdict(list)
    for segment in segments:
        if segment not in merged:
            by_size[int(math.log(segment.doc_count_all(), GATHERED))].append(segment)
    crowded = [size for size in sorted(by_size) if len(by_size[size]) >= GATHERED]
    if crowded:
        merged += by_size[crowded[0]]
    for segment in merged:
        _take_over(writer, segment)
    return [segment for segment in segments if segment not in merged]


def _take_over(writer: Any, segment: Any) -> None:
    """Write a segment's living documents anew, as `writer.add_reader` does.

    That looks each term up by its name; here they are read in the order in which they stand.
    """
    reader = SegmentReader(writer.storage, writer.schema, segment)
    first = writer.docnum
    numbers = writer.write_per_doc(writer.schema.names(), reader)
    if numbers is None:  # nothing is deleted
        numbers = {document: first + document for document in range(segment.doc_count_all())}
    codec = segment.codec()
    files = segment.open_compound_file(writer.storage) if segment.is_compound() else writer.storage
    lists = segment.open_file(files, codec.POSTS_EXT)
    for (field, term), terminfo in codec.terms_reader(files, segment).items():
        for document, weight, value in PostingList(lists, terminfo).each() if field in writer.schema else ():
            if document in numbers:
                writer.pool.add((field, term, numbers[document], weight, value))
    writer._added = True
    reader.close()
