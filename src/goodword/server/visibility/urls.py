"""Addresses under one brand (/b/<brand>/…)."""

from django.urls import URLPattern, path

from . import views

urlpatterns: list[URLPattern] = [
    path("visibility/", views.visibility, name="visibility"),
    path("visibility/history/", views.visibility_history, name="visibility-history"),
    path("visibility/number/", views.visibility_number, name="visibility-number"),
    path("visibility/import/", views.visibility_import, name="visibility-import"),
    path("visibility/hosts/", views.host_name, name="host-name"),
    path("visibility/hits/<int:pk>/", views.hit_correct, name="hit-correct"),
    path("visibility/coverage/", views.coverage, name="coverage"),
    path("visibility/coverage/gather/", views.coverage_gather, name="coverage-gather"),
    path("visibility/coverage/questions/", views.question_add, name="question-add"),
    path("visibility/coverage/questions/<int:pk>/aside/", views.question_aside, name="question-aside"),
    path("visibility/coverage/pages/", views.official_add, name="official-add"),
    path("visibility/coverage/pages/<int:pk>/remove/", views.official_remove, name="official-remove"),
    path("visibility/coverage/tasks/<int:pk>/", views.task_change, name="task-change"),
]
