"""Bokmål is the language of the source; nynorsk and English must be whole."""

import re

import pytest
from babel.messages.pofile import read_po

from tests.messages import ROOT, messages_in_code

PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|\{(\w+)\}")


def catalogue(code):
    with (ROOT / "locale" / code / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file)


def placeholders(text):
    return {name for pair in PLACEHOLDER.findall(text) for name in pair if name}


@pytest.mark.parametrize("code", ["nn", "en"])
def test_every_text_is_translated_and_none_is_fuzzy(code):
    entries = catalogue(code)
    missing = []
    for (context, msgid, plural), place in messages_in_code().items():
        entry = entries.get(msgid, context)
        if entry is None or entry.fuzzy:
            missing.append(f"{place}: {msgid}")
            continue
        strings = entry.string if isinstance(entry.string, tuple) else (entry.string,)
        if not all(strings) or (plural is not None and len(strings) != 2):
            missing.append(f"{place}: {msgid}")
    assert not missing, f"{len(missing)} of {len(messages_in_code())}:\n" + "\n".join(missing[:200])


@pytest.mark.parametrize("code", ["nn", "en"])
def test_translations_keep_every_placeholder(code):
    wrong = []
    for entry in catalogue(code):
        if not entry.id:
            continue
        originals = entry.id if isinstance(entry.id, tuple) else (entry.id,)
        wanted = set().union(*map(placeholders, originals))
        for string in entry.string if isinstance(entry.string, tuple) else (entry.string,):
            if string and not placeholders(string) <= wanted:
                wrong.append(f"{originals[0]!r} → {string!r}")
    assert not wrong, "\n".join(wrong)
