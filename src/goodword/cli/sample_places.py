"""`goodword sample-places`: what the sample workspace's sources read, beside the console and the worker."""

from typing import Annotated

import typer

from goodword.server import lifeline


def sample_places(port: Annotated[int, typer.Option(min=1, max=65535, help="Port to listen on.")]) -> None:
    """Serve the places of the sample workspace until told to stop."""
    lifeline.hold()
    from goodword.sample.places import server

    server(port).serve_forever()
