"""What differs between two texts, word by word, for readers. Pure: strings in, marked parts out."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

Sign = Literal["same", "removed", "added"]

_TOKEN = re.compile(r"\s+|\w+|[^\w\s]", re.UNICODE)
# Anyone may ask for a comparison, and comparing is quadratic. difflib's own shortcut for what recurs a great
# deal (autojunk) is therefore left on, and beyond these limits texts are shown as replaced by each other.
MAX_WORDS = 4_000  # in one pair of paragraphs
MAX_PAIRS = 40_000  # of paragraphs to find like ones among
LIKE_ENOUGH = 0.4  # share of words that two paragraphs have in common


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
    for tag, a, b, c, d in SequenceMatcher(None, old, new).get_opcodes():
        if tag == "equal":
            found += [Paragraph("same", (Part("same", text),)) for text in old[a:b]]
        else:
            found += _changed(old[a:b], new[c:d])
    return found


def _changed(old: Sequence[str], new: Sequence[str]) -> Iterator[Paragraph]:
    """Like paragraphs are paired and compared by word; the rest are wholly removed or added."""
    left = [(text, _tokens(text)) for text in new]
    for text in old:
        tokens = _tokens(text)
        place = _most_like(tokens, left) if len(old) * len(new) <= MAX_PAIRS else None
        if place is None:
            yield Paragraph("removed", (Part("removed", text),))
            continue
        for fresh, _ in left[:place]:
            yield Paragraph("added", (Part("added", fresh),))
        yield Paragraph("same", tuple(words(text, left[place][0])))
        del left[: place + 1]
    for fresh, _ in left:
        yield Paragraph("added", (Part("added", fresh),))


def _tokens(text: str) -> frozenset[str]:
    return frozenset(_TOKEN.findall(text.lower()))


def _most_like(tokens: frozenset[str], left: list[tuple[str, frozenset[str]]]) -> int | None:
    """The place of the paragraph that shares most words, if any shares enough to be the same one."""
    likeness = [len(tokens & other) / max(len(tokens | other), 1) for _text, other in left]
    best = max(likeness, default=0)
    return likeness.index(best) if best >= LIKE_ENOUGH else None


def words(old: str, new: str) -> Iterator[Part]:
    """The parts of one changed paragraph."""
    a, b = _TOKEN.findall(old), _TOKEN.findall(new)
    if len(a) + len(b) > MAX_WORDS:
        yield Part("removed", old)
        yield Part("added", new)
        return
    for tag, i, j, k, n in SequenceMatcher(None, a, b).get_opcodes():
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
