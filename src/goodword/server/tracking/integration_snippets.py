"""What one copies from the integration page: the script tag, and how a server reports a purchase."""

from dataclasses import dataclass
from typing import Final

TOKEN_VARIABLE: Final = "GOODWORD_TOKEN"  # noqa: S105 - the name of a variable

_CURL = """\
curl -X POST "@API@/events" \\
  -H "Authorization: Bearer $@TOKEN@" \\
  -H "Content-Type: application/json" \\
  -d '{"kind": "purchase", "event_id": "order-4711", "amount_minor": 4900, "currency": "@CURRENCY@",
       "token": "the field gw of the order form"}'
"""

_PYTHON = """\
import json
import os
from urllib.request import Request, urlopen


def report_purchase(order_id, amount_minor, currency, gw):
    event = {"kind": "purchase", "event_id": order_id, "amount_minor": amount_minor, "currency": currency}
    if gw:
        event["token"] = gw
    request = Request("@API@/events", json.dumps(event).encode(), method="POST")
    request.add_header("Content-Type", "application/json")
    request.add_header("Authorization", "Bearer " + os.environ["@TOKEN@"])
    with urlopen(request, timeout=10) as answer:
        return json.load(answer)


print(report_purchase("order-4711", 4900, "@CURRENCY@", gw="the field gw of the order form"))
"""

_NODE = """\
async function reportPurchase(orderId, amountMinor, currency, gw) {
  const event = { kind: "purchase", event_id: orderId, amount_minor: amountMinor, currency };
  if (gw) event.token = gw;
  const answer = await fetch("@API@/events", {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Authorization: `Bearer ${process.env.@TOKEN@}`,
    },
    body: JSON.stringify(event),
    signal: AbortSignal.timeout(10_000),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

reportPurchase("order-4711", 4900, "@CURRENCY@", "the field gw of the order form").then(console.log);
"""

_PHP = """\
<?php
function report_purchase(string $orderId, int $amountMinor, string $currency, string $gw): array
{
    $event = ["kind" => "purchase", "event_id" => $orderId, "amount_minor" => $amountMinor, "currency" => $currency];
    if ($gw !== "") {
        $event["token"] = $gw;
    }
    $answer = file_get_contents("@API@/events", false, stream_context_create(["http" => [
        "method" => "POST",
        "timeout" => 10,
        "header" => [
            "Content-Type: application/json",
            "Authorization: Bearer " . getenv("@TOKEN@"),
        ],
        "content" => json_encode($event),
    ]]));
    if ($answer === false) {
        throw new RuntimeException("The purchase was not reported.");
    }
    return json_decode($answer, true);
}

print_r(report_purchase("order-4711", 4900, "@CURRENCY@", $_POST["gw"] ?? ""));
"""

_PARTS: Final = {
    "curl": ("curl", _CURL),
    "python": ("Python", _PYTHON),
    "node": ("Node", _NODE),
    "php": ("PHP", _PHP),
}


@dataclass(frozen=True, slots=True)
class Snippet:
    """A piece of code with the address in it; the API token stands in an environment variable."""

    key: str
    label: str
    code: str


def snippets(api: str, currency: str) -> list[Snippet]:
    """Return how a server reports a purchase in each language; `api` is the address of the API.

    >>> [snippet.key for snippet in snippets("https://go.example/api/v1", "EUR")]
    ['curl', 'python', 'node', 'php']
    """
    return [
        Snippet(
            key,
            label,
            code.replace("@API@", api).replace("@CURRENCY@", currency).replace("@TOKEN@", TOKEN_VARIABLE),
        )
        for key, (label, code) in _PARTS.items()
    ]


def script_tag(edge: str, key: str) -> str:
    """Return the element for a brand's own pages.

    >>> script_tag("https://go.example", "pk_1")
    '<script async src="https://go.example/goodword.js" data-site="pk_1"></script>'
    """
    return f'<script async src="{edge}/goodword.js" data-site="{key}"></script>'
