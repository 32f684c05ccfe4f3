"""Addresses under one brand (/b/<brand>/…)."""

from django.urls import path

from . import rule_views, views

urlpatterns = [
    path("alerts/", views.alert_list, name="alert-list"),
    path("alerts/export/", views.alert_export, name="alert-export"),
    path("alerts/begin/", views.alert_begin, name="alert-begin"),
    path("alerts/replay/", rule_views.alert_replay, name="alert-replay"),
    path("alerts/rules/", rule_views.rule_list, name="rule-list"),
    path("alerts/rules/new/", rule_views.rule_new, name="rule-new"),
    path("alerts/rules/<int:pk>/", rule_views.rule_detail, name="rule-detail"),
    path("alerts/rules/<int:pk>/remove/", rule_views.rule_remove, name="rule-remove"),
    path("alerts/rules/<int:pk>/threshold/", rule_views.rule_threshold, name="rule-threshold"),
    path("alerts/rules/<int:pk>/recipients/", rule_views.rule_tell, name="rule-tell"),
    path(
        "alerts/rules/<int:pk>/recipients/<int:recipient>/remove/", rule_views.rule_untell, name="rule-untell"
    ),
    path("alerts/<int:pk>/", views.alert_detail, name="alert-detail"),
    path("alerts/<int:pk>/chart/", views.alert_chart, name="alert-chart"),
    path("alerts/<int:pk>/decide/", views.alert_decide, name="alert-decide"),
]
