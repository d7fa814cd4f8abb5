"""Nobody exceeds their hours a week, sessions a day, days a week; duties elsewhere and in the past count too."""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from functools import partial
from itertools import accumulate

from roster.problem import Commitment, Person, Session
from solver.choices import Choices, days_of
from solver.given import Given
from solver.linear import Sum
from solver.seats import Seats, Truths

KEY = "workload"


def allows(person: Person, seats: Seats, given: Given) -> Truths:
    """Rows that fit into what the person's week still holds, each on its own. None if the week is overfull already."""
    duties = given.duties(person)
    minutes_left = person.max_minutes_week - minutes_of(duties)
    busy_days = days_of(duties)
    if minutes_left < 0 or len(busy_days) > person.max_days_week:
        return ~seats.all()
    allowed: Truths = seats.minutes <= minutes_left
    on_busy_day = seats.on_days(busy_days)
    if len(busy_days) == person.max_days_week:
        allowed = allowed & on_busy_day
    if person.max_sessions_day < 1:
        allowed = ~seats.all()
    full_days = [day for day in busy_days if most_on_day(person, day, given) < 1]
    return allowed & ~seats.on_days(full_days)


def most_on_day(person: Person, on_day: dt.date, given: Given) -> int:
    """How many more sessions the person may take on a day; never below 0."""
    taken = sum(1 for duty in given.duties(person) if duty.on_day == on_day)
    return max(0, person.max_sessions_day - taken)


def encode(choices: Choices) -> None:
    """Keep each person's minutes and days within what is left of them. Sessions of one day are kept by the forms."""
    for person in choices.problem.people:
        offers = choices.offers_of(person)
        if not offers:
            continue
        choices.settle_most(person.key, partial(most_of, person, choices.given))
        duties = choices.given.duties(person)
        minutes = Sum((offer.column for offer in offers), (offer.session.minutes for offer in offers))
        choices.model.keep(minutes, upper=person.max_minutes_week - minutes_of(duties))
        busy_days = days_of(duties)
        new_days = sorted(days_of(offer.session for offer in offers) - busy_days)
        if len(new_days) > person.max_days_week - len(busy_days):
            worked = Sum.total(choices.works_on(person.key, day) for day in new_days)
            choices.model.keep(worked, upper=person.max_days_week - len(busy_days))


def most_of(person: Person, given: Given, sessions: Sequence[Session]) -> int:
    """How many of these sessions the person may take in this week at most; an upper estimate, never too low."""
    duties = given.duties(person)
    minutes_left = person.max_minutes_week - minutes_of(duties)
    fitting = sum(1 for minutes in accumulate(sorted(one.minutes for one in sessions)) if minutes <= minutes_left)
    busy_days = days_of(duties)
    of_day = {
        day: min(count, most_on_day(person, day, given))
        for day, count in Counter(session.on_day for session in sessions).items()
    }
    of_new_days = sorted((most for day, most in of_day.items() if day not in busy_days), reverse=True)
    new_days = max(0, person.max_days_week - len(busy_days))
    return min(fitting, sum(of_day[day] for day in of_day if day in busy_days) + sum(of_new_days[:new_days]))


def minutes_of(duties: tuple[Session | Commitment, ...]) -> int:
    """All minutes of some duties."""
    return sum(duty.minutes for duty in duties)
