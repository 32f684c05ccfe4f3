"""The models that come with the package, one file a language (made by `make models`)."""

from functools import lru_cache
from importlib.resources import as_file, files

from . import model_file
from .head import Head
from .head_arrays import put_together

VERSION = "goodword-1"
LANGUAGES = ("en", "zh")


@lru_cache(maxsize=len(LANGUAGES))
def shipped_head(language: str) -> Head | None:
    """Return the shipped sentiment head of a language, or None where the package was built without models."""
    source = files(__package__).joinpath("models", f"{language}.model")
    with as_file(source) as path:
        if not path.is_file():
            return None
        described, arrays = model_file.read(path)
    return put_together(described["sentiment"], arrays, "sentiment")
