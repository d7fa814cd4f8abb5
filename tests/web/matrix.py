"""Who may do what: one row for each route and method of the service. A route without a row fails the tests."""

from __future__ import annotations

from dataclasses import dataclass, field

from tests.web.planned import A1, A1_BEFORE, A2, C1, WEEK_BEFORE
from tests.web.school import WEEK

EVERYONE = ("anonymous", "volunteer", "lead", "admin", "operator")
SIGNED_IN = ("volunteer", "lead", "admin", "operator")
LEADS = ("lead", "admin")
ADMINS = ("admin",)
VOLUNTEERS = ("volunteer",)
VOLUNTEERS_AND_LEADS = ("volunteer", "lead", "admin")

PERSON = {
    "first_name": "New", "last_name": "Person", "language": "de", "standing": "active", "means": "bike", "wished": "1",
    "most": "9", "max_sessions_day": "1", "max_days_week": "1", "version": "1",
}  # fmt: skip
COURSE = {"name": "Newest", "branch": "adults", "site": "hall", "priority": "1", "version": "1"}
DATES = {"name": "Summer", "from_day": "2027-07-01", "until_day": "2027-07-31"}
EDIT = {"do": "fill", "edition": "{edition}", "session": A1, "role": "helper", "person": "dilan"}


@dataclass(frozen=True)
class Row:
    """One route and method: who may, an own address, and what the answer is to those who may.

    ``foreign`` is the same address with a key or number that only the other school has; it must be 404, as for one that
    nobody has. ``{...}`` in addresses and forms stands for what tests/web/test_matrix.py found in the database.
    """

    endpoint: str
    method: str
    who: tuple[str, ...]
    own: str
    status: int = 200
    form: dict[str, str] = field(default_factory=dict)
    foreign: str | None = None


def get(endpoint: str, who: tuple[str, ...], own: str, status: int = 200, foreign: str | None = None) -> Row:
    """A page that is looked at."""
    return Row(endpoint, "GET", who, own, status, {}, foreign)


def send(
    endpoint: str, who: tuple[str, ...], own: str, form: dict[str, str] | None = None, status: int = 303,
    foreign: str | None = None,
) -> Row:  # fmt: skip
    """A form that is sent; the answer leads on (303) unless said otherwise."""
    return Row(endpoint, "POST", who, own, status, form or {}, foreign)


MATRIX = (
    send("reading.choose_type_size", EVERYONE, "/type-size", {"size": "large", "back": "/sign-in"}),
    get("home.start", SIGNED_IN, "/"),
    # signing in
    get("sign_in.form", EVERYONE, "/sign-in"),
    send("sign_in.send", EVERYONE, "/sign-in", {"email": "nobody@nowhere.example"}),
    get("sign_in.sent", EVERYONE, "/sign-in/sent"),
    get("sign_in.link", EVERYONE, "/sign-in/some-token"),
    send("sign_in.enter", EVERYONE, "/sign-in/some-token", status=410),
    send("sign_in.leave", SIGNED_IN, "/sign-out"),
    send("sign_in.leave_everywhere", SIGNED_IN, "/sign-out/everywhere"),
    send("sign_in.switch", SIGNED_IN, "/organisation", {"organisation": "south"}, status=404),
    send("sign_in.speak", EVERYONE, "/language", {"language": "de", "back": "/"}),
    # the week
    get("week.current", LEADS, "/week/", 303),
    get("week.go", LEADS, f"/week/go?week={WEEK}", 303),
    get("week.show", LEADS, f"/week/{WEEK}"),
    get("attendance.index", LEADS, f"/week/{WEEK_BEFORE}/attendance/"),
    get("attendance.show", LEADS, f"/week/{WEEK_BEFORE}/attendance/{A1_BEFORE}",
        foreign=f"/week/{WEEK_BEFORE}/attendance/zoo@2026-11-16T09:00"),
    send("attendance.note", LEADS, f"/week/{WEEK_BEFORE}/attendance/{A1_BEFORE}",
         {"person": "dilan", "role": "helper", "presence": "held"},
         foreign=f"/week/{WEEK_BEFORE}/attendance/zoo@2026-11-16T09:00"),
    get("pictures.show", LEADS, f"/week/{WEEK}/pictures"),
    get("printing.choose", LEADS, f"/print/{WEEK}"),
    get("printing.door", LEADS, f"/print/{WEEK}/door/hall", foreign=f"/print/{WEEK}/door/zoo"),
    get("printing.room_door", LEADS, f"/print/{WEEK}/door/hall/hall-1", foreign=f"/print/{WEEK}/door/zoo/zoo-1"),
    get("printing.doors", LEADS, f"/print/{WEEK}/doors"),
    get("printing.signatures", LEADS, f"/print/{WEEK}/signatures/hall", foreign=f"/print/{WEEK}/signatures/zoo"),
    get("printing.person", VOLUNTEERS_AND_LEADS, f"/print/{WEEK}/person/anna", foreign=f"/print/{WEEK}/person/zoe"),
    send("pins.lift", LEADS, f"/week/{WEEK}/pins/lift", {"session": A1, "role": "lead", "person": "anna"}, status=404),
    send("solving.ask", LEADS, f"/week/{WEEK}/solve"),
    get("solving.show", LEADS, "/solves/{solve}", foreign="/solves/{solve_south}"),
    get("solving.progress", LEADS, "/solves/{solve}/progress", foreign="/solves/{solve_south}/progress"),
    get("solving.stream", LEADS, "/solves/{solve}/stream", foreign="/solves/{solve_south}/stream"),
    send("solving.cancel", LEADS, "/solves/{solve}/cancel", status=409, foreign="/solves/{solve_south}/cancel"),
    send("solving.adopt", LEADS, "/solves/{solve}/adopt", status=409, foreign="/solves/{solve_south}/adopt"),
    # questions and their answers
    get("asking.show", LEADS, f"/week/{WEEK}/questions"),
    get("asking.drop_out", LEADS, f"/week/{WEEK}/drop-out?person=anna"),
    send("asking.person_out", LEADS, f"/week/{WEEK}/drop-out/person", {"person": "anna"}),
    send("asking.place_lost", LEADS, f"/week/{WEEK}/drop-out/place", {"place": "hall|"}),
    get("asking.what_if", LEADS, f"/week/{WEEK}/what-if"),
    send("asking.suppose", LEADS, f"/week/{WEEK}/what-if", {"absent": "anna"}),
    send("asking.recruit", LEADS, f"/week/{WEEK}/recruit"),
    send("asking.where_to_help", LEADS, "/people/bela/where-to-help", foreign="/people/zoe/where-to-help"),
    send("asking.what_fills", LEADS, f"/week/{WEEK}/seats/{C1}/lead/what-fills",
         foreign=f"/week/{WEEK}/seats/zen@2026-11-23T09:00/lead/what-fills"),
    send("asking.why", LEADS, f"/week/{WEEK}/seats/{A2}/lead/why", {"person": "bela"},
         foreign=f"/week/{WEEK}/seats/zen@2026-11-23T09:00/lead/why"),
    get("answers.show", LEADS, "/questions/{question}", foreign="/questions/{question_south}"),
    get("answers.state", LEADS, "/questions/{question}/state", foreign="/questions/{question_south}/state"),
    send("answers.cancel", LEADS, "/questions/{question}/cancel", foreign="/questions/{question_south}/cancel"),
    send("answers.again", LEADS, "/questions/{question}/again", foreign="/questions/{question_south}/again"),
    send("answers.take", LEADS, "/questions/{question}/take", {"number": "0", "edition": "{edition}"},
         foreign="/questions/{question_south}/take"),
    get("seats.show", LEADS, f"/week/{WEEK}/seats/{A2}/lead?person=bela",
        foreign=f"/week/{WEEK}/seats/zen@2026-11-23T09:00/lead"),
    get("seats.moves", LEADS, f"/week/{WEEK}/seats/{A2}/lead/moves?person=bela",
        foreign=f"/week/{WEEK}/seats/zen@2026-11-23T09:00/lead/moves"),
    send("seats.start", LEADS, f"/week/{WEEK}/draft", status=409),
    send("seats.discard", LEADS, f"/week/{WEEK}/draft/discard", {"edition": "{edition}"}),
    send("seats.edit", LEADS, f"/week/{WEEK}/edit", EDIT),
    get("publishing.preview", LEADS, f"/week/{WEEK}/publish"),
    send("publishing.publish", LEADS, f"/week/{WEEK}/publish", {"edition": "{edition}"}),
    get("publishing.versions", LEADS, f"/week/{WEEK}/versions"),
    get("publishing.difference", LEADS, f"/week/{WEEK}/versions/1/1", foreign=f"/week/{WEEK}/versions/1/9"),
    get("publishing.compare", LEADS, f"/week/{WEEK}/versions/compare?first=1&second=1", 303),
    send("publishing.roll_back", LEADS, f"/week/{WEEK}/versions/1/roll-back", {"current": "1"}, status=409,
         foreign=f"/week/{WEEK}/versions/9/roll-back"),
    # people
    get("people.index", LEADS, "/people/"),
    get("people.new", LEADS, "/people/new"),
    send("people.add", LEADS, "/people/", PERSON),
    get("people.show", LEADS, "/people/bela", foreign="/people/zoe"),
    get("people.edit", LEADS, "/people/bela/edit", foreign="/people/zoe/edit"),
    send("people.save", LEADS, "/people/bela/edit", PERSON, foreign="/people/zoe/edit"),
    send("people.remove", ADMINS, "/people/dilan/remove", foreign="/people/zoe/remove"),
    send("people.add_qualification", LEADS, "/people/emil/qualifications", {"role": "lead"},
         foreign="/people/zoe/qualifications"),
    send("people.remove_qualification", LEADS, "/people/bela/qualifications/{qualification}/remove",
         foreign="/people/bela/qualifications/{qualification_south}/remove"),
    send("people.add_certificate", LEADS, "/people/bela/certificates", {"kind": "measles", "seen_on": "2026-01-01"},
         foreign="/people/zoe/certificates"),
    send("people.remove_certificate", LEADS, "/people/clara/certificates/{certificate}/remove",
         foreign="/people/clara/certificates/{certificate_south}/remove"),
    get("people.table", LEADS, "/people/table.csv?search=bela"),
    send("people.save_row", LEADS, "/people/bela/row", PERSON, foreign="/people/zoe/row"),
    send("people.add_pair", LEADS, "/people/bela/pairs", {"other": "emil", "kind": "apart"},
         foreign="/people/zoe/pairs"),
    send("people.remove_pair", LEADS, "/people/anna/pairs/{pair}/remove",
         foreign="/people/anna/pairs/{pair_south}/remove"),
    send("bulk.confirm", LEADS, "/bulk/people/", {"do": "standing", "new_standing": "paused", "people": "bela"}, 200),
    send("bulk.apply", LEADS, "/bulk/people/apply", {"do": "standing", "new_standing": "paused", "people": "bela:1"}),
    send("bulk_courses.confirm", LEADS, "/bulk/courses/", {"do": "end", "ends_on": "2026-12-18", "courses": "a2"}, 200),
    send("bulk_courses.apply", LEADS, "/bulk/courses/apply", {"do": "end", "ends_on": "2026-12-18", "courses": "a2:1"}),
    send("bulk_sites.confirm", LEADS, "/bulk/sites/", {"do": "close", "from_day": "2027-01-31", "sites": "hall"}, 200),
    send("bulk_sites.apply", LEADS, "/bulk/sites/apply", {"do": "close", "from_day": "2027-01-31", "sites": "hall:1"}),
    send("undoing.carry_out", SIGNED_IN, "/undo/unknown", status=404),  # tests/web/test_undo.py: somebody else's too
    get("time_requests.index", LEADS, "/time-requests/"),
    # availability: a volunteer's own, anybody's for leads
    get("availability.show", VOLUNTEERS_AND_LEADS, "/availability/anna", foreign="/availability/zoe"),
    send("availability.save", VOLUNTEERS_AND_LEADS, "/availability/anna", {"version": "1"},
         foreign="/availability/zoe"),
    send("availability.confirm", VOLUNTEERS_AND_LEADS, "/availability/anna/confirm",
         foreign="/availability/zoe/confirm"),
    send("availability.add_absence", VOLUNTEERS_AND_LEADS, "/availability/anna/absences", {"from_day": "2026-12-01"},
         foreign="/availability/zoe/absences"),
    send("availability.remove_absence", VOLUNTEERS_AND_LEADS, "/availability/anna/absences/{absence}/remove",
         foreign="/availability/anna/absences/{absence_south}/remove"),
    send("availability.add_extra_time", VOLUNTEERS_AND_LEADS, "/availability/anna/extra-times",
         {"on_day": "2026-12-05", "from_time": "9", "until_time": "10"}, foreign="/availability/zoe/extra-times"),
    send("availability.remove_extra_time", VOLUNTEERS_AND_LEADS, "/availability/anna/extra-times/{extra}/remove",
         foreign="/availability/anna/extra-times/{extra_south}/remove"),
    # courses
    get("courses.index", LEADS, "/courses/"),
    get("courses.new", LEADS, "/courses/new"),
    send("courses.add", LEADS, "/courses/", COURSE),
    get("courses.show", LEADS, "/courses/a2", foreign="/courses/zen"),
    get("courses.edit", LEADS, "/courses/a2/edit", foreign="/courses/zen/edit"),
    send("courses.save", LEADS, "/courses/a2/edit", COURSE, foreign="/courses/zen/edit"),
    send("courses.remove", ADMINS, "/courses/c1/remove", foreign="/courses/zen/remove"),
    send("courses.change_session", LEADS, "/courses/a2/sessions",
         {"change": "cancelled", "on_day": "2026-12-01", "start": "18:30"}, foreign="/courses/zen/sessions"),
    send("courses.undo_change", LEADS, "/courses/a2/sessions/{change}/undo",
         foreign="/courses/a2/sessions/{change_south}/undo"),
    get("courses.table", LEADS, "/courses/table.csv"),
    send("courses.save_row", LEADS, "/courses/a2/row", {"name": "A2", "priority": "1", "version": "1"},
         foreign="/courses/zen/row"),
    # sites
    get("sites.index", LEADS, "/sites/"),
    get("sites.new", LEADS, "/sites/new"),
    send("sites.add", LEADS, "/sites/", {"name": "Newest"}),
    get("sites.table", LEADS, "/sites/table.csv"),
    send("sites.save_row", LEADS, "/sites/hall/row", {"name": "Hall", "version": "1"}, foreign="/sites/zoo/row"),
    get("ways.show", LEADS, "/ways/foot", foreign="/ways/zoom"),
    send("ways.save", LEADS, "/ways/foot", {"edition": "an old one", "way-0-1": "9"}, status=409),
    get("sites.show", LEADS, "/sites/hall", foreign="/sites/zoo"),
    get("sites.edit", LEADS, "/sites/hall/edit", foreign="/sites/zoo/edit"),
    send("sites.save", LEADS, "/sites/hall/edit", {"name": "Hall", "version": "1"}, foreign="/sites/zoo/edit"),
    send("sites.remove", ADMINS, "/sites/empty/remove", foreign="/sites/zoo/remove"),
    send("sites.add_room", LEADS, "/sites/hall/rooms", {"name": "Room 9"}, foreign="/sites/zoo/rooms"),
    send("sites.remove_room", LEADS, "/sites/hall/rooms/spare/remove", foreign="/sites/hall/rooms/zoo-1/remove"),
    send("sites.set_access", LEADS, "/sites/hall/access", {"people": "anna"}, foreign="/sites/zoo/access"),
    # bringing in and taking out
    get("transfer.index", ADMINS, "/transfer/"),
    send("transfer.preview", ADMINS, "/transfer/preview"),
    send("transfer.apply", ADMINS, "/transfer/apply", {"upload": "x"}, status=410),
    get("transfer.export", ADMINS, "/transfer/export.zip"),
    # my own
    get("my.week", VOLUNTEERS, "/my/week"),
    get("my.calendar", VOLUNTEERS_AND_LEADS, "/my/calendar"),
    # leads may too, but not for Anna
    send("my.subscribe", VOLUNTEERS, "/my/calendar", {"calendar": "volunteer:anna"}, status=200),
    send("my.rotate", VOLUNTEERS, "/my/calendar/{feed}/rotate", status=200,
         foreign="/my/calendar/{feed_south}/rotate"),
    send("my.revoke", VOLUNTEERS_AND_LEADS, "/my/calendar/{feed}/revoke", foreign="/my/calendar/{feed_south}/revoke"),
    send("my.confirm", VOLUNTEERS, "/my/confirm", {"session": A1}),
    send("my.unconfirm", VOLUNTEERS, "/my/unconfirm", {"session": A1}, status=404),
    send("my.cannot_come", VOLUNTEERS, "/my/cannot-come", {"session": A1}),
    send("my.take_back_absence", VOLUNTEERS, "/my/cannot-come/{absence}/take-back",
         foreign="/my/cannot-come/{absence_south}/take-back"),
    get("open_seats.index", VOLUNTEERS, "/my/open-seats/"),
    send("open_seats.offer", VOLUNTEERS, "/my/open-seats/", {"session": A1, "role": "helper"}),
    send("open_seats.withdraw", VOLUNTEERS, "/my/open-seats/{own_offer}/withdraw",
         foreign="/my/open-seats/{own_offer_south}/withdraw"),
    get("my_hours.show", VOLUNTEERS, "/my/hours/"),
    get("my_hours.sheet", VOLUNTEERS, "/my/hours/sheet"),
    get("my_hours.table", VOLUNTEERS, "/my/hours/table.csv"),
    get("my_data.show", VOLUNTEERS, "/my/data/"),
    send("my_data.save", VOLUNTEERS, "/my/data/", {"phone": "+49 541 9", "language": "de", "version": "1"}),
    get("my_data.as_json", VOLUNTEERS, "/my/data/everything.json"),
    get("my_data.as_page", VOLUNTEERS, "/my/data/everything.html"),
    get("my_data.ask_to_erase", VOLUNTEERS, "/my/data/erase"),
    send("my_data.erase", VOLUNTEERS, "/my/data/erase", {"word": "erase"}),
    # stepping in, as leads see it
    get("stand_ins.index", LEADS, "/stand-ins/"),
    send("stand_ins.accept", LEADS, "/stand-ins/offers/{offer}/accept",
         foreign="/stand-ins/offers/{offer_south}/accept"),
    send("stand_ins.decline", LEADS, "/stand-ins/offers/{offer}/decline",
         foreign="/stand-ins/offers/{offer_south}/decline"),
    # machines
    get("feeds.feed", EVERYONE, "/feed/unknown.ics", 404),
    get("feeds.healthz", EVERYONE, "/healthz"),
    get("feeds.robots", EVERYONE, "/robots.txt"),
    # the organisation itself
    get("settings.rules", ADMINS, "/settings/"),
    send("settings.save_rules", ADMINS, "/settings/", {"name": "North", "version": "1"}),
    get("settings.words", ADMINS, "/settings/words"),
    send("settings.add_word", ADMINS, "/settings/words/branches", {"name": "Café"}),
    send("settings.remove_word", ADMINS, "/settings/words/branches/unused/remove",
         foreign="/settings/words/branches/zoo/remove"),
    get("settings.edit_word", ADMINS, "/settings/words/branches/unused/edit",
        foreign="/settings/words/branches/zoo/edit"),
    send("settings.save_word", ADMINS, "/settings/words/branches/unused/edit", {"name": "Used", "version": "1"},
         foreign="/settings/words/branches/zoo/edit"),
    get("accounts.index", ADMINS, "/settings/accounts/"),
    send("accounts.grant", ADMINS, "/settings/accounts/", {"email": "new@north.example.org", "role": "lead"}),
    get("accounts.ask_withdraw", ADMINS, "/settings/accounts/{account}/lead/withdraw",
        foreign="/settings/accounts/{account_south}/lead/withdraw"),
    send("accounts.withdraw", ADMINS, "/settings/accounts/{account}/lead/withdraw",
         foreign="/settings/accounts/{account_south}/lead/withdraw"),
    send("accounts.invite", ADMINS, "/settings/accounts/{account}/invite",
         foreign="/settings/accounts/{account_south}/invite"),
    send("accounts.sign_out", ADMINS, "/settings/accounts/{account}/sign-out",
         foreign="/settings/accounts/{account_south}/sign-out"),
    get("audit.index", ADMINS, "/settings/log/"),
    get("failed_mail.index", LEADS, "/settings/mail/"),
    send("failed_mail.retry", LEADS, "/settings/mail/{message}/retry", foreign="/settings/mail/{message_south}/retry"),
    send("failed_mail.give_up", LEADS, "/settings/mail/{message}/give-up",
         foreign="/settings/mail/{message_south}/give-up"),
    get("service.index", ("operator",), "/service/"),
    get("service.ask_visit", ("operator",), "/service/south/visit"),
    send("service.begin", ("operator",), "/service/south/visit", {"reason": "Their import fails", "minutes": "30"}),
    send("service.end", ADMINS, "/service/end-visit", status=404),  # an admin of their own is on no visit
    get("settings.dates", LEADS, "/settings/calendar"),
    send("settings.add_dates", LEADS, "/settings/calendar/closures", DATES),
    send("settings.remove_dates", LEADS, "/settings/calendar/closures/{closure}/remove",
         foreign="/settings/calendar/closures/{closure_south}/remove"),
)  # fmt: skip
