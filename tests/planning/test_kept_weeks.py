"""A frozen week is kept and shared while it is the same; a change by whomever is in the very next one.

A second store on the same database stands for another process: it has connections and kept weeks of its own.
"""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import fields, replace
from pathlib import Path

import pytest
from sqlalchemy import delete, event, select, update

from roster.actions.publishing import publish
from roster.database import KEPT, Store, open_store
from roster.freeze import turning_points
from roster.kept import Kept
from roster.models import stamps
from roster.models.courses import Decision
from roster.models.organisations import Organisation
from roster.models.people import Volunteer
from roster.models.rosters import PublishedDuty
from roster.models.school_records import RECORD_TABLES, write_school
from roster.records import (
    Absence,
    Access,
    ChangeKind,
    Closure,
    DecisionKind,
    ExtraTime,
    Holiday,
    Pair,
    PairKind,
    PublishedAssignment,
    School,
    SessionChange,
    Term,
    Willingness,
)
from roster.records import Decision as DecisionRecord
from roster.weeks.frozen import FrozenWeek, commitments_elsewhere, commitments_in_weeks, freeze_week, freeze_weeks
from tests.planning.desk import A2_TUE, NOW, WEEK, Desk, small_school
from tests.tiny_store import add_organisation

NEXT_WEEK = "2026-W49"


def kept_week(desk: Desk, now: dt.datetime = NOW) -> FrozenWeek:
    """The week as pages see it."""
    elsewhere = commitments_elsewhere(desk.store, desk.id, WEEK)
    with desk.store.reading(desk.id) as session:
        return freeze_week(session, WEEK, elsewhere=elsewhere, now=now)


def fresh_week(desk: Desk, now: dt.datetime = NOW) -> FrozenWeek:
    """The same read and frozen anew, whatever is kept."""
    elsewhere = commitments_elsewhere(desk.store, desk.id, WEEK)
    with desk.store.reading(desk.id) as session:
        del session.info[KEPT]
        return freeze_week(session, WEEK, elsewhere=elsewhere, now=now)


@contextmanager
def another_process(desk: Desk) -> Iterator[Store]:
    store = open_store(desk.store.engine.url)
    try:
        yield store
    finally:
        store.close()


def with_something_in_every_table() -> School:
    """The school of the desk and a row, which means something in the week, wherever it had none."""
    day, plain = dt.date(2026, 11, 25), small_school()
    return replace(
        plain,
        access=(Access(site="ship", volunteer="anna"),),
        absences=(Absence(volunteer="carl", from_day=day, until_day=day),),
        extra_times=(
            ExtraTime(volunteer="carl", on_day=day, start_minute=60, end_minute=90, willingness=Willingness.GLADLY),
        ),
        pairs=(Pair(first="anna", second="carl", kind=PairKind.APART),),
        closures=(Closure(from_day=day, until_day=day, site="ship"),),
        holidays=(Holiday(name="Lantern day", from_day=day, until_day=day),),
        terms=(Term(name="autumn", starts_on=dt.date(2026, 9, 1), ends_on=dt.date(2027, 1, 31)),),
        session_changes=(SessionChange(course="b1", on_day=day, start_minute=60, change=ChangeKind.CANCELLED),),
        decisions=(
            DecisionRecord(kind=DecisionKind.BAN, volunteer="dora", course="a2", on_day=None, start_minute=None),
        ),
        published=(PublishedAssignment(course="a2", on_day=day, start_minute=1110, role="lead", volunteer="ben"),),
    )


def test_the_school_of_these_tests_has_something_in_every_table() -> None:
    school = with_something_in_every_table()
    assert [field.name for field in fields(school) if not getattr(school, field.name)] == []


def test_an_unchanged_week_is_shared(desk: Desk) -> None:
    assert kept_week(desk) is kept_week(desk)


def test_what_is_kept_is_what_would_be_frozen_anew(desk: Desk) -> None:
    desk.publish_plan()
    assert kept_week(desk) == fresh_week(desk)


def test_a_change_of_any_table_by_another_process_is_in_the_very_next_week(desk: Desk) -> None:
    with desk.store.writing(desk.id) as session:
        write_school(session, with_something_in_every_table())
    tables = [PublishedDuty, Decision, *(table.model for table in reversed(RECORD_TABLES))]
    stale = []
    with another_process(desk) as other:
        for table in tables:
            kept_week(desk)
            with other.writing(desk.id) as session:
                session.execute(delete(table))
            if kept_week(desk) != fresh_week(desk):
                stale.append(table.__tablename__)
    assert (stale, kept_week(desk).school.volunteers) == ([], ())


def test_a_week_published_by_another_process_is_in_the_very_next_one(desk: Desk) -> None:
    desk.solved()
    assert kept_week(desk).problem.published is None
    with another_process(desk) as other:
        publish(other, desk.lead, WEEK, edition=desk.edition(), now=NOW)
    assert kept_week(desk).problem.published


def test_a_change_by_a_real_other_process_is_in_the_very_next_week(own_desk: Desk) -> None:
    before = kept_week(own_desk)
    program = (
        "import sys; from sqlalchemy import update; from roster.database import open_store;"
        "from roster.models.people import Volunteer; store = open_store(sys.argv[1])\n"
        "with store.writing(int(sys.argv[2])) as session: session.execute(update(Volunteer).values(first_name='Zoe'))"
    )
    url = own_desk.store.engine.url.render_as_string(hide_password=False)
    root = Path(__file__).resolve().parents[2]
    subprocess.run([sys.executable, "-c", program, url, str(own_desk.id)], cwd=root, check=True, timeout=120)
    assert before.school.volunteers[0].first_name == "Anna"
    assert {one.first_name for one in kept_week(own_desk).school.volunteers} == {"Zoe"}


def test_only_the_new_stamp_tells_of_a_change(sqlite_desk: Desk) -> None:
    """The positive control: a writer that gives no stamps goes unnoticed, so the tests above do look at the stamp."""
    before = kept_week(sqlite_desk)
    with another_process(sqlite_desk) as other:
        event.remove(other.engine, "commit", stamps.renew)
        with other.writing(sqlite_desk.id) as session:
            session.execute(update(Volunteer).values(first_name="Zoe"))
    assert kept_week(sqlite_desk) is before
    assert fresh_week(sqlite_desk) != before


def test_who_writes_sees_what_they_wrote_before_it_is_committed(desk: Desk) -> None:
    kept_week(desk)
    with desk.store.writing(desk.id) as session:
        session.scalars(select(Organisation)).one().travel_buffer_minutes = 17
        frozen = freeze_week(session, WEEK, elsewhere={}, now=NOW)
    assert frozen.problem.settings.travel_buffer_minutes == 17


def test_what_was_rolled_back_is_in_no_week(desk: Desk) -> None:
    before = kept_week(desk)
    with suppress(KeyError), desk.store.writing(desk.id) as session:
        session.scalars(select(Organisation)).one().travel_buffer_minutes = 17
        freeze_week(session, WEEK, elsewhere={}, now=NOW)
        raise KeyError
    assert kept_week(desk) is before


def test_as_time_passes_the_kept_week_is_the_one_frozen_at_that_moment(desk: Desk) -> None:
    desk.publish_plan()
    desk.change(meetings=desk.school().meetings[1:])  # so that somebody must be told about a session that is gone
    turns = turning_points(desk.school(), WEEK)
    second = dt.timedelta(seconds=1)
    moments = [turn + step for turn in turns for step in (-second, dt.timedelta(), second)]
    wrong = [now for now in (*moments, *reversed(moments)) if kept_week(desk, now) != fresh_week(desk, now)]
    assert (len(turns) >= 8, wrong) == (True, [])


def test_the_week_is_another_one_at_each_turning_point(desk: Desk) -> None:
    desk.publish_plan()
    turns = turning_points(desk.school(), WEEK)
    second = dt.timedelta(seconds=1)
    assert all(fresh_week(desk, turn - second).problem != fresh_week(desk, turn).problem for turn in turns)


def test_a_duty_published_elsewhere_is_in_the_very_next_week(desk: Desk) -> None:
    desk.volunteer("ben", person="ben-everywhere")
    with another_process(desk) as other:
        number = add_organisation(other, "south")
        with other.writing(number) as session:
            write_school(session, small_school("south"))
        south = replace(make_lead(desk, number), store=other)
        south.volunteer("ben", person="ben-everywhere")
        assert kept_week(desk).problem.person_by_key["ben"].commitments == ()
        south.publish_plan()
    assert [duty.minutes for duty in kept_week(desk).problem.person_by_key["ben"].commitments] == [90]


def make_lead(desk: Desk, number: int) -> Desk:
    """The same desk at another organisation."""
    return replace(desk, id=number, lead=replace(desk.lead, organisation_id=number, organisation="south"))


def test_no_organisation_gets_the_week_of_another(desk: Desk) -> None:
    south = make_lead(desk, add_organisation(desk.store, "south"))
    assert kept_week(desk).problem.people
    assert (kept_week(south).problem.organisation, kept_week(south).problem.people) == ("south", ())


def test_several_weeks_are_those_that_are_frozen_one_by_one(desk: Desk) -> None:
    desk.publish_plan()
    elsewhere = commitments_in_weeks(desk.store, desk.id, (WEEK, NEXT_WEEK))
    with desk.store.reading(desk.id) as session:
        together = freeze_weeks(session, elsewhere, now=NOW)
        alone = {week: freeze_week(session, week, elsewhere={}, now=NOW) for week in (WEEK, NEXT_WEEK)}
    assert together == alone


def test_what_is_worked_out_from_a_week_is_worked_out_once(sqlite_desk: Desk) -> None:
    frozen = kept_week(sqlite_desk)
    made = [frozen.once(("one", A2_TUE), object) for _ in range(2)]
    assert made[0] is made[1] is not frozen.once(("another", A2_TUE), object)


def test_only_so_much_is_kept_and_what_was_used_longest_ago_goes_first() -> None:
    kept = Kept(2)
    for slot in ("a", "b", "a", "c"):
        kept.get(slot, 1, object)
    made: list[str] = []
    for slot in ("a", "c", "b"):
        kept.get(slot, 1, lambda slot=slot: made.append(slot))  # type: ignore[misc]
    assert (len(kept), made) == (2, ["b"])


def test_another_tag_replaces_what_stood_there() -> None:
    kept = Kept(2)
    found = [kept.get("slot", tag, lambda tag=tag: f"made for {tag}") for tag in (1, 2, 2)]  # type: ignore[misc]
    assert (len(kept), found) == (1, ["made for 1", "made for 2", "made for 2"])


def test_a_maker_that_fails_leaves_nothing_behind() -> None:
    kept = Kept(2)
    with pytest.raises(ZeroDivisionError):
        kept.get("slot", 1, lambda: 1 // 0)
    assert len(kept) == 0
