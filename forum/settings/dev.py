"""On one's own machine: `make demo` and `make dev`. Serves over plain http on localhost."""

from django.core.management.utils import get_random_secret_key

from forum.settings.base import *

DEBUG = env.bool("DEBUG", default=False)
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]

# A random key that outlives restarts, so that signing in does not end with every change of code.
_key_file = DATA_DIR / "secret_key"
if not _key_file.exists():
    DATA_DIR.mkdir(parents=True, exist_ok=True)
    _key_file.touch(mode=0o600)
    _key_file.write_text(get_random_secret_key())
SECRET_KEY = _key_file.read_text()

SESSION_COOKIE_SECURE = False
CSRF_COOKIE_SECURE = False

if DEBUG:
    STORAGES = {
        **STORAGES,
        "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
    }
