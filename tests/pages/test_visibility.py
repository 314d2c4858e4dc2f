"""Who sees what: every rule of the gate, one by one."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page, PageViewRestriction

from tests.factories.pages import close, make_guide, make_method, section, translate
from tests.pages.readers import ROLES, make_people, member_of, roles_that_see, seen

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]


@pytest.fixture
def people():
    return make_people()


def test_an_open_page_is_seen_by_everyone(people):
    assert roles_that_see(make_guide(), people) == set(ROLES)


def test_a_page_that_is_not_published_is_in_no_list(people):
    page = make_guide(live=False)
    assert not [role for role in ROLES if page.pk in {p.pk for p in seen(people[role])}]


def test_a_page_for_those_signed_in_is_hidden_from_visitors_only(people):
    page = make_guide()
    close(page)
    assert roles_that_see(page, people) == set(ROLES) - {"visitor"}


def test_a_page_for_one_group_is_seen_by_its_members_and_administrators(people):
    page = make_guide()
    close(page, people["group A"])
    assert roles_that_see(page, people) == {"member of A", "administrator"}


def test_a_page_for_two_groups_is_seen_by_members_of_either(people):
    page = make_guide()
    close(page, people["group A"], people["group B"])
    assert roles_that_see(page, people) == {"member of A", "member of B", "administrator"}


def test_a_page_with_a_password_is_in_no_list_whoever_asks(people):
    page = make_guide()
    PageViewRestriction.objects.create(page=page, restriction_type="password", password="hemmelig")
    assert roles_that_see(page, people) == set()


def test_what_lies_below_a_closed_page_is_closed_with_it(people):
    method, parts = make_method()
    close(method, people["group A"])
    for phase, step in parts:
        assert roles_that_see(phase, people) == {"member of A", "administrator"}
        assert roles_that_see(step, people) == {"member of A", "administrator"}


def test_a_page_closed_below_a_closed_one_asks_for_both(people):
    method, parts = make_method()
    phase, step = parts[0]
    close(method, people["group A"])
    close(phase, people["group B"])
    assert roles_that_see(step, people) == {"administrator"}
    both = member_of(people["group A"], people["group B"])
    assert step in {page.specific for page in seen(both)}


def test_a_closed_section_closes_all_that_is_in_it_in_every_language(people):
    page = make_guide()
    nynorsk = translate(page)
    close(section("beste-praksis"), people["group A"])
    assert roles_that_see(page, people) == {"member of A", "administrator"}
    assert roles_that_see(nynorsk, people) == {"member of A", "administrator"}


def test_closing_a_page_closes_its_other_languages(people):
    page = make_guide()
    nynorsk = translate(page)
    close(page, people["group A"])
    assert roles_that_see(nynorsk, people) == {"member of A", "administrator"}


def test_closing_a_translation_closes_the_original_too(people):
    page = make_guide()
    close(translate(page), people["group A"])
    assert roles_that_see(page, people) == {"member of A", "administrator"}


def test_a_page_moved_below_a_closed_one_takes_its_other_languages_along(people):
    method, parts = make_method()
    guide = make_guide()
    nynorsk = translate(guide)
    close(method, people["group A"])
    guide.move(Page.objects.get(pk=parts[0][0].pk), "last-child")
    assert roles_that_see(nynorsk, people) == {"member of A", "administrator"}


def test_a_page_moved_out_of_a_closed_section_is_open_from_then_on(people):
    method, parts = make_method()
    close(method, people["group A"])
    phase = Page.objects.get(pk=parts[0][0].pk).specific
    phase.move(section("metode"), "last-child")
    assert roles_that_see(Page.objects.get(pk=parts[0][1].pk), people) == set(ROLES)


def test_a_page_opened_again_is_seen_again(people):
    page = make_guide()
    close(page, people["group A"]).delete()
    assert roles_that_see(page, people) == set(ROLES)


def test_a_restriction_without_groups_lets_no_one_in_but_administrators(people):
    page = make_guide()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.GROUPS)
    assert roles_that_see(page, people) == {"administrator"}


def test_a_closed_page_can_not_be_shown_elsewhere_as_an_alias(people):
    page = make_guide()
    close(page, people["group A"])
    with pytest.raises(ValidationError, match="er lukket og kan ikke vises et annet sted"):
        page.create_alias(parent=section("aktuelt"), update_slug="omvei")
    assert not Page.objects.filter(slug="omvei").exists()


def test_a_page_below_a_closed_one_can_not_be_shown_elsewhere_as_an_alias(people):
    method, parts = make_method()
    close(method, people["group A"])
    step = Page.objects.get(pk=parts[0][1].pk).specific
    with pytest.raises(ValidationError):
        step.create_alias(parent=section("aktuelt"), update_slug="omvei")


def test_an_alias_within_the_closed_subtree_is_allowed(people):
    method, parts = make_method()
    close(method, people["group A"])
    step = Page.objects.get(pk=parts[0][1].pk).specific
    alias = step.create_alias(parent=parts[1][0], update_slug="snarvei")
    assert roles_that_see(alias, people) == {"member of A", "administrator"}


def test_an_alias_made_while_the_page_was_open_closes_with_it(people):
    page = make_guide()
    alias = page.create_alias(parent=section("aktuelt"), update_slug="omvei")
    assert roles_that_see(alias, people) == set(ROLES)
    close(page, people["group A"])
    assert roles_that_see(alias, people) == {"member of A", "administrator"}


def test_an_alias_of_a_page_whose_section_is_closed_later_closes_with_it(people):
    method, parts = make_method()
    step = Page.objects.get(pk=parts[0][1].pk).specific
    alias = step.create_alias(parent=section("aktuelt"), update_slug="omvei")
    close(method, people["group A"])
    assert roles_that_see(alias, people) == {"member of A", "administrator"}


def test_an_alias_of_a_translation_closes_with_the_original(people):
    page = make_guide()
    alias = translate(page).create_alias(parent=section("aktuelt", "nn"), update_slug="omvei")
    close(page, people["group A"])
    assert roles_that_see(alias, people) == {"member of A", "administrator"}


def test_a_closed_alias_does_not_close_its_source(people):
    page = make_guide()
    alias = page.create_alias(parent=section("aktuelt"), update_slug="omvei")
    close(alias, people["group A"])
    assert roles_that_see(page, people) == set(ROLES)
    assert roles_that_see(alias, people) == {"member of A", "administrator"}
