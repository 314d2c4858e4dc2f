"""Topics, news, words and plain texts of the demo portal."""

from datetime import timedelta
from typing import Any

from django.utils import timezone
from django.utils.text import slugify
from wagtail.models import Locale, Page

from forum.home.demo.blocks import RichText, items, prose_blocks, stream
from forum.home.demo.guides import publish
from forum.home.demo.reading import content, identity
from forum.home.models import NewsPage, TopicPage
from forum.home.portal_setup import Portal
from forum.organisations.alphabet import as_address
from forum.pages.models import GlossaryTerm, LosConcept


def load_topics(portal: Portal, guides: dict[str, Any], author: Any) -> None:
    """The topic pages, two of them also in nynorsk."""
    rich = RichText({slug: page.pk for slug, page in guides.items()})
    parent = portal.section("tema", "nb")
    today = timezone.localdate()
    for place, data in enumerate(content("topics")["topics"]):
        theme = LosConcept.objects.get(uri=data["theme"])
        page = TopicPage(
            title=data["title"], slug=data["slug"], theme=theme, summary=data["summary"].strip(),
            intro=rich(data["intro"]), translation_key=identity("topic", data["slug"]), live=False,
            picks=stream(f"topic/{data['slug']}", (("page", guides[slug].pk) for slug in data["picks"])),
        )  # fmt: skip
        _add(parent, page)
        page.themes.add(theme)
        day = min(today, _day(place))
        publish(page, user=author, first=day, last=day)
        if "nn" in data:
            copy = _copy(page, data)
            copy.summary, copy.intro = data["nn"]["summary"].strip(), rich(data["nn"]["intro"])
            publish(copy, user=author, first=day, last=day)


def _day(place: int) -> Any:
    return content("news")["news"][0]["date"] + timedelta(days=9 * place)


def load_news(portal: Portal, guides: dict[str, Any], author: Any) -> None:
    """News; those about what is to come are dated from today, so that the demo always has something ahead."""
    rich = RichText({slug: page.pk for slug, page in guides.items()})
    parent = portal.section("aktuelt", "nb")
    for data in content("news")["news"]:
        page = NewsPage(
            title=data["title"], slug=data["slug"], summary=data["summary"].strip(), place=data.get("place", ""),
            body=stream(f"news/{data['slug']}", prose_blocks(data["text"], rich)),
            municipality_id=data.get("municipality"), translation_key=identity("news", data["slug"]), live=False,
        )  # fmt: skip
        if "happens_in_days" in data:
            day = timezone.localtime().replace(hour=10, minute=0, second=0, microsecond=0)
            page.happens_at = day + timedelta(days=data["happens_in_days"])
        _add(parent, page)
        page.themes.set(LosConcept.objects.filter(uri__in=data["themes"]))
        publish(page, user=author, first=data["date"], last=data["date"])
        if "nn" in data:
            copy = _copy(page, data)
            copy.summary = data["nn"]["summary"].strip()
            copy.body = stream(f"news/{data['slug']}/nn", prose_blocks(data["nn"]["text"], rich))
            publish(copy, user=author, first=data["date"], last=data["date"])


def _add(parent: Page, page: Any) -> None:
    Page.objects.get(pk=parent.pk).specific.add_child(instance=page)


def _copy(page: Any, data: dict[str, Any]) -> Any:
    copy = type(page).objects.get(pk=page.pk).copy_for_translation(Locale.objects.get(language_code="nn"))
    copy.slug = page.slug
    copy.title = copy.draft_title = data["nn"]["title"]
    return copy


def load_glossary(guides: dict[str, Any]) -> None:
    """The words that the portal explains."""
    for data in content("glossary")["terms"]:
        GlossaryTerm.objects.create(
            slug=as_address(data["term"]) or slugify(data["term"]),
            term=data["term"],
            term_nn=data.get("term_nn", ""),
            definition=data["definition"],
            definition_nn=data.get("definition_nn", ""),
            synonyms=data.get("synonyms", []),
            page=guides.get(data.get("guide", "")),
        )


def load_texts(portal: Portal, guides: dict[str, Any], author: Any) -> None:
    """The front page's own words, and the texts about the portal."""
    rich = RichText({slug: page.pk for slug, page in guides.items()})
    data = content("home")
    _write_front(portal.homes["nb"], data, data, guides, author)
    _write_front(portal.homes["nn"], data, data["nn"], guides, author)
    for slug, texts in data["pages"].items():
        for code, words in (("nb", texts), ("nn", texts["nn"])):
            page = portal.section(slug, code)
            page.title = page.draft_title = words["title"]
            page.body = stream(f"{slug}/{code}", prose_blocks(words["text"], rich))
            page.save_revision(user=author).publish(user=author)


def _write_front(home: Any, data: dict[str, Any], words: dict[str, Any], guides: dict[str, Any], author: Any) -> None:
    home = type(home).objects.get(pk=home.pk)
    home.title = home.draft_title = words["title"]
    home.lead, home.frequent = words["lead"], ", ".join(words["frequent"])
    paths = [
        {
            "title": path["title"], "who": path["who"], "link_text": path["link_text"], "mark": first["mark"],
            "steps": items(f"path/{first['link']}", path["steps"]), "page": guides[first["link"]].pk, "address": "",
        }
        for first, path in zip(data["paths"], words["paths"], strict=True)
    ]  # fmt: skip
    home.paths = stream("home/paths", (("path", path) for path in paths))
    home.save_revision(user=author).publish(user=author)
