"""``manage.py load_search_examples``: called by `load_demo`."""

from typing import Any

from django.core.management.base import BaseCommand

from forum.search.examples import load_examples


class Command(BaseCommand):
    """A command, so that the front page's room can ask for it without knowing this one."""

    help = "Legger inn eksempler på anbefalte treff og synonymer i eksempelportalen."

    def handle(self, *args: Any, **options: Any) -> None:
        """A second run finds all in place."""
        load_examples()
