"""Only public addresses, however they are written, and only the one that was checked."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from goodword.connectors.net import GuardedNet, Rate, is_public
from goodword.connectors.protocol import RefusedError, UnavailableError

from .conftest import here

PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",  # noqa: S104
    "255.255.255.255", "192.0.2.1", "192.88.99.1", "::1", "::", "fe80::1", "fc00::1", "ff02::1", "fec0::1",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "64:ff9b:1::1", "2002:7f00:1::", "2002:c0a8:101::1", "2001:0:4136:e378:8000:63bf:3fff:fdd2", "2001:db8::1",
    "fe80::1%eth0", "nonsense", "",
]  # fmt: skip
PUBLIC = ["93.184.216.34", "1.1.1.1", "2606:4700:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_inside_a_network_are_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", PUBLIC)
def test_addresses_of_the_internet_are_public(address):
    assert is_public(address)


@given(st.ip_addresses(v=4))
def test_an_address_in_another_costume_is_judged_as_what_it_is(address):
    assert is_public(f"::ffff:{address}") == is_public(str(address)) == is_public(f"64:ff9b::{address}")


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd", "ftp://example.com/", "gopher://example.com/", "//example.com/x", "example.com", "",
        "http://", "http:///x", "https://user:secret@example.com/", "https://token@example.com/", "http://[::1",
        "javascript:alert(1)", "http://exa mple.com/", "http://example.com:99999/",
    ],
)  # fmt: skip
def test_what_is_no_plain_web_address_is_refused_without_asking_anybody(url):
    asked = []
    net = GuardedNet(lookup=lambda *place: asked.append(place) or ["93.184.216.34"])
    with pytest.raises(RefusedError):
        net.get(url)
    assert not asked
    assert net.requests == 0


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433", "127.1", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_refused_in_every_spelling(httpserver, host):
    httpserver.expect_request("/").respond_with_data("hello")
    with pytest.raises((RefusedError, UnavailableError)) as refused:
        GuardedNet().get(f"http://{host}:{httpserver.port}/")
    assert "hello" not in str(refused.value)
    assert not httpserver.log


def test_a_host_with_one_private_address_among_public_ones_is_refused():
    net = GuardedNet(lookup=lambda *_: ["93.184.216.34", "10.0.0.1"])
    with pytest.raises(RefusedError, match=r"allow mixed\.example:443"):
        net.get("https://mixed.example/")


def test_a_name_that_changes_its_mind_is_looked_up_once(httpserver):
    """DNS rebinding: public when it is checked, this machine when it is connected to."""
    answers = iter([["192.0.2.1"], ["127.0.0.1"]])
    looked_up = []

    def rebinding(host: str, port: int) -> list[str]:
        looked_up.append(host)
        return next(answers)

    httpserver.expect_request("/").respond_with_data("hello")
    with pytest.raises(RefusedError):
        GuardedNet(lookup=rebinding).get(f"http://rebind.example:{httpserver.port}/")
    assert looked_up == ["rebind.example"]
    assert not httpserver.log


def test_an_allowed_place_is_one_host_and_one_port(httpserver):
    httpserver.expect_request("/").respond_with_data("hello")
    place = f"intranet.example:{httpserver.port}"
    net = GuardedNet(allow=[place], lookup=here, rate=Rate(1000, 1000))
    assert net.get(f"http://{place}/").body == b"hello"
    assert net.resolve("intranet.example", httpserver.port) == "127.0.0.1"
    for other in (f"elsewhere.example:{httpserver.port}", "intranet.example:81"):
        with pytest.raises(RefusedError):
            net.get(f"http://{other}/")


def test_an_allow_list_that_names_no_port_is_said_at_once():
    with pytest.raises(ValueError, match="host and port"):
        GuardedNet(allow=["intranet.example"])


def test_a_name_nobody_knows_is_no_answer():
    with pytest.raises(UnavailableError, match="no address"):
        GuardedNet().resolve("does-not-exist.invalid", 443)
