"""The whole demo portal, in one transaction: it is all there or not at all."""

import secrets
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import Group
from django.core.cache import cache
from django.core.management import call_command
from django.db import transaction

from forum.accounts.models import User
from forum.home.demo.guides import GuideLoader
from forum.home.demo.method import load_skeleton
from forum.home.demo.method import load_texts as load_method_texts
from forum.home.demo.stories import load_glossary, load_news, load_texts, load_topics
from forum.home.demo.voices import load_voices
from forum.home.editor_rights import EDITORS, MODERATORS
from forum.home.portal_setup import set_up_portal
from forum.organisations.models import Organisation
from forum.pages.models import PortalState
from forum.pages.portal_state import EXAMPLE_KEY
from forum.pages.services import raise_overdue_reviews

ADMINISTRATOR = "administrator@example.org"
EDITOR = "redaktor@example.org"


@dataclass(frozen=True)
class DemoAccounts:
    """Who can sign in, and with what."""

    addresses: tuple[str, ...]
    password: str


@transaction.atomic
def load_demo(*, password: str = "", say: Callable[[str], Any] = print) -> DemoAccounts:
    """Load everything into an empty database; a random password is made where none is given."""
    password = password or secrets.token_urlsafe(12)
    say("språk, seksjoner, kommuneregister og Los")
    portal = set_up_portal()
    PortalState.objects.update_or_create(pk=1, defaults={"is_example_data": True})
    cache.delete(EXAMPLE_KEY)
    author = _accounts(password)
    method, parts = load_skeleton(portal.section("metode", "nb"))
    say("veiledere med maler og versjoner")
    guides = GuideLoader(portal.section("beste-praksis", "nb"), parts, author).load()
    say("metoden DIEMO")
    load_method_texts(method, parts, guides, author)
    say("erfaringer, tema, aktuelt og begreper")
    load_voices(guides)
    load_topics(portal, guides, author)
    load_news(portal, guides, author)
    load_glossary(guides)
    load_texts(portal, guides, author)
    # Search is no room below this one: it is asked by the name of its command.
    call_command("load_search_examples")
    raise_overdue_reviews()
    return DemoAccounts((ADMINISTRATOR, EDITOR), password)


def _accounts(password: str) -> User:
    ks = Organisation.objects.get_or_create(
        number="971032146", defaults={"name": "KS", "kind": Organisation.Kind.ASSOCIATION}
    )[0]
    User.objects.create_superuser(ADMINISTRATOR, password, full_name="Ada Administrator", organisation=ks)
    editor = User.objects.create_user(EDITOR, password, full_name="Rita Redaktør", organisation=ks)
    editor.groups.add(*Group.objects.filter(name__in=[EDITORS, MODERATORS]))
    return editor
