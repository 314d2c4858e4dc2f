"""What machines ask for: health, robots, the sitemap, headers and what pages tell search engines."""

import json
import re
from xml.etree import ElementTree

import pytest
from django.db import connection

from tests.factories.accounts import UserFactory
from tests.factories.pages import a_theme, close, make_guide, make_news, stream, translate

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("portal")]

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


# --- health and robots


def test_health_says_ok_without_a_cookie_or_a_cache(client):
    response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")
    assert "no-store" in response["Cache-Control"]
    assert not response.cookies


def test_health_is_no_better_than_the_database(client, monkeypatch):
    def broken():
        raise OSError

    client.raise_request_exception = False
    monkeypatch.setattr(connection, "cursor", broken)
    assert client.get("/healthz").status_code == 500


def test_robots_are_kept_from_searches_and_shown_the_sitemap(client):
    lines = client.get("/robots.txt").content.decode().splitlines()
    assert "Disallow: /admin/" in lines
    assert {"Disallow: /sok/", "Disallow: /nn/sok/", "Disallow: /en/forslag/"} <= set(lines)
    assert "Sitemap: http://localhost:8000/sitemap.xml" in lines


# --- sitemap


def locations(client, section="sider"):
    tree = ElementTree.fromstring(client.get(f"/sitemap-{section}.xml").content)
    return [re.sub(r"^https?://[^/]+", "", url.findtext(f"{SITEMAP}loc")) for url in tree]


def test_the_sitemap_has_every_open_page_in_every_language(client):
    page = make_guide()
    nynorsk = translate(page)
    close(make_news())
    make_news(live=False)
    listed = locations(client)
    assert {page.url, nynorsk.url} <= set(listed)
    assert len(listed) == len(set(listed))
    assert not [address for address in listed if "nyhet" in address]


def test_every_address_in_the_sitemap_answers(client):
    make_guide()
    for section in ("sider", "kommuner"):
        for address in locations(client, section)[:20]:
            assert client.get(address).status_code == 200


def test_the_sitemap_is_a_visitors_whoever_asks(client):
    close(make_guide())
    client.force_login(UserFactory(administrator=True))
    assert locations(client) == locations(client.__class__())


def test_the_index_leads_to_each_part(client):
    text = client.get("/sitemap.xml").content.decode()
    assert "sitemap-sider.xml" in text
    assert "sitemap-kommuner.xml" in text


# --- what a page tells search engines


def structured(client, page):
    text = client.get(page.url).content.decode()
    (found,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL)
    work, trail = json.loads(found)["@graph"]
    return work, trail


def test_a_guide_tells_search_engines_its_steps_and_where_it_stands(client):
    page = make_guide(
        title="Gevinster",
        steps=stream(("step", {"title": "Ring", "text": ""}), ("step", {"title": "Skriv", "text": ""})),
    )
    work, trail = structured(client, page)
    assert (work["@type"], work["name"], work["inLanguage"]) == ("HowTo", "Gevinster", "nb")
    assert [step["name"] for step in work["step"]] == ["Ring", "Skriv"]
    assert work["license"].startswith("https://creativecommons.org/")
    assert [item["name"] for item in trail["itemListElement"]] == ["Forside", "Beste praksis", "Gevinster"]


def test_no_text_can_end_the_script_it_stands_in(client):
    page = make_guide(title="</script><script>alert(1)</script>", summary="<!--")
    text = client.get(page.url).content.decode()
    assert "<script>alert" not in text
    assert structured(client, page)[0]["name"] == "</script><script>alert(1)</script>"


def test_a_page_tells_others_what_to_show_when_it_is_shared(client):
    page = make_guide(title="Gevinster & «tall»", summary="Slik.")
    translate(page)
    text = client.get(page.url).content.decode()
    assert '<meta property="og:title" content="Gevinster &amp; «tall»">' in text
    assert '<meta property="og:type" content="article">' in text
    assert f'<link rel="canonical" href="http://localhost:8000{page.url}">' in text
    assert f'hreflang="nn" href="http://localhost:8000/nn{page.url}"' in text


def test_the_site_has_a_strict_content_policy_and_the_admin_a_wider_one(client):
    strict = client.get("/")["Content-Security-Policy"]
    assert "script-src 'self'" in strict
    assert "unsafe" not in strict
    client.force_login(UserFactory(administrator=True))
    assert "unsafe-inline" in client.get("/admin/")["Content-Security-Policy"]


@pytest.mark.parametrize(
    "address", ["/", "/beste-praksis/", "/metode/", "/tema/", "/aktuelt/", "/maler/", "/begreper/"]
)
def test_no_page_has_script_or_style_that_the_policy_would_stop(client, address):
    make_guide()
    text = client.get(address).content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*ld\+json)", text)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", text)


# --- addresses


def test_an_address_without_its_last_slash_leads_to_the_page(client):
    page = make_guide()
    response = client.get(page.url.rstrip("/"))
    assert response.status_code in (301, 302)
    assert response["Location"].endswith(page.url)


@pytest.mark.parametrize(
    "address",
    ["/finnes-ikke/", "/beste-praksis/finnes-ikke/", "/beste-praksis/x/versjoner/", "/nn/x/", "/versjoner/", "/xx/"],
)
def test_an_address_that_leads_nowhere_says_so_kindly(client, address):
    response = client.get(address)
    assert response.status_code == 404
    assert "<h1" in response.content.decode()


def test_the_same_theme_has_the_same_address_in_feed_and_search(client):
    theme = a_theme()
    assert client.get(f"/feed/{theme.slug}/").status_code == client.get(f"/sok/?tema={theme.slug}").status_code == 200
