"""The pages that `make screenshots` photographs, and what has to be done to see each."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page

BRAND = "lumen-school"
REVIEWS = """post_id,created_at,user,lang,stars,review
r-{n}01,2026-03-02 09:14,Mina,en,5,The logic course finally made proofs click for me.
r-{n}02,2026-03-02 18:40,Oskar,en,2,Support took nine days to answer a simple question.
r-{n}03,2026-03-03 07:55,晓雯,zh,4,老师讲得很清楚，作业有点多。
r-{n}04,yesterday-ish,Priya,en,4,Good pace and honest feedback.
r-{n}05,2026-03-04 21:02,Tomás,en,1,The invoice was wrong twice.
"""


@dataclass(frozen=True)
class Shot:
    """One page to photograph; `act` leads from its address to the state wanted."""

    name: str
    title: str
    path: str
    act: Callable[[Page], None] | None = None
    whole: bool = False
    public: bool = False


def open_first_mention(page: Page) -> None:
    """Open the list's first mention, beside the list or over it."""
    page.wait_for_load_state("networkidle")  # beside the list the first one is read at once
    with page.expect_response("**/evidence/**", timeout=60_000):
        page.locator("[data-item] [data-open]").first.click()
    page.locator("#reading .evidence-key").first.wait_for()


def open_alert(page: Page) -> None:
    """Open the newest alert with its chart."""
    page.locator("tbody tr a").first.click()
    page.locator(".chart canvas").first.wait_for(timeout=60_000)


def open_cascade(page: Page) -> None:
    """Open the greatest cascade and wait for its tree."""
    page.locator("tr[data-item] a[data-open]").first.click()
    page.locator("[data-cascade][data-state=drawn]").wait_for(timeout=60_000)


def open_link(page: Page) -> None:
    """Open the newest share link."""
    page.locator("tr[data-item] a[data-open]").first.click()
    page.wait_for_url("**/links/code/*/")


def open_causes(page: Page) -> None:
    """Open the first mention with its evidence, and the choice of its cause."""
    open_first_mention(page)
    page.keyboard.press("c")
    page.locator("#reading .picker[open]").scroll_into_view_if_needed()


def open_examples(page: Page) -> None:
    """Open the help of the query bar."""
    page.locator(".query-help").click()
    page.locator("#query-help").wait_for()


def open_own_page(page: Page) -> None:
    """Open the first mention on a page of its own."""
    open_first_mention(page)
    page.locator("#reading .mention-tools a").last.click()
    page.wait_for_url("**/mentions/*/")


def open_source(page: Page) -> None:
    """Open the source that missed something."""
    page.get_by_role("link", name="Learners’ forum").first.click()
    page.wait_for_url("**/sources/*/")


def open_author(page: Page) -> None:
    """Open the person who wrote the first mention."""
    open_first_mention(page)
    page.locator("#reading a[href*='/people/']").first.click()
    page.wait_for_url("**/people/*/")


def open_drawer(selector: str) -> Callable[[Page], None]:
    """Return what opens the drawer with a link."""

    def act(page: Page) -> None:
        page.locator(selector).first.click()
        page.locator("#drawer .drawer-body h2, #drawer .drawer-body h1").first.wait_for()

    return act


def answer_with_a_cause(page: Page) -> None:
    """Say of the mention asked that it is unfavourable, so that the causes are there."""
    page.keyboard.press("3")
    page.locator("#teach-now .teach-causes").wait_for()


def choose_merge(page: Page) -> None:
    """Open a cause and choose what to merge it into."""
    open_drawer("tr[data-item] a[data-drawer]")(page)
    page.locator("#merge-into").select_option(index=1)
    page.locator("#merge-preview p").wait_for()


def open_palette(page: Page) -> None:
    """Open the command palette."""
    page.keyboard.press("Control+k")
    page.locator("#palette [role=option]").first.wait_for()


def open_navigation(page: Page) -> None:
    """Open the navigation, which is a drawer on a phone."""
    if page.locator(".top-menu").is_visible():
        page.locator(".top-menu").click()


def make_imports(page: Page, address: str) -> dict[str, str]:
    """Bring in a small file, leave another half-way, and return what they are called in addresses."""
    draft = _upload(page, address, 1)
    done = _upload(page, address, 2)
    page.locator("form.stack .btn-primary").click()
    page.wait_for_url("**/preview/")
    page.locator("form.form .btn-primary").click()
    page.locator("#run a.btn-primary").wait_for(timeout=60_000)
    settled = f"{address}/b/{BRAND}/imports/{draft}/columns/"
    page.goto(settled)
    page.locator("form.stack .btn-primary").click()
    page.wait_for_url("**/preview/")
    return {"draft": draft, "done": done}


def _upload(page: Page, address: str, number: int) -> str:
    page.goto(f"{address}/b/{BRAND}/imports/new/?kind=mentions")
    file = {
        "name": f"reviews-{number}.csv",
        "mimeType": "text/csv",
        "buffer": REVIEWS.format(n=number).encode(),
    }
    page.locator("input[type=file]").set_input_files([file])  # type: ignore[list-item]  # a file given as bytes
    page.locator("form.form .btn-primary").click()
    page.wait_for_url("**/columns/")
    return page.url.split("/")[-3]


SHOTS = [
    Shot("sign-in", "Sign in", "/account/login/", public=True),
    Shot("home", "Home: the loop", "/b/{brand}/", whole=True),
    Shot("number-card", "A number's card", "/b/{brand}/", open_drawer(".stat a[data-drawer]")),
    Shot("mentions", "Mentions", "/b/{brand}/mentions/"),
    Shot("mention", "A mention being read", "/b/{brand}/mentions/", open_first_mention),
    Shot("mention-labels", "A cause by key", "/b/{brand}/mentions/?sentiment=unfavourable", open_causes),
    Shot("mention-page", "A mention's own page", "/b/{brand}/mentions/", open_own_page),
    Shot("mentions-none-found", "Nothing fits the filters", "/b/{brand}/mentions/?q=zzzqqq"),
    Shot("query-refused", "A query that cannot be read", "/b/{brand}/mentions/?q=teacher+OR+course+price"),
    Shot("query-examples", "The query language by example", "/b/{brand}/mentions/", open_examples),
    Shot("copies", "Copies shown one by one", "/b/{brand}/mentions/?copies=all"),
    Shot("topics", "Topics", "/b/{brand}/topics/", whole=True),
    Shot("trends", "Trends", "/b/{brand}/mentions/trends/", whole=True),
    Shot(
        "trends-narrowed",
        "Trends of some mentions",
        "/b/{brand}/mentions/trends/?language=zh&when=90d&split=source",
        whole=True,
    ),
    Shot("diagnosis", "Diagnosis", "/b/{brand}/diagnosis/?days=90", whole=True),
    Shot("voice", "Share of voice", "/b/{brand}/mentions/voice/", whole=True),
    Shot("voices", "Who talks", "/b/{brand}/mentions/voices/"),
    Shot("conversations", "Conversations", "/b/{brand}/conversations/"),
    Shot("queries", "Saved queries", "/b/{brand}/mentions/queries/"),
    Shot("query-new", "A new query, tried first", "/b/{brand}/mentions/queries/new/"),
    Shot("alerts", "Alerts", "/b/{brand}/alerts/"),
    Shot("alert", "An alert and the texts that made it", "/b/{brand}/alerts/", open_alert, whole=True),
    Shot("alert-replay", "The last month under other thresholds", "/b/{brand}/alerts/replay/", whole=True),
    Shot("visibility", "Search visibility", "/b/{brand}/visibility/", whole=True),
    Shot("measure", "Measure: overview", "/b/{brand}/measure/?window=all", whole=True),
    Shot("measure-funnel", "Funnel", "/b/{brand}/measure/funnel/?window=all", whole=True),
    Shot("measure-growth", "Growth", "/b/{brand}/measure/growth/?window=all", whole=True),
    Shot(
        "measure-channels",
        "Channels: attributed, asked, caused",
        "/b/{brand}/measure/channels/?window=all",
        whole=True,
    ),
    Shot("measure-cost", "Cost of a new customer", "/b/{brand}/measure/cost/?window=all", whole=True),
    Shot("measure-value", "Value of mentions", "/b/{brand}/measure/value/?window=all", whole=True),
    Shot("cascades", "Cascades", "/b/{brand}/measure/cascades/?window=all", whole=True),
    Shot(
        "cascade", "A cascade as a tree", "/b/{brand}/measure/cascades/?window=all", open_cascade, whole=True
    ),
    Shot("top-talkers", "Top talkers", "/b/{brand}/measure/talkers/?window=all", whole=True),
    Shot("referred", "Referred and others", "/b/{brand}/measure/referred/?window=all", whole=True),
    Shot("links", "Share links", "/b/{brand}/links/", whole=True),
    Shot("link", "A share link and what came of it", "/b/{brand}/links/", open_link, whole=True),
    Shot("link-new", "A new share link", "/b/{brand}/links/new/", whole=True),
    Shot("link-import", "Share links from a file", "/b/{brand}/links/import/", whole=True),
    Shot("integration", "Integration", "/b/{brand}/integration/", whole=True),
    Shot("people", "People", "/b/{brand}/people/"),
    Shot("person", "A person", "/b/{brand}/mentions/", open_author, whole=True),
    Shot("sources", "Sources", "/b/{brand}/sources/"),
    Shot("source", "A source", "/b/{brand}/sources/", open_source, whole=True),
    Shot("source-new", "A new source, step 1: the kind", "/b/{brand}/sources/new/"),
    Shot(
        "source-setup", "A new source, step 2: its settings", "/b/{brand}/sources/new/mastodon/", whole=True
    ),
    Shot("gaps", "What is missing", "/b/{brand}/sources/missing/"),
    Shot("accounts", "Known accounts", "/b/{brand}/sources/accounts/"),
    Shot("imports", "Imports", "/b/{brand}/imports/"),
    Shot("import-new", "Import, step 1: the file", "/b/{brand}/imports/new/"),
    Shot("import-columns", "Import, step 2: the columns", "/b/{brand}/imports/{draft}/columns/", whole=True),
    Shot(
        "import-preview", "Import, step 3: the first rows", "/b/{brand}/imports/{draft}/preview/", whole=True
    ),
    Shot("import-result", "Import, step 4: what came of it", "/b/{brand}/imports/{done}/", whole=True),
    Shot("model", "Reading model", "/b/{brand}/model/", whole=True),
    Shot("model-early", "Reading model, too early to say", "/b/{brand}/model/?task=intent", whole=True),
    Shot("model-cell", "The labels behind a mix-up", "/b/{brand}/model/", open_drawer(".matrix td a")),
    Shot("teach", "Teach", "/b/{brand}/model/teach/", answer_with_a_cause),
    Shot("words", "Causes and aspects", "/b/{brand}/model/words/", whole=True),
    Shot("word", "A cause, with what a merge would do", "/b/{brand}/model/words/", choose_merge),
    Shot("members", "Members", "/b/{brand}/members/", whole=True),
    Shot("member", "A member", "/b/{brand}/members/", open_drawer("tr[data-item] a[data-drawer]")),
    Shot("brand-settings", "Brand settings", "/b/{brand}/settings/", whole=True),
    Shot("tokens", "API tokens", "/b/{brand}/tokens/", whole=True),
    Shot("audit", "Audit trail", "/b/{brand}/audit/"),
    Shot("audit-verify", "The trail verified", "/b/{brand}/audit/", open_drawer("a[href$='/audit/verify/']")),
    Shot("jobs", "Jobs", "/b/{brand}/jobs/"),
    Shot("job", "A job", "/b/{brand}/jobs/", open_drawer("tr[data-item] a[data-drawer]")),
    Shot("station", "A station to come", "/b/{brand}/coming/activate/"),
    Shot("account", "Your account", "/account/"),
    Shot("second-factor", "Second factor", "/account/2fa/"),
    Shot("navigation", "Navigation", "/b/{brand}/coming/handle/", open_navigation),
    Shot("palette", "Go to", "/b/{brand}/", open_palette),
    Shot("not-found", "A page that is not there", "/b/{brand}/nothing-here/"),
    Shot("api", "The API's reference", "/api/v1/docs"),
    Shot("style", "Every component", "/style/", whole=True),
]
