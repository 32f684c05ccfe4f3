"""What can go wrong at the edge, in words a person can act on."""

from goodword.core.errors import EnvironmentProblem, InputError


class LinkError(InputError):
    """A link that cannot be served as it is: its code, its target or something it carries."""


class SpoolProblem(EnvironmentProblem):
    """Events cannot be kept at the moment: the disk is full, or the spool cannot be written."""
