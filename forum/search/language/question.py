"""What the reader wrote, taken apart: words, phrases in quotation marks, and what is not wanted. Pure.

Nothing in the text is an operator or a field name, but for quotation marks and a minus before a word. Takes
time proportional to the text, whatever stands in it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from forum.search.language import analysis
from forum.search.language.reference import rows

_QUOTES = str.maketrans(dict.fromkeys("«»“”„‟❝❞＂", '"'))
_PIECE = re.compile(r'(?P<unwanted>(?<!\S)[-−](?=["§\w]))?(?:"(?P<phrase>[^"]*)"|(?P<plain>[^\s"]+))')
# navn@kommune.no, v2.0, 10:30: parts that belong together, but not sak-/arkivsystem.
_CODE = re.compile(r"[.@_:+]+")


@lru_cache(maxsize=1)
def _fillers() -> frozenset[str]:
    return frozenset(word for cells in rows("fillers.txt") for word in cells[0].split())


@dataclass(frozen=True, slots=True)
class Asked:
    """One word, and whether it is bound to the word before it by a sign without space (`v2.0`)."""

    word: str
    bound: bool = False


@dataclass(slots=True)
class Question:
    """The parts of one text; phrases and unwanted parts are texts again."""

    words: list[Asked] = field(default_factory=list)
    phrases: list[str] = field(default_factory=list)
    unwanted: list[str] = field(default_factory=list)
    unwanted_phrases: list[str] = field(default_factory=list)

    @property
    def wanted(self) -> list[Asked]:
        """The words that say what is looked for; all of them where there are no others.

        "Hvordan gjør vi det?" is all that somebody asks, and is asked as it stands.
        """
        if self.phrases:
            return [asked for asked in self.words if _says_something(asked.word)]
        indexed = [asked for asked in self.words if analysis.stem(asked.word)]
        return [asked for asked in indexed if _says_something(asked.word)] or indexed or self.words


def _says_something(word: str) -> bool:
    return bool(analysis.stem(word)) and word not in _fillers()


def taken_apart(text: str) -> Question:
    """The question in the text. A quotation mark without its other half is none."""
    text = analysis.normalised(text).translate(_QUOTES)
    question = Question()
    loose: list[str] = []
    at = 0
    for piece in _PIECE.finditer(text):
        phrase, unwanted = piece["phrase"], bool(piece["unwanted"])
        if not unwanted and phrase is None:
            continue
        loose.append(text[at : piece.start()])
        at = piece.end()
        _file(question, phrase, piece["plain"], unwanted=unwanted)
    question.words.extend(_words(" ".join([*loose, text[at:]])))
    return question


def _file(question: Question, phrase: str | None, plain: str | None, *, unwanted: bool) -> None:
    """What can't be looked for, like empty quotation marks, is left out."""
    if phrase is None:
        if analysis.stems(plain or ""):
            question.unwanted.append(plain or "")
    elif len(analysis.words(phrase)) > 1 or analysis.stems(phrase):
        (question.unwanted_phrases if unwanted else question.phrases).append(phrase)
    elif not unwanted:
        question.words.extend(_words(phrase))


def _words(text: str) -> Iterator[Asked]:
    before = 0
    for start, end, word in analysis.word_spans(text):
        yield Asked(word, bound=bool(before) and bool(_CODE.fullmatch(text[before:start])))
        before = end
