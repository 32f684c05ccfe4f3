"""What other apps may use of the people."""

from .forgetting import do_forget_people
from .intake import do_add_people, do_add_ties
from .lists import PEOPLE, TIES
from .pseudonyms import ERASED, pseudonym, shown_id
from .queries import Profile, access_people, access_profile, access_ties
from .summary import access_network_size

__all__ = [
    "ERASED",
    "PEOPLE",
    "TIES",
    "Profile",
    "access_network_size",
    "access_people",
    "access_profile",
    "access_ties",
    "do_add_people",
    "do_add_ties",
    "do_forget_people",
    "pseudonym",
    "shown_id",
]
