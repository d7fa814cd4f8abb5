"""Accounts, the log, failed mail, the calendar and rules of the organisation, other organisations, first steps."""

from __future__ import annotations

import datetime as dt
import re

from roster.actions.members import grant_role
from roster.actor import AccountRole, command_line_actor
from roster.models.school_records import read_school, write_school
from roster.records import Organisation, School
from roster.reports.accounts import accounts_page
from tests.web.planned import fail_a_mail, publish_week
from tests.web.school import Service, address_of, post


def stored(north: Service) -> School:
    with north.store.reading(north.schools["north"]) as session:
        return read_school(session)


def roles(north: Service) -> dict[str, set[str]]:
    actor = command_line_actor(north.schools["north"], "north")
    return {line.email: set(line.roles) for line in accounts_page(north.store, actor, now=north.clock.now).lines}


def number_of(north: Service, email: str) -> int:
    actor = command_line_actor(north.schools["north"], "north")
    return next(one.id for one in accounts_page(north.store, actor, now=north.clock.now).lines if one.email == email)


# ---- accounts -------------------------------------------------------------------------------------------------------


def test_somebody_gets_access_and_a_mail(north: Service) -> None:
    client = north.browser("admin")
    form = {"email": "new@north.example.org", "role": "lead", "tell": "yes"}
    assert post(client, "/settings/accounts/", form).status_code == 303
    assert roles(north)["new@north.example.org"] == {AccountRole.LEAD}
    assert "new@north.example.org" in client.get("/settings/accounts/").text
    assert "One message waits to be sent" in client.get("/settings/mail/").text


def test_a_volunteers_account_needs_the_volunteer(north: Service) -> None:
    client = north.browser("admin")
    form = {"email": "bela@north.example.org", "role": "volunteer"}
    assert post(client, "/settings/accounts/", form).status_code == 422
    assert post(client, "/settings/accounts/", {**form, "volunteer": "bela"}).status_code == 303


def test_nobody_becomes_operator_by_a_form(north: Service) -> None:
    form = {"email": "new@north.example.org", "role": "operator"}
    assert post(north.browser("admin"), "/settings/accounts/", form).status_code == 422
    assert "new@north.example.org" not in roles(north)


def test_taking_access_away_asks_first_and_counts_at_the_next_click(north: Service) -> None:
    lead, admin = north.browser("lead"), north.browser("admin")
    number = number_of(north, address_of("lead"))
    text = admin.get(f"/settings/accounts/{number}/lead/withdraw").text
    assert "will no longer be lead here" in text
    assert lead.get("/people/").status_code == 200
    post(admin, f"/settings/accounts/{number}/lead/withdraw")
    assert lead.get("/people/").headers["Location"] == "/sign-in"


def test_the_last_admin_cannot_be_taken_away(north: Service) -> None:
    admin = north.browser("admin")
    number = number_of(north, address_of("admin"))
    assert "This role cannot be taken away" in admin.get(f"/settings/accounts/{number}/admin/withdraw").text
    assert post(admin, f"/settings/accounts/{number}/admin/withdraw").status_code == 409
    assert AccountRole.ADMIN in roles(north)[address_of("admin")]


def test_a_stolen_telephone_is_signed_out_from_afar(north: Service) -> None:
    lead, admin = north.browser("lead"), north.browser("admin")
    assert "on one device" in admin.get("/settings/accounts/").text
    post(admin, f"/settings/accounts/{number_of(north, address_of('lead'))}/sign-out")
    assert lead.get("/people/").headers["Location"] == "/sign-in"


# ---- log and mail ---------------------------------------------------------------------------------------------------


def test_the_log_says_in_words_who_did_what(north: Service) -> None:
    post(north.browser("lead"), "/bulk/people/apply", {"do": "standing", "new_standing": "left", "people": "bela:1"})
    admin = north.browser("admin")
    text = admin.get("/settings/log/?area=people").text
    assert "changed the standing" in text
    assert "Bela of north" in text
    assert "No entry fits." in admin.get("/settings/log/?area=mail&who=99999").text
    assert admin.get("/settings/log/?area=odd&who=x&from=never&before=0").status_code == 200


def test_failed_mail_says_why_and_can_be_sent_again_or_given_up(north: Service) -> None:
    number, client = fail_a_mail(north), north.browser("lead")
    assert "does not know the address" in client.get("/settings/mail/").text
    post(client, f"/settings/mail/{number}/retry")
    assert "One message waits to be sent" in client.get("/settings/mail/").text
    assert post(client, f"/settings/mail/{number}/give-up").status_code == 409


def test_the_start_page_tells_of_failed_mail(north: Service) -> None:
    fail_a_mail(north)
    assert "One mail could not be delivered" in north.browser("lead").get("/").text


# ---- several organisations ------------------------------------------------------------------------------------------


def test_who_works_for_two_organisations_goes_from_one_to_the_other(north: Service) -> None:
    south = command_line_actor(north.schools["south"], "south")
    grant_role(north.store, south, address_of("lead"), AccountRole.LEAD, now=north.clock.now)
    client = north.browser("lead")
    text = client.get("/people/").text
    assert re.search(r'name="organisation" value="south">Language school south', text)
    post(client, "/organisation", {"organisation": "south"})
    assert "Anna of south" in client.get("/people/").text


def test_who_works_for_one_sees_no_menu_of_others(north: Service) -> None:
    assert 'name="organisation"' not in north.browser("lead").get("/people/").text


def test_an_operator_sees_organisations_and_nobodys_name(north: Service) -> None:
    text = north.browser("operator").get("/service/").text
    assert "Language school south" in text
    assert "Bela" not in text


# ---- calendar and rules ---------------------------------------------------------------------------------------------


def test_a_term_rolls_forward_a_year_on_the_same_weekdays(north: Service) -> None:
    client = north.browser("lead")
    form = {"name": "Winter 2026/27", "from_day": "2026-08-24", "until_day": "2027-02-07"}
    post(client, "/settings/calendar/terms", form)
    number = re.findall(r"roll=(\d+)", client.get("/settings/calendar").text)[0]
    text = client.get(f"/settings/calendar?roll={number}").text
    assert 'value="Winter 2027/28"' in text
    assert 'value="2027-08-23"' in text
    assert 'value="2028-02-06"' in text
    assert len(stored(north).terms) == 1


def test_a_term_that_ends_soon_is_warned_of(north: Service) -> None:
    client = north.browser("lead")
    post(client, "/settings/calendar/terms", {"name": "T", "from_day": "2026-08-24", "until_day": "2026-12-18"})
    assert "The last term ends on" in client.get("/settings/calendar").text


def test_the_holidays_of_the_land_stand_with_their_source(north: Service) -> None:
    text = north.browser("lead").get("/settings/calendar").text
    assert "Lower Saxony" in text or "Niedersachsen" in text
    assert "Reformation Day" in text
    assert "Please check with the ministry" in text


def test_certificates_and_roles_are_told_by_their_names(north: Service) -> None:
    client = north.browser("admin")
    post(client, "/language", {"language": "de", "back": "/"})
    text = client.get("/settings/words").text
    badges = [part.partition("</span>")[0] for part in text.split('<span class="badge">')]
    assert {"Erweitertes Führungszeugnis", "nur mit Lead"} <= set(badges)


def test_certificates_of_a_site_are_told_by_their_names(north: Service) -> None:
    client = north.browser("admin")
    post(client, "/sites/hall/edit", {"name": "Hall", "certificates": "measles, own word", "version": "1"})
    assert "<dd>Measles proof, own word</dd>" in client.get("/sites/hall").text


def test_a_branch_is_changed_and_the_second_editor_is_told(north: Service) -> None:
    client = north.browser("admin")
    text = client.get("/settings/words/branches/children/edit").text
    version = re.findall(r'name="version" value="(\d+)"', text)[0]
    form = {"name": "Kids", "certificates": "clearance, Measles", "pauses_on_public_holidays": "yes"}
    post(client, "/settings/words/branches/children/edit", {**form, "version": version})
    branch = next(one for one in stored(north).branches if one.key == "children")
    assert (branch.name, branch.certificates, branch.minors) == ("Kids", ("clearance", "measles"), False)
    assert (branch.pauses_on_public_holidays, branch.pauses_in_school_holidays) == (True, False)
    again = post(client, "/settings/words/branches/children/edit", {**form, "version": version})
    assert again.status_code == 409


def test_a_role_is_changed(north: Service) -> None:
    client = north.browser("admin")
    form = {"name": "Helping hand", "depends_on": "", "certificates": "food hygiene", "version": "1"}
    post(client, "/settings/words/roles/helper/edit", form)
    role = next(one for one in stored(north).roles if one.key == "helper")
    assert (role.name, role.depends_on, role.certificates) == ("Helping hand", None, ("food_hygiene",))


def test_each_number_of_the_rules_says_what_it_means(north: Service) -> None:
    text = north.browser("admin").get("/settings/").text
    assert "One teacher less for a course is worth 60 minutes of waiting" in text


# ---- first steps ----------------------------------------------------------------------------------------------------


def test_an_empty_organisation_is_led_on_by_every_list(north: Service) -> None:
    with north.store.writing(north.schools["north"]) as session:
        volunteer = stored(north).volunteers[0]
        write_school(session, School(organisation=Organisation(key="north", name="New"), volunteers=(volunteer,)))
    client = north.browser("admin")
    for path in ("/people/", "/courses/", "/sites/", "/time-requests/"):
        assert "Next step: Sites." in client.get(path).text, path


def test_after_the_first_published_week_no_list_speaks_of_steps(north: Service) -> None:
    client = north.browser("lead")
    assert "Next step: Plan the first week." in client.get("/people/").text
    publish_week(north)
    assert "Next step" not in client.get("/people/").text


def test_an_operator_looks_in_for_a_reason_and_is_told_so_on_every_page(north: Service) -> None:
    client = north.browser("operator")
    assert client.get("/people/").status_code == 403
    form = {"reason": "Their import of Monday fails", "minutes": "30"}
    assert post(client, "/service/south/visit", form).status_code == 303
    text = client.get("/people/").text
    assert "You look into this organisation as its operator until" in text
    assert "Language school south" in text
    north.clock.now += dt.timedelta(minutes=30)
    assert client.get("/people/").status_code == 403
    assert "Language school north" in client.get("/service/").text


def test_the_form_keeps_a_reason_that_is_too_short(north: Service) -> None:
    answer = post(north.browser("operator"), "/service/south/visit", {"reason": "too short", "minutes": "60"})
    assert answer.status_code == 422
    assert ">too short</textarea>" in answer.text
    assert "Please write in 10 to 300 characters why" in answer.text


def test_an_operator_stops_looking_in(north: Service) -> None:
    client = north.browser("operator")
    post(client, "/service/south/visit", {"reason": "Their import of Monday fails", "minutes": "120"})
    assert post(client, "/service/end-visit").status_code == 303
    assert client.get("/people/").status_code == 403
    log = north.browser("admin", school="south").get("/settings/log/").text
    assert "Their import of Monday fails" in log
    assert "operator@north.example.org" in log
