"""Words: what rules and goals say, and how days and durations are said."""

import datetime as dt
import string

import pytest

from roster import rules
from roster.plan import Plan
from roster.records import Course, Organisation, Role, School, Site, Volunteer
from roster.rules import GOALS, RULES, names_of
from roster.rules.violation import Violation, spoken_session
from roster.words import Sentence, spoken_date, spoken_day, spoken_list, spoken_minutes, spoken_seconds, spoken_time
from tests.tiny_school import problem

TUESDAY = dt.date(2026, 11, 24)
ALL_SENTENCES = [
    (module.KEY, name, sentence)
    for module in (*RULES, *GOALS)
    for name, sentence in vars(module).items()
    if isinstance(sentence, Sentence)
]


def facts_of(text: str) -> set[str]:
    return {fact for _, fact, _, _ in string.Formatter().parse(text) if fact is not None}


@pytest.mark.parametrize(
    ("key", "name", "sentence"), ALL_SENTENCES, ids=lambda one: one if isinstance(one, str) else ""
)
def test_both_languages_name_the_same_facts(key: str, name: str, sentence: Sentence) -> None:
    assert facts_of(sentence.de) == facts_of(sentence.en)


@pytest.mark.parametrize("module", [*RULES, *GOALS], ids=lambda module: module.KEY)
def test_every_rule_and_goal_has_a_name_and_one_sentence(module: rules.Rule | rules.Goal) -> None:
    assert all((module.NAME.de, module.NAME.en))
    assert (module.SENTENCE.de[-1], module.SENTENCE.en[-1]) == (".", ".")


def test_the_rules_come_in_the_order_of_the_handbook() -> None:
    assert [rule.KEY for rule in RULES] == [
        "seats",
        "availability",
        "qualification",
        "certificate",
        "one_place",
        "travel_time",
        "workload",
        "site_access",
        "support_needs_lead",
        "newcomers",
        "apart",
        "decisions",
    ]


def test_days_and_times_are_said_as_people_write_them() -> None:
    assert spoken_time(TUESDAY, "18:30", "de") == "Di 24.11. 18:30"
    assert spoken_time(TUESDAY, "18:30", "en") == "Tue 24 Nov 18:30"
    assert spoken_day(dt.date(2026, 3, 1), "de") == "So 1.3."
    assert (spoken_date(TUESDAY, "de"), spoken_date(TUESDAY, "en")) == ("24.11.2026", "24 Nov 2026")


@pytest.mark.parametrize(
    ("minutes", "german", "english"),
    [
        (0, "0 Min.", "0 min"),
        (59, "59 Min.", "59 min"),
        (60, "1 Std.", "1 h"),
        (90, "1 Std. 30 Min.", "1 h 30 min"),
    ],
)
def test_durations_are_said_in_hours_and_minutes(minutes: int, german: str, english: str) -> None:
    assert (spoken_minutes(minutes, "de"), spoken_minutes(minutes, "en")) == (german, english)


def test_lists_end_with_and() -> None:
    assert [spoken_list(["a", "b", "c"][:count], "de") for count in range(4)] == ["", "a", "a und b", "a, b und c"]
    assert spoken_list(["a", "b", "c"], "en") == "a, b and c"


def test_another_language_is_told_in_english() -> None:
    assert Sentence("Ja", "Yes").text("uk") == "Yes"


def test_braces_in_a_name_stay_braces() -> None:
    assert Sentence("{person} kommt", "{person} comes").text("de", person="{session}{0}") == "{session}{0} kommt"


def test_a_key_that_two_tables_share_is_told_apart_by_its_kind() -> None:
    names = {"person/host": "Hanna Host", "role/host": "Gastgeber:in", "host": "irgendwas"}
    violation = Violation("seats", "host", (), "host", (), Sentence("{person} als {role}", "{person} as {role}"))

    assert violation.text("de", names) == "Hanna Host als Gastgeber:in"


@pytest.mark.parametrize("key", ["", "no session", "a@b", "a@2026-13-01T18:30", "@"])
def test_a_text_that_is_no_session_key_stays_as_it_is(key: str) -> None:
    assert spoken_session(key, "de", {}) == key


def test_a_schools_records_give_the_names() -> None:
    school = School(
        organisation=Organisation(key="here", name="Hier"),
        sites=(Site(key="north", name="Haus Nord"),),
        roles=(Role(key="lead", name="Leitung"),),
        volunteers=(Volunteer(key="lead", first_name="Lea", last_name="Dorn"),),
        courses=(Course(key="a2", name="A2 am Abend", branch="adults", site="north"),),
    )

    names = names_of(school, "de")

    assert (names["person/lead"], names["role/lead"], names["lead"]) == ("Lea Dorn", "Leitung", "Lea Dorn")
    assert spoken_session("a2@2026-11-24T18:30", "de", names) == "A2 am Abend, Di 24.11. 18:30"
    assert names["clearance"] == "erweitertes Führungszeugnis"


def test_neither_plan_nor_problem_is_changed_by_being_judged() -> None:
    school, week = problem(), Plan()

    rules.check(school, week)

    assert (week, hash(week)) == (Plan(), hash(Plan()))
    assert (school, school.to_json()) == (problem(), problem().to_json())


@pytest.mark.parametrize(("language", "text"), [("de", "0,6"), ("en", "0.6")])
def test_seconds_have_the_decimal_sign_of_the_language(language: str, text: str) -> None:
    assert spoken_seconds(0.62, language) == text
