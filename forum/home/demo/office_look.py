"""What all office files of the demo portal have in common: words, dates and colours. Pure."""

from datetime import datetime

FOOTER = "Mal fra ksikt-forum · CC BY 4.0 · Eksempeldata"
AUTHOR = "ksikt-forum"
LANGUAGE = "nb-NO"
# A date from the clock would make every build a new file.
MADE = datetime(2026, 1, 1, 12, 0)

FONT = "Calibri"
ACCENT = "17594C"
ACCENT_WASH = "E6EFEB"
LINE = "8A8C80"
INK_SOFT = "55605A"
