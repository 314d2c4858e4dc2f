"""In production everything that matters is said by the environment; what is missing is named."""

from django.core.exceptions import ImproperlyConfigured

from forum.settings.base import *

DEBUG = False

if not env.str("SECRET_KEY", default=""):
    raise ImproperlyConfigured(
        "SECRET_KEY mangler. Sett miljøvariabelen SECRET_KEY til minst 50 tilfeldige tegn, for eksempel fra "
        '`python -c "import secrets; print(secrets.token_urlsafe(50))"`, og behold den mellom omstarter.'
    )
ALLOWED_HOSTS = [name for host in env.list("ALLOWED_HOSTS", default=[]) if (name := host.strip())]
if not ALLOWED_HOSTS:
    raise ImproperlyConfigured(
        "ALLOWED_HOSTS mangler. Sett miljøvariabelen ALLOWED_HOSTS til navnene portalen svarer på, skilt med komma, "
        "for eksempel ALLOWED_HOSTS=ksikt-forum.no,www.ksikt-forum.no."
    )

if not DATA_DIR.is_dir():
    raise ImproperlyConfigured(
        f"DATA_DIR finnes ikke: {DATA_DIR}. Lag mappen, eie den med brukeren som kjører portalen, eller sett DATA_DIR "
        "til en annen. Database, søkeindeks og filer ligger der."
    )

SECRET_KEY = env.str("SECRET_KEY")
PORTAL_URL = env.str("PORTAL_URL", default=f"https://{ALLOWED_HOSTS[0]}").rstrip("/")
WAGTAILADMIN_BASE_URL = WAGTAILAPI_BASE_URL = PORTAL_URL
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[PORTAL_URL])

SECURE_SSL_REDIRECT = env.bool("SECURE_SSL_REDIRECT", default=True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
SECURE_HSTS_SECONDS = env.int("SECURE_HSTS_SECONDS", default=31_536_000)
SECURE_HSTS_INCLUDE_SUBDOMAINS = env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", default=True)
SECURE_HSTS_PRELOAD = env.bool("SECURE_HSTS_PRELOAD", default=True)
if env.bool("BEHIND_PROXY", default=False):
    # Only where a proxy of our own sets the header and strips what the visitor sent.
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
