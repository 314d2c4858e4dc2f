"""What search keeps in the database."""

from forum.search.models.changes import IndexChange, WritingTurn
from forum.search.models.statistics import OpenedCount, SearchCount
from forum.search.models.words import Synonym, WordList

__all__ = ["IndexChange", "OpenedCount", "SearchCount", "Synonym", "WordList", "WritingTurn"]
