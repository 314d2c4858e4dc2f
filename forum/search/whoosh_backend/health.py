"""How one sees that an index is whole, and of the kind that this code reads and writes.

Beside a build's segments lies a *seal*, written right after each commit: the format, a fingerprint of what
decides the contents, and each file's size and digest. Segment files never change once written, so a file
that differs from its seal is damaged.
"""

import hashlib
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from modelsearch.index import RelatedFields, get_indexed_models
from whoosh.index import TOC

from forum.search.whoosh_backend.folders import IndexFolder
from forum.search.whoosh_backend.storage import PortalStorage

logger = logging.getLogger("forum.search")

# Raise it when the code can't read what an older one wrote. What only changes *what* is written (the analysis,
# the fields of a model) shows itself in the fingerprint: such an index answers until the new one is built.
FORMAT = 3
SEAL = "seal.json"
INDEX_NAME = "MAIN"
# The code that decides what is in a document's postings and columns, by its own bytes: a rebuild too many
# after a change of a comment costs a minute, one too few leaves words that can't be found.
DECIDING = (
    *(
        "language/analysis.py",
        "language/compounds.py",
        "language/roots.py",
        "language/stemming.py",
        "language/stop_words.py",
        "texts.py",
        "language/vocabulary.py",
        "language/written_forms.py",
    ),
    *("whoosh_backend/documents.py", "whoosh_backend/schema.py", "whoosh_backend/values.py"),
)


class Problem(StrEnum):
    """Why an index must be built anew."""

    MISSING = "missing"
    OLDER = "of an older format"
    OUTDATED = "made by older code"
    DAMAGED = "damaged"


@dataclass(frozen=True)
class Seal:
    """What a build was when its last commit had ended. `files`: size and digest by name."""

    format: int
    fingerprint: str
    generation: int
    files: dict[str, tuple[int, str]] = field(default_factory=dict)


def write_seal(build: Path) -> None:
    """After a commit, by its writer. Only files that are new since the last seal are read."""
    before = read_seal(build)
    known = before.files if before else {}
    generation = latest_generation(build)
    files = {}
    for file in _files(build, generation):
        entry = known.get(file.name)
        if entry is None or file.suffix == ".toc":
            entry = (file.stat().st_size, _digest(file))
        files[file.name] = entry
    fingerprint = before.fingerprint if before else current_fingerprint()
    text = json.dumps({"format": FORMAT, "fingerprint": fingerprint, "generation": generation, "files": files})
    part = build / f"{SEAL}.part"
    part.write_text(text)
    part.replace(build / SEAL)


def read_seal(build: Path) -> Seal | None:
    """None where there is none that can be read: the index is damaged, or from before there were seals."""
    try:
        held = json.loads((build / SEAL).read_text())
        files = {str(name): (int(size), str(digest)) for name, (size, digest) in held["files"].items()}
        return Seal(int(held["format"]), str(held["fingerprint"]), int(held["generation"]), files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def is_readable(build: Path) -> bool:
    """Whether this code understands the files at all."""
    held = read_seal(build)
    return held is not None and held.format == FORMAT


def examine(folder: IndexFolder, *, thorough: bool = False) -> Problem | None:
    """What is wrong with the index; for those who hold its write lock, as a commit changes files and seal.

    Sizes are compared always, digests where `thorough`.
    """
    build = folder.current()
    if build is None or not build.is_dir():
        return Problem.MISSING
    held = read_seal(build)
    if held is None or held.format != FORMAT:
        return Problem.OLDER
    if held.fingerprint != current_fingerprint():
        return Problem.OUTDATED
    try:
        intact = all(_intact(build / name, held, thorough) for name in held.files) and _opens(build)
    except Exception:
        logger.warning("The search index in %s can't be opened.", build, exc_info=True)
        intact = False
    return None if intact else Problem.DAMAGED


def deleted_documents(build: Path) -> int:
    """How many documents lie in the segments although they are deleted."""
    return sum(int(segment.deleted_count()) for segment in _contents(build).segments)


def leftovers(folder: IndexFolder) -> list[Path]:
    """Folders and files of writers that died: not in use, but with text in them."""
    build = folder.current()
    abandoned = [old for old in folder.path.glob("build-*") if old != build]
    if build is None or not build.is_dir():
        return abandoned
    used = {file.name for file in _files(build, latest_generation(build))} | {SEAL}
    segments = {segment.segment_id() for segment in _contents(build).segments}
    return abandoned + [
        file
        for file in build.iterdir()
        if not file.name.endswith("LOCK") and (file.name not in used or not _belongs(file.name, segments))
    ]


def latest_generation(build: Path) -> int:
    """The number of the last commit; negative where there has been none."""
    return int(TOC._latest_generation(PortalStorage(build), INDEX_NAME))


@cache
def current_fingerprint() -> str:
    """Of all that decides what this code would write of the same objects."""
    digest = hashlib.blake2b(digest_size=16)
    here = Path(__file__).parents[1]
    for file in [*(here / name for name in DECIDING), *sorted((here / "language/reference").glob("*.t*"))]:
        digest.update(file.read_bytes())
    for model in get_indexed_models():
        for described in _described(model.get_search_fields(), ""):
            digest.update(f"{model._meta.label_lower} {described}\n".encode())
    return digest.hexdigest()


def _described(search_fields: list[Any], prefix: str) -> Iterator[str]:
    for one in search_fields:
        yield f"{type(one).__name__} {prefix}{one.field_name} {getattr(one, 'boost', None)}"
        if isinstance(one, RelatedFields):
            yield from _described(one.fields, f"{prefix}{one.field_name}.")


def _files(build: Path, generation: int) -> Iterator[Path]:
    """The files of a finished commit."""
    yield build / f"_{INDEX_NAME}_{generation}.toc"
    for file in sorted(build.glob(f"{INDEX_NAME}_*.*")):
        if file.is_file():
            yield file


def _belongs(name: str, segments: set[str]) -> bool:
    return not name.startswith(f"{INDEX_NAME}_") or name.partition(".")[0] in segments


def _intact(file: Path, held: Seal, thorough: bool) -> bool:
    size, digest = held.files[file.name]
    if not file.exists():
        # A commit whose writer died before it could seal may have merged the segment into another.
        return latest_generation(file.parent) != held.generation
    return file.stat().st_size == size and (not thorough or _digest(file) == digest)


def _opens(build: Path) -> bool:
    storage, segments = PortalStorage(build), _contents(build).segments
    for segment in segments:
        if segment.is_compound():
            segment.open_compound_file(storage)
    return True


def _contents(build: Path) -> Any:
    return TOC.read(PortalStorage(build), INDEX_NAME)


def _digest(file: Path) -> str:
    with file.open("rb") as content:
        return hashlib.file_digest(content, lambda: hashlib.blake2b(digest_size=16)).hexdigest()
