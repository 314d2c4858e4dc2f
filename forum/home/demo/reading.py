"""The demo portal's content as files: TOML with Markdown in it."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

CONTENT = Path(__file__).parent / "content"


@cache
def content(name: str) -> dict[str, Any]:
    """One file, by name without ending."""
    return tomllib.loads((CONTENT / f"{name}.toml").read_text())


@cache
def guides() -> list[dict[str, Any]]:
    """All guides, in the order of their slugs."""
    return [tomllib.loads(path.read_text()) for path in sorted((CONTENT / "guides").glob("*.toml"))]


def identity(*parts: object) -> UUID:
    """The same identifier each time the demo is loaded, so that feeds and links stay the same."""
    return uuid5(NAMESPACE_URL, "https://ksikt-forum.example/" + "/".join(str(part) for part in parts))
