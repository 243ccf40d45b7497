"""The room's addresses, whole. Each view says who may use it."""

from __future__ import annotations

from django.urls import path

from alatau.desk.pages import filters, own, queue, steps, supervise, task

app_name = "desk"
urlpatterns = [
    path("desk/", queue.home, name="home"),
    path("desk/queue/", queue.queue, name="queue"),
    path("desk/queue/next/", queue.take_next, name="take_next"),
    path("desk/queue/export/", queue.export, name="export"),
    path("desk/filters/save/", filters.save, name="save_filter"),
    path("desk/filters/<uuid:filter_id>/remove/", filters.remove, name="remove_filter"),
    path("desk/mine/", queue.mine, name="mine"),
    path("desk/cases/", supervise.cases, name="cases"),
    path("desk/cases/<uuid:case_id>/", task.case, name="case"),
    path("desk/cases/<uuid:case_id>/reopen/", steps.reopen, name="reopen"),
    path("desk/cases/<uuid:case_id>/attach/", steps.attach, name="attach"),
    path("desk/cases/<uuid:case_id>/files/<uuid:file_id>/", task.case_file, name="case_file"),
    path("desk/load/", supervise.load, name="load"),
    path("desk/tasks/<uuid:task_id>/", task.task, name="task"),
    path("desk/tasks/<uuid:task_id>/take/", steps.take, name="take"),
    path("desk/tasks/<uuid:task_id>/release/", steps.release, name="release"),
    path("desk/tasks/<uuid:task_id>/give/", steps.give, name="give"),
    path("desk/tasks/<uuid:task_id>/note/", steps.note, name="note"),
    path("desk/tasks/<uuid:task_id>/suspend/", steps.suspend, name="suspend"),
    path("desk/tasks/<uuid:task_id>/resume/", steps.resume, name="resume"),
    path("desk/tasks/<uuid:task_id>/propose/<slug:outcome>/", steps.propose, name="propose"),
    path("desk/tasks/<uuid:task_id>/confirm/", steps.confirm, name="confirm"),
    path("desk/tasks/<uuid:task_id>/return/", steps.send_back, name="send_back"),
    path("cases/", own.own_cases, name="own_cases"),
    path("cases/<uuid:case_id>/", own.own_case, name="own_case"),
    path("cases/<uuid:case_id>/explain/", own.explain, name="explain"),
    path("cases/<uuid:case_id>/attach/", own.attach, name="own_attach"),
    path("cases/<uuid:case_id>/appeal/", own.appeal, name="appeal"),
    path("cases/<uuid:case_id>/files/<uuid:file_id>/", own.own_file, name="own_file"),
]
