"""Addresses under one brand (/b/<brand>/…)."""

from django.urls import path

from . import integration, link_views

urlpatterns = [
    path("integration/", integration.integration, name="integration"),
    path("integration/live/", integration.integration_live, name="integration-live"),
    path("integration/hosts/", integration.site_hosts, name="site-hosts"),
    path("integration/key/", integration.site_rotate, name="site-rotate"),
    path("integration/key/stop/", integration.site_stop, name="site-stop"),
    path("links/", link_views.link_list, name="link-list"),
    path("links/export/", link_views.link_export, name="link-export"),
    path("links/new/", link_views.link_new, name="link-new"),
    path("links/hosts/", link_views.link_hosts, name="link-hosts"),
    path("links/import/", link_views.link_import, name="link-import"),
    path("links/import/<str:kept>/", link_views.link_bad_rows, name="link-bad-rows"),
    path("links/code/<str:code>/", link_views.link_detail, name="link"),
    path("links/code/<str:code>/qr/", link_views.link_qr, name="link-qr"),
    path("links/code/<str:code>/switch/", link_views.link_switch, name="link-switch"),
    path("links/code/<str:code>/expiry/", link_views.link_expiry, name="link-expiry"),
]
