"""What the stations that are not built yet will do, said plainly."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from .vocabulary import lazy_word


@dataclass(frozen=True, slots=True)
class Station:
    """A stop of the loop: the question it answers and what one will do there."""

    title: str | Promise
    question: str | Promise
    will: tuple[str | Promise, ...]


STATIONS: dict[str, Station] = {
    "listen": Station(
        lazy_word("listen"),
        _("What do people say about us, where, and what hurts?"),
        (
            _("Bring in what people write about the brand, from files and from the places they write."),
            _("Read it by language, sign, cause and source."),
        ),
    ),
    "handle": Station(
        lazy_word("handle"),
        _("Whom do we answer first, and what do we say?"),
        (
            _("Open a case from a mention, find the cause first, and give it one owner."),
            _("Answer in one voice from approved facts, and let the customer confirm that it is solved."),
            _("Send root causes to those who can fix the product."),
        ),
    ),
    "talkers": Station(
        lazy_word("talkers"),
        _("Who talks, who is listened to, and whom do we invite first?"),
        (
            _("See the people who recommend, by how far their word travels."),
            _("Plan whom to invite first, with the expected spread and how sure it is."),
        ),
    ),
    "activate": Station(
        lazy_word("activate"),
        _("What makes recommending worth it for the one who does it?"),
        (
            _("Build a programme in five steps: talkers, topics, tools, taking part, tracking."),
            _("Choose among six levers, a reward being only one, and see exactly what the friend will see."),
            _("Keep the disclosure in every rewarded share."),
        ),
    ),
    "measure": Station(
        lazy_word("measure"),
        _("What did recommendation bring, and what did it cost?"),
        (
            _("Follow a recommendation from the share to the purchase."),
            _("Compare attributed, asked and incremental cost per new customer, each with its interval."),
        ),
    ),
    "study": Station(
        lazy_word("study"),
        _("Why do people share, and why do they not?"),
        (
            _("Ask with a sound questionnaire, in English and Chinese."),
            _("Learn which motive matters most, with the uncertainty said."),
        ),
    ),
    "test": Station(
        lazy_word("test"),
        _("Does it work, or would it have happened anyway?"),
        (
            _("Compare levers in a fair test that always has an arm without a reward."),
            _("Look at any time: the interval stays honest."),
        ),
    ),
    "next": Station(
        lazy_word("what_next"),
        _("What should we do now, and why?"),
        (
            _("One ranked list of actions with the expected effect, the cost and the evidence."),
            _("What came of the actions already taken."),
        ),
    ),
}
