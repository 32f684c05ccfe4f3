"""The guarded way out: `GuardedNet` is `wire.Net` for the open internet, and for places a person allows.

with GuardedNet(allow=["127.0.0.1:8080"]) as net:
    answer = net.get("http://127.0.0.1:8080/feed.xml")
"""

from .addresses import is_public
from .guarded import AGENT, GuardedNet
from .limits import NetLimits, Rate

__all__ = ["AGENT", "GuardedNet", "NetLimits", "Rate", "is_public"]
