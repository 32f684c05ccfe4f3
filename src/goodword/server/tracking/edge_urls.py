"""Addresses of the edge, which the console passes on where nothing stands in front of both."""

from django.urls import path

from . import link_passing

urlpatterns = [
    path("r/<str:code>", link_passing.pass_share_link, name="share-link"),
    path("e", link_passing.pass_page_events, name="page-events"),
    path("p.gif", link_passing.pass_pixel, name="pixel"),
    path("goodword.js", link_passing.pass_page_script, name="page-script"),
]
