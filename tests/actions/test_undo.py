"""What an action took away comes back with all that went along; what somebody did since is never overwritten."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import pytest
from sqlalchemy import select

from roster.actions import courses, members, organisations, people, sites
from roster.actions.course_changes import EndOn, MoveTo
from roster.actions.courses_in_bulk import change_courses
from roster.actions.erasure import erase_volunteer
from roster.actions.people_in_bulk import set_standings
from roster.actions.trails import KEPT, forget_old_trails
from roster.actions.undo import take_back
from roster.actor import AccountRole
from roster.errors import Conflict, Forbidden, NotFound
from roster.models.people import Qualification as QualificationRow
from roster.models.school_records import write_school
from roster.models.undo_entries import UndoEntry
from roster.records import ChangeKind, Decision, DecisionKind, Qualification, Room, SessionChange, Standing
from roster.reports.courses import course_page
from roster.reports.my_data import my_data
from tests.actions.north import DAY, NOW, North

HELPS = Qualification(volunteer="anna", role="helper", branch="adults")


def entries(north: North) -> int:
    with north.store.reading(north.id) as session:
        return len(session.scalars(select(UndoEntry.id)).all())


def version_of_a2(north: North) -> int:
    return course_page(north.store, north.lead, "a2").version


def qualified(north: North) -> str | None:
    """Anna's qualification is noted and removed; gives the name to undo that by."""
    people.add_qualification(north.store, north.lead, HELPS, now=NOW)
    with north.store.reading(north.id) as session:
        number = session.scalars(select(QualificationRow.id)).one()
    return people.remove_qualification(north.store, north.lead, "anna", number, now=NOW)


def test_a_course_comes_back_with_everything_that_went_along_and_its_version(north: North) -> None:
    school = replace(
        north.school(),
        decisions=(Decision(kind=DecisionKind.BAN, volunteer="anna", course="a2"),),
        session_changes=(SessionChange(course="a2", on_day=DAY, start_minute=1110, change=ChangeKind.CANCELLED),),
    )
    with north.store.writing(north.id) as session:
        write_school(session, school)
    page = course_page(north.store, north.lead, "a2")
    courses.save_course(
        north.store, north.lead, replace(page.course, name="A2 neu"), page.seats, page.meetings, version=1, now=NOW
    )
    before = north.school()
    undo = courses.remove_course(north.store, north.admin, "a2", now=NOW)
    assert north.school().volunteers != before.volunteers  # Jan wished for it
    take_back(north.store, north.admin, str(undo), now=NOW)
    assert (north.school(), version_of_a2(north)) == (before, 2)
    assert north.audited()[-1][0] == "take_back"


def test_a_row_whose_number_another_has_by_now_comes_back_under_a_new_one(north: North) -> None:
    before = north.school()
    undo = courses.remove_course(north.store, north.admin, "a2", now=NOW)
    b1 = replace(before.courses[0], key="b1", name="B1")
    courses.add_course(north.store, north.lead, b1, (), (), now=NOW)
    take_back(north.store, north.admin, str(undo), now=NOW)
    assert {*north.school().courses} == {*before.courses, b1}
    assert north.school().meetings == before.meetings


def test_a_key_that_is_taken_again_stands_in_the_way_whatever_its_case(north: North) -> None:
    course = north.school().courses[0]
    undo = courses.remove_course(north.store, north.admin, "a2", now=NOW)
    courses.add_course(north.store, north.lead, replace(course, key="A2"), (), (), now=NOW)
    with pytest.raises(Conflict, match="stands there again by now: course"):
        take_back(north.store, north.admin, str(undo), now=NOW)
    assert [one.key for one in north.school().courses] == ["A2"]


def test_what_it_belongs_to_must_still_be_there(north: North) -> None:
    undo = qualified(north)
    courses.remove_course(north.store, north.admin, "a2", now=NOW)
    organisations.remove_branch(north.store, north.admin, "adults", now=NOW)
    with pytest.raises(Conflict, match="no longer there: branch"):
        take_back(north.store, north.lead, str(undo), now=NOW)


def test_the_same_qualification_is_not_doubled(north: North) -> None:
    undo = qualified(north)
    people.add_qualification(north.store, north.lead, HELPS, now=NOW)
    with pytest.raises(Conflict, match="qualification"):
        take_back(north.store, north.lead, str(undo), now=NOW)
    assert north.school().qualifications == (HELPS,)


def test_meetings_that_were_edited_since_are_not_overwritten(north: North) -> None:
    page = course_page(north.store, north.lead, "a2")
    undo = courses.save_course(north.store, north.lead, page.course, page.seats, (), version=1, now=NOW)
    friday = replace(page.meetings[0], weekday=4)
    version = version_of_a2(north)
    courses.save_course(north.store, north.lead, page.course, page.seats, (friday,), version=version, now=NOW)
    with pytest.raises(Conflict, match="changed after it"):
        take_back(north.store, north.lead, str(undo), now=NOW)
    assert north.school().meetings == (friday,)


def test_undoing_counts_as_an_edit_so_that_an_open_form_is_refused(north: North) -> None:
    page = course_page(north.store, north.lead, "a2")
    undo = courses.save_course(north.store, north.lead, page.course, page.seats, (), version=1, now=NOW)
    opened = version_of_a2(north)
    take_back(north.store, north.lead, str(undo), now=NOW)
    with pytest.raises(Conflict):
        courses.save_course(north.store, north.lead, page.course, page.seats, (), version=opened, now=NOW)


def test_one_of_several_that_was_changed_since_stops_all_of_it(north: North) -> None:
    done = set_standings(north.store, north.lead, {"anna": 1, "jan": 1}, Standing.PAUSED, now=NOW)
    set_standings(north.store, north.lead, {"jan": 2}, Standing.LEFT, now=NOW)
    with pytest.raises(Conflict, match="person"):
        take_back(north.store, north.lead, str(done.undo), now=NOW)
    assert [one.standing for one in north.school().volunteers] == [Standing.PAUSED, Standing.LEFT]


def test_a_wish_that_was_changed_since_stays_and_the_site_comes_back(north: North) -> None:
    jan = next(one for one in north.school().volunteers if one.key == "jan")
    wishing = replace(jan, preferred_sites=("mill", "ship"))
    people.save_volunteer(north.store, north.lead, wishing, version=1, now=NOW)
    undo = sites.remove_site(north.store, north.admin, "ship", now=NOW)
    people.save_volunteer(north.store, north.lead, replace(jan, preferred_sites=()), version=3, now=NOW)
    take_back(north.store, north.admin, str(undo), now=NOW)
    assert [one.key for one in north.school().sites] == ["mill", "ship"]
    assert next(one for one in north.school().volunteers if one.key == "jan").preferred_sites == ()


def test_a_course_in_an_open_form_is_not_moved_back_by_it(north: North) -> None:
    opened = course_page(north.store, north.lead, "a2")
    sites.add_room(north.store, north.lead, Room(key="m2", site="mill", name="Raum 2"), now=NOW)
    change_courses(north.store, north.lead, {"a2": 1}, MoveTo("mill", "m2"), now=NOW)
    with pytest.raises(Conflict):
        courses.save_course(north.store, north.lead, opened.course, opened.seats, opened.meetings, version=1, now=NOW)


def test_a_change_of_many_is_one_way_back_and_an_entry_for_each(north: North) -> None:
    before = north.school()
    done = change_courses(north.store, north.lead, {"a2": 1}, EndOn(DAY), now=NOW)
    assert (done.changed, north.audited()) == (1, [("save_course", ("ends_on",))])
    take_back(north.store, north.lead, str(done.undo), now=NOW)
    assert north.school() == before


def test_erasing_somebody_erases_what_could_bring_them_back(north: North) -> None:
    undo = qualified(north)
    erase_volunteer(north.store, north.admin, "anna", now=NOW)
    assert entries(north) == 0
    with pytest.raises(NotFound):
        take_back(north.store, north.lead, str(undo), now=NOW)


def test_it_is_for_whoever_did_it_while_they_may(north: North) -> None:
    undo = courses.remove_course(north.store, north.admin, "a2", now=NOW)
    for other in (north.lead, north.stranger, replace(north.stranger, account_id=north.admin.account_id)):
        with pytest.raises(NotFound):
            take_back(north.store, other, str(undo), now=NOW)
    only_lead = replace(north.admin, roles=frozenset({AccountRole.LEAD}))
    with pytest.raises(Forbidden):
        take_back(north.store, only_lead, str(undo), now=NOW)


def test_after_a_day_it_is_forgotten(north: North) -> None:
    qualified(north)
    forget_old_trails(north.store, now=NOW + KEPT)
    assert entries(north) == 1
    forget_old_trails(north.store, now=NOW + KEPT + dt.timedelta(seconds=1))
    assert entries(north) == 0


def test_a_role_of_ones_own_is_given_up_for_good(north: North) -> None:
    store, admin = north.store, north.admin
    first = members.grant_role(store, admin, "first@example.org", AccountRole.ADMIN, now=NOW)
    members.grant_role(store, admin, "second@example.org", AccountRole.ADMIN, now=NOW)
    own = replace(admin, account_id=first)
    assert members.withdraw_role(store, own, first, AccountRole.ADMIN, now=NOW) is None


def test_who_asks_what_is_kept_reads_also_what_can_still_come_back(north: North) -> None:
    qualified(north)
    told = {table.name: table.rows for table in my_data(north.store, north.anna, now=NOW).tables}
    assert [row[1:] for row in told["undo_entry"]] == [("qualification", "role helper, branch adults")]
