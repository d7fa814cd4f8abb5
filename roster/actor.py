"""Who acts: an account in one organisation, with its roles there. Every action takes one."""

from __future__ import annotations

import datetime as dt
import enum
from dataclasses import dataclass

from roster.errors import Forbidden

COMMAND_LINE_ACCOUNT = 0  # stands in audit entries for the command line and the worker, which have no account


class AccountRole(enum.StrEnum):
    """What an account may do in one organisation. Roles add up; an admin may do all that a lead may."""

    OPERATOR = "operator"
    ADMIN = "admin"
    LEAD = "lead"
    VOLUNTEER = "volunteer"


@dataclass(frozen=True, slots=True)
class Actor:
    """Somebody acting in one organisation.

    ``organisation`` is its key, ``volunteer`` the key of the volunteer that this account is (None = is none),
    ``language`` the account's "de" or "en". ``visit_until`` is set for an operator who opened this organisation for a
    reason: until then they may do what an admin may, but hand out no roles.
    """

    account_id: int
    organisation_id: int
    organisation: str
    roles: frozenset[AccountRole]
    volunteer: str | None = None
    language: str = "de"
    visit_until: dt.datetime | None = None

    def may(self, role: AccountRole) -> bool:
        """Whether the actor holds that role or one that includes it."""
        return role in self.roles or (role is AccountRole.LEAD and AccountRole.ADMIN in self.roles)

    def require(self, role: AccountRole) -> None:
        """Raise Forbidden unless the actor may act in that role."""
        if not self.may(role):
            raise Forbidden()

    def require_self_or_lead(self, volunteer: str) -> None:
        """Raise Forbidden unless the actor is that volunteer, or a lead."""
        if self.volunteer != volunteer:
            self.require(AccountRole.LEAD)


def command_line_actor(organisation_id: int, organisation: str, language: str = "de") -> Actor:
    """The person at the machine's own command line, or the worker: may do what an admin may, in this organisation."""
    return Actor(
        account_id=COMMAND_LINE_ACCOUNT,
        organisation_id=organisation_id,
        organisation=organisation,
        roles=frozenset({AccountRole.OPERATOR, AccountRole.ADMIN}),
        language=language,
    )
