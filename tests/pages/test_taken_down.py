"""What is no longer published: nothing of it shows on pages that are."""

import pytest

from forum.pages.models import KnowledgePage
from tests.factories.pages import make_guide, make_method, translate
from tests.pages.versioning import publish

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


def test_a_translation_does_not_show_the_versions_of_an_original_that_is_taken_down(client):
    original = publish(make_guide(publish=True), summary="Teksten som ble trukket tilbake")
    nynorsk = translate(original, summary="Nynorsk tekst")
    assert client.get(f"{nynorsk.url}versjoner/").status_code == 200
    original.unpublish()
    assert client.get(f"{nynorsk.url}versjoner/").status_code == 404
    page = client.get(nynorsk.url)
    assert page.status_code == 200
    assert "trukket tilbake" not in page.content.decode()
    assert "/versjoner/" not in page.content.decode()


def test_the_trail_leaves_out_a_page_above_that_is_not_published(client):
    method, parts = make_method()
    phase, step = parts[0]
    assert f">{phase.title}</a>" in client.get(step.url).content.decode()
    KnowledgePage.objects.filter(pk=phase.pk).update(live=False)
    trail = client.get(step.url).content.decode().partition("ds-breadcrumbs")[2].partition("</nav>")[0]
    assert method.title in trail
    assert phase.title not in trail.replace(step.title, "")
