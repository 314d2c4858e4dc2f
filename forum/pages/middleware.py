"""What lasts for one request."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse


class VisibilityMemoMiddleware:
    """Lets the gate be asked many times in a request and look the answer up once."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The memo lives and dies with this request's own user object."""
        request.user.closed_paths_memo = {}  # type: ignore[union-attr]
        return self.get_response(request)
