"""``python -m roster`` is the command ``roster``, for starting it from another process of the same environment."""

from roster.cli import main

main()
