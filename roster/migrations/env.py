"""Run by Alembic inside ``roster.migrations``.

Works on the connection that it is given, in that connection's transaction.
"""

from typing import Any, Literal

from alembic import context
from alembic.autogenerate.api import AutogenContext
from sqlalchemy.types import TypeDecorator

from roster.models.base import Base


def plain_type(kind: str, item: Any, autogenerate: AutogenContext) -> str | Literal[False]:
    """Write our column types as what the database sees, so that an old migration needs no model of today."""
    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl_instance!r}"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Base.metadata,
    render_as_batch=True,
    render_item=plain_type,
    compare_type=True,
    # One transaction around everything is already open: see roster.database.Store.writing_schema.
    transaction_per_migration=False,
)
context.run_migrations()
