"""Every address of the console; what belongs to a brand lives under /b/<brand>/."""

from django.urls import URLPattern, URLResolver, include, path

from goodword.server.collecting.hooks import hook

BRAND_APPS = (
    "insights",
    "listening",
    "understanding",
    "collecting",
    "alerting",
    "visibility",
    "talkers",
    "tracking",
    "measuring",
    "studies",
    "imports",
    "accounts",
    "audit",
    "jobs",
    "shell",
)

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include("goodword.server.accounts.account_urls")),
    path("", include("goodword.server.shell.site_urls")),
    path("account/", include("allauth.urls")),
    path("i18n/", include("django.conf.urls.i18n")),
    path("api/v1/", include("goodword.server.api.urls")),
    path("hooks/<int:source_id>/", hook, name="hook"),
    path("", include("goodword.server.tracking.edge_urls")),
    path(
        "b/<slug:brand>/", include([path("", include(f"goodword.server.{app}.urls")) for app in BRAND_APPS])
    ),
]

handler400 = "goodword.server.shell.problems.bad_request"
handler403 = "goodword.server.shell.problems.forbidden"
handler404 = "goodword.server.shell.problems.not_found"
handler500 = "goodword.server.shell.problems.server_error"
