"""Addresses of the cascades explorer, top talkers, referred and others."""

from django.urls import path

from . import cascade_views as views
from . import referred_views, talkers_views

urlpatterns = [
    path("measure/cascades/", views.cascade_list, name="cascade-list"),
    path("measure/cascades/export/", views.cascade_list_export, name="cascade-list-export"),
    path("measure/cascades/tree/", views.cascade, name="cascade"),
    path("measure/cascades/tree/data/", views.cascade_data, name="cascade-data"),
    path("measure/cascades/tree/export/", views.cascade_export, name="cascade-export"),
    path("measure/cascades/number/", views.cascade_number, name="cascade-number"),
    path("measure/talkers/", talkers_views.downstream_list, name="downstream-list"),
    path("measure/talkers/export/", talkers_views.downstream_export, name="downstream-export"),
    path("measure/talkers/number/", talkers_views.downstream_number, name="downstream-number"),
    path("measure/referred/", referred_views.referred, name="measure-referred"),
    path("measure/referred/number/", referred_views.referred_number, name="referred-number"),
]
