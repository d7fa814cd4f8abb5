"""Tables of accounts: who may sign in, as what in which organisation, and the traces of signing in.

Secrets are stored as SHA-256 only (see roster.tokens); what lies in the database opens nothing.
"""

from __future__ import annotations

import datetime as dt

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, UniqueConstraint, or_, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from roster.actor import AccountRole
from roster.models.base import Base, Moment, ServiceWide, Tenant, choice, key_column, key_reference
from roster.models.tenancy import Narrowed

HASH_LENGTH = 64  # hexadecimal SHA-256
REASON_LENGTH = 300  # characters


class Account(Narrowed, Base):
    """Somebody who may sign in, known by their mail address (kept in lower case), perhaps in several organisations."""

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("email"),
        CheckConstraint("email = lower(email)", name="email_lower_case"),
    )

    email: Mapped[str] = mapped_column(String(320))
    language: Mapped[str] = mapped_column(String(8))
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    disabled_at: Mapped[dt.datetime | None] = mapped_column(Moment)

    @classmethod
    def visible_to(cls, organisation_id: int) -> ColumnElement[bool]:
        """An organisation sees the accounts of its members, and of operators who ever opened its data."""
        members = select(Membership.account_id).where(Membership.organisation_id == organisation_id)
        visitors = select(OperatorVisit.account_id).where(OperatorVisit.organisation_id == organisation_id)
        return or_(cls.id.in_(members), cls.id.in_(visitors))

    def writable_by(self, organisation_id: int) -> bool:
        """No organisation owns an account: it may open doors elsewhere too."""
        return False


class Membership(Tenant, Base):
    """One role of an account in an organisation; the volunteer's role says which volunteer the account is."""

    __tablename__ = "membership"
    __table_args__ = (
        UniqueConstraint("organisation_id", "account_id", "role"),
        UniqueConstraint("organisation_id", "volunteer"),
        key_reference("volunteer", "volunteer"),
        CheckConstraint("(role = 'volunteer') = (volunteer IS NOT NULL)", name="volunteer_role_names_volunteer"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    role: Mapped[AccountRole] = mapped_column(choice(AccountRole, "role_known"))
    volunteer: Mapped[str | None] = key_column(nullable=True)


class OperatorVisit(Tenant, Base):
    """That an operator opened an organisation's data: for a reason, for a limited time, seen by its admins."""

    __tablename__ = "operator_visit"
    __table_args__ = (
        CheckConstraint("length(reason) >= 10", name="reason_given"),
        CheckConstraint("ends_at > began_at", name="end_after_start"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    reason: Mapped[str] = mapped_column(String(REASON_LENGTH))
    began_at: Mapped[dt.datetime] = mapped_column(Moment)
    ends_at: Mapped[dt.datetime] = mapped_column(Moment)
    ended_at: Mapped[dt.datetime | None] = mapped_column(Moment)  # None = was not ended before its time


def visit_until(session: Session, account_id: int, organisation_id: int, *, now: dt.datetime) -> dt.datetime | None:
    """In a service-wide session: until when an account may look into an organisation as an operator; None = not now.

    It takes an open visit, and an account that is an operator still.
    """
    operates = select(Membership.id).where(Membership.account_id == account_id, Membership.role == AccountRole.OPERATOR)
    visits = select(OperatorVisit.ends_at).where(
        OperatorVisit.account_id == account_id,
        OperatorVisit.organisation_id == organisation_id,
        OperatorVisit.ended_at.is_(None),
        OperatorVisit.ends_at > now,
        operates.exists(),
    )
    return session.scalar(visits.order_by(OperatorVisit.ends_at.desc()).limit(1))


def volunteer_of(session: Session, account_id: int) -> str | None:
    """Within an organisation: which of its volunteers an account is; None = none."""
    is_one = Membership.role == AccountRole.VOLUNTEER
    return session.scalar(select(Membership.volunteer).where(Membership.account_id == account_id, is_one))


class SignInToken(ServiceWide, Base):
    """A link to sign in with: once, for a short time, and only the newest of an account."""

    __tablename__ = "sign_in_token"
    __table_args__ = (
        UniqueConstraint("token_hash"),
        CheckConstraint("expires_at > created_at", name="end_after_start"),
    )

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))  # where it leads
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    expires_at: Mapped[dt.datetime] = mapped_column(Moment)
    used_at: Mapped[dt.datetime | None] = mapped_column(Moment)


class LoginSession(ServiceWide, Base):
    """A browser that is signed in, in one organisation at a time."""

    __tablename__ = "login_session"
    __table_args__ = (UniqueConstraint("token_hash"),)

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id", ondelete="CASCADE"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id", ondelete="CASCADE"))
    token_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    created_at: Mapped[dt.datetime] = mapped_column(Moment)
    last_seen_at: Mapped[dt.datetime] = mapped_column(Moment)
    ends_at: Mapped[dt.datetime] = mapped_column(Moment)  # at the latest, however busy
    ended_at: Mapped[dt.datetime | None] = mapped_column(Moment)


class SignInAttempt(ServiceWide, Base):
    """That somebody asked for a link or tried one, counted to slow guessing down; kept for an hour, subject as hash."""

    __tablename__ = "sign_in_attempt"
    __table_args__ = (Index(None, "subject_hash", "at"),)

    subject_hash: Mapped[str] = mapped_column(String(HASH_LENGTH))
    at: Mapped[dt.datetime] = mapped_column(Moment, index=True)
