"""What other apps may use of the surveys."""

from .forgetting import do_forget_answers
from .intake import do_add_answers, do_open_survey
from .summary import access_answer_total
from .told import access_told_answers

__all__ = [
    "access_answer_total",
    "access_told_answers",
    "do_add_answers",
    "do_forget_answers",
    "do_open_survey",
]
