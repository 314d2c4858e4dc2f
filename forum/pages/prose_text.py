"""Running text in an office file: paragraphs and table rows as lines. No Django."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from forum.pages.package_stream import MAX_TEXT, Target


@dataclass(frozen=True)
class Grammar:
    """Which tags gather text into a line, by what their pieces are joined, and what else matters."""

    frames: Mapping[str, str]
    runs: frozenset[str] = frozenset()  # the only tags whose text counts; none: all text does
    gaps: Mapping[str, str] = field(default_factory=dict)  # empty tags that stand for a character
    skipped: frozenset[str] = frozenset()


DOCX = Grammar(
    frames={"p": "", "tc": " ", "tr": " | "},
    runs=frozenset({"t"}),
    gaps={"tab": " ", "br": " ", "cr": " ", "noBreakHyphen": "-"},
    skipped=frozenset({"Fallback", "moveFrom"}),  # text boxes stand twice, moved text where it was and is
)
ODT = Grammar(
    frames={"p": "", "h": "", "table-cell": " ", "table-row": " | "},
    gaps={"s": " ", "tab": " ", "line-break": " "},
    skipped=frozenset({"tracked-changes", "annotation", "note-citation"}),  # deleted text, comments, numbers
)


class Prose(Target):
    """Running text: every outermost frame becomes a line, with what is nested in it inside the same line."""

    def __init__(self, grammar: Grammar) -> None:
        super().__init__()
        self._grammar = grammar
        self._frames: list[list[str]] = []
        self._runs = self._skipping = self._length = 0

    def _opened(self, name: str, attributes: Mapping[str, str]) -> None:
        if self._skipping or name in self._grammar.skipped:
            self._skipping += 1
        elif name in self._grammar.frames:
            self._frames.append([])
        elif name in self._grammar.runs:
            self._runs += 1
        elif name in self._grammar.gaps and self._frames:
            self._frames[-1].append(self._grammar.gaps[name])

    def _closed(self, name: str) -> None:
        if self._skipping:
            self._skipping -= 1
        elif name in self._grammar.runs:
            self._runs -= 1
        elif (joiner := self._grammar.frames.get(name)) is not None:
            self._gather(self._frames.pop(), joiner)

    def _said(self, text: str) -> None:
        counts = self._frames and not self._skipping and (self._runs or not self._grammar.runs)
        if counts and self._length < MAX_TEXT:  # a line of megabytes would be joined anew by every outer frame
            self._length += len(text)
            self._frames[-1].append(text[:MAX_TEXT])

    def _gather(self, parts: list[str], joiner: str) -> None:
        kept = [part for part in parts if part.strip()] if joiner else parts
        line = " ".join(joiner.join(kept).split())
        if self._frames:
            self._frames[-1].append(f" {line} ")
        else:
            self._found.append(line)
            self._length = 0
