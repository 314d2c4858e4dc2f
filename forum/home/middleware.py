"""Which content security policy an address gets."""

from csp.middleware import CSPMiddleware, PolicyParts
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse


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
