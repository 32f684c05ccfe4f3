"""Why an import cannot be done, told in the language of whoever reads it, however long afterwards."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.utils.translation import override

from goodword.connectors.files import FileError, Reason

from .labels import in_words


class Told(FileError):  # noqa: N818 - it is what the person reads
    """A sentence in both languages; shown, it speaks the reader's."""

    def __str__(self) -> str:
        return in_words(self.reason)


def told(say: Callable[[], str]) -> Told:
    """Return the error for a sentence of gettext's, ready to be raised.

    >>> told(lambda: "The file is gone.").reason.en
    'The file is gone.'
    """
    return Told(in_both(say))


def in_both(say: Callable[[], str]) -> Reason:
    """Return a sentence of gettext's in both languages, for whoever reads it after it was stored."""
    with override("en"):
        english = str(say())
    with override("zh-hans"):
        return Reason(english, str(say()))


@contextmanager
def told_to_the_reader() -> Iterator[None]:
    """Let what the reading of files says of a file be shown in the reader's language; also a decorator."""
    try:
        yield
    except Told:
        raise
    except FileError as error:
        raise Told(error.reason) from error
