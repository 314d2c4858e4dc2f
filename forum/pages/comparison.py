"""What differs between two texts, word by word, for readers. Pure: strings in, marked parts out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Sign = Literal["same", "removed", "added"]

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]", re.UNICODE)
# Beyond this many words in one paragraph pair the whole paragraph is shown as replaced: difflib is quadratic.
MAX_WORDS = 4_000


@dataclass(frozen=True)
class Part:
    """A run of words that is in both texts, only in the older, or only in the newer."""

    sign: Sign
    text: str


@dataclass(frozen=True)
class Paragraph:
    """A paragraph with its parts; ``sign`` is "same" where only some of the words differ or none do."""

    sign: Sign
    parts: tuple[Part, ...]

    @property
    def changed(self) -> bool:
        """Whether anything in it differs."""
        return any(part.sign != "same" for part in self.parts)


def compare(old: Sequence[str], new: Sequence[str]) -> list[Paragraph]:
    """Paragraphs of both texts in reading order, with the words that differ marked."""
    found: list[Paragraph] = []
    for tag, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Paragraph("same", (Part("same", text),)) for text in old[a:b]]
        else:
            found += _changed(old[a:b], new[c:d])
    return found


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    """Like paragraphs are paired and compared by word; the rest are wholly removed or added."""
    left = list(new)
    for text in old:
        partner = max(left, key=lambda other: _likeness(text, other), default=None)
        if partner is None or _likeness(text, partner) < 0.4:
            yield Paragraph("removed", (Part("removed", text),))
            continue
        while left[0] != partner:
            fresh = left.pop(0)
            yield Paragraph("added", (Part("added", fresh),))
        left.pop(0)
        yield Paragraph("same", tuple(words(text, partner)))
    for text in left:
        yield Paragraph("added", (Part("added", text),))


def _likeness(old: str, new: str) -> float:
    a, b = set(_TOKEN.findall(old.lower())), set(_TOKEN.findall(new.lower()))
    return len(a & b) / max(len(a | b), 1)


def words(old: str, new: str) -> Iterator[Part]:
    """The parts of one changed paragraph."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(a) + len(b) > MAX_WORDS:
        yield Part("removed", old)
        yield Part("added", new)
        return
    for tag, i, j, k, n in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Part("same", "".join(a[i:j]))
            continue
        if i < j:
            yield Part("removed", "".join(a[i:j]))
        if k < n:
            yield Part("added", "".join(b[k:n]))


def is_changed(paragraphs: Sequence[Paragraph]) -> bool:
    """Whether the two texts differ at all."""
    return any(paragraph.changed for paragraph in paragraphs)
