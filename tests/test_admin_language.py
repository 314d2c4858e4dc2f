"""Editors work in bokmål: what Wagtail's own translation lacks, stands in ours."""

import json
import re
from pathlib import Path

import pytest
import wagtail
import wagtail_localize
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.urls import reverse

from forum.home.models import HomePage
from tests.factories.accounts import UserFactory
from tests.messages import ROOT, messages_in_code

WAGTAIL = [
    f"{package.__path__[0]}{app}"
    for package, apps in [
        (
            wagtail,
            [
                "",
                "/admin",
                "/contrib/redirects",
                "/contrib/search_promotions",
                "/contrib/settings",
                "/documents",
                "/embeds",
                "/images",
                "/search",
                "/sites",
                "/snippets",
                "/users",
            ],
        ),
        (wagtail_localize, ["", "/locales"]),
    ]
    for app in apps
]
OURS = ROOT / "locale" / "nb" / "LC_MESSAGES"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
HTML = re.compile(r"</?\w[^>]*>")
DOMAINS = ["django", "djangojs"]


def entries(path):
    """A catalogue's messages by context and msgid; none where the app has no such catalogue."""
    try:
        with Path(path).open("rb") as file:
            return {(entry.context, entry.id): entry for entry in read_po(file) if entry.id}
    except FileNotFoundError:
        return {}


def texts(words):
    return words if isinstance(words, tuple) else (words,)


def translated(catalogue):
    return {key for key, entry in catalogue.items() if all(texts(entry.string)) and not entry.fuzzy}


@pytest.fixture
def bokmal(settings, tmp_path):
    """The catalogues as they stand in the checkout, whether or not they have been compiled there."""
    folder = tmp_path / "nb" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    for domain in DOMAINS:
        with (OURS / f"{domain}.po").open("rb") as source, (folder / f"{domain}.mo").open("wb") as target:
            write_mo(target, read_po(source))
    settings.LOCALE_PATHS = [tmp_path]


@pytest.fixture
def editor(client, db, bokmal):
    client.force_login(UserFactory(administrator=True))
    return client


@pytest.mark.parametrize("domain", DOMAINS)
def test_every_text_of_the_editor_is_there_in_bokmal(domain):
    known = translated(entries(OURS / f"{domain}.po"))
    wanted = {}
    for app in WAGTAIL:
        known |= translated(entries(f"{app}/locale/nb/LC_MESSAGES/{domain}.po"))
        wanted |= dict.fromkeys(entries(f"{app}/locale/en/LC_MESSAGES/{domain}.po"), app)
    assert wanted
    missing = [f"{app}: {msgid}" for (context, msgid), app in wanted.items() if (context, msgid) not in known]
    assert not missing, f"{len(missing)} of {len(wanted)}:\n" + "\n".join(missing[:200])


@pytest.mark.parametrize("domain", DOMAINS)
def test_bokmal_has_nothing_fuzzy_and_nothing_wagtail_no_longer_says(domain):
    ours = entries(OURS / f"{domain}.po")
    said = {key for app in WAGTAIL for key in entries(f"{app}/locale/en/LC_MESSAGES/{domain}.po")}
    assert set(ours) == translated(ours)
    assert set(ours) <= said


@pytest.mark.parametrize("domain", DOMAINS)
@pytest.mark.parametrize("pattern", [PLACEHOLDER, HTML])
def test_bokmal_keeps_placeholders_and_html(domain, pattern):
    wrong = [
        f"{original!r} → {words!r}"
        for entry in entries(OURS / f"{domain}.po").values()
        for original, words in zip(texts(entry.id), texts(entry.string), strict=True)
        if sorted(pattern.findall(original)) != sorted(pattern.findall(words))
    ]
    assert not wrong, "\n".join(wrong)


def test_the_portals_own_bokmal_is_not_rewritten_for_the_editor():
    """A word that is both one of ours and one of Wagtail's English must come out as we wrote it."""
    own = {msgid for _context, msgid, _plural in messages_in_code()}
    rewritten = {
        msgid: entry.string
        for (_context, msgid), entry in entries(OURS / "django.po").items()
        if msgid in own and entry.string != msgid
    }
    assert not rewritten


@pytest.mark.usefixtures("portal")
def test_the_page_editor_speaks_bokmal(editor):
    page = HomePage.objects.first()
    shown = editor.get(reverse("wagtailadmin_pages:edit", args=[page.pk])).content.decode()
    for word in ["Lagre kladd", "Publiser", "Historikk", "Vis eller skjul status", "Forhåndsvis i ny fane"]:
        assert word in shown
    for word in ["Save draft", "Toggle status", "Preview in new tab", "Keyboard shortcuts"]:
        assert word not in shown


@pytest.mark.usefixtures("portal")
def test_the_menu_speaks_bokmal(editor):
    shown = editor.get(reverse("wagtailadmin_home")).content.decode()
    for word in ["Sider", "Filer", "Rapporter", "Arbeidsflyter", "Låste sider", "Hjelp"]:
        assert json.dumps(word)[1:-1] in shown or word in shown
    for word in ["Locked pages", "Workflows", "Site history"]:
        assert word not in shown


def test_what_the_editors_scripts_say_is_bokmal(editor):
    shown = editor.get(reverse("wagtailadmin_javascript_catalog")).content.decode()
    assert json.dumps("Endringene er lagret automatisk.") in shown
