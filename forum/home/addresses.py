"""Addresses that plain views answer: no page on the first level may take one of these slugs."""

RESERVED_SLUGS = frozenset(
    "admin api begreper bilder documents en faggrupper feed forslag healthz konto kommuner maler media nb nn "
    "nyhetsbrev prosesser robots.txt sitemap.xml sok static".split()
)
