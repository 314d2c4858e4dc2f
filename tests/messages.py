"""Every text in the code that users see, found without GNU gettext, so that any machine can check."""

import ast
import re
from pathlib import Path

from babel.messages.extract import extract_from_file
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[1]
KEYWORDS = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
_STRING = r"""(u?(?:"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'))"""
_CALL = re.compile(rf"\b(_|gettext|ngettext|pgettext)\(\s*{_STRING}(?:\s*,\s*{_STRING})?")


def messages_in_code():
    """{(context, msgid, plural or None): place}"""
    found = {}
    for folder in ("forum", "bestpractice"):
        for path in (ROOT / folder).rglob("*.py"):
            if "migrations" in path.parts:
                continue
            for line, message, _comments, context in extract_from_file("python", path, keywords=KEYWORDS):
                msgid, plural = message if isinstance(message, tuple) else (message, None)
                found[context, msgid, plural] = f"{path.relative_to(ROOT)}:{line}"
    for path in (ROOT / "templates").rglob("*.html"):
        for function, *strings in _CALL.findall(templatize(path.read_text(), origin=str(path))):
            words = [ast.literal_eval(string) for string in strings if string]
            key = {
                "ngettext": lambda w: (None, w[0], w[1]),
                "pgettext": lambda w: (w[0], w[1], None),
            }.get(function, lambda w: (None, w[0], None))(words)
            found[key] = str(path.relative_to(ROOT))
    return found
