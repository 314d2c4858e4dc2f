"""Who gets in where: every address of the URLconf as every role. An address that is in no table fails."""

import re

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from forum.pages.models import PageFile, PortalState
from tests.addresses import all_patterns, site_patterns
from tests.factories.accounts import UserFactory
from tests.factories.pages import close, make_document, make_group, make_guide, stream
from tests.home.closed_world import image

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]

ROLES = ("visitor", "member", "editor", "administrator")
IN_GROUP = "member of the group"


def client_of(role, group=None):
    client = Client(raise_request_exception=False)
    if role == "visitor":
        return client
    user = UserFactory(administrator=role == "administrator")
    if role == "editor":
        user.groups.add(Group.objects.get(name="Redaktører"))
    if role == IN_GROUP:
        user.groups.add(group)
    client.force_login(user)
    return client


# --- the site: (address, the status that visitors and everyone signed in get)

OPEN = {
    "healthz": "/healthz",
    "robots.txt": "/robots.txt",
    "sitemap.xml": "/sitemap.xml",
    "sitemap-<section>.xml": "/sitemap-sider.xml",
    "api/v2/^sider/": "/api/v2/sider/",
    "begreper/": "/begreper/",
    "maler/": "/maler/",
    "feed/": "/feed/",
    "feed/<slug:theme>/": "/feed/helse-og-omsorg/",
    "kommuner/": "/kommuner/",
    "kommuner/fylke/<slug:slug>/": "/kommuner/fylke/rogaland/",
    "kommuner/<str:number>/": "/kommuner/1101/",
    "sok/": "/sok/?q=varde",
    "sok/forslag/": "/sok/forslag/?q=varde",
    "sok/strom/": "/sok/strom/?q=varde",
    "_util/login/": "/_util/login/",
}
#: Answered for those who may read the page that they are about; `{page}`, `{file}`, `{image}` stand for it.
AS_THE_PAGE = {
    r"documents/^(\d+)/(.*)$": "{file}",
    "bilder/<int:rendition_id>/<str:name>": "{image}",
    "api/v2/^sider/<int:pk>/": "/api/v2/sider/{page}/",
    "forslag/<int:page_id>/": "/forslag/{page}/",
    r"^((?:[\w\-]+/)*)$": "{address}",
}
#: Wagtail's own, which this portal makes no use of, or which answers by sending on.
OTHERS = {
    "documents/authenticate_with_password/<int:restriction_id>/": "/documents/authenticate_with_password/99/",
    "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": (
        "/_util/authenticate_with_password/99/99/"
    ),
    "api/v2/^sider/find/": "/api/v2/sider/find/?id=999999",
}


def test_every_address_of_the_site_is_in_a_table():
    listed = OPEN.keys() | AS_THE_PAGE.keys() | OTHERS.keys()
    assert {pattern.text for pattern in site_patterns()} == listed


@pytest.mark.parametrize("role", ROLES)
def test_what_is_open_is_open_to_every_role_in_every_language(role):
    make_guide()
    client = client_of(role)
    prefixes = {pattern.text: pattern.prefixes for pattern in site_patterns()}
    answers = {
        prefix + address: client.get(prefix + address).status_code
        for text, address in OPEN.items()
        for prefix in prefixes[text]
    }
    assert set(answers.values()) == {200}, answers


@pytest.mark.parametrize("role", ROLES)
def test_what_is_not_there_is_not_there_for_any_role(role):
    client = client_of(role)
    assert {address: client.get(address).status_code for address in OTHERS.values()} == dict.fromkeys(
        OTHERS.values(), 404
    )


@pytest.fixture
def carried():
    """A page with a file and a picture, and the addresses that are about it."""
    picture = image("Et bilde")
    page = make_guide(body=stream(("figure", {"image": picture.pk, "caption": ""})))
    document = make_document()
    page.files.add(PageFile(title="Mal", document=document))
    page.save()
    rendition = picture.get_rendition("width-400")
    address = {"page": page.pk, "address": page.url, "file": document.url, "image": rendition.url}
    return page, {text: form.format(**address) for text, form in AS_THE_PAGE.items()}


@pytest.mark.parametrize("role", ROLES)
def test_what_is_about_an_open_page_is_as_open(carried, role):
    _page, addresses = carried
    client = client_of(role)
    assert {text: client.get(address).status_code for text, address in addresses.items()} == dict.fromkeys(
        addresses, 200
    )


#: Editors choose files and pictures in the admin, so they may have those they do not meet on a page.
FILES = {r"documents/^(\d+)/(.*)$", "bilder/<int:rendition_id>/<str:name>"}


@pytest.mark.parametrize("role", [*ROLES, IN_GROUP])
def test_what_is_about_a_closed_page_is_there_only_for_those_who_may_read_it(carried, role):
    page, addresses = carried
    group = make_group()
    close(page, group)
    client = client_of(role, group)
    for text, address in addresses.items():
        allowed = role in (IN_GROUP, "administrator") or (role == "editor" and text in FILES)
        assert client.get(address).status_code == (200 if allowed else 404), (role, address)


def test_what_only_reads_takes_no_other_method():
    client = client_of("visitor")
    for address in (
        "/healthz",
        "/robots.txt",
        "/maler/",
        "/kommuner/",
        "/sok/",
        "/sok/forslag/",
        "/sok/strom/",
        "/begreper/",
    ):
        for method in (client.post, client.put, client.delete):
            assert method(address).status_code == 405, address


# --- the admin: sections by the beginning of their pattern, and who gets in

EDITORS = {"editor", "administrator"}
ADMINISTRATORS = {"administrator"}
EVERYONE = set(ROLES)
SECTIONS = {
    "admin/login/": EVERYONE,
    "admin/password_reset/": EVERYONE,
    "admin/sprite/": EVERYONE,
    "admin/jsi18n/": EVERYONE,
    "admin/account/": EDITORS,
    "admin/api/main/": EDITORS,
    "admin/block-preview/": EDITORS,
    "admin/bulk/": EDITORS,
    "admin/choose-": EDITORS,
    "admin/dismissibles/": EDITORS,
    "admin/documents/": EDITORS,
    "admin/editing-sessions/": EDITORS,
    "admin/embeds/": EDITORS,
    "admin/images/": EDITORS,
    "admin/localize/": EDITORS,
    "admin/pages/": EDITORS,
    "admin/reports/": EDITORS,
    "admin/reports/locked/": ADMINISTRATORS,
    "admin/snippets/": EDITORS,
    "admin/snippets/pages/losconcept/add/": ADMINISTRATORS,  # the import keeps Los
    "admin/snippets/choose/pages/losconcept/create/": ADMINISTRATORS,
    "admin/snippets/organisations/": ADMINISTRATORS,
    **{
        f"admin/snippets/choose/organisations/{kind}/create/": ADMINISTRATORS
        for kind in ("municipality", "organisation", "county", "countyhelper", "region")
    },
    "admin/tag-autocomplete/": EDITORS,
    "admin/collections/": ADMINISTRATORS,
    "admin/groups/": ADMINISTRATORS,
    "admin/locales/": ADMINISTRATORS,
    "admin/redirects/": ADMINISTRATORS,
    "admin/searchpicks/": EDITORS,
    "admin/searchpicks/reports/": ADMINISTRATORS,
    "admin/settings/": ADMINISTRATORS,
    "admin/sites/": ADMINISTRATORS,
    "admin/users/": ADMINISTRATORS,
    "admin/workflows/": ADMINISTRATORS,
    "admin/workflows/task_chooser/": EDITORS,
}
#: Wagtail's own tries of its error pages, the catch-all, signing out (which would end the crawl), and the list
#: of kinds of snippets, which sends on since every kind stands in a menu.
LEFT_OUT = {"admin/test404/", "admin/failwhale/", "admin/^.*/$", "admin/logout/", "admin/snippets/"}
FRONT = "admin/"


def section_of(text):
    """The longest beginning that is in the table."""
    return max((start for start in SECTIONS if text.startswith(start)), key=len, default=None)


def admin_patterns():
    return [p.text for p in all_patterns() if p.text.startswith("admin/") and p.text not in {*LEFT_OUT, FRONT}]


def example(text):
    """An address that the pattern matches; things by number 1 are as likely as not to be there."""
    text = re.sub(r"\(\?P<\w+>[^)]*\)", "1", text)
    text = re.sub(r"<(str|slug|path):\w+>", "x", text)
    return "/" + re.sub(r"<(int:)?\w+>", "1", text).translate(str.maketrans("", "", "^$\\"))


def is_shown_out(response):
    """To the sign-in page, to the admin's front page with a message, or refused."""
    away = response.status_code == 302 and response["Location"].partition("?")[0] in ("/admin/", "/admin/login/")
    return away or response.status_code == 403


def test_every_section_of_the_admin_is_in_the_table():
    assert [text for text in admin_patterns() if section_of(text) is None] == []


@pytest.mark.parametrize("role", ["visitor", "member"])
def test_who_has_no_business_in_the_admin_is_sent_to_sign_in_from_all_of_it(role):
    client = client_of(role)
    came_in = [
        text
        for text in [FRONT, *admin_patterns()]
        if section_of(text) is None or role not in SECTIONS[section_of(text)]
        if not is_shown_out(client.get(example(text)))
    ]
    assert came_in == []


@pytest.mark.parametrize("role", ["visitor", "member"])
def test_what_must_be_reached_before_signing_in_can_be(role):
    client = client_of(role)
    for text in admin_patterns():
        if role in SECTIONS[section_of(text)]:
            assert client.get(example(text)).status_code == 200, text


@pytest.mark.parametrize("role", ["editor", "administrator"])
def test_editors_reach_the_content_and_only_administrators_the_machinery(role):
    client = client_of(role)
    wrong = []
    for text in [FRONT, *admin_patterns()]:
        response = client.get(example(text))
        allowed = text == FRONT or role in SECTIONS[section_of(text)]
        # About a thing that is not there, or only by POST: says nothing of who gets in.
        silent = "<" in text or response.status_code in (404, 405) or text == "admin/login/"
        if (is_shown_out(response) == allowed and not silent) or (not allowed and response.status_code == 200):
            wrong.append((text, response.status_code))
    assert wrong == [], "\n".join(map(str, wrong))
    assert client.get("/admin/").status_code == 200


def test_an_editor_can_not_make_themselves_administrator():
    client = client_of("editor")
    user = UserFactory()
    for address in (f"/admin/users/edit/{user.pk}/", "/admin/users/new/", "/admin/groups/new/"):
        response = client.post(address, {"is_superuser": "on", "email": "x@eksempel.no", "name": "Alle"})
        assert is_shown_out(response)
    user.refresh_from_db()
    assert not user.is_superuser


def test_an_editor_can_not_turn_the_mark_of_example_data_off():
    state = PortalState.load()
    PortalState.objects.update(is_example_data=True)
    response = client_of("editor").post(f"/admin/settings/pages/portalstate/{state.pk}/", {"is_example_data": ""})
    assert is_shown_out(response)
    assert PortalState.objects.get().is_example_data
