"""Recruiting and matching as plain data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict

from roster.rules.qualification import spoken_level
from solver.answers.speech import Data, Speech
from solver.matching import Match, OpenSeat, Week
from solver.profiles import Profile
from solver.recruit_words import open_seat_text, profile_text, recruit_text, recruiting_text, week_text
from solver.recruiting import Recruit, Recruiting


def recruiting_data(found: Recruiting, week: str, speech: Speech) -> Data:
    """Whom to recruit, best first.

    ::

        {"kind": "recruit", "week", "fingerprint", "cover", "proven", "empty", "priced", "others_at_most",
         "anybody_at_most": null | 4, "text",
         "recruits": [{"profile", "at_most": 24, "gain": 24 | null, "seats": 2 | null, "text"}]}

    A profile is ``{"role", "branch", "level", "slots": [{"weekday", "starts", "ends", "start_minute", "end_minute"}],
    "site", "minutes_week", "text"}``; ``site`` null = any. ``gain`` null = not verified, but at most ``at_most``.
    ``anybody_at_most`` is a number where seats stay empty and nobody is listed: what one more person at all gains at
    most; 0 = it is proven that nobody helps.
    """
    return {
        "kind": "recruit",
        "week": week,
        "fingerprint": found.fingerprint,
        "cover": found.cover,
        "proven": found.proven,
        "empty": found.empty,
        "priced": found.priced,
        "others_at_most": found.others_at_most,
        "anybody_at_most": found.anybody_at_most,
        "recruits": [_recruit_data(one, speech) for one in found.recruits],
        "text": speech.tell(lambda language, _: recruiting_text(week, found, language)),
    }


def match_data(found: Match, speeches: Mapping[str, Speech]) -> Data:
    """Where somebody helps most; ``speeches`` by organisation.

    ::

        {"kind": "match",
         "weeks": [{"organisation", "week", "fingerprint", "cover", "proven", "at_most", "gain": 26 | null,
                    "seats": [{"session", "role"}], "empty_for_them", "barred": {rule: seats}, "text"}],
         "seats": [{"organisation", "week", "session", "role", "at_most", "gain": 24 | null, "at_once", "listed",
                    "text"}]}

    Both best first. ``gain`` null = not verified, but at most ``at_most``. ``at_once``: nobody else has to move;
    ``listed``: the person has to be put on the site's access list.
    """
    return {
        "kind": "match",
        "weeks": [_week_data(week, speeches[week.organisation]) for week in found.weeks],
        "seats": [_open_seat_data(seat, speeches[seat.organisation]) for seat in found.seats],
    }


def _recruit_data(one: Recruit, speech: Speech) -> Data:
    return {
        "profile": _profile_data(one.profile, speech),
        "at_most": one.at_most,
        "gain": one.gain,
        "seats": one.seats,
        "text": speech.tell(lambda language, names: recruit_text(one, language, names)),
    }


def _profile_data(profile: Profile, speech: Speech) -> Data:
    return {
        "role": profile.role,
        "branch": profile.branch,
        "level": None if profile.level is None else spoken_level(profile.level),
        "slots": [asdict(slot) for slot in profile.slots],
        "site": profile.site,
        "minutes_week": profile.minutes_week,
        "text": speech.tell(lambda language, names: profile_text(profile, language, names)),
    }


def _week_data(week: Week, speech: Speech) -> Data:
    return asdict(week) | {
        "seats": [{"session": session, "role": role} for session, role in week.seats],
        "barred": dict(week.barred),
        "text": speech.tell(lambda language, names: week_text(week, language, names, speech.organisation)),
    }


def _open_seat_data(seat: OpenSeat, speech: Speech) -> Data:
    return asdict(seat) | {
        "text": speech.tell(lambda language, names: open_seat_text(seat, language, names, speech.organisation))
    }
