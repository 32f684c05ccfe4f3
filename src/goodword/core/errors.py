"""The exception family every other one descends from."""


class GoodwordError(Exception):
    """Something a person can put right.

    The message is one clear sentence, or two: what was given, what was expected, what to do. It is shown as it
    stands in the console, the API and on the command line; it never contains a secret.

    >>> str(GoodwordError("The file is empty. Choose one with a header and at least one row."))
    'The file is empty. Choose one with a header and at least one row.'
    """


class InputError(GoodwordError):
    """What was given cannot be used as it is (wrong value, wrong shape, wrong place)."""


class ConflictError(GoodwordError):
    """What was asked contradicts what is already there (taken name, other body for the same key)."""


class EnvironmentProblem(GoodwordError):  # noqa: N818 - it is what the person reads, not what the code did
    """The machine lacks something (a free port, disk space, a writable folder, a program)."""
