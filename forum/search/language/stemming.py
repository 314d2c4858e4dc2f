"""What all forms of a Norwegian word share. Pure.

Snowball's Norwegian stemmer takes one ending off, so that *skjema* and *skjemaene* part ways, *digital* and
*digitalt*, *nummer* and *numre*. Taken until nothing comes off, it joins *helse* and *hel*. Here one ending
is taken off, and what is left is brought to one shape, the same for all forms of a word. Strong verbs,
vowel changes and other forms that no rule gives are in `reference/irregular.tsv`.

What comes out is a key, not a word: *regel* and *regler* are both `regl`.
"""

import re
import unicodedata
from functools import lru_cache

from forum.search.language.reference import rows

# Shorter than this nothing is left to recognise a word by.
_SHORTEST = 3
_VOWELS = frozenset("aeiouyæøåáéíóúäöü")
# Longest first. Bokmål and nynorsk alike: kommunene, kommunane; skolen, skulen; boka, boken.
_ENDINGS = (
    *("endes", "andes", "anes", "enes", "ande", "ende", "edes"),
    *("ane", "ede", "ene", "ens", "ers", "ars", "ets"),
    *("ar", "as", "en", "er", "es", "et", "a", "e"),
)
# Endings that themselves look like a form of something else: sikkerhet is no form of sikker.
_WHOLE = re.compile(r"(.*(?:het|heit|itet))(?:s|a|as|en|ens|er|ers|ar|ars|ene|enes|ane|anes|et|ets)?")
# Agents in the definite plural (brukerne); not adjectives like interne.
_AGENTS = re.compile(r"(.{2,}(?<!int)(?<!ekst)(?<!fj)(?<!hj)(?<!kj)(?<!tj)(?<!mod)er)nes?")
_HIGHEST = re.compile(r"(.+ig)ste?")
_ACCENTED = re.compile(r"[^\x00-\x7fæøå]")
_OTHER_LETTERS = str.maketrans({"ä": "æ", "ö": "ø", "đ": "d", "ŧ": "t", "ŋ": "n", "ð": "d", "þ": "th", "ß": "ss"})
# æ, ø and å written without them; not where the e begins an ending (skjemaet, kontoen, videoer).
_DIGRAPH = re.compile(r"aa|(?:ae|oe)(?!(?:[tnr]|ne|[tnr]s|nes|ne?r?)$)")
_LETTERS = {"aa": "å", "ae": "æ", "oe": "ø"}


def unaccented(word: str) -> str:
    """The word in the letters of a Norwegian keyboard: *café* as *cafe*, *Malmö* as *Malmø*; å stays."""
    if not _ACCENTED.search(word):
        return word
    return "".join(map(_plain_letter, word.translate(_OTHER_LETTERS)))


def _plain_letter(letter: str) -> str:
    return letter if letter in "æøå" else unicodedata.normalize("NFD", letter)[0]


def with_norwegian_letters(word: str) -> str:
    """The word with ae, oe and aa read as æ, ø and å: *soeknad* as *søknad*."""
    return _DIGRAPH.sub(lambda found: _LETTERS[found.group()], word)


@lru_cache(maxsize=200_000)
def stem(word: str) -> str:
    """The key that the word, in lower case, shares with its other forms."""
    if word.startswith("§"):
        return word
    plain = unaccented(word.replace("-", ""))
    if not plain.isalpha():
        return plain
    word = with_norwegian_letters(plain)
    return _irregular(plain) or _irregular(word) or _shaped(_without_ending(word))


@lru_cache(maxsize=1)
def _families() -> dict[str, str]:
    """Each irregular form with the stem of its family. A hyphen before it: also at the end of a compound."""
    found: dict[str, str] = {}
    for name, *forms in rows("irregular.tsv"):
        found.update(dict.fromkeys((form for cell in forms for form in cell.split()), name))
    return found


def _irregular(word: str) -> str:
    families = _families()
    known = families.get(word) or families.get(f"-{word}")
    if known:
        return known
    for start in range(3, len(word) - 2):
        known = families.get(f"-{word[start:]}")
        if known:
            return word[:start] + known
    return ""


def _without_ending(word: str) -> str:
    if whole := _WHOLE.fullmatch(word):
        return whole.group(1)
    if short := _AGENTS.fullmatch(word) or _HIGHEST.fullmatch(word):
        return short.group(1)
    for ending in _ENDINGS:
        if word.endswith(ending) and _stands_alone(word[: -len(ending)]):
            shorter = word[: -len(ending)]
            # skjema-et, komite-en: the vowel goes, as it does from the word alone.
            return shorter[:-1] if shorter[-1] in "ae" and _stands_alone(shorter[:-1]) else shorter
    return word


def _stands_alone(beginning: str) -> bool:
    return len(beginning) >= _SHORTEST and not _VOWELS.isdisjoint(beginning)


def _shaped(word: str) -> str:
    """One shape for what an ending was taken off and what never had one. The order matters."""
    if word.endswith(("het", "heit", "itet")):
        return word
    if len(word) >= 6 and word[-1] == "s" and word[-2] in "bdfgklmnprtv":  # genitive, and all like it
        word = word[:-1]
    # digitalt, brukt, internt
    if len(word) >= 5 and word[-1] == "t" and (word[-2] in "dfgklprv" or word.endswith("rnt")):
        word = word[:-1]
    if word.endswith(("er", "ar")) and _stands_alone(word[:-2]):  # bruker-e, innbyggjar-ar, integrer-er
        word = word[:-2]
    if len(word) >= 4 and word.endswith(("mm", "dd")):  # rommet, arbeidde
        word = word[:-1]
    if word.endswith(("ggj", "kj")) and len(word) >= 4:  # byggje, søkje
        word = word[:-1]
    if len(word) >= 4 and word.endswith(("tr", "mr")):  # registre, numre
        word = word[:-1]
    return _without_e_before_l(word)


def _without_e_before_l(word: str) -> str:
    """*regel* and *regler*, *artikkel* and *artikler*, *universell* and *universelt*."""
    if word.endswith("ell"):
        word = word[:-1]
    if len(word) < 5 or not word.endswith("el") or word[-3] in _VOWELS:
        return word
    before = word[:-2]
    return (before[:-1] if before[-1] == before[-2] else before) + "l"


@lru_cache(maxsize=10_000)
def beginnings_of(key: str) -> frozenset[str]:
    """How words with this key may begin, in the letters that `unaccented` leaves: most as the key itself does."""
    irregular = {form.lstrip("-") for form, name in _families().items() if name == key}
    begun = {word[:_SHORTEST] for word in (key, *irregular)}
    return frozenset(begun.union(*({one.replace(letter, pair) for one in begun} for pair, letter in _LETTERS.items())))
