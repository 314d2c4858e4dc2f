"""Words of the same root: verbs and their nouns. Pure."""

import re
from collections.abc import Iterator

_NOUN = re.compile(r"(.{3,}er)(?:ing|inga|ingen|inger|ingar|ingene|ingane|ings)")
_ACTION = re.compile(r"(.{3,})asjon(?:en|er|ar|ene|ane|s)?")
_VERB = re.compile(r"(.{3,}er)(?:e|er|t|te|es|ande|ende)")


def of_the_same_root(word: str) -> Iterator[str]:
    """The verb of a noun in *-ering* or *-asjon*, and the noun in *-ering* of such a verb.

    *digitalisere* and *digitalisering*, *integrert* and *integrasjon*: who asks how something is done and
    who writes of it use one each.
    """
    if noun := _NOUN.fullmatch(word):
        yield f"{noun.group(1)}e"
    elif action := _ACTION.fullmatch(word):
        yield f"{action.group(1)}ere"
    elif verb := _VERB.fullmatch(word):
        yield f"{verb.group(1)}ing"
        yield f"{verb.group(1)[:-2]}asjon"
