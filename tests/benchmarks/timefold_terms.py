"""The arithmetic of Timefold's constraints: whole numbers in and out, so that Timefold can turn it into Java."""


def promise_cost(wished: int, promised: int, minutes: int) -> int:
    """What a person's week of so many minutes costs, as ``roster.rules.promises`` tells it."""
    short = max(0, wished - minutes)
    over = max(0, minutes - wished)
    return (
        min(short, 90)
        + 3 * min(max(short - 90, 0), 180)
        + 5 * max(short - 270, 0)
        + 8 * max(0, promised - minutes)
        + 2 * min(over, 90)
        + 4 * max(over - 90, 0)
    )


def clash(first_start: int, first_end: int, second_start: int, second_end: int, there: int, back: int) -> bool:
    """Whether nobody can attend both sessions: they overlap, or the way between them is too long.

    ``there`` is the way from the first to the second session's site, buffer included, ``back`` the other way round.
    """
    if first_start < second_end and second_start < first_end:
        return True
    if first_start <= second_start:
        return 0 <= second_start - first_end < there
    return 0 <= first_start - second_end < back
