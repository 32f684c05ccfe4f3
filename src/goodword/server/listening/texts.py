"""What of a mention the model reads: the title and the text as one, and back again."""

_BREAK = "\n"


def reading_text(title: str, text: str) -> str:
    """Return what is read of a mention; a title that only repeats how the text begins adds nothing.

    >>> reading_text("Lost", "They lost my bag"), reading_text("They lost", "They lost my bag")
    ('Lost\\nThey lost my bag', 'They lost my bag')
    """
    return f"{title}{_BREAK}{text}" if title and not text.startswith(title) else text


def offset_of_text(title: str, text: str) -> int:
    """Return where the text begins in what is read.

    >>> offset_of_text("Lost", "They lost my bag"), offset_of_text("", "They lost my bag")
    (5, 0)
    """
    return len(reading_text(title, text)) - len(text)
