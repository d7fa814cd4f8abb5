"""first tables.

Revision: 0001, after nothing.
"""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Towards the newest tables."""
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("disabled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("email = lower(email)", name=op.f("ck_account_email_lower_case")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_account")),
        sa.UniqueConstraint("email", name=op.f("uq_account_email")),
    )
    op.create_table(
        "organisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("timezone", sa.String(length=64), nullable=False),
        sa.Column("land", sa.String(length=2), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("planning_week", sa.String(length=8), nullable=True),
        sa.Column("travel_buffer_minutes", sa.Integer(), nullable=False),
        sa.Column("support_needs_lead", sa.Boolean(), nullable=False),
        sa.Column("newcomers", sa.Boolean(), nullable=False),
        sa.Column(
            "goal_order",
            sa.Enum(
                "balanced", "strict", name="goal_order_known", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("rate_continuity", sa.Integer(), nullable=False),
        sa.Column("rate_wishes", sa.Integer(), nullable=False),
        sa.Column("rate_travel", sa.Integer(), nullable=False),
        sa.Column("rate_wished_seats", sa.Integer(), nullable=False),
        sa.Column("history_weeks", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("history_weeks BETWEEN 0 AND 52", name=op.f("ck_organisation_history_in_range")),
        sa.CheckConstraint(
            "rate_continuity >= 0 AND rate_wishes >= 0 AND rate_travel >= 0 AND rate_wished_seats >= 0",
            name=op.f("ck_organisation_rates_not_negative"),
        ),
        sa.CheckConstraint("travel_buffer_minutes BETWEEN 0 AND 240", name=op.f("ck_organisation_buffer_in_range")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_organisation")),
        sa.UniqueConstraint("key", name=op.f("uq_organisation_key")),
    )
    op.create_table(
        "sign_in_attempt",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("subject_hash", sa.String(length=64), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_attempt")),
    )
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_at"), ["at"], unique=False)
        batch_op.create_index(batch_op.f("ix_sign_in_attempt_subject_hash_at"), ["subject_hash", "at"], unique=False)

    op.create_table(
        "audit_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("action", sa.String(length=60), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("fields", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_audit_entry_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entry")),
        sa.UniqueConstraint("organisation_id", "number", name=op.f("uq_audit_entry_organisation_id_number")),
    )
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_audit_entry_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "branch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("minors", sa.Boolean(), nullable=False),
        sa.Column("certificates", sa.Text(), nullable=False),
        sa.Column("pauses_on_public_holidays", sa.Boolean(), nullable=False),
        sa.Column("pauses_in_school_holidays", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_branch_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_branch")),
        sa.UniqueConstraint("organisation_id", "key", name=op.f("uq_branch_organisation_id_key")),
    )
    with op.batch_alter_table("branch", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_branch_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "feed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "volunteer", "course", "site", "lead", name="kind", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("subject", sa.String(length=80), nullable=False),
        sa.Column("language", sa.String(length=5), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.Integer(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(kind = 'lead') = (subject = '')", name=op.f("ck_feed_subject_fits_kind")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_feed_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_feed_token_hash")),
    )
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(
            "uq_feed_living",
            ["organisation_id", "kind", "subject", "created_by"],
            unique=True,
            sqlite_where=sa.text("revoked_at IS NULL"),
            postgresql_where=sa.text("revoked_at IS NULL"),
        )

    op.create_table(
        "feed_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("uid", sa.String(length=100), nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("session", sa.String(length=120), nullable=False),
        sa.Column("volunteer", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("course", sa.String(length=80), nullable=False),
        sa.Column("site", sa.String(length=80), nullable=False),
        sa.Column("room", sa.String(length=80), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_feed_entry_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_entry")),
        sa.UniqueConstraint(
            "organisation_id", "session", "volunteer", name=op.f("uq_feed_entry_organisation_id_session_volunteer")
        ),
        sa.UniqueConstraint("uid", name=op.f("uq_feed_entry_uid")),
    )
    with op.batch_alter_table("feed_entry", schema=None) as batch_op:
        batch_op.create_index("ix_feed_entry_course", ["organisation_id", "course", "starts_at"], unique=False)
        batch_op.create_index(batch_op.f("ix_feed_entry_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("ix_feed_entry_site", ["organisation_id", "site", "starts_at"], unique=False)
        batch_op.create_index("ix_feed_entry_volunteer", ["organisation_id", "volunteer", "starts_at"], unique=False)

    op.create_table(
        "feed_state",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_feed_state_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_feed_state")),
        sa.UniqueConstraint("organisation_id", name=op.f("uq_feed_state_organisation_id")),
    )
    with op.batch_alter_table("feed_state", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_feed_state_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "holiday",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("school", sa.Boolean(), nullable=False),
        sa.CheckConstraint("until_day >= from_day", name=op.f("ck_holiday_end_not_before_start")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_holiday_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_holiday")),
        sa.UniqueConstraint(
            "organisation_id", "name", "from_day", name=op.f("uq_holiday_organisation_id_name_from_day")
        ),
    )
    with op.batch_alter_table("holiday", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_holiday_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "login_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_seen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_login_session_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_login_session_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_login_session")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_login_session_token_hash")),
    )
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_login_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "outbox_message",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("recipient", sa.String(length=320), nullable=False),
        sa.Column("subject", sa.String(length=200), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("dedupe_key", sa.String(length=200), nullable=False),
        sa.Column("message_id", sa.String(length=32), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "waiting",
                "sent",
                "failed",
                "expired",
                name="state",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_answer", sa.String(length=200), nullable=False),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_outbox_message_attempts_not_negative")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_outbox_message_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_outbox_message")),
        sa.UniqueConstraint("message_id", name=op.f("uq_outbox_message_message_id")),
        sa.UniqueConstraint("organisation_id", "dedupe_key", name=op.f("uq_outbox_message_organisation_id_dedupe_key")),
    )
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_outbox_message_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("ix_outbox_message_state_due_at", ["state", "due_at"], unique=False)

    op.create_table(
        "role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("leads", sa.Boolean(), nullable=False),
        sa.Column("depends_on", sa.String(length=80), nullable=True),
        sa.Column("certificates", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("depends_on <> key", name=op.f("ck_role_depends_on_another")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "depends_on"],
            ["role.organisation_id", "role.key"],
            name=op.f("fk_role_organisation_id_depends_on"),
            onupdate="CASCADE",
            initially="DEFERRED",
            deferrable=True,
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_role_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role")),
        sa.UniqueConstraint("organisation_id", "key", name=op.f("uq_role_organisation_id_key")),
    )
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_role_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "roster",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column("current_number", sa.Integer(), nullable=False),
        sa.Column("last_edition", sa.Integer(), nullable=False),
        sa.CheckConstraint("current_number >= 0", name=op.f("ck_roster_number_not_negative")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_roster_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster")),
        sa.UniqueConstraint("organisation_id", "week", name=op.f("uq_roster_organisation_id_week")),
    )
    with op.batch_alter_table("roster", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "sign_in_token",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("used_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("expires_at > created_at", name=op.f("ck_sign_in_token_end_after_start")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_sign_in_token_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_sign_in_token_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_token")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_sign_in_token_token_hash")),
    )
    with op.batch_alter_table("sign_in_token", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_sign_in_token_account_id"), ["account_id"], unique=False)

    op.create_table(
        "site",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("address", sa.Text(), nullable=False),
        sa.Column("latitude", sa.Double(), nullable=True),
        sa.Column("longitude", sa.Double(), nullable=True),
        sa.Column("open_from", sa.Date(), nullable=True),
        sa.Column("open_until", sa.Date(), nullable=True),
        sa.Column("restricted", sa.Boolean(), nullable=False),
        sa.Column("address_in_feeds", sa.Boolean(), nullable=False),
        sa.Column("certificates", sa.Text(), nullable=False),
        sa.Column("entry_hint", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("latitude BETWEEN -90 AND 90", name=op.f("ck_site_latitude_in_range")),
        sa.CheckConstraint("longitude BETWEEN -180 AND 180", name=op.f("ck_site_longitude_in_range")),
        sa.CheckConstraint("open_until >= open_from", name=op.f("ck_site_open_until_not_before_open_from")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_site_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_site")),
        sa.UniqueConstraint("organisation_id", "key", name=op.f("uq_site_organisation_id_key")),
    )
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_site_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "solve",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("week", sa.String(length=8), nullable=False),
        sa.Column(
            "status",
            sa.Enum(
                "queued",
                "solving",
                "ready",
                "failed",
                "cancelled",
                name="status",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("limit_seconds", sa.Double(), nullable=False),
        sa.Column("reproducible", sa.Boolean(), nullable=False),
        sa.Column("draft_edition", sa.Integer(), nullable=False),
        sa.Column("attempt", sa.Integer(), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancel_requested", sa.Boolean(), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("goal", sa.String(length=40), nullable=False),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("filled_required", sa.Integer(), nullable=False),
        sa.Column("required", sa.Integer(), nullable=False),
        sa.Column("best_plan", sa.Text(), nullable=True),
        sa.Column("set_aside", sa.Text(), nullable=False),
        sa.Column("proven", sa.Boolean(), nullable=False),
        sa.Column("cut_short", sa.Boolean(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "overdue",
                "memory",
                "crashed",
                "lost",
                "refused",
                "withdrawn",
                name="reason",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=True,
        ),
        sa.CheckConstraint("attempt >= 0", name=op.f("ck_solve_attempt_not_negative")),
        sa.CheckConstraint("limit_seconds > 0", name=op.f("ck_solve_limit_positive")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_solve_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solve")),
    )
    with op.batch_alter_table("solve", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_solve_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index("ix_solve_status_lease_until", ["status", "lease_until"], unique=False)
        batch_op.create_index(
            "uq_solve_active_week",
            ["organisation_id", "week"],
            unique=True,
            sqlite_where=sa.text("status IN ('queued', 'solving')"),
            postgresql_where=sa.text("status IN ('queued', 'solving')"),
        )

    op.create_table(
        "term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_term_end_not_before_start")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_term_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term")),
        sa.UniqueConstraint("organisation_id", "name", name=op.f("uq_term_organisation_id_name")),
    )
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_term_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "volunteer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("first_name", sa.String(length=200), nullable=False),
        sa.Column("last_name", sa.String(length=200), nullable=False),
        sa.Column("person", sa.String(length=200), nullable=True),
        sa.Column("email", sa.String(length=320), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=False),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column(
            "standing",
            sa.Enum(
                "registered",
                "active",
                "paused",
                "left",
                name="standing_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("newcomer", sa.Boolean(), nullable=False),
        sa.Column(
            "means",
            sa.Enum(
                "foot", "bike", "bus", "car", name="means_known", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("wished_minutes_week", sa.Integer(), nullable=False),
        sa.Column("promised_minutes_week", sa.Integer(), nullable=False),
        sa.Column("max_minutes_week", sa.Integer(), nullable=False),
        sa.Column("max_sessions_day", sa.Integer(), nullable=False),
        sa.Column("max_days_week", sa.Integer(), nullable=False),
        sa.Column("preferred_sites", sa.Text(), nullable=False),
        sa.Column("refused_sites", sa.Text(), nullable=False),
        sa.Column("preferred_courses", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("max_days_week BETWEEN 0 AND 7", name=op.f("ck_volunteer_days_a_week_in_range")),
        sa.CheckConstraint("max_sessions_day BETWEEN 0 AND 24", name=op.f("ck_volunteer_sessions_a_day_in_range")),
        sa.CheckConstraint(
            "wished_minutes_week BETWEEN 0 AND 10080 AND promised_minutes_week BETWEEN 0 AND 10080 AND max_minutes_week BETWEEN 0 AND 10080",
            name=op.f("ck_volunteer_minutes_within_a_week"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_volunteer_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_volunteer")),
        sa.UniqueConstraint("organisation_id", "key", name=op.f("uq_volunteer_organisation_id_key")),
    )
    with op.batch_alter_table("volunteer", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_volunteer_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_volunteer_person"), ["person"], unique=False)

    op.create_table(
        "absence",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("volunteer", sa.String(length=80), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=True),
        sa.Column("end_minute", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(start_minute IS NULL) = (end_minute IS NULL)", name=op.f("ck_absence_both_hours_or_neither")
        ),
        sa.CheckConstraint("end_minute > start_minute AND end_minute <= 2880", name=op.f("ck_absence_end_after_start")),
        sa.CheckConstraint("start_minute BETWEEN 0 AND 1439", name=op.f("ck_absence_start_in_day")),
        sa.CheckConstraint("until_day >= from_day", name=op.f("ck_absence_end_not_before_start")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "volunteer"],
            ["volunteer.organisation_id", "volunteer.key"],
            name=op.f("fk_absence_organisation_id_volunteer"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_absence_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_absence")),
    )
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_absence_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_absence_organisation_id_volunteer"), ["organisation_id", "volunteer"], unique=False
        )

    op.create_table(
        "access",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("site", sa.String(length=80), nullable=False),
        sa.Column("volunteer", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "site"],
            ["site.organisation_id", "site.key"],
            name=op.f("fk_access_organisation_id_site"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "volunteer"],
            ["volunteer.organisation_id", "volunteer.key"],
            name=op.f("fk_access_organisation_id_volunteer"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_access_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_access")),
        sa.UniqueConstraint(
            "organisation_id", "site", "volunteer", name=op.f("uq_access_organisation_id_site_volunteer")
        ),
    )
    with op.batch_alter_table("access", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "availability",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("volunteer", sa.String(length=80), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.Column("willingness", sa.Integer(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "end_minute > start_minute AND end_minute <= 2880", name=op.f("ck_availability_end_after_start")
        ),
        sa.CheckConstraint("start_minute BETWEEN 0 AND 1439", name=op.f("ck_availability_start_in_day")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_availability_end_not_before_start")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_availability_weekday_in_week")),
        sa.CheckConstraint("willingness BETWEEN 1 AND 3", name=op.f("ck_availability_willingness_known")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "volunteer"],
            ["volunteer.organisation_id", "volunteer.key"],
            name=op.f("fk_availability_organisation_id_volunteer"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_availability_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability")),
    )
    with op.batch_alter_table("availability", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_availability_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_availability_organisation_id_volunteer"), ["organisation_id", "volunteer"], unique=False
        )

    op.create_table(
        "availability_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("volunteer", sa.String(length=80), nullable=False),
        sa.Column("edits", sa.Integer(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.Integer(), nullable=True),
        sa.Column("on_behalf", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "volunteer"],
            ["volunteer.organisation_id", "volunteer.key"],
            name=op.f("fk_availability_sheet_organisation_id_volunteer"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisation.id"],
            name=op.f("fk_availability_sheet_organisation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_availability_sheet")),
        sa.UniqueConstraint(
            "organisation_id", "volunteer", name=op.f("uq_availability_sheet_organisation_id_volunteer")
        ),
    )
    with op.batch_alter_table("availability_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_availability_sheet_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "certificate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("volunteer", sa.String(length=80), nullable=False),
        sa.Column("kind", sa.String(length=80), nullable=False),
        sa.Column("seen_on", sa.Date(), nullable=False),
        sa.Column("seen_by", sa.String(length=200), nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("valid_until >= seen_on", name=op.f("ck_certificate_end_not_before_start")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "volunteer"],
            ["volunteer.organisation_id", "volunteer.key"],
            name=op.f("fk_certificate_organisation_id_volunteer"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_certificate_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_certificate")),
        sa.UniqueConstraint(
            "organisation_id",
            "volunteer",
            "kind",
            "seen_on",
            name=op.f("uq_certificate_organisation_id_volunteer_kind_seen_on"),
        ),
    )
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_certificate_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "closure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("from_day", sa.Date(), nullable=False),
        sa.Column("until_day", sa.Date(), nullable=False),
        sa.Column("site", sa.String(length=80), nullable=True),
        sa.Column("branch", sa.String(length=80), nullable=True),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.CheckConstraint("until_day >= from_day", name=op.f("ck_closure_end_not_before_start")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "branch"],
            ["branch.organisation_id", "branch.key"],
            name=op.f("fk_closure_organisation_id_branch"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "site"],
            ["site.organisation_id", "site.key"],
            name=op.f("fk_closure_organisation_id_site"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_closure_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_closure")),
    )
    with op.batch_alter_table("closure", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_closure_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "course",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("branch", sa.String(length=80), nullable=False),
        sa.Column("site", sa.String(length=80), nullable=False),
        sa.Column("level", sa.Integer(), nullable=True),
        sa.Column("priority", sa.Integer(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("learners", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_course_end_not_before_start")),
        sa.CheckConstraint("learners >= 0", name=op.f("ck_course_learners_not_negative")),
        sa.CheckConstraint("level BETWEEN 0 AND 6", name=op.f("ck_course_level_known")),
        sa.CheckConstraint("priority BETWEEN 1 AND 4", name=op.f("ck_course_priority_in_range")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "branch"],
            ["branch.organisation_id", "branch.key"],
            name=op.f("fk_course_organisation_id_branch"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "site"],
            ["site.organisation_id", "site.key"],
            name=op.f("fk_course_organisation_id_site"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_course_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_course")),
        sa.UniqueConstraint("organisation_id", "key", name=op.f("uq_course_organisation_id_key")),
    )
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_course_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "extra_time",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("volunteer", sa.String(length=80), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.Column("willingness", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "end_minute > start_minute AND end_minute <= 2880", name=op.f("ck_extra_time_end_after_start")
        ),
        sa.CheckConstraint("start_minute BETWEEN 0 AND 1439", name=op.f("ck_extra_time_start_in_day")),
        sa.CheckConstraint("willingness BETWEEN 1 AND 3", name=op.f("ck_extra_time_willingness_known")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "volunteer"],
            ["volunteer.organisation_id", "volunteer.key"],
            name=op.f("fk_extra_time_organisation_id_volunteer"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_extra_time_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extra_time")),
    )
    with op.batch_alter_table("extra_time", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_extra_time_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_extra_time_organisation_id_volunteer"), ["organisation_id", "volunteer"], unique=False
        )

    op.create_table(
        "membership",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column(
            "role",
            sa.Enum(
                "operator",
                "admin",
                "lead",
                "volunteer",
                name="role_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("volunteer", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "(role = 'volunteer') = (volunteer IS NOT NULL)", name=op.f("ck_membership_volunteer_role_names_volunteer")
        ),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_membership_account_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "volunteer"],
            ["volunteer.organisation_id", "volunteer.key"],
            name=op.f("fk_membership_organisation_id_volunteer"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_membership_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.UniqueConstraint(
            "organisation_id", "account_id", "role", name=op.f("uq_membership_organisation_id_account_id_role")
        ),
        sa.UniqueConstraint("organisation_id", "volunteer", name=op.f("uq_membership_organisation_id_volunteer")),
    )
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_membership_account_id"), ["account_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_membership_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "pair",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("first", sa.String(length=80), nullable=False),
        sa.Column("second", sa.String(length=80), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("apart", "together", name="kind_known", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.CheckConstraint("first <> second", name=op.f("ck_pair_two_people")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "first"],
            ["volunteer.organisation_id", "volunteer.key"],
            name=op.f("fk_pair_organisation_id_first"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "second"],
            ["volunteer.organisation_id", "volunteer.key"],
            name=op.f("fk_pair_organisation_id_second"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_pair_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pair")),
        sa.UniqueConstraint(
            "organisation_id", "first", "second", "kind", name=op.f("uq_pair_organisation_id_first_second_kind")
        ),
    )
    with op.batch_alter_table("pair", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_pair_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "qualification",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("volunteer", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("branch", sa.String(length=80), nullable=True),
        sa.Column("level_from", sa.Integer(), nullable=True),
        sa.Column("level_to", sa.Integer(), nullable=True),
        sa.Column("seen_on", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "level_from BETWEEN 0 AND 6 AND level_to BETWEEN 0 AND 6", name=op.f("ck_qualification_levels_known")
        ),
        sa.CheckConstraint("level_to >= level_from", name=op.f("ck_qualification_level_to_not_below_level_from")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "branch"],
            ["branch.organisation_id", "branch.key"],
            name=op.f("fk_qualification_organisation_id_branch"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "role"],
            ["role.organisation_id", "role.key"],
            name=op.f("fk_qualification_organisation_id_role"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "volunteer"],
            ["volunteer.organisation_id", "volunteer.key"],
            name=op.f("fk_qualification_organisation_id_volunteer"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_qualification_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_qualification")),
    )
    with op.batch_alter_table("qualification", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_qualification_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_qualification_organisation_id_volunteer"), ["organisation_id", "volunteer"], unique=False
        )

    op.create_table(
        "room",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=80), nullable=False),
        sa.Column("site", sa.String(length=80), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("places", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("places >= 0", name=op.f("ck_room_places_not_negative")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "site"],
            ["site.organisation_id", "site.key"],
            name=op.f("fk_room_organisation_id_site"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_room_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_room")),
        sa.UniqueConstraint("organisation_id", "key", name=op.f("uq_room_organisation_id_key")),
    )
    with op.batch_alter_table("room", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_room_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "roster_draft",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("roster_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column(
            "made_from",
            sa.Enum(
                "solve", "published", "empty", name="made_from", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("solve_id", sa.Integer(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.Integer(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("set_aside", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_roster_draft_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["roster_id"], ["roster.id"], name=op.f("fk_roster_draft_roster_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_draft")),
        sa.UniqueConstraint("roster_id", name=op.f("uq_roster_draft_roster_id")),
    )
    with op.batch_alter_table("roster_draft", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_draft_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "roster_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("roster_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_by", sa.Integer(), nullable=False),
        sa.Column("comment", sa.String(length=500), nullable=False),
        sa.Column("fingerprint", sa.String(length=64), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("rolled_back_to", sa.Integer(), nullable=True),
        sa.CheckConstraint("number >= 1", name=op.f("ck_roster_version_number_from_one")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_roster_version_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["roster_id"], ["roster.id"], name=op.f("fk_roster_version_roster_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_roster_version")),
        sa.UniqueConstraint("roster_id", "number", name=op.f("uq_roster_version_roster_id_number")),
    )
    with op.batch_alter_table("roster_version", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_roster_version_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "travel",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("from_site", sa.String(length=80), nullable=False),
        sa.Column("to_site", sa.String(length=80), nullable=False),
        sa.Column(
            "means",
            sa.Enum(
                "foot", "bike", "bus", "car", name="means_known", native_enum=False, create_constraint=True, length=20
            ),
            nullable=False,
        ),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.CheckConstraint("minutes BETWEEN 0 AND 1440", name=op.f("ck_travel_minutes_in_range")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "from_site"],
            ["site.organisation_id", "site.key"],
            name=op.f("fk_travel_organisation_id_from_site"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "to_site"],
            ["site.organisation_id", "site.key"],
            name=op.f("fk_travel_organisation_id_to_site"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_travel_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_travel")),
        sa.UniqueConstraint(
            "organisation_id",
            "from_site",
            "to_site",
            "means",
            name=op.f("uq_travel_organisation_id_from_site_to_site_means"),
        ),
    )
    with op.batch_alter_table("travel", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_travel_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("pin", "ban", name="kind_known", native_enum=False, create_constraint=True, length=20),
            nullable=False,
        ),
        sa.Column("volunteer", sa.String(length=80), nullable=False),
        sa.Column("course", sa.String(length=80), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=True),
        sa.Column("start_minute", sa.Integer(), nullable=True),
        sa.Column("role", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "kind <> 'pin' OR (on_day IS NOT NULL AND start_minute IS NOT NULL AND role IS NOT NULL)",
            name=op.f("ck_decision_pin_names_seat"),
        ),
        sa.CheckConstraint("start_minute BETWEEN 0 AND 1439", name=op.f("ck_decision_start_in_day")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "course"],
            ["course.organisation_id", "course.key"],
            name=op.f("fk_decision_organisation_id_course"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "role"],
            ["role.organisation_id", "role.key"],
            name=op.f("fk_decision_organisation_id_role"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "volunteer"],
            ["volunteer.organisation_id", "volunteer.key"],
            name=op.f("fk_decision_organisation_id_volunteer"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_decision_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("organisation_id", "position", name=op.f("uq_decision_organisation_id_position")),
    )
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_decision_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "draft_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("session", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("volunteer", sa.String(length=80), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["roster_draft.id"], name=op.f("fk_draft_duty_draft_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_draft_duty_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_duty")),
        sa.UniqueConstraint("draft_id", "session", "volunteer", name="uq_draft_duty_one_seat_in_a_session"),
        sa.UniqueConstraint("draft_id", "volunteer", "start_minute", name="uq_draft_duty_one_place_at_a_time"),
    )
    with op.batch_alter_table("draft_duty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_duty_draft_id"), ["draft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_duty_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "draft_edit",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("edition", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(
                "fill",
                "empty",
                "move",
                "swap",
                "pin",
                "unpin",
                "ban",
                "lift_ban",
                name="kind",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_by", sa.Integer(), nullable=False),
        sa.Column("added", sa.Text(), nullable=False),
        sa.Column("removed", sa.Text(), nullable=False),
        sa.Column("pinned", sa.Text(), nullable=False),
        sa.Column("unpinned", sa.Text(), nullable=False),
        sa.Column("banned", sa.Text(), nullable=False),
        sa.Column("unbanned", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["roster_draft.id"], name=op.f("fk_draft_edit_draft_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_draft_edit_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_edit")),
        sa.UniqueConstraint("draft_id", "edition", name=op.f("uq_draft_edit_draft_id_edition")),
    )
    with op.batch_alter_table("draft_edit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_edit_draft_id"), ["draft_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_draft_edit_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(length=80), nullable=False),
        sa.Column("weekday", sa.Integer(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("end_minute", sa.Integer(), nullable=False),
        sa.Column("room", sa.String(length=80), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.CheckConstraint("end_minute > start_minute AND end_minute <= 2880", name=op.f("ck_meeting_end_after_start")),
        sa.CheckConstraint("start_minute BETWEEN 0 AND 1439", name=op.f("ck_meeting_start_in_day")),
        sa.CheckConstraint("valid_until >= valid_from", name=op.f("ck_meeting_end_not_before_start")),
        sa.CheckConstraint("weekday BETWEEN 0 AND 6", name=op.f("ck_meeting_weekday_in_week")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "course"],
            ["course.organisation_id", "course.key"],
            name=op.f("fk_meeting_organisation_id_course"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "room"],
            ["room.organisation_id", "room.key"],
            name=op.f("fk_meeting_organisation_id_room"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_meeting_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting")),
    )
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(
            batch_op.f("ix_meeting_organisation_id_course"), ["organisation_id", "course"], unique=False
        )

    op.create_table(
        "published_duty",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("session", sa.String(length=120), nullable=False),
        sa.Column("course", sa.String(length=80), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("volunteer", sa.String(length=80), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("starts_at < ends_at", name=op.f("ck_published_duty_starts_before_it_ends")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_published_duty_organisation_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["roster_version.id"], name=op.f("fk_published_duty_version_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_published_duty")),
        sa.UniqueConstraint("version_id", "session", "volunteer", name="uq_published_duty_one_seat_in_a_session"),
        sa.UniqueConstraint("version_id", "volunteer", "starts_at", name="uq_published_duty_one_place_at_a_time"),
    )
    with op.batch_alter_table("published_duty", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_published_duty_organisation_id"), ["organisation_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_published_duty_version_id"), ["version_id"], unique=False)

    op.create_table(
        "seats",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(length=80), nullable=False),
        sa.Column("role", sa.String(length=80), nullable=False),
        sa.Column("required", sa.Integer(), nullable=False),
        sa.Column("wished", sa.Integer(), nullable=False),
        sa.CheckConstraint("required >= 0 AND wished >= 0", name=op.f("ck_seats_not_negative")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "course"],
            ["course.organisation_id", "course.key"],
            name=op.f("fk_seats_organisation_id_course"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "role"],
            ["role.organisation_id", "role.key"],
            name=op.f("fk_seats_organisation_id_role"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_seats_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seats")),
        sa.UniqueConstraint("organisation_id", "course", "role", name=op.f("uq_seats_organisation_id_course_role")),
    )
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_seats_organisation_id"), ["organisation_id"], unique=False)

    op.create_table(
        "session_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("organisation_id", sa.Integer(), nullable=False),
        sa.Column("course", sa.String(length=80), nullable=False),
        sa.Column("on_day", sa.Date(), nullable=False),
        sa.Column("start_minute", sa.Integer(), nullable=False),
        sa.Column(
            "change",
            sa.Enum(
                "cancelled",
                "moved",
                "one_off",
                name="change_known",
                native_enum=False,
                create_constraint=True,
                length=20,
            ),
            nullable=False,
        ),
        sa.Column("new_day", sa.Date(), nullable=True),
        sa.Column("new_start_minute", sa.Integer(), nullable=True),
        sa.Column("new_end_minute", sa.Integer(), nullable=True),
        sa.Column("site", sa.String(length=80), nullable=True),
        sa.Column("room", sa.String(length=80), nullable=True),
        sa.CheckConstraint(
            "change <> 'one_off' OR new_end_minute IS NOT NULL", name=op.f("ck_session_change_one_off_has_end")
        ),
        sa.CheckConstraint(
            "new_end_minute > coalesce(new_start_minute, start_minute) AND new_end_minute <= 2880",
            name=op.f("ck_session_change_new_end_after_start"),
        ),
        sa.CheckConstraint("new_start_minute BETWEEN 0 AND 1439", name=op.f("ck_session_change_new_start_in_day")),
        sa.CheckConstraint("start_minute BETWEEN 0 AND 1439", name=op.f("ck_session_change_start_in_day")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "course"],
            ["course.organisation_id", "course.key"],
            name=op.f("fk_session_change_organisation_id_course"),
            onupdate="CASCADE",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "room"],
            ["room.organisation_id", "room.key"],
            name=op.f("fk_session_change_organisation_id_room"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "site"],
            ["site.organisation_id", "site.key"],
            name=op.f("fk_session_change_organisation_id_site"),
            onupdate="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisation.id"], name=op.f("fk_session_change_organisation_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_change")),
        sa.UniqueConstraint(
            "organisation_id",
            "course",
            "on_day",
            "start_minute",
            name=op.f("uq_session_change_organisation_id_course_on_day_start_minute"),
        ),
    )
    with op.batch_alter_table("session_change", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_session_change_organisation_id"), ["organisation_id"], unique=False)


def downgrade() -> None:
    """Back again."""
    with op.batch_alter_table("session_change", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_session_change_organisation_id"))

    op.drop_table("session_change")
    with op.batch_alter_table("seats", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_seats_organisation_id"))

    op.drop_table("seats")
    with op.batch_alter_table("published_duty", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_published_duty_version_id"))
        batch_op.drop_index(batch_op.f("ix_published_duty_organisation_id"))

    op.drop_table("published_duty")
    with op.batch_alter_table("meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_organisation_id_course"))
        batch_op.drop_index(batch_op.f("ix_meeting_organisation_id"))

    op.drop_table("meeting")
    with op.batch_alter_table("draft_edit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_edit_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_draft_edit_draft_id"))

    op.drop_table("draft_edit")
    with op.batch_alter_table("draft_duty", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_draft_duty_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_draft_duty_draft_id"))

    op.drop_table("draft_duty")
    with op.batch_alter_table("decision", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_decision_organisation_id"))

    op.drop_table("decision")
    with op.batch_alter_table("travel", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_travel_organisation_id"))

    op.drop_table("travel")
    with op.batch_alter_table("roster_version", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_version_organisation_id"))

    op.drop_table("roster_version")
    with op.batch_alter_table("roster_draft", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_draft_organisation_id"))

    op.drop_table("roster_draft")
    with op.batch_alter_table("room", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_room_organisation_id"))

    op.drop_table("room")
    with op.batch_alter_table("qualification", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_qualification_organisation_id_volunteer"))
        batch_op.drop_index(batch_op.f("ix_qualification_organisation_id"))

    op.drop_table("qualification")
    with op.batch_alter_table("pair", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_pair_organisation_id"))

    op.drop_table("pair")
    with op.batch_alter_table("membership", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_membership_organisation_id"))
        batch_op.drop_index(batch_op.f("ix_membership_account_id"))

    op.drop_table("membership")
    with op.batch_alter_table("extra_time", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_extra_time_organisation_id_volunteer"))
        batch_op.drop_index(batch_op.f("ix_extra_time_organisation_id"))

    op.drop_table("extra_time")
    with op.batch_alter_table("course", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_course_organisation_id"))

    op.drop_table("course")
    with op.batch_alter_table("closure", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_closure_organisation_id"))

    op.drop_table("closure")
    with op.batch_alter_table("certificate", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_certificate_organisation_id"))

    op.drop_table("certificate")
    with op.batch_alter_table("availability_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_availability_sheet_organisation_id"))

    op.drop_table("availability_sheet")
    with op.batch_alter_table("availability", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_availability_organisation_id_volunteer"))
        batch_op.drop_index(batch_op.f("ix_availability_organisation_id"))

    op.drop_table("availability")
    with op.batch_alter_table("access", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_organisation_id"))

    op.drop_table("access")
    with op.batch_alter_table("absence", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_absence_organisation_id_volunteer"))
        batch_op.drop_index(batch_op.f("ix_absence_organisation_id"))

    op.drop_table("absence")
    with op.batch_alter_table("volunteer", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_volunteer_person"))
        batch_op.drop_index(batch_op.f("ix_volunteer_organisation_id"))

    op.drop_table("volunteer")
    with op.batch_alter_table("term", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_term_organisation_id"))

    op.drop_table("term")
    with op.batch_alter_table("solve", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_solve_active_week",
            sqlite_where=sa.text("status IN ('queued', 'solving')"),
            postgresql_where=sa.text("status IN ('queued', 'solving')"),
        )
        batch_op.drop_index("ix_solve_status_lease_until")
        batch_op.drop_index(batch_op.f("ix_solve_organisation_id"))

    op.drop_table("solve")
    with op.batch_alter_table("site", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_site_organisation_id"))

    op.drop_table("site")
    with op.batch_alter_table("sign_in_token", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_token_account_id"))

    op.drop_table("sign_in_token")
    with op.batch_alter_table("roster", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_roster_organisation_id"))

    op.drop_table("roster")
    with op.batch_alter_table("role", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_role_organisation_id"))

    op.drop_table("role")
    with op.batch_alter_table("outbox_message", schema=None) as batch_op:
        batch_op.drop_index("ix_outbox_message_state_due_at")
        batch_op.drop_index(batch_op.f("ix_outbox_message_organisation_id"))

    op.drop_table("outbox_message")
    with op.batch_alter_table("login_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_login_session_account_id"))

    op.drop_table("login_session")
    with op.batch_alter_table("holiday", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_holiday_organisation_id"))

    op.drop_table("holiday")
    with op.batch_alter_table("feed_state", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_feed_state_organisation_id"))

    op.drop_table("feed_state")
    with op.batch_alter_table("feed_entry", schema=None) as batch_op:
        batch_op.drop_index("ix_feed_entry_volunteer")
        batch_op.drop_index("ix_feed_entry_site")
        batch_op.drop_index(batch_op.f("ix_feed_entry_organisation_id"))
        batch_op.drop_index("ix_feed_entry_course")

    op.drop_table("feed_entry")
    with op.batch_alter_table("feed", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_feed_living", sqlite_where=sa.text("revoked_at IS NULL"), postgresql_where=sa.text("revoked_at IS NULL")
        )
        batch_op.drop_index(batch_op.f("ix_feed_organisation_id"))

    op.drop_table("feed")
    with op.batch_alter_table("branch", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_branch_organisation_id"))

    op.drop_table("branch")
    with op.batch_alter_table("audit_entry", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_audit_entry_organisation_id"))

    op.drop_table("audit_entry")
    with op.batch_alter_table("sign_in_attempt", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_subject_hash_at"))
        batch_op.drop_index(batch_op.f("ix_sign_in_attempt_at"))

    op.drop_table("sign_in_attempt")
    op.drop_table("organisation")
    op.drop_table("account")
