"""What is in an Atom feed, for the tests of every feed."""

from datetime import timedelta

from defusedxml import ElementTree
from django.utils import timezone

from forum.pages.models import KnowledgePage

ATOM = "{http://www.w3.org/2005/Atom}"


def read(client, address, **parameters):
    response = client.get(address, parameters)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("application/atom+xml")
    return ElementTree.fromstring(response.content)


def titles(feed):
    return [entry.findtext(f"{ATOM}title") for entry in feed.iter(f"{ATOM}entry")]


def changed(page, days_ago):
    KnowledgePage.objects.filter(pk=page.pk).update(text_changed_at=timezone.now() - timedelta(days=days_ago))
    return page
