"""Two people who must be kept apart never share a session."""

from solver.choices import Choices

KEY = "apart"


def encode(choices: Choices) -> None:
    """Let at most one of each such pair attend a session."""
    for first, second in choices.problem.apart:
        for session in choices.problem.sessions:
            one, other = choices.attends(first, session.key), choices.attends(second, session.key)
            if not session.past and one.columns and other.columns:
                choices.model.keep(one + other, upper=1)
