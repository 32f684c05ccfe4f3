"""What a server answers is taken within bounds, and every other answer is named."""

import gzip
import time
import zlib
from datetime import timedelta
from email.utils import format_datetime

import pytest
from werkzeug import Response

from goodword.connectors.net import GuardedNet, NetLimits, Rate
from goodword.connectors.protocol import LimitedError, RefusedError, UnavailableError, UnreadableError
from goodword.connectors.wire import Answer

from .conftest import here


def test_an_answer_comes_with_its_headers_and_final_address(httpserver, net):
    httpserver.expect_request("/old", query_string={"a": "1", "b": "x y"}).respond_with_data(
        "", status=301, headers={"Location": "/new"}
    )
    httpserver.expect_request("/new").respond_with_data(
        "größe".encode("latin-1"), content_type="text/plain; charset=latin-1"
    )
    answer = net.get(
        httpserver.url_for("/old"), params={"a": 1, "b": "x y"}, headers={"If-None-Match": '"1"'}
    )
    assert (answer.status, answer.text(), answer.url) == (200, "größe", httpserver.url_for("/new"))
    assert answer.headers["content-type"].startswith("text/plain")
    assert httpserver.log[1][0].headers["If-None-Match"] == '"1"'
    assert httpserver.log[0][0].headers["User-Agent"].startswith("Goodword/")
    assert net.requests == 2


def test_not_modified_is_an_answer(httpserver, net):
    httpserver.expect_request("/").respond_with_data("", status=304)
    assert net.get(httpserver.url_for("/")).status == 304


def test_json_is_sent_as_json(httpserver, net):
    httpserver.expect_request("/", method="POST", json={"a": "好"}, headers={"X-Key": "k"}).respond_with_json(
        {"ok": True}
    )
    assert net.post(httpserver.url_for("/"), json={"a": "好"}, headers={"X-Key": "k"}).json() == {"ok": True}


def test_what_is_sent_goes_to_one_place_only(httpserver, net):
    httpserver.expect_request("/", method="POST").respond_with_data(
        "", status=307, headers={"Location": "/other"}
    )
    with pytest.raises(UnreadableError):
        net.post(httpserver.url_for("/"), json={})
    assert len(httpserver.log) == 1


def test_cookies_are_forgotten(httpserver, net):
    httpserver.expect_request("/").respond_with_data("", headers={"Set-Cookie": "who=me"})
    net.get(httpserver.url_for("/"))
    net.get(httpserver.url_for("/"))
    assert "Cookie" not in httpserver.log[1][0].headers


@pytest.mark.parametrize(
    ("status", "headers", "error", "wait"),
    [
        (429, {"Retry-After": "7"}, LimitedError, 7.0),
        (429, {}, LimitedError, None),
        (429, {"Retry-After": "soon"}, LimitedError, None),
        (503, {"Retry-After": "30"}, LimitedError, 30.0),
        (503, {}, UnavailableError, None),
        (500, {}, UnavailableError, None),
        (401, {}, RefusedError, None),
        (403, {}, RefusedError, None),
        (404, {}, UnreadableError, None),
        (410, {}, UnreadableError, None),
        (400, {}, UnreadableError, None),
        (300, {}, UnreadableError, None),
    ],
)
def test_every_other_status_is_named(httpserver, net, status, headers, error, wait):
    httpserver.expect_request("/").respond_with_data("why", status=status, headers=headers)
    with pytest.raises(error) as raised:
        net.get(httpserver.url_for("/") + "?key=secret")
    assert type(raised.value) is error
    assert raised.value.retry_after == wait
    assert raised.value.answer.body == b"why"
    assert "secret" not in str(raised.value)


def test_retry_after_may_be_a_date(httpserver, net, clock):
    when = format_datetime(clock.now + timedelta(minutes=2), usegmt=True)
    httpserver.expect_request("/").respond_with_data("", status=429, headers={"Retry-After": when})
    with pytest.raises(LimitedError) as raised:
        net.get(httpserver.url_for("/"))
    assert raised.value.retry_after == 120.0


def test_five_redirects_are_followed_and_no_more(httpserver, net):
    for step in range(7):
        httpserver.expect_request(f"/{step}").respond_with_data(
            "", status=302, headers={"Location": f"/{step + 1}"}
        )
    httpserver.expect_request("/7").respond_with_data("end")
    assert net.get(httpserver.url_for("/2")).body == b"end"
    with pytest.raises(UnreadableError, match="redirects"):
        net.get(httpserver.url_for("/0"))


def test_a_redirect_into_the_network_is_refused(httpserver, net, raw_server):
    asked = []
    inside = raw_server(lambda connection: asked.append(connection.recv(100)))
    httpserver.expect_request("/").respond_with_data(
        "", status=302, headers={"Location": f"http://127.0.0.1:{inside}/"}
    )
    with pytest.raises(RefusedError, match="private network"):
        net.get(httpserver.url_for("/"))
    assert not asked


def test_a_stranger_does_not_lead_to_an_allowed_place(httpserver):
    """What an administrator allows is for sources that name it, not for whoever redirects there."""
    place = f"{httpserver.host}:{httpserver.port}"
    net = GuardedNet(allow=[place], lookup=lambda *_: ["93.184.216.34"])
    net._send = lambda *_: Answer(302, {"location": f"http://{place}/admin"}, b"", "http://public.example/")
    with pytest.raises(RefusedError, match="private network"):
        net.get("http://public.example/")
    assert not httpserver.log


def test_a_key_is_not_carried_to_another_site(httpserver):
    seen = []

    def elsewhere(request):
        seen.append(dict(request.headers))
        return Response("there")

    httpserver.expect_request("/there").respond_with_handler(elsewhere)
    port = httpserver.port
    httpserver.expect_request("/here").respond_with_data(
        "", 302, headers={"Location": f"http://b.example:{port}/there"}
    )
    net = GuardedNet(allow=[f"a.example:{port}", f"b.example:{port}"], lookup=here)
    answer = net.get(
        f"http://a.example:{port}/here",
        headers={"Authorization": "Bearer x", "X-Api-Key": "y", "Accept": "text/a"},
    )
    assert answer.body == b"there"
    assert not {"Authorization", "X-Api-Key"} & set(seen[0])
    assert seen[0]["Accept"] == "text/a"
    assert seen[0]["Host"] == f"b.example:{port}"


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, lambda data: zlib.compress(data)[2:-4]])
def test_packed_answers_are_unpacked(httpserver, net, pack):
    name = "gzip" if pack is gzip.compress else "deflate"
    text = b"word of mouth " * 5000
    httpserver.expect_request("/").respond_with_data(pack(text), headers={"Content-Encoding": name})
    assert net.get(httpserver.url_for("/")).body == text


@pytest.mark.parametrize(
    ("body", "encoding", "what"),
    [
        (gzip.compress(b"0" * 12_000_000), "gzip", "bomb"),
        (gzip.compress(gzip.compress(b"0" * 12_000_000)), "gzip, gzip", "encoding"),
        (b"0" * 10_000_001, "", "more than 10 MB"),
        (b"not packed", "gzip", "broken"),
        (gzip.compress(b"word of mouth" * 500)[:-20], "gzip", "breaks off"),
        (b"x", "br", "encoding"),
    ],
    ids=["a bomb", "packed twice", "too large", "not packed", "cut off", "unknown packing"],
)  # fmt: skip
def test_bombs_and_broken_packing_are_unreadable(httpserver, net, body, encoding, what):
    headers = {"Content-Encoding": encoding} if encoding else {}
    httpserver.expect_request("/").respond_with_data(body, headers=headers)
    with pytest.raises(UnreadableError, match=what):
        net.get(httpserver.url_for("/"))


def test_an_endless_answer_is_left_at_the_bound(raw_server):
    sent = []

    def endless(connection):
        connection.recv(4096)
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(1000):
            connection.sendall(b"x" * 65536)
            sent.append(65536)

    port = raw_server(endless)
    with pytest.raises(UnreadableError, match="more than 1 MB"):
        GuardedNet(allow=[f"127.0.0.1:{port}"], limits=NetLimits(size=1_000_000)).get(
            f"http://127.0.0.1:{port}/"
        )
    assert sum(sent) < 10_000_000


@pytest.mark.parametrize("first", [b"", b"HTTP/1.1 200 OK\r\nX: ", b"HTTP/1.1 200 OK\r\n\r\n"])
def test_an_answer_that_drips_is_given_up(raw_server, first):
    def dripping(connection):
        connection.recv(4096)
        connection.sendall(first)
        for _ in range(200):
            connection.sendall(b"x")
            time.sleep(0.02)

    port = raw_server(dripping)
    net = GuardedNet(allow=[f"127.0.0.1:{port}"], limits=NetLimits(total=0.2))
    begun = time.monotonic()
    with pytest.raises(UnavailableError):
        net.get(f"http://127.0.0.1:{port}/")
    assert time.monotonic() - begun < 2


@pytest.mark.parametrize(
    "answer", [b"", b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nshort", b"SSH-2.0-x\r\n", b"\x00" * 50]
)
def test_a_connection_that_breaks_off_is_no_answer(raw_server, answer):
    def broken(connection):
        connection.recv(4096)
        connection.sendall(answer)

    port = raw_server(broken)
    with pytest.raises(UnavailableError, match="gave no answer"):
        GuardedNet(allow=[f"127.0.0.1:{port}"]).get(f"http://127.0.0.1:{port}/")


def test_a_closed_port_is_no_answer(raw_server):
    port = raw_server(lambda _: None)
    net = GuardedNet(allow=[f"127.0.0.1:{port}", "127.0.0.1:1"])
    with pytest.raises(UnavailableError, match="does not answer"):
        net.get("http://127.0.0.1:1/")


def test_the_certificate_must_be_the_hosts(raw_server, certificate):
    server, client = certificate

    def secure(connection):
        with server.wrap_socket(connection, server_side=True) as line:
            line.recv(4096)
            line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

    port = raw_server(secure)
    net = GuardedNet(
        allow=[f"feed.test:{port}", f"other.test:{port}"],
        lookup=here,
        ssl_context=client,
        rate=Rate(100, 100),
    )
    assert net.get(f"https://feed.test:{port}/").body == b"ok"
    with pytest.raises(UnavailableError, match="certificate"):
        net.get(f"https://other.test:{port}/")


def test_an_encrypted_address_does_not_lead_to_an_open_one(raw_server, certificate):
    server, client = certificate

    def secure(connection):
        with server.wrap_socket(connection, server_side=True) as line:
            line.recv(4096)
            line.sendall(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: http://feed.test/\r\n\r\n")

    port = raw_server(secure)
    net = GuardedNet(allow=[f"feed.test:{port}"], lookup=here, ssl_context=client)
    with pytest.raises(RefusedError, match="not encrypted"):
        net.get(f"https://feed.test:{port}/")
