"""What holds for whole requests: content security policy, the site, marked exports."""

import hashlib
import re
from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils.translation import get_language
from wagtail.models import Page, Site

from forum.home.models import HomePage
from forum.pages.portal_state import is_example_data


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Strict on the site; wider below the admin, whose own pages use inline script and style."""

    def get_policy_parts(
        self, request: HttpRequest, response: HttpResponseBase, report_only: bool = False
    ) -> PolicyParts:
        """The parts that django-csp builds its header from."""
        parts: PolicyParts = super().get_policy_parts(request, response, report_only)
        if request.path.startswith(reverse("wagtailadmin_home")):
            strict = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
            parts.config = {**strict, **settings.CONTENT_SECURITY_POLICY_ADMIN}
        return parts


class KnownSiteMiddleware:
    """Remembers for a minute which site a host name is, and its front page in the reader's language.

    Wagtail looks them up anew in every request, by up to four queries. Of the front page only what the way to
    other pages needs is kept: its own text is read when it is shown (``HomePage.route``).
    """

    CACHE_SECONDS = 60

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Put the site where ``Site.find_for_request`` keeps its own answer."""
        host = hashlib.sha256(request.get_host().encode()).hexdigest()[:16]
        key = f"site-{host}-{get_language()}"
        site = cache.get(key)
        if site is None:
            site = Site.find_for_request(request)
            if site is not None:
                site.root_page = _front_page(site.root_page)
            cache.set(key, site, self.CACHE_SECONDS)
        request._wagtail_site = site  # type: ignore[attr-defined]  # Wagtail's own name for it
        return self.get_response(request)


def _front_page(root: Page) -> Page:
    """The site's front page in the active language, without its own fields; the site's root where it has none."""
    kept = [field.name for field in Page._meta.concrete_fields]
    pages = HomePage.objects.only(*kept).filter(translation_key=root.translation_key)
    return pages.filter(locale__language_code=get_language()).first() or root


class MarkedExportsMiddleware:
    """Gives every export from the admin a name that says when its content is invented.

    Here and not in each view: rooms on lower floors export too, and so does Wagtail itself.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """«kommuner.xlsx» becomes «eksempeldata-kommuner.xlsx»."""
        response = self.get_response(request)
        disposition = response.get("Content-Disposition", "")
        is_export = disposition.startswith("attachment") and request.path.startswith(reverse("wagtailadmin_home"))
        if is_export and is_example_data():
            response["Content-Disposition"] = re.sub(r'(filename="?)', r"\1eksempeldata-", disposition)
        return response
