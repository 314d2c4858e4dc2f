"""Readers by what they are, for tests of who sees what."""

from django.contrib.auth.models import AnonymousUser

from forum.pages.models import KnowledgePage
from forum.pages.visibility import may_read
from tests.factories.accounts import UserFactory
from tests.factories.pages import make_group

VISITOR = AnonymousUser()


def member_of(*groups):
    user = UserFactory()
    user.groups.set(groups)
    return user


def seen(reader):
    return set(KnowledgePage.objects.visible_to(reader))


def make_people():
    """Readers by what they are; the two groups as well."""
    a, b = make_group("A"), make_group("B")
    return {
        "visitor": VISITOR,
        "signed in": UserFactory(),
        "member of A": member_of(a),
        "member of B": member_of(b),
        "administrator": UserFactory(administrator=True),
        "group A": a,
        "group B": b,
    }


ROLES = ("visitor", "signed in", "member of A", "member of B", "administrator")


def roles_that_see(page, people):
    seeing = {role for role in ROLES if page.pk in {p.pk for p in seen(people[role])}}
    assert seeing == {role for role in ROLES if may_read(people[role], page)}
    return seeing
