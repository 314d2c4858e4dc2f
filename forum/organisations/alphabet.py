"""Norwegian order of names, and names in addresses. Pure text: no Django."""

import re
import unicodedata

# Three letters follow z, in this order. Spelt with z and a digit they sort right in every database:
# SQLite compares bytes (å before æ), and PostgreSQL what the server's locale happens to be.
_LAST_LETTERS = str.maketrans({"æ": "zz1", "ø": "zz2", "å": "zz3", "ä": "zz1", "ö": "zz2", "-": " "})
_SPELT_OUT = str.maketrans({"æ": "ae", "ø": "o", "å": "a", "đ": "d", "ŋ": "n", "ŧ": "t"})


def sort_key(name: str) -> str:
    """A key that puts ``name`` where a Norwegian reader looks for it: … z æ ø å, other accents ignored."""
    return _without_accents(name.lower().translate(_LAST_LETTERS))


def first_letter(name: str) -> str:
    """The heading of an A–Å list that ``name`` stands under."""
    letter = name[:1].upper()
    return letter if letter in "ÆØÅ" else _without_accents(letter)


def as_address(name: str) -> str:
    """``name`` as a part of an address: «Møre og Romsdal» becomes ``more-og-romsdal``."""
    plain = _without_accents(name.lower().translate(_SPELT_OUT))
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")


def _without_accents(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))
