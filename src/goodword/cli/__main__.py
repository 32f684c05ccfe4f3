"""`python -m goodword.cli` is the `goodword` command."""

from .main import main

main()
