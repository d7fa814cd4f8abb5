"""Who may sign in to an organisation, as what, and whether they are signed in now. For admins."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from roster.actions.accounts import SESSION_IDLE
from roster.actor import AccountRole, Actor
from roster.database import Store
from roster.models.accounts import Account, LoginSession, Membership
from roster.models.people import Volunteer
from roster.reports.lists import Choice, people_choices


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One account with its roles here; ``volunteer`` is whom it is, None = nobody.

    ``sessions`` counts browsers that are signed in to this organisation, ``last_seen_at`` the last visit of any;
    ``withdrawable`` are the roles that may be taken away: never the last admin's.
    """

    id: int
    email: str
    roles: tuple[AccountRole, ...]
    withdrawable: tuple[AccountRole, ...]
    volunteer: Choice | None
    sessions: int
    last_seen_at: dt.datetime | None
    disabled: bool
    own: bool


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """Accounts by mail address, and volunteers who have none yet."""

    lines: tuple[AccountLine, ...]
    without: tuple[Choice, ...]

    @property
    def admins(self) -> int:
        """How many admins there are."""
        return sum(AccountRole.ADMIN in line.roles for line in self.lines)


def accounts_page(store: Store, actor: Actor, *, now: dt.datetime) -> AccountsPage:
    """The accounts of the actor's organisation. Admins only."""
    actor.require(AccountRole.ADMIN)
    with store.reading(actor.organisation_id) as session:
        accounts = list(session.scalars(select(Account).order_by(Account.email)))
        roles: dict[int, list[AccountRole]] = {}
        volunteers: dict[int, str] = {}
        for account, role, volunteer in session.execute(
            select(Membership.account_id, Membership.role, Membership.volunteer).order_by(Membership.id)
        ):
            roles.setdefault(account, []).append(role)
            if volunteer is not None:
                volunteers[account] = volunteer
        names = {
            key: f"{first} {last}".strip()
            for key, first, last in session.execute(select(Volunteer.key, Volunteer.first_name, Volunteer.last_name))
        }
        without = tuple(one for one in people_choices(session) if one.key not in volunteers.values())
    with store.across() as session:
        signed_in = _signed_in(session, actor.organisation_id, now)
    admins = sum(AccountRole.ADMIN in held for held in roles.values())
    lines = (
        AccountLine(
            id=one.id,
            email=one.email,
            roles=tuple(sorted(roles[one.id], key=list(AccountRole).index)),
            withdrawable=_withdrawable(roles[one.id], admins, actor),
            volunteer=Choice(volunteers[one.id], names[volunteers[one.id]]) if one.id in volunteers else None,
            sessions=signed_in.get(one.id, (0, None))[0],
            last_seen_at=signed_in.get(one.id, (0, None))[1],
            disabled=one.disabled_at is not None,
            own=one.id == actor.account_id,
        )
        for one in accounts
        if one.id in roles  # operators who once looked in have none here
    )
    return AccountsPage(tuple(lines), without)


def _withdrawable(roles: list[AccountRole], admins: int, actor: Actor) -> tuple[AccountRole, ...]:
    return tuple(
        role
        for role in sorted(roles, key=list(AccountRole).index)
        if (role is not AccountRole.OPERATOR or actor.may(AccountRole.OPERATOR))
        and (role is not AccountRole.ADMIN or admins > 1)
    )


def _signed_in(session: Session, organisation_id: int, now: dt.datetime) -> dict[int, tuple[int, dt.datetime | None]]:
    """Open sign-ins in one organisation by account: how many, and the last visit of any, ended ones included."""
    here = select(LoginSession.account_id, func.max(LoginSession.last_seen_at)).where(
        LoginSession.organisation_id == organisation_id
    )
    seen: dict[int, tuple[int, dt.datetime | None]] = {
        account: (0, at) for account, at in session.execute(here.group_by(LoginSession.account_id))
    }
    open_now = (
        select(LoginSession.account_id, func.count())
        .where(
            LoginSession.organisation_id == organisation_id,
            LoginSession.ended_at.is_(None),
            LoginSession.ends_at > now,
            LoginSession.last_seen_at > now - SESSION_IDLE,
        )
        .group_by(LoginSession.account_id)
    )
    for account, count in session.execute(open_now):
        seen[account] = (int(count), seen[account][1])
    return seen
