"""The commands that need neither a solver nor a web server, in files that load no more than theirs need.

A command is named under ``roster.commands`` in pyproject.toml; what ``roster --help`` says of it stands in
``roster.cli``.
"""
