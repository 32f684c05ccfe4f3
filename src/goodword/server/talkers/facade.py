"""What other apps may use of the people."""

from .lists import PEOPLE
from .queries import Profile, access_people, access_profile, access_ties
from .summary import access_network_size

__all__ = ["PEOPLE", "Profile", "access_network_size", "access_people", "access_profile", "access_ties"]
