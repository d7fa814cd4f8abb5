"""Questions as JSON texts: each kind answers in its documented form, without anybody's name."""

from __future__ import annotations

import json
from dataclasses import asdict, replace
from typing import Any

import pytest

from roster.errors import Conflict
from roster.plan import Plan
from roster.problem import Assignment, Commitment, Need, Problem
from roster.rules import check, measure
from roster.rules.names import with_names
from solver.answering import ANSWERS
from solver.disruption import Disruption
from solver.events import happened
from tests.tiny_school import MON, THU, TUE, person, plan, problem, seat, session, window

a2 = session("a2", MON)
b1 = session("b1", TUE)
here = problem([a2, b1], [person("anna"), person("berta")], published=(seat(a2, "anna"),))


def answer(kind: str, **asked: Any) -> Any:
    """The answer to a question of that kind, both through JSON."""
    return json.loads(ANSWERS[kind](json.dumps(asked, default=str)))


def said(there: Plan) -> list[dict[str, str]]:
    return [asdict(one) for one in there.assignments]


def read(told: list[dict[str, str]]) -> Plan:
    return Plan.of(Assignment(**one) for one in told)


def test_a_repair_answers_with_plans_that_keep_every_rule() -> None:
    told = answer("repair", problem=here.to_json(), events=[{"event": "volunteer_out", "person": "anna"}])
    without = happened(here, [{"event": "volunteer_out", "person": "anna"}])
    assert (told["kind"], told["anyway"], told["required"]) == ("repair", ["anna"], 2)
    assert [(one["told"], one["filled"], one["proven"]) for one in told["options"]] == [(0, 0, True), (1, 2, True)]
    assert [check(without, read(one["plan"])) for one in told["options"]] == [[], []]


def test_a_week_asked_about_again_is_not_written_again(monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Problem] = []
    write_week = Disruption.of

    def counted(week: Problem, seconds: float) -> Disruption:
        written.append(week)
        return write_week(week, seconds)

    monkeypatch.setattr(Disruption, "of", counted)
    one, other = replace(here, organisation="one"), replace(here, organisation="other")
    for week, who in ((one, "anna"), (one, "berta"), (other, "anna"), (one, "anna")):
        answer("repair", problem=week.to_json(), events=[{"event": "volunteer_out", "person": who}])
    assert written == [one, other, one]


def test_an_answer_is_told_with_the_names_of_the_day_it_is_read() -> None:
    told = answer("repair", problem=here.to_json(), events=[{"event": "volunteer_out", "person": "anna"}])
    text = told["options"][-1]["changes"][0]["text"]["de"]
    assert text.startswith("{person/anna}: nicht mehr {course/a2}, Mo 23.11. 18:30")
    assert with_names(text, {"anna": "Anna", "course/a2": "Abendkurs"}).startswith("Anna: nicht mehr Abendkurs, Mo")


def test_a_week_never_published_cannot_be_repaired() -> None:
    with pytest.raises(Conflict):
        answer("repair", problem=replace(here, published=None).to_json())


@pytest.mark.parametrize(
    ("event", "sessions"),
    [
        ({"event": "site_lost", "site": "north"}, []),
        ({"event": "site_lost", "site": "north", "on_day": "2026-11-23"}, [b1.key]),
        ({"event": "site_lost", "site": "north", "from_day": "2026-11-24"}, [a2.key]),
        ({"event": "site_lost", "site": "north", "to": "north"}, [a2.key, b1.key]),
        ({"event": "sessions_lost", "sessions": [a2.key]}, [b1.key]),
        (
            {"event": "sessions_added", "sessions": [asdict(session("c1", THU))]},
            [a2.key, b1.key, session("c1", THU).key],
        ),
    ],
    ids=lambda value: value["event"] if isinstance(value, dict) else "",
)
def test_each_event_leaves_the_sessions_that_still_take_place(event: dict[str, Any], sessions: list[str]) -> None:
    after = happened(here, json.loads(json.dumps([event], default=str)))
    assert [one.key for one in after.sessions] == sessions


def test_an_emptied_seat_and_an_absence_change_who_may_come() -> None:
    events = [
        {"event": "seat_emptied", "session": a2.key, "role": "lead", "person": "anna"},
        {"event": "volunteer_out", "person": "berta", "on_day": "2026-11-23"},
    ]
    told = answer("repair", problem=here.to_json(), events=events)
    assert read(told["options"][-1]["plan"]).in_seat(a2.key, "lead") == ()


def test_an_unknown_event_is_refused() -> None:
    with pytest.raises(ValueError, match="no event"):
        happened(here, [{"event": "earthquake"}])


def test_the_fillings_of_a_seat_come_from_different_people_cheapest_first() -> None:
    people = [
        person("anna", windows=[window(MON, "18:30", "19:45")]),
        person("berta", windows=[]),
        person("carl", windows=[]),
    ]
    week = problem([a2], people)
    told = answer("fillings", problem=week.to_json(), plan=[], session=a2.key, role="lead", most=2)
    assert (told["kind"], told["qualified"], told["stopped"]) == ("empty_seat", 3, {"availability": 3})
    assert [(one["change"]["person"], one["change"]["cost"], one["proven"]) for one in told["fillings"]] == [
        ("anna", 15, True),
        ("berta", 120, True),
    ]


def test_a_seat_that_is_filled_has_no_fillings() -> None:
    assert (
        answer("fillings", problem=here.to_json(), plan=said(plan(seat(a2, "anna"))), session=a2.key, role="lead")
        is None
    )


def test_a_seat_that_there_is_not_is_no_question() -> None:
    with pytest.raises(KeyError):
        answer("fillings", problem=here.to_json(), plan=[], session=a2.key, role="host")


def test_recruiting_names_profiles_with_their_gain() -> None:
    week = problem([a2], [])
    told = answer("recruit", problem=week.to_json(), seconds=5)
    assert (told["kind"], told["week"], told["empty"]) == ("recruit", "2026-W48", 1)
    assert told["recruits"][0]["gain"] == measure(week, Plan())["cover"]
    assert {"role", "branch", "level", "slots", "site", "minutes_week", "text"} == told["recruits"][0]["profile"].keys()


def test_matching_ranks_the_seats_of_all_weeks_for_somebody_new() -> None:
    there = replace(problem([b1], []), organisation="there")
    told = answer("match", problems=[problem([a2], []).to_json(), there.to_json()], person=asdict(person("new")))
    assert {one["organisation"] for one in told["seats"]} == {"here", "there"}
    assert "{organisation/there}" in told["weeks"][1]["text"]["en"]


def test_matching_heeds_that_an_organisation_lies_in_another_time_zone() -> None:
    there = replace(problem([session("cafe", MON, "19:30")], []), organisation="there")
    dora = asdict(person("dora", windows=[window(MON, "18:30", "20:00")]))
    weeks = [problem([a2], []).to_json(), there.to_json()]
    told = answer("match", problems=weeks, person=dora, zero_minutes={"here": -60, "there": -120})
    assert {one["organisation"] for one in told["seats"]} == {"here", "there"}


def test_matching_a_volunteer_takes_their_times_and_skills_from_their_own_week() -> None:
    anna = person("anna", windows=[window(MON, "18:00", "21:00")])
    home = problem([a2, b1], [anna], published=(seat(a2, "anna"),))
    told = answer("match", problems=[home.to_json()], volunteer={"organisation": "here", "person": "anna"})
    assert [(one["session"], one["at_once"]) for one in told["seats"]] == [(a2.key, True)]


def test_a_volunteer_is_taken_elsewhere_at_the_time_of_their_published_duties() -> None:
    home = problem([a2], [person("anna")], published=(seat(a2, "anna"),))
    there = replace(problem([session("cafe", MON), b1], []), organisation="there")
    told = answer(
        "match", problems=[home.to_json(), there.to_json()], volunteer={"organisation": "here", "person": "anna"}
    )
    assert [one["session"] for one in told["seats"] if one["organisation"] == "there"] == [b1.key]


def test_a_volunteer_known_to_both_is_not_bound_by_what_the_same_week_told_them() -> None:
    anna = person("anna", commitments=(Commitment(b1.on_day, b1.start_minute, b1.end_minute),))
    home = problem([a2], [anna])
    again = replace(person("a-2"), identity=anna.identity)
    there = replace(problem([b1], [again], published=(seat(b1, "a-2"),)), organisation="there")
    told = answer(
        "match", problems=[home.to_json(), there.to_json()], volunteer={"organisation": "here", "person": "anna"}
    )
    assert sorted(one["session"] for one in told["seats"]) == [a2.key, b1.key]


def test_what_if_holds_both_plans_and_a_title_for_each_line() -> None:
    told = answer("whatif", before=here.to_json(), events=[{"event": "volunteer_out", "person": "anna"}], seconds=3)
    assert [told[side]["status"] for side in ("before", "after")] == ["optimal", "optimal"]
    assert read(told["after"]["plan"]).by_person.keys() == {"berta"}
    assert next(one for one in told["lines"] if one["key"] == "cover")["title"]["de"] == "Besetzung"


def test_why_holds_the_runner_up_and_what_the_seat_costs_without_the_person() -> None:
    week = problem([a2], [person("anna", wished_minutes=90), person("berta")])
    told = answer(
        "why", problem=week.to_json(), plan=said(plan(seat(a2, "anna"))), session=a2.key, role="lead", person="anna"
    )
    assert (told["runner_up"], told["others"][-1]["person"], told["without"]["proven"]) == ("berta", None, True)
    assert told["without"]["costs"]["cover"] == 0
    assert told["without"]["costs"]["promises"] > 0


def test_why_without_seconds_searches_nothing() -> None:
    asked = {"session": a2.key, "role": "lead", "person": "anna", "seconds": 0}
    assert answer("why", problem=here.to_json(), plan=said(plan(seat(a2, "anna"))), **asked)["without"] is None


def test_two_required_seats_of_a_need_are_one_question() -> None:
    pair = session("pair", MON, needs=[Need("host", 2)])
    week = problem([pair], [person("anna")])
    told = answer(
        "fillings", problem=week.to_json(), plan=said(plan(seat(pair, "anna", "host"))), session=pair.key, role="host"
    )
    assert told["required"] == 1
