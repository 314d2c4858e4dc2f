"""What the portal is put together from: rooms, third-party apps, middleware and templates."""

from forum.settings.environment import BASE_DIR, env

INSTALLED_APPS = [
    # top: show and tell of everything
    "forum.home",
    "forum.search",
    # features
    "bestpractice",
    # what all content shares, people, ground
    "forum.pages",
    "forum.accounts",
    "forum.organisations",
    "forum.jobs",
    # Wagtail and what it is made of
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail.contrib.redirects",
    "wagtail.contrib.search_promotions",
    "wagtail.contrib.settings",
    "wagtail.contrib.routable_page",
    "wagtail.api.v2",
    "wagtail.embeds",
    "wagtail.sites",
    "forum.accounts.users_app.UsersAppConfig",  # wagtail.users with our views
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "forum.search.wagtail_app.QueuedSearchAppConfig",  # wagtail.search with our queue
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "django_tasks",
    "django_tasks_db",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "forum.pages.middleware.VisibilityMemoMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "forum.home.middleware.ContentSecurityPolicyMiddleware",
    "forum.home.middleware.MarkedExportsMiddleware",
    "forum.home.middleware.KnownSiteMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "forum.home.context_processors.frame",
            ],
        },
    },
]

ROOT_URLCONF = "forum.urls"
WSGI_APPLICATION = "forum.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "wagtailadmin_login"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

# Addresses in letters, feeds and the catalogue come from here, never from a request's Host header.
PORTAL_URL = env.str("PORTAL_URL", default="http://localhost:8000").rstrip("/")

WAGTAIL_SITE_NAME = "ksikt-forum"
WAGTAILADMIN_BASE_URL = PORTAL_URL
WAGTAIL_USER_TIME_ZONES = ["Europe/Oslo"]
# A shared password is nobody's: the gate reads such a page as closed to all, so it is not offered.
WAGTAIL_PRIVATE_PAGE_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAILDOCS_PRIVATE_COLLECTION_OPTIONS = {"SHARED_PASSWORD": False}
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # nobody else is told who edits here
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_APPEND_SLASH = True
WAGTAILAPI_LIMIT_MAX = 100
WAGTAILAPI_BASE_URL = PORTAL_URL
TAGGIT_CASE_INSENSITIVE = True
TAGGIT_STRIP_UNICODE_WHEN_SLUGIFYING = False
