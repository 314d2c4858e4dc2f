"""Words that stand in every text and say nothing of what it is about, bokmål and nynorsk."""

from whoosh.lang.stopwords import stoplists

STOP_WORDS: frozenset[str] = frozenset(stoplists["no"])
