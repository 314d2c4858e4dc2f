"""The least that Django can do: one view, no middleware, no database, no template."""

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path

settings.configure(
    ALLOWED_HOSTS=["127.0.0.1", "localhost"],
    ROOT_URLCONF=__name__,
    SECRET_KEY="signs nothing",
    LOGGING_CONFIG=None,
)

BODY = b"hello\n"


def hello(request: HttpRequest) -> HttpResponse:
    """The same six bytes to everyone."""
    return HttpResponse(BODY, content_type="text/plain", headers={"Content-Length": str(len(BODY))})


urlpatterns = [path("", hello)]
application = get_wsgi_application()
