"""Addresses under one brand (/b/<brand>/…)."""

from django.urls import URLPattern, path

from . import cost_views, views
from .cascade_urls import urlpatterns as cascades

urlpatterns: list[URLPattern] = [
    path("measure/", views.measure, name="measure"),
    path("measure/funnel/", views.funnel, name="measure-funnel"),
    path("measure/growth/", views.growth, name="measure-growth"),
    path("measure/channels/", views.channels, name="measure-channels"),
    path("measure/value/", views.value, name="measure-value"),
    path("measure/cost/", cost_views.cost, name="measure-cost"),
    path("measure/cost/new/", cost_views.cost_new, name="cost-new"),
    path("measure/cost/import/", cost_views.cost_import, name="cost-import"),
    path("measure/cost/<int:pk>/", cost_views.cost_change, name="cost-change"),
    path("measure/cost/<int:pk>/remove/", cost_views.cost_remove, name="cost-remove"),
    path("measure/tests/new/", cost_views.lift_new, name="lift-new"),
    path("measure/tests/<int:pk>/remove/", cost_views.lift_remove, name="lift-remove"),
    path("measure/number/", views.number, name="measure-number"),
    *cascades,
]
