"""What an edge needs to know before it starts."""

import hmac
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class EdgeSettings:
    """Where the edge keeps its files, its secret, and its limits.

    `folder` holds the link file, the spools, the salt and the states; `proxies` is how many trusted proxies stand in
    front (0: none, X-Forwarded-For is ignored). With `durable` False an event is lost if the process dies within
    milliseconds of the answer; only the bench uses that. A spool holds up to `spool_bytes`, all together `spools_bytes`.
    """

    folder: Path
    secret: bytes
    proxies: int = 0
    durable: bool = True
    queue_limit: int = 20_000
    patience: float = 2.0
    spool_bytes: int = 1 << 30
    spools_bytes: int = 8 << 30

    @classmethod
    def of_home(cls, home: Path, secret: str, *, proxies: int = 0) -> "EdgeSettings":
        """Return the settings of a data folder and its GOODWORD_SECRET, the same for the edge and the console.

        >>> EdgeSettings.of_home(Path("/srv/goodword"), "s").links
        PosixPath('/srv/goodword/edge/links.sqlite3')
        """
        return cls(home / "edge", hmac.digest(secret.encode(), b"goodword edge", "sha256"), proxies=proxies)

    @property
    def links(self) -> Path:
        """The link file."""
        return self.folder / "links.sqlite3"

    @property
    def spools(self) -> Path:
        """The folder of the spools."""
        return self.folder / "spool"

    @property
    def states(self) -> Path:
        """The folder where each process says how it is."""
        return self.folder / "states"

    @property
    def notices(self) -> Path:
        """The folder of what the integration page is told."""
        return self.folder / "notices"
