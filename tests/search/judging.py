"""How well the search answers: the measures of a judged set of queries, and the table that shows them.

A judged set is a file of tab-separated lines: query, class, the works that answer it with their grades, and the
reader's language where it isn't bokmål. Grades are 3 (exactly this), 2 (good), 1 (acceptable) and 0 (must not be
found). Judgments are made from what the pages say, before anybody looks at what the search answers.

Besides the suite, any such file can be put to a portal that the demo is loaded into:
`DEBUG=1 DJANGO_SETTINGS_MODULE=forum.settings.dev DATA_DIR=… python -m tests.search.judging [file]`
"""

import sys
from collections import defaultdict
from dataclasses import dataclass
from math import log2
from pathlib import Path
from statistics import mean

QUERIES = Path(__file__).with_name("judged") / "queries.tsv"
ADDRESSES = {"nb": "/sok/", "nn": "/nn/sok/"}
CONSIDERED = 10
TOP = 3
GOOD = 2


@dataclass(frozen=True)
class Judged:
    """A query, its class, and the grade of each work that answers it."""

    query: str
    kind: str
    grades: dict[str, int]
    language: str = "nb"

    @property
    def enough(self):
        """The grade that satisfies whoever asked: a good answer, or what there is."""
        return min(GOOD, max(self.grades.values()))


@dataclass(frozen=True)
class Answer:
    """What came, best first, by slug."""

    judged: Judged
    found: list[str]

    def has_answer_among(self, first):
        """Whether one of the first hits satisfies; never when something came that must not."""
        grades = self.judged.grades
        if any(grades.get(slug) == 0 for slug in self.found):
            return False
        return any(grades.get(slug, 0) >= self.judged.enough for slug in self.found[:first])

    @property
    def ndcg(self):
        """Discounted gain of the first ten hits, as a share of the best there could be."""
        gained = _gain(self.judged.grades.get(slug, 0) for slug in self.found[:CONSIDERED])
        return gained / _gain(sorted(self.judged.grades.values(), reverse=True)[:CONSIDERED])

    def __str__(self):
        wanted = " ".join(f"{slug}:{grade}" for slug, grade in self.judged.grades.items())
        came = " ".join(f"{slug}:{self.judged.grades.get(slug, '-')}" for slug in self.found[:5]) or "ingenting"
        return f"[{self.judged.kind}] {self.judged.query}\n    ventet: {wanted}\n    kom:    {came}"


def _gain(grades):
    return sum((2**grade - 1) / log2(place + 2) for place, grade in enumerate(grades))


@dataclass(frozen=True)
class Figures:
    """Of all the answers in a class, or of all there are."""

    number: int
    success_at_1: float
    success_at_3: float
    ndcg: float

    @classmethod
    def of(cls, answers):
        return cls(
            len(answers),
            mean(answer.has_answer_among(1) for answer in answers),
            mean(answer.has_answer_among(TOP) for answer in answers),
            mean(answer.ndcg for answer in answers),
        )


def read(path=QUERIES):
    """The judged queries of a file."""
    rows = [line.split("\t") for line in path.read_text().splitlines() if line and not line.startswith("#")]
    return [Judged(query, kind, _grades(works), *language) for query, kind, works, *language in rows]


def _grades(works):
    pairs = [work.rsplit(":", 1) for work in works.split()]
    return {slug: int(grade) for slug, grade in pairs}


def ask(client, judged):
    """What a visitor finds on the search page, with whatever correction or widening it makes by itself."""
    response = client.get(ADDRESSES[judged.language], {"q": judged.query})
    assert response.status_code == 200, judged.query
    return Answer(judged, [hit.page.slug for hit in response.context["listing"].hits[:CONSIDERED]])


def by_class(answers):
    """Figures of each class, and of all under an empty name."""
    classes = defaultdict(list)
    for answer in answers:
        classes[answer.judged.kind].append(answer)
    figures = {kind: Figures.of(those) for kind, those in classes.items()}
    return figures | {"": Figures.of(answers)}


def table(figures):
    """The figures as lines of text."""
    lines = [f"{'':16}{'antall':>7}{'success@1':>11}{'success@3':>11}{'nDCG@10':>9}"]
    for kind, of in figures.items():
        numbers = f"{of.number:7}{of.success_at_1:11.3f}{of.success_at_3:11.3f}{of.ndcg:9.3f}"
        lines.append(f"{kind or 'alle':16}{numbers}")
    return "\n".join(lines)


def missed(answers):
    """Those without a good answer among the first three."""
    return [answer for answer in answers if not answer.has_answer_among(TOP)]


def main(path=QUERIES):
    """Ask a loaded demo portal, and print the figures and what was missed."""
    import django  # noqa: PLC0415  # must be set up before its test client is imported

    django.setup()
    from django.test import Client  # noqa: PLC0415
    from django.test.utils import setup_test_environment  # noqa: PLC0415

    setup_test_environment()
    client = Client()
    answers = [ask(client, judged) for judged in read(Path(path))]
    print(table(by_class(answers)), *missed(answers), sep="\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
