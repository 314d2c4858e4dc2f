"""Bokmål is the source language of the portal's own text; nynorsk and English are catalogues."""

from forum.settings.environment import BASE_DIR

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", "bokmål"), ("nn", "nynorsk"), ("en", "English")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
WAGTAIL_I18N_ENABLED = True
WAGTAILADMIN_PERMITTED_LANGUAGES = [("nb", "bokmål"), ("nn", "nynorsk"), ("en", "English")]
WAGTAILLOCALIZE_DISABLE_MODE_TOGGLE = False
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Europe/Oslo"
USE_I18N = True
USE_TZ = True
