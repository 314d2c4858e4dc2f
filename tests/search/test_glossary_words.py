"""Words of the glossary lead to the page they point to, by former names too."""

import pytest

from forum.pages.models import GlossaryTerm, KnowledgePage
from tests.factories.pages import make_guide

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


def found(words):
    return [page.pk for page in KnowledgePage.objects.live().search(words)]


def test_a_guide_is_found_by_the_former_name_of_what_it_explains(django_capture_on_commit_callbacks):
    guide = make_guide(title="Felles innlogging")
    with django_capture_on_commit_callbacks(execute=True):
        term = GlossaryTerm.objects.create(
            slug="id-porten",
            term="ID-porten",
            definition="Felles innlogging.",
            synonyms=["sikkerhetsportalen"],
            page=guide,
        )
    assert found("sikkerhetsportalen") == [guide.pk]
    with django_capture_on_commit_callbacks(execute=True):
        term.delete()
    assert found("sikkerhetsportalen") == []
