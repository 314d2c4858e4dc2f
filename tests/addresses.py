"""Every address the portal answers, read from the URLconf: tests that must leave none out begin here."""

from dataclasses import dataclass

from django.urls import LocalePrefixPattern, get_resolver

LANGUAGES = ("", "/nn", "/en")


@dataclass(frozen=True)
class Pattern:
    """One pattern: its text from the root, and whether it stands below a language prefix."""

    text: str
    translated: bool

    @property
    def prefixes(self):
        return LANGUAGES if self.translated else ("",)


def all_patterns():
    return list(_walk(get_resolver().url_patterns, "", False))


def _walk(patterns, above, translated):
    for pattern in patterns:
        here = translated or isinstance(pattern.pattern, LocalePrefixPattern)
        text = above if isinstance(pattern.pattern, LocalePrefixPattern) else above + str(pattern.pattern)
        if hasattr(pattern, "url_patterns"):
            yield from _walk(pattern.url_patterns, text, here)
        else:
            yield Pattern(text, here)


def site_patterns():
    """All but Wagtail's admin, which has a table of its own in tests/test_permissions.py."""
    return [pattern for pattern in all_patterns() if not pattern.text.startswith("admin/")]
