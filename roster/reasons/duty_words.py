"""How a seat is said: by its session and role."""

from __future__ import annotations

from roster.rules import Names
from roster.rules.violation import spoken_name, spoken_session
from roster.words import Sentence

DUTY = Sentence("{session} ({role})", "{session} ({role})")


def duty_text(session: str, role: str, language: str, names: Names) -> str:
    """A seat by its session and role: "A2 am Abend, Di 24.11. 18:30 (Leitung)"."""
    spoken = spoken_session(session, language, names)
    return DUTY.text(language, session=spoken, role=spoken_name("role", role, names))
