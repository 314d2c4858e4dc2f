"""Norwegian pages and questions for search, the same each time.

Real words from the portal's own texts, in the frequencies that they have there, with municipal compounds and made-up
names behind them: what search engines differ on is how long the lists of the common words are and how many
words there are in all, and both should be as in real texts (Zipf's law). The order of words is random.
"""

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass
from itertools import accumulate, islice
from pathlib import Path
from random import Random

from forum.home.demo.bulk_words import FIRST_PARTS, SECOND_PARTS
from forum.search.language.analysis import STOP_WORDS

ROOT = Path(__file__).resolve().parents[2]
TEXTS = sorted((ROOT / "forum/home/demo/content").rglob("*.toml"))
LOS = ROOT / "forum/pages/reference/los.json"

KINDS = {"guide": 30, "service": 30, "question": 20, "course": 10, "note": 10}
THEMES = [f"https://psi.norge.no/los/tema/{number}" for number in range(78)]
SHORTEST, LONGEST = 300, 800
QUESTIONS = 200

# Zipf's law with Mandelbrot's shift, as it fits running Norwegian text.
_SHIFT, _SLOPE = 2.7, 1.07
# The commonest words are function words; compounds stand among the rest.
_HEAD = 150
_NAMES = 40_000
_SYLLABLES = [
    "ber",
    "gla",
    "hol",
    "vik",
    "rud",
    "sund",
    "nes",
    "fjord",
    "dal",
    "heim",
    "lund",
    "stad",
    "tun",
    "mo",
    "ås",
    "øy",
    "ær",
    "bø",
]
_ENDINGS = ("", "en", "ene", "s")
_WORD = re.compile(r"[a-zæøåé]{2,30}|[iå]")


@dataclass(frozen=True)
class BenchPage:
    """One page of the corpus."""

    number: int
    title: str
    summary: str
    body: str
    kind: str
    themes: tuple[str, ...]


@dataclass(frozen=True)
class Question:
    """One query, and of what sort it is."""

    sort: str
    text: str

    @property
    def phrase(self) -> str | None:
        """What stands between the quotation marks, if it is a phrase."""
        return self.text.strip('"') if self.sort == "phrase" else None


class Vocabulary:
    """Words by falling frequency."""

    def __init__(self) -> None:
        rng = Random(7)
        counted = Counter(word for text in _texts() for word in _WORD.findall(text.lower()))
        ranked = [word for word, _count in counted.most_common()]
        self.compounds = sorted(set(_compounds()))
        rng.shuffle(self.compounds)
        made = iter(self.compounds)
        mixed = [one for word in ranked[_HEAD:] for one in (word, *islice(made, 1))]
        names = {"".join(rng.choices(_SYLLABLES, k=rng.randint(2, 5))) for _number in range(_NAMES)}
        self.words = list(dict.fromkeys([*ranked[:_HEAD], *mixed, *made, *sorted(names)]))
        self.telling = [word for word in self.words if word not in STOP_WORDS and len(word) > 2]


def _texts() -> Iterator[str]:
    for path in TEXTS:
        yield path.read_text()
    for concept in json.loads(LOS.read_text()):
        yield concept["name_nb"]


def _compounds() -> Iterator[str]:
    for first in FIRST_PARTS:
        joined = first.replace("+", "").lower()
        for second in SECOND_PARTS:
            noun = second.after(joined)
            yield from (noun.one, noun.the_one, noun.several, noun.the_several)


class Writer:
    """Pages in any number; the first are the same however many are asked for."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._rng = Random(11)
        self._words = vocabulary.words
        self._weights = list(accumulate(1.0 / (rank + _SHIFT) ** _SLOPE for rank in range(len(self._words))))

    def pages(self, count: int) -> Iterator[BenchPage]:
        """One after the other."""
        for number in range(1, count + 1):
            yield self._page(number)

    def _page(self, number: int) -> BenchPage:
        rng = self._rng
        words = rng.choices(self._words, cum_weights=self._weights, k=rng.randint(SHORTEST, LONGEST))
        # What a page is about stands in it several times, and in its title.
        topic = self._words[rng.randint(_HEAD, 6000)]
        for _mention in range(rng.randint(3, 9)):
            words[rng.randrange(len(words))] = topic
        title = " ".join([topic, *(self._words[rng.randint(30, 4000)] for _word in range(rng.randint(1, 5)))])
        sentences = list(self._sentences(words))
        body = "\n".join(" ".join(sentences[at : at + 4]) for at in range(2, len(sentences), 4))
        kind = rng.choices(list(KINDS), list(KINDS.values()))[0]
        themes = tuple(rng.sample(THEMES, rng.randint(1, 3)))
        return BenchPage(number, title.capitalize(), " ".join(sentences[:2]), body, kind, themes)

    def _sentences(self, words: list[str]) -> Iterator[str]:
        left = iter(words)
        while sentence := list(islice(left, self._rng.randint(7, 20))):
            yield f"{' '.join(sentence).capitalize()}."


def questions(vocabulary: Vocabulary) -> list[Question]:
    """The 200 questions: of twenty, six of one word, five of two, three of three, two phrases, four hard ones."""
    rng = Random(13)
    return [_question(number % 20, vocabulary, rng) for number in range(QUESTIONS)]


def _question(place: int, vocabulary: Vocabulary, rng: Random) -> Question:
    telling = vocabulary.telling

    def word() -> str:
        """From common to rare, as people ask: mostly what is neither."""
        return telling[int(20 * (6000 / 20) ** rng.random())]

    if place < 14:
        count = 1 if place < 6 else 2 if place < 11 else 3
        return Question(f"{count} words", " ".join(word() for _word in range(count)))
    if place < 16:
        # Of common words, which stand together somewhere, and are the dearest.
        return Question("phrase", f'"{telling[rng.randrange(60)]} {telling[rng.randrange(60)]}"')
    if place == 16:
        return Question("inflection", word().rstrip("aes") + rng.choice(_ENDINGS))
    if place < 19:
        return Question("compound", rng.choice(vocabulary.compounds))
    wrong = next(one for one in iter(word, "") if len(one) > 5)
    at = rng.randrange(1, len(wrong) - 2)
    return Question("typing error", wrong[:at] + wrong[at + 1] + wrong[at] + wrong[at + 2 :])


def write_corpus(folder: Path, count: int) -> None:
    """Pages and questions as files, unless they are there."""
    if (folder / "questions.json").exists():
        return
    folder.mkdir(parents=True, exist_ok=True)
    vocabulary = Vocabulary()
    with (folder / "pages.jsonl").open("w") as lines:
        lines.writelines(
            json.dumps(asdict(page), ensure_ascii=False) + "\n" for page in Writer(vocabulary).pages(count)
        )
    asked = [asdict(question) for question in questions(vocabulary)]
    (folder / "questions.json").write_text(json.dumps(asked, ensure_ascii=False))


def read_pages(folder: Path) -> Iterator[BenchPage]:
    """One at a time: memory is measured."""
    with (folder / "pages.jsonl").open() as lines:
        for line in lines:
            fields = json.loads(line)
            yield BenchPage(**{**fields, "themes": tuple(fields["themes"])})


def read_questions(folder: Path) -> list[Question]:
    """As they were written."""
    return [Question(**fields) for fields in json.loads((folder / "questions.json").read_text())]


def some_pages(pages: Iterable[BenchPage], count: int, step: int) -> list[BenchPage]:
    """Every so many'th, to be written anew."""
    return list(islice(islice(pages, 0, None, step), count))
