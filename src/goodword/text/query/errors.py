"""What can be wrong with a query: where, in one sentence, and what it would be when put right."""

from collections.abc import Mapping
from typing import Any

from goodword.core.errors import InputError

# Long enough for what people write and other systems export, short enough for an address and an index.
LONGEST, MOST_TERMS, DEEPEST, FARTHEST, MOST_WAYS = 4_000, 300, 20, 50, 2_500


def gettext_noop(sentence: str) -> str:
    """Mark a sentence for translation."""
    return sentence


SENTENCES: Mapping[str, str] = {
    "too_long": gettext_noop(
        "The query has %(n)d characters. Give up to %(limit)d, or split it into several."
    ),
    "too_many_terms": gettext_noop("The query asks for more than %(limit)d things. Split it into several."),
    "too_deep": gettext_noop("More than %(limit)d parentheses are inside one another. Take some out."),
    "unreadable": gettext_noop("There is an unreadable character here. Take it out."),
    "curly_quote": gettext_noop('%(sign)s marks no phrase here. Write straight quotation marks: "…".'),
    "single_quote": gettext_noop("A phrase stands in double quotation marks, not in single ones."),
    "full_width": gettext_noop("%(sign)s is full-width. Write the usual %(usual)s."),
    "lower_operator": gettext_noop(
        'In lower case, %(word)s is a word like any other. Write %(operator)s, or "%(word)s" to find the word.'
    ),
    "near_number": gettext_noop(
        "NEAR needs a number: NEAR/5 allows up to five words between. From 0 to %(limit)d."
    ),
    "near_chain": gettext_noop("NEAR joins two things. Ask for each pair: a NEAR/5 b AND b NEAR/5 c."),
    "near_operand": gettext_noop(
        "NEAR stands between words, phrases, or several of them in parentheses with OR between."
    ),
    "near_many": gettext_noop("This NEAR has too many pairs. Make its lists shorter or its number smaller."),
    "nothing_before": gettext_noop("%(operator)s needs something before it."),
    "nothing_after": gettext_noop("%(operator)s needs something after it."),
    "mixed": gettext_noop(
        "AND and OR stand side by side, so the query can be read in two ways. Say with parentheses which is meant "
        "(words without an operator between count as AND)."
    ),
    "quote_open": gettext_noop("This quotation mark has no partner."),
    "left_open": gettext_noop("This parenthesis is not closed."),
    "right_open": gettext_noop("This parenthesis closes nothing."),
    "empty": gettext_noop("There is nothing in here to search for."),
    "only_signs": gettext_noop("%(term)s has no letter, digit or emoji, and nothing else can be searched for."),
    "wildcard": gettext_noop(
        "* stands only at the end of a word, after two letters or more: refund* finds refunds and refunded."
    ),
    "question_mark": gettext_noop("? stands for nothing inside a word. End the word with *, or write both words."),
    "foreign_operator": gettext_noop("%(sign)s is no operator of this language. Write %(usual)s."),
    "foreign_sign": gettext_noop("%(sign)s has no meaning here. Leave it out, or put the words in quotation marks."),
    "separator": gettext_noop(
        "%(sign)s says nothing here. Put a space for AND, write OR, or put the words in quotation marks."
    ),
    "field_colon": gettext_noop("A colon follows the name of a field: %(field)s:…"),
    "glued": gettext_noop("Put a space here, so that it is clear what belongs together."),
    "unknown_field": gettext_noop(
        "There is no field %(field)s. The fields are: %(known)s. To find the words, put them in quotation marks."
    ),
    "field_space": gettext_noop("The value follows the colon without a space."),
    "field_inside": gettext_noop("A field cannot stand inside the value of another."),
    "unknown_value": gettext_noop("%(value)s is no value of %(field)s. The values are: %(known)s."),
    "bad_number": gettext_noop("%(value)s is no number. Write 4, 1..3, >=4, or 2.. for two and more."),
    "bad_day": gettext_noop(
        "%(value)s is no day. Write 2026-01-31, 2026-01, 2026, or a range: 2026-01-01..2026-01-31."
    ),
    "backwards": gettext_noop("The range ends before it begins. Swap its ends."),
    "not_here": gettext_noop("%(field)s takes one value, a list in parentheses with OR between, or * for any."),
}  # fmt: skip


class QueryError(InputError):
    """A query that cannot be read.

    `column` is the place of the mistake, from 1; `fix` the whole query put right (empty where nothing can be proposed);
    `kind` and `values` name the sentence in `SENTENCES`, for translating it.

    >>> error = QueryError("nothing_after", 6, {"operator": "AND"}, fix="lost")
    >>> str(error), error.column, error.fix
    ('AND needs something after it.', 6, 'lost')
    """

    def __init__(
        self, kind: str, column: int, values: Mapping[str, Any] | None = None, fix: str = ""
    ) -> None:
        self.kind, self.column, self.values, self.fix = kind, column, dict(values or {}), fix
        super().__init__(SENTENCES[kind] % self.values)
