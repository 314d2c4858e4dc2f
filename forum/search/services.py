"""What an operator, or another room, asks of search."""

from forum.search.keeping.mending import catch_up, rebuild
from forum.search.tasks import backend_names


def forget_deleted_text() -> bool:
    """Everything that has been deleted from the portal is gone from the index's files when this returns.

    For a deletion of personal data: call it after the deletion has committed. Builds each index anew, which
    takes a minute for each ten thousand pages or so. False where another process is building one: call again.
    """
    for name in backend_names():
        catch_up(name)
    built = [rebuild(name) for name in backend_names()]
    return all(built)
