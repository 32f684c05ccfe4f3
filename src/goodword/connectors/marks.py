"""Where reading stood some time ago, so that a little is read again and late items are not lost.

Sources hand out items late: a post that took an hour from one server to the next carries an id from an hour ago. A
cursor that only knows the newest id would pass it. So the last marks are kept, and each round starts at the one that
was the newest an `overlap` before the last round; it also shows what was edited or deleted since.
"""

Mark = list[float | int | str]
"""When (seconds since 1970) and the newest id at that moment."""


def marked(marks: list[Mark], when: float, newest: str | int, overlap: float) -> list[Mark]:
    """Return the marks with a new one; the first is where to start next time. Stays short however often it is called.

    >>> marks = marked(marked(marked([], 0, 10, 3600), 1800, 20, 3600), 5400, 30, 3600)
    >>> marks
    [[1800, 20], [5400, 30]]
    """
    kept = [*marks, [when, newest]]
    if len(kept) > 2 and float(kept[-2][0]) - float(kept[-3][0]) < overlap / 8:
        del kept[-2]
    while len(kept) > 1 and float(kept[1][0]) <= when - overlap:
        del kept[0]
    return kept


def begun(marks: list[Mark], when: float, older: str | int, overlap: float) -> list[Mark]:
    """Return the marks to go on from after a round: those there are, or one at the newest id older than the overlap.

    Where there is none either, it stays at none, and the next round begins like the first.
    """
    return marks or ([[when - overlap, older]] if older else [])


def start(marks: list[Mark]) -> str:
    """Return the id to start from, as text; empty before the first round."""
    return str(marks[0][1]) if marks else ""
