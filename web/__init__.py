"""The pages people use in a browser: Flask blueprints over the actions and reports of ``roster``.

Nothing here writes a query or imports the solver: a page asks for a solve by a record in ``roster``. ``web.app`` lists
the areas of pages and makes the service of them.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from roster.garbage import no_search_for_garbage

if TYPE_CHECKING:
    from web.app import create_app
    from web.server import serve

__all__ = ["create_app", "serve"]

# Loaded when they are asked for: what only watches over the service's processes needs no page.
_LATE = {"create_app": "web.app", "serve": "web.server"}


def __getattr__(name: str) -> Any:
    """What is named above and not loaded yet."""
    if name in _LATE:
        with no_search_for_garbage():
            return getattr(import_module(_LATE[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
