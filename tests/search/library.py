"""The books that modelsearch's conformance suite searches.

The suite speaks of a fixture named `search`, which neither its wheel nor its source archive contains. These
rows are made from what its tests say of them; where they say nothing (some dates), the value is ours.
"""

import datetime
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection
from modelsearch.test.testapp import models

from forum.search.whoosh_backend import opened
from forum.search.whoosh_backend.folders import IndexFolder

GUIDES: list[tuple[int, str, str, tuple[int, int, int], int, list[str]]] = [
    (9, "JavaScript: The good parts", "js", (2008, 5, 1), 153, ["Douglas Crockford"]),
    (10, "JavaScript: The Definitive Guide", "js", (1996, 8, 1), 1032, ["David Flanagan"]),
    (11, "Learning Python", "py", (1999, 3, 1), 1160, ["Mark Lutz", "David Ascher"]),
    (
        12,
        "Two Scoops of Django 1.11",
        "py",
        (2017, 5, 1),
        538,
        ["Daniel Roy Greenfeld", "Audrey Roy Greenfeld"],
    ),
    (13, "Programming Rust", "rs", (2017, 12, 21), 622, ["Jim Blandy", "Jason Orendorff"]),
]
TOLKIEN, MARTIN, ASIMOV = "J. R. R. Tolkien", "George R.R. Martin", "Isaac Asimov"
FRODO, BILBO = "Frodo Baggins", "Bilbo Baggins"
NOVELS: list[tuple[int, str, str, tuple[int, int, int], int, str, list[str]]] = [
    (1, "The Hobbit", "Middle Earth", (1937, 9, 21), 310, TOLKIEN, [BILBO, "Thorin Oakenshield"]),
    (2, "The Fellowship of the Ring", "Middle Earth", (1954, 7, 29), 423, TOLKIEN, [FRODO, BILBO]),
    (3, "The Two Towers", "Middle Earth", (1954, 11, 11), 352, TOLKIEN, [FRODO, BILBO]),
    (4, "The Return of the King", "Middle Earth", (1955, 10, 20), 440, TOLKIEN, [FRODO, BILBO]),
    (5, "A Game of Thrones", "Westeros", (1996, 8, 6), 694, MARTIN, ["Eddard Stark"]),
    (6, "A Clash of Kings", "Westeros", (1998, 11, 16), 768, MARTIN, ["Tyrion Lannister"]),
    (7, "A Storm of Swords", "Westeros", (2000, 3, 1), 973, MARTIN, ["Arya Stark"]),
    (8, "Foundation", "Trantor", (1951, 6, 1), 255, ASIMOV, ["Hari Seldon"]),
]
BORN = {
    TOLKIEN: datetime.date(1892, 1, 3),
    ASIMOV: datetime.date(1920, 1, 2),
    MARTIN: datetime.date(1948, 9, 20),
}


def furnish() -> None:
    """Make all rows."""
    for pk, title, setting, published, pages, author, characters in NOVELS:
        novel = models.Novel.objects.create(
            pk=pk,
            title=title,
            setting=setting,
            publication_date=datetime.date(*published),
            number_of_pages=pages,
        )
        novel.authors.add(_author(author))
        rows = [models.Character.objects.create(name=name, novel=novel) for name in characters]
        novel.protagonist = rows[0]
        novel.save()
    for pk, title, language, published, pages, authors in GUIDES:
        guide = models.ProgrammingGuide.objects.create(
            pk=pk,
            title=title,
            programming_language=language,
            publication_date=datetime.date(*published),
            number_of_pages=pages,
        )
        guide.authors.set([_author(name) for name in authors])
    book = models.Book.objects.create(
        pk=14,
        title="The Rust Programming Language",
        publication_date=datetime.date(2018, 6, 26),
        number_of_pages=440,
    )
    book.authors.set([_author("Steve Klabnik"), _author("Carol Nichols")])
    _meetings()
    _animals()
    _number_on()


def _number_on() -> None:
    """The rows above brought their own keys: tell PostgreSQL's sequence where to go on."""
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), [models.Book]):
            cursor.execute(sql)


def _author(name: str) -> Any:
    return models.Author.objects.get_or_create(name=name, defaults={"date_of_birth": BORN.get(name)})[0]


def _meetings() -> None:
    standup = models.Meeting.objects.create(name="Stand-up meeting", start_time=datetime.time(10, 0))
    item = models.AgendaItem.objects.create(meeting=standup, topic="Progress")
    models.Speaker.objects.create(agenda_item=item, name="Arthur Conan Doyle")
    models.Meeting.objects.create(name="Evening yoga", start_time=datetime.time(19, 0))
    models.Meeting.objects.create(name="Breakfast yoga", start_time=datetime.time(8, 0))


def _animals() -> None:
    for model in (models.MPAnimal, models.NSAnimal):
        model.add_root(name="Animal").add_child(name="Mammal")
        model.objects.get(name="Animal").add_child(name="Reptile")
        model.objects.get(name="Mammal").add_child(name="Dog")
        model.objects.get(name="Mammal").add_child(name="Cat")


def rebuild() -> None:
    """What `update_index` does."""
    call_command("update_index", verbosity=0, stdout=StringIO())


def forget_what_is_open(folder: IndexFolder) -> None:
    """As in a process that has just been started."""
    opened._opened.pop(folder.path, None)


def a_book(title="Sølvfaks", **fields):
    """A book that isn't among the others."""
    published = datetime.date(2020, 1, 1)
    return models.Book.objects.create(**{"title": title, "number_of_pages": 9, "publication_date": published, **fields})


def titles(results):
    """Titles of the found books, sorted."""
    return sorted(book.title for book in results)
