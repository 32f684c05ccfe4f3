"""The page script as the edge serves it: read once, from memory, asked for again only when it has changed."""

from hashlib import blake2b
from pathlib import Path
from typing import Final

from goodword.edge.protocol import Protocol, Scope

PATH: Final = "/goodword.js"
BUILT: Final = Path(__file__).parent / "dist" / "goodword.js"
_MISSING: Final = (
    "// The page script is not built. Run: npm ci && node frontend/build.mjs, then start the edge again.\n"
)
_SHORT: Final = 300  # seconds a browser uses the script without asking; then it asks by its ETag


class PageScript:
    """Answers `/goodword.js`.

    It may be used by any site, embedded by any page policy that names this host, and kept by any cache.
    """

    def __init__(self, path: Path = BUILT) -> None:
        try:
            self._script = path.read_bytes()
        except OSError:
            self._script = b""
        self.etag = f'"{blake2b(self._script, digest_size=12).hexdigest()}"'
        self._headers = [
            ("content-type", "text/javascript; charset=utf-8"),
            ("cache-control", f"public, max-age={_SHORT}, stale-while-revalidate=86400"),
            ("etag", self.etag),
            ("x-content-type-options", "nosniff"),
            ("cross-origin-resource-policy", "cross-origin"),
        ]

    async def answer(self, scope: Scope, protocol: Protocol) -> None:
        """Answer a request for the script."""
        if scope.method not in ("GET", "HEAD"):
            protocol.response_empty(405, [("allow", "GET, HEAD")])
        elif not self._script:
            headers = [("content-type", "text/javascript; charset=utf-8"), ("cache-control", "no-store")]
            protocol.response_str(404, headers, _MISSING)
        elif self._is_known(scope.headers.get("if-none-match") or ""):
            protocol.response_empty(304, self._headers)
        elif scope.method == "HEAD":
            protocol.response_empty(200, self._headers)
        else:
            protocol.response_bytes(200, self._headers, self._script)

    def _is_known(self, tags: str) -> bool:
        return tags.strip() == "*" or self.etag in (
            tag.strip().removeprefix("W/") for tag in tags[:1000].split(",")
        )
