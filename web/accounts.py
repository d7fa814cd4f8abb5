"""Who may sign in, and as what: give access, invite, take it away, end sign-ins from afar."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from roster.actions import members
from roster.actor import AccountRole
from roster.errors import NotFound
from roster.reports.accounts import accounts_page
from web.access import ADMINS, open_to
from web.forms import Entries
from web.surroundings import now, the_actor, the_config, the_store
from web.undoing import say_done

pages = Blueprint("accounts", __name__, url_prefix="/settings/accounts")

GIVEN = {str(role): role for role in (AccountRole.LEAD, AccountRole.ADMIN, AccountRole.VOLUNTEER)}


def role_name(role: AccountRole) -> str:
    """A role in a word."""
    return {
        AccountRole.OPERATOR: _("operator"),
        AccountRole.ADMIN: _("admin"),
        AccountRole.LEAD: _("lead"),
        AccountRole.VOLUNTEER: _("volunteer"),
    }[role]


@pages.get("/")
@open_to(ADMINS)
def index() -> str:
    """Everybody who may sign in."""
    return _shown(Entries({}))


@pages.post("/")
@open_to(ADMINS)
def grant() -> tuple[str, int] | Response:
    """Give somebody access, and tell them by mail where asked to."""
    entries = Entries(request.form)
    email = entries.text("email", _("Mail address"), required=True, longest=254)
    role = entries.choice("role", _("Role"), GIVEN, AccountRole.LEAD)
    volunteer = (entries.text("volunteer", _("Volunteer")) or None) if role is AccountRole.VOLUNTEER else None
    base_url = the_config().base_url if entries.ticked("tell") else None
    store, actor = the_store(), the_actor()
    if not entries.carry_out(
        lambda: members.grant_role(store, actor, email, role, volunteer=volunteer, base_url=base_url, now=now())
    ):
        return _shown(entries), entries.status
    flash(_("%(email)s has access as %(role)s.", email=email, role=role_name(role)), "ok")
    return redirect(url_for(".index"), 303)


@pages.get("/<int:account>/<role>/withdraw")
@open_to(ADMINS)
def ask_withdraw(account: int, role: str) -> str:
    """Ask before access is taken away."""
    line = next((one for one in accounts_page(the_store(), the_actor(), now=now()).lines if one.id == account), None)
    if line is None or role not in line.roles:
        raise NotFound()
    return render_template("accounts/withdraw.html", line=line, role=AccountRole(role), role_name=role_name)


@pages.post("/<int:account>/<role>/withdraw")
@open_to(ADMINS)
def withdraw(account: int, role: str) -> Response:
    """Take one role from an account; it counts from their next click on. The last admin stays."""
    if role not in set(AccountRole):
        raise NotFound()
    undo = members.withdraw_role(the_store(), the_actor(), account, AccountRole(role), now=now())
    say_done(_("The access is taken away."), undo, url_for(".index"))
    return redirect(url_for("home.start" if account == the_actor().account_id else ".index"), 303)


@pages.post("/<int:account>/invite")
@open_to(ADMINS)
def invite(account: int) -> Response:
    """Send the mail that says how to sign in once more."""
    members.invite_again(the_store(), the_actor(), account, base_url=the_config().base_url, now=now())
    flash(_("The invitation is on its way."), "ok")
    return redirect(url_for(".index"), 303)


@pages.post("/<int:account>/sign-out")
@open_to(ADMINS)
def sign_out(account: int) -> Response:
    """End all sign-ins of an account in this organisation."""
    members.end_sessions(the_store(), the_actor(), account, now=now())
    flash(_("Signed out on every device."), "ok")
    return redirect(url_for(".index"), 303)


def _shown(entries: Entries) -> str:
    page = accounts_page(the_store(), the_actor(), now=now())
    options = [(role, role_name(AccountRole(role))) for role in GIVEN]
    people = [(one.key, one.name) for one in page.without]
    return render_template(
        "accounts/index.html", page=page, entries=entries, role_name=role_name, role_options=options,
        people_options=people,
    )  # fmt: skip
