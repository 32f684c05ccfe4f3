"""The console passes share links on to a real edge: made, opened by a person and by a machine, withdrawn, and down."""

import json
import os
import socket
import subprocess
import sys
import threading
import time
from contextlib import closing
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from goodword.events import EventLog
from goodword.server.tracking.link_actions import do_make_links, do_register_hosts, do_withdraw_link
from goodword.server.tracking.link_passing import EDGE_PORT
from goodword.server.tracking.links import LinkGiven

BROWSER = {
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
    "accept": "text/html",
    "accept-language": "en",
}
PREVIEW = BROWSER | {"user-agent": "WhatsApp/2.23.20.0 A"}


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def until(condition, seconds: float = 120.0):
    deadline = time.monotonic() + seconds
    while not (found := condition()):
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.02)
    return found


@pytest.fixture
def home(settings, tmp_path, monkeypatch) -> Path:
    settings.HOME = tmp_path
    monkeypatch.setenv("GOODWORD_HOME", str(tmp_path))
    monkeypatch.setenv("GOODWORD_SECRET", settings.SECRET_KEY)
    return tmp_path


@pytest.fixture
def actor(cast, home):
    actor = cast.actor("admin")
    do_register_hosts(actor, ["ada.example"])
    return actor


@pytest.fixture
def edge(home, monkeypatch):
    """A real edge, as `goodword serve` starts it."""
    port = free_port()
    monkeypatch.setenv(EDGE_PORT, str(port))
    command = [sys.executable, "-m", "goodword.cli", "edge", "--port", str(port), "--proxies", "1"]
    with subprocess.Popen(command, env=os.environ.copy(), stdout=subprocess.DEVNULL) as process:
        yield port
        process.terminate()
        process.wait(20)


@pytest.mark.slow
def test_a_link_lives_from_its_making_to_its_end(client, actor, edge, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        do_make_links(
            actor, [LinkGiven("https://ada.example/tea", code="tea", person="小雨", channel="feed")]
        )
    until(lambda: client.get("/r/tea", headers=PREVIEW).status_code == 200)
    opened = client.get("/r/tea", headers=BROWSER)
    assert opened.status_code == 302
    assert opened.headers["Location"].startswith(
        "https://ada.example/tea?utm_source=goodword&utm_medium=feed&gw=tea."
    )
    assert opened.headers["x-goodword-recorded"] == "yes"
    assert not opened.cookies
    assert "og:title" in client.get("/r/tea", headers=PREVIEW).content.decode()
    assert client.get("/p.gif?c=tea", headers=BROWSER).headers["Content-Type"] == "image/gif"
    refused = client.post("/e", data="{}", content_type="application/json", headers=BROWSER)
    assert "error" in json.loads(refused.content)
    assert client.options("/e", headers=BROWSER | {"origin": "https://ada.example"}).status_code == 204
    log = EventLog.open(Path(os.environ["GOODWORD_HOME"]) / "events" / str(actor.brand_id))
    until(lambda: log.table(kinds=["click", "view"]).num_rows == 2)
    [click] = log.table(kinds="click").to_pylist()
    assert (click["link_id"], click["referrer_id"], click["channel"], click["depth"]) == (
        "tea",
        "小雨",
        "feed",
        0,
    )

    with django_capture_on_commit_callbacks(execute=True):
        do_withdraw_link(actor, "tea")
    start = time.monotonic()
    gone = until(lambda: (page := client.get("/r/tea", headers=BROWSER)).status_code == 410 and page)
    assert time.monotonic() - start < 1
    assert "no longer in use" in gone.content.decode()
    assert client.get("/r/never", headers=BROWSER).status_code == 404
    assert client.get("/r/a%0D%0Ab", headers=BROWSER).status_code == 400
    assert client.post("/r/tea", headers=BROWSER).status_code == 405


@pytest.mark.parametrize("port", ["", "rubbish", "nobody's"])
def test_without_an_edge_a_polite_page_asks_to_try_again(client, db, monkeypatch, port):
    monkeypatch.setenv(EDGE_PORT, str(free_port()) if port == "nobody's" else port)
    for language, words in (("en", "Just a moment"), ("zh-CN", "请稍候")):
        page = client.get("/r/tea", headers=BROWSER | {"accept-language": language})
        assert (page.status_code, page.headers["Retry-After"], page.cookies) == (503, "5", {})
        assert words in page.content.decode()
    assert client.post("/e", data="{}", content_type="application/json", headers=BROWSER).status_code == 503


@pytest.mark.parametrize("in_a_file", [False, True])
def test_what_the_browser_sends_is_passed_on_without_what_is_not_the_edges_business(
    client, db, monkeypatch, tmp_path, in_a_file
):
    """A listener in the edge's place shows what comes through."""
    came = {}

    class Edge(BaseHTTPRequestHandler):
        def do_GET(self):
            came.update({name.lower(): value for name, value in self.headers.items()}, path=self.path)
            self.send_response(302)
            self.send_header("Location", "https://ada.example/")
            self.send_header("Connection", "close")
            self.end_headers()

        def log_message(self, *_parts):
            pass

    server = HTTPServer(("127.0.0.1", 0), Edge)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        if in_a_file:
            (tmp_path / "port").write_text(f"{server.server_port}\n")
            monkeypatch.delenv(EDGE_PORT, raising=False)
            monkeypatch.setenv(f"{EDGE_PORT}_FILE", str(tmp_path / "port"))
        else:
            monkeypatch.setenv(EDGE_PORT, str(server.server_port))
        headers = BROWSER | {
            "cookie": "sessionid=secret",
            "authorization": "Bearer x",
            "x-forwarded-for": "203.0.113.9",
            "dnt": "1",
        }
        answer = client.get("/r/tea?x=1&y=%20z", headers=headers, REMOTE_ADDR="198.51.100.7")
    finally:
        server.shutdown()
        server.server_close()
    assert (answer.status_code, came["path"]) == (302, "/r/tea?x=1&y=%20z")
    assert came["x-forwarded-for"] == "203.0.113.9, 198.51.100.7"
    assert came["dnt"] == "1"
    assert not {"cookie", "authorization"} & came.keys()
    assert "connection" not in {name.lower() for name in answer.headers}
