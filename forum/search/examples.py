"""What editors of the example portal have done for search, so that a new owner sees what can be done."""

import tomllib
from pathlib import Path

from django.db import transaction
from wagtail.contrib.search_promotions.models import Query, SearchPromotion

from forum.pages.models import KnowledgePage
from forum.search.models import Synonym

CONTENT = Path(__file__).with_name("examples.toml")


@transaction.atomic
def load_examples() -> None:
    """Recommended results and synonyms; a second time changes nothing. Pages that aren't there are passed over."""
    content = tomllib.loads(CONTENT.read_text())
    for row in content["synonyms"]:
        Synonym.objects.get_or_create(word=row["word"], defaults={"means": row["means"]})
    for row in content["recommended"]:
        page = KnowledgePage.objects.live().filter(slug=row["page"], locale__language_code="nb").first()
        if page is not None:
            SearchPromotion.objects.get_or_create(
                query=Query.get(row["search"]), page_id=page.pk, defaults={"description": row["description"]}
            )
