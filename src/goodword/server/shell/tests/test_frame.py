"""The frame around pages: navigation by rights, sample mark, theme, language, content policy, problems."""

import json

import pytest
from django.http import Http404, HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse

from goodword.core.errors import ConflictError, EnvironmentProblem, GoodwordError, InputError
from goodword.server.shell.middleware import ContentSecurityPolicyMiddleware, ProblemMiddleware
from goodword.server.shell.navigation import HOUSE, LOOP, NavItem, links
from goodword.server.shell.stations import STATIONS

pytestmark = pytest.mark.django_db


def said(request, error: Exception) -> HttpResponse | None:
    return ProblemMiddleware(lambda _request: HttpResponse()).process_exception(request, error)


def station_page(client: Client) -> str:
    return client.get(reverse("station", kwargs={"brand": "ada", "station": "handle"})).content.decode()


def test_the_loop_is_complete_and_in_order(actor):
    keys = [link.key for link in links(LOOP, actor, "/")]
    assert keys == ["home", "listen", "handle", "talkers", "activate", "measure", "study", "test", "next"]


def test_nobody_sees_a_page_they_may_not_open(cast):
    seen = {who: {link.key for link in links(HOUSE, cast.actor(who), "/")} for who in ("admin", "sales")}
    assert {"imports", "audit"} <= seen["admin"]
    assert not {"imports", "audit"} & seen["sales"]


def test_a_page_that_does_not_exist_yet_leads_to_its_station(actor):
    [link] = links((NavItem("handle", "Handle", "handle", "no-such-page", station=True),), actor, "/")
    assert link.coming
    assert link.url.endswith("/coming/handle/")
    [nowhere] = links((NavItem("x", "X", "x", "no-such-page"),), actor, "/")
    assert (nowhere.url, nowhere.coming) == ("", True)


def test_exactly_the_current_page_is_marked(admin_client):
    html = station_page(admin_client)
    assert html.count('aria-current="page"') == 1


@pytest.mark.parametrize("station", STATIONS)
def test_every_station_to_come_says_what_it_will_do(admin_client, station):
    response = admin_client.get(reverse("station", kwargs={"brand": "ada", "station": station}))
    assert response.status_code == 200
    assert response.content.count(b"<li>") > 10


def test_an_unknown_station_is_not_found(admin_client):
    assert admin_client.get("/b/ada/coming/nowhere/").status_code == 404


def test_sample_data_is_marked_on_every_page_of_its_brand_only(admin_client, brand):
    assert "sample-bar" not in station_page(admin_client)
    brand.is_sample = True
    brand.save()
    assert "sample-bar" in station_page(admin_client)


def test_the_frame_asks_the_database_a_fixed_number_of_times(
    admin_client, cast, django_assert_max_num_queries
):
    with django_assert_max_num_queries(7):
        station_page(admin_client)


@pytest.mark.parametrize(
    ("cookie", "attribute"), [("dark", 'data-bs-theme="dark"'), ("light", 'data-bs-theme="light"')]
)
def test_the_server_draws_the_chosen_theme(admin_client, cookie, attribute):
    admin_client.cookies["theme"] = cookie
    assert attribute in station_page(admin_client)


@pytest.mark.parametrize("cookie", ["auto", '"><script>', ""])
def test_any_other_choice_leaves_it_to_the_system(admin_client, cookie):
    admin_client.cookies["theme"] = cookie
    assert '<html lang="en" data-icons' in station_page(admin_client)


def test_no_page_of_the_shell_needs_what_the_policy_forbids(admin_client):
    for path in ("/style/", "/style/number/", "/b/ada/coming/handle/", "/nowhere/"):
        html = admin_client.get(path).content.decode()
        assert " style=" not in html
        assert "<style" not in html
        assert " onclick" not in html
        for script in html.split("<script")[1:]:
            assert "src=" in script.split(">")[0] or "application/json" in script.split(">")[0]


def test_every_answer_carries_the_policy(client):
    policy = client.get("/nowhere/").headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy


def test_a_stricter_policy_stays():
    answer = HttpResponse(headers={"Content-Security-Policy": "default-src 'none'"})
    guarded = ContentSecurityPolicyMiddleware(lambda _request: answer)(RequestFactory().get("/"))
    assert guarded.headers["Content-Security-Policy"] == "default-src 'none'"


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (InputError("The file is empty."), 400),
        (ConflictError("Taken."), 409),
        (EnvironmentProblem("No disk."), 503),
        (GoodwordError("No."), 400),
    ],
)
def test_an_error_with_a_sentence_becomes_a_page_with_it(rf, error, status):
    response = said(rf.get("/b/ada/"), error)
    assert response.status_code == status
    assert str(error) in response.content.decode()


def test_a_fault_of_ours_goes_on(rf):
    assert said(rf.get("/"), ValueError("x")) is None


def test_a_fragment_gets_the_sentence_in_a_header(rf):
    request = rf.get("/b/ada/", headers={"HX-Request": "true"})
    response = said(request, InputError("没有文件。"))
    assert response.headers["X-Problem"].isascii()


def test_a_program_gets_problem_details(rf):
    request = rf.get("/api/v1/nowhere")
    response = said(request, InputError("No."))
    assert response.headers["Content-Type"] == "application/problem+json"
    assert json.loads(response.content) == {
        "type": "about:blank",
        "title": "This did not work",
        "status": 400,
        "detail": "No.",
    }


def test_the_sentence_of_a_404_is_said_but_not_djangos(rf):
    from goodword.server.shell.problems import not_found

    assert "no such brand" in not_found(rf.get("/"), Http404("There is no such brand.")).content.decode()
    assert (
        "matches" not in not_found(rf.get("/"), Http404("No Brand matches the given query.")).content.decode()
    )


def test_our_own_failure_is_said_without_the_database(rf, django_assert_num_queries):
    from goodword.server.shell.problems import server_error

    with django_assert_num_queries(0):
        response = server_error(rf.get("/b/ada/"))
    assert response.status_code == 500


def test_a_forged_host_is_a_bad_request_and_no_failure(client):
    assert client.get("/style/", headers={"host": "evil.example"}).status_code == 400


def test_the_way_back_is_only_ever_ours(rf):
    from goodword.server.shell.problems import bad_request

    ours = bad_request(
        rf.get("/b/ada/import/", headers={"referer": "http://testserver/b/ada/"})
    ).content.decode()
    theirs = bad_request(
        rf.get("/b/ada/import/", headers={"referer": "https://evil.example/"})
    ).content.decode()
    assert 'href="http://testserver/b/ada/"' in ours
    assert "evil.example" not in theirs


def test_the_style_page_asks_who_one_is(client):
    assert client.get("/style/").status_code == 302
