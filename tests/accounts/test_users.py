import pytest
from django.contrib.auth.models import Group
from django.urls import reverse
from wagtail.models import GroupPagePermission

from forum.accounts.models import User
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.organisations import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(UserFactory(administrator=True, full_name="Anne Admin", email="anne@eksempel.no"))
    return client


def new_user(**changes):
    return {
        "email": "Ola.Nordmann@Eksempel.no",
        "full_name": "Ola Nordmann",
        "password1": PASSWORD,
        "password2": PASSWORD,
    } | changes


@pytest.mark.parametrize("address", ["kari@eksempel.no", "KARI@EKSEMPEL.NO", "Kari@eksempel.no"])
def test_people_sign_in_with_their_address_however_they_write_it(client, address):
    UserFactory(email="Kari@Eksempel.no", administrator=True)
    response = client.post(reverse("wagtailadmin_login"), {"username": address, "password": PASSWORD})
    assert response.status_code == 302
    assert client.get(reverse("wagtailadmin_home")).status_code == 200


def test_a_wrong_password_does_not_sign_in(client):
    UserFactory(email="kari@eksempel.no", administrator=True)
    client.post(reverse("wagtailadmin_login"), {"username": "kari@eksempel.no", "password": "feil"})
    assert client.get(reverse("wagtailadmin_home")).status_code == 302


def test_an_administrator_makes_a_user_with_name_and_organisation(admin):
    organisation = OrganisationFactory(name="Tverrdal kommune")
    editors = Group.objects.get(name="Redaktører")
    page = admin.get(reverse("wagtailusers_users:add")).content.decode()
    assert 'name="full_name"' in page
    assert "Tverrdal kommune" in page
    assert 'name="first_name"' not in page
    admin.post(reverse("wagtailusers_users:add"), new_user(organisation=organisation.pk, groups=[editors.pk]))
    user = User.objects.get(email="ola.nordmann@eksempel.no")
    assert (user.full_name, user.organisation, list(user.groups.all())) == ("Ola Nordmann", organisation, [editors])
    assert user.check_password(PASSWORD)


def test_an_address_that_differs_only_in_case_is_the_same_persons(admin):
    UserFactory(email="ola.nordmann@eksempel.no")
    response = admin.post(reverse("wagtailusers_users:add"), new_user())
    assert "Det finnes alt en bruker med denne adressen" in response.content.decode()
    assert User.objects.count() == 2


def test_a_weak_password_is_refused(admin):
    admin.post(reverse("wagtailusers_users:add"), new_user(password1="passord", password2="passord"))
    assert User.objects.count() == 1


def test_an_administrator_changes_a_user_and_can_close_the_account(admin):
    user = UserFactory(full_name="Ola Nordmann")
    edit = reverse("wagtailusers_users:edit", args=[user.pk])
    assert 'value="Ola Nordmann"' in admin.get(edit).content.decode()
    admin.post(edit, {"email": user.email, "full_name": "Ola Nilsen"})
    user.refresh_from_db()
    assert (user.full_name, user.is_active) == ("Ola Nilsen", False)
    assert user.check_password(PASSWORD)


def test_the_list_finds_people_by_name_and_by_organisation(admin):
    UserFactory(full_name="Ola Nordmann", organisation=OrganisationFactory(name="Tverrdal kommune"))
    UserFactory(full_name="Berit Berg")
    for question in ("ola", "tverrdal"):
        found = admin.get(reverse("wagtailusers_users:index"), {"q": question}).content.decode()
        assert "Ola Nordmann" in found
        assert "Berit Berg" not in found
    for ordering in ("full_name", "-full_name", "email", "organisation__name"):
        page = admin.get(reverse("wagtailusers_users:index"), {"ordering": ordering})
        assert page.status_code == 200


def test_people_change_their_own_name_and_address_on_the_account_page(admin):
    page = admin.get(reverse("wagtailadmin_account")).content.decode()
    assert 'name="name_email-full_name"' in page
    assert "name_email-first_name" not in page
    form = {
        "name_email-full_name": "Anne Ny",
        "name_email-email": "Anne.Ny@eksempel.no",
        "locale-preferred_language": "nb",
        "locale-current_time_zone": "Europe/Oslo",
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "theme-keyboard_shortcuts": "on",
    }
    admin.post(reverse("wagtailadmin_account"), form)
    assert User.objects.filter(full_name="Anne Ny", email="anne.ny@eksempel.no").exists()


def test_wagtails_groups_have_norwegian_names_and_kept_their_rights():
    groups = {group.name: group for group in Group.objects.all()}
    assert set(groups) == {"Redaktører", "Moderatorer"}
    for group in groups.values():
        assert group.permissions.filter(codename="access_admin").exists()
        assert group.permissions.filter(codename="submit_translation").exists()
        assert GroupPagePermission.objects.filter(group=group).exists()


def test_a_user_without_a_password_can_not_sign_in(client):
    User.objects.create_user("kari@eksempel.no", full_name="Kari")
    assert not client.login(username="kari@eksempel.no", password="")


def test_the_address_is_shown_until_the_name_is_known():
    assert str(UserFactory(full_name="", email="kari@eksempel.no")) == "kari@eksempel.no"
    assert UserFactory(full_name="Kari Marie Nordmann").get_short_name() == "Kari"
