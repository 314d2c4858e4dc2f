"""What the front page shows, each part within the reader's sight and in a fixed number of queries."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Value

from forum.organisations.models import Municipality
from forum.pages.models import Experience, KnowledgePage, Uptake
from forum.pages.selectors import themes_with_counts

COLUMNS = 21  # shields in a row, as in the drawing


@dataclass(frozen=True)
class ShieldField:
    """The field of municipalities: SVG path data by series, and how many are in each."""

    paths: dict[str, str]
    shares: int
    uses: int
    total: int

    @property
    def rest(self) -> int:
        """Municipalities that neither share nor use yet."""
        return self.total - self.shares - self.uses

    @property
    def height(self) -> int:
        """Of the drawing, in its own units."""
        return -(-self.total // COLUMNS) * 20 + 4


def front_page(home: Any, user: Any) -> dict[str, Any]:
    """Template context of the front page."""
    language = home.locale.language_code
    pages = KnowledgePage.objects.visible_to(user).in_language(language)
    listed = pages.for_listing()
    return {
        "newest": list(listed.standing_alone().newest().exclude(happens_at__isnull=False)[:5]),
        "most_used": [page for page in listed.most_used()[:6] if page.used_by],
        "themes": themes_with_counts(pages),
        "coming": list(listed.upcoming()[:4]),
        "shields": field_of_municipalities(pages),
        "frequent_words": [word.strip() for word in home.frequent.split(",") if word.strip()],
    }


def field_of_municipalities(pages: Any) -> ShieldField:
    """A shield for each municipality by number: lit when it shares, green when it uses what others share.

    Only what is told on pages that the reader may see lights a shield: a closed page must not show here.
    """
    works = pages.values("work")
    told = Experience.objects.public().filter(page__in=works, organisation__municipality__isnull=False)
    sharing = told.order_by().values_list("organisation__municipality__number", Value("shares"))
    using = Uptake.objects.filter(page__in=works).values_list("municipality", Value("uses"))
    lit_as = dict(sorted(using.union(sharing), key=lambda row: row[1], reverse=True))  # sharing wins
    numbers = list(Municipality.objects.current().order_by("number").values_list("number", flat=True))
    paths: dict[str, list[str]] = {"rest": [], "uses": [], "shares": []}
    for place, number in enumerate(numbers):
        paths[lit_as.get(number, "rest")].append(_shield(place))
    lit = {series: len(drawn) for series, drawn in paths.items()}
    return ShieldField({s: "".join(p) for s, p in paths.items()}, lit["shares"], lit["uses"], len(numbers))


def _shield(place: int) -> str:
    x, y = 2 + place % COLUMNS * 17, 2 + place // COLUMNS * 20
    return f"M{x} {y}h12v8c0 3.5-2.6 5.4-6 7-3.4-1.6-6-3.5-6-7z"
