"""Search engines for a portal that has outgrown Whoosh, chosen by SEARCH_URL. They answer as Whoosh does.

Each stands on modelsearch's own backend for that engine, and adds what the portal needs of all of them: the
language of `forum.search.language.analysis`, conditions that are never dropped, counts of related values, and texts
to cut passages from.
"""

WRONG_DATABASE = (
    "SEARCH_URL is postgres://, which searches the portal's own database, and that is not PostgreSQL. "
    "Set DATABASE_URL to a PostgreSQL database, or SEARCH_URL to another engine."
)
