"""Lists about the Norwegian language, compiled for the portal; what each holds is said in README.md."""

from collections.abc import Iterator
from pathlib import Path

_FOLDER = Path(__file__).parent


def rows(name: str) -> Iterator[list[str]]:
    """The cells of each line of a list; blank lines and those that begin with # are remarks."""
    for line in (_FOLDER / name).read_text(encoding="utf-8").splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")
