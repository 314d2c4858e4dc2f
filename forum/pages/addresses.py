"""Addresses that plain views answer: no page on the first level may take one of these slugs."""

_MACHINES = ("admin", "api", "bilder", "documents", "healthz", "media", "robots.txt", "sitemap.xml", "static")
_PEOPLE = ("begreper", "faggrupper", "feed", "forslag", "konto", "kommuner", "maler", "nyhetsbrev", "sok")
_LANGUAGES = ("nb", "nn", "en")

RESERVED_SLUGS = frozenset((*_MACHINES, *_PEOPLE, *_LANGUAGES))
