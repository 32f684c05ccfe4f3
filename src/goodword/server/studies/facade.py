"""What other apps may use of the surveys."""

from .forgetting import do_forget_answers
from .intake import do_add_answers, do_open_survey
from .summary import access_answer_total

__all__ = [
    "access_answer_total",
    "do_add_answers",
    "do_forget_answers",
    "do_open_survey",
]
