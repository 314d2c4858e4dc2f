"""How many database queries a page costs a visitor. A process of its own: it loads the portal.

``python -m benchmarks.queries`` with DJANGO_SETTINGS_MODULE and DATA_DIR set writes JSON: the addresses that are
measured, by name, and the most queries that any of each name's addresses cost.
"""

import json
import sys
from urllib.parse import quote

import django
from django.apps import apps
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

GUIDES = 40
COUNTED = 10
SEARCHES = (
    "risikoanalyse", "gevinst", "arkiv", "universell utforming", "innlogging", "barnehage", "skjema på nett",
    "opplæring", "digital signatur", "kost nytte", "tjenestekatalog", "sak og arkiv", "måling av tid", "pilot",
    "personvern", "byggesak", "styringsgruppe", "kommunikasjonsplan", "klart språk", "prosessmodell",
    '"digital signatur"', "risikoanalysen", "kommuner", "tjenestene", "søknader om barnehageplass", "plan",
)  # fmt: skip


def addresses() -> dict[str, list[str]]:
    """What is asked for, by the name it has in the table."""
    # By name: models can not be imported before Django is set up.
    guides = (
        apps.get_model("bestpractice", "GuidePage")
        .objects.live()
        .filter(locale__language_code="nb", view_restrictions=None)
    )
    step = max(1, guides.count() // GUIDES)
    themes = apps.get_model("pages", "LosConcept").objects.main_themes()[:5]
    index = "/beste-praksis/"
    return {
        "home": ["/"],
        "guide": [guide.get_url() for guide in guides.order_by("path")[::step][:GUIDES]],
        "list": [index, f"{index}?side=3", f"{index}?mal=ja", *(f"{index}?tema={theme.slug}" for theme in themes)],
        "search": [f"/sok/?q={quote(words)}" for words in SEARCHES],
    }


def most_queries(client: Client, paths: list[str]) -> int:
    """The dearest of the first addresses, each asked for anew in a process that is warm."""
    counts = []
    for path in paths[:COUNTED]:
        client.get(path)
        with CaptureQueriesContext(connection) as queries:
            answer = client.get(path)
        if answer.status_code != 200:
            raise RuntimeError(f"{path} answers {answer.status_code}")
        counts.append(len(queries))
    return max(counts)


def main() -> None:
    """Write the JSON."""
    django.setup()
    client = Client(HTTP_HOST="localhost")
    paths = addresses()
    queries = {name: most_queries(client, named) for name, named in paths.items()}
    json.dump({"paths": paths, "queries": queries}, sys.stdout)


if __name__ == "__main__":
    main()
