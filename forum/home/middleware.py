"""Which content security policy an address gets, and which site it belongs to."""

import hashlib
from collections.abc import Callable

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from wagtail.models import Site


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
    """Remembers for a minute which site a host name is: Wagtail looks it up anew in every request."""

    CACHE_SECONDS = 60

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Put the site where ``Site.find_for_request`` keeps its own answer."""
        key = f"site-{hashlib.sha256(request.get_host().encode()).hexdigest()[:16]}"
        site = cache.get(key)
        if site is None:
            site = Site.find_for_request(request)
            cache.set(key, site, self.CACHE_SECONDS)
        request._wagtail_site = site  # type: ignore[attr-defined]  # Wagtail's own name for it
        return self.get_response(request)
