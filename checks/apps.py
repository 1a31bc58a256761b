from django.apps import AppConfig


class ChecksConfig(AppConfig):
    name = "checks"
    verbose_name = "检查"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from campaigns import counted, guards, remains
        from core import reference, rotation
        from enterprises import plates
        from enterprises.papers import sheet
        from evidence import access
        from hazards import counting, looks, visits
        from hazards.ladder import also_late
        from incidents import moments
        from reminders import deadlines

        from . import firm_sheet, imports, looked, plate, quality, tasks  # noqa: F401 - register importer and job
        from . import moments as own_moments
        from .counted import (
            campaigns_of,
            checks_link,
            found_for,
            late_checks,
            remaining,
            self_checks,
            unanswered,
            unasked,
            visits_link,
        )
        from .counted import visits as visits_of
        from .deadlines import due_checks, due_levels, due_principals, due_quarters, due_returns, due_shifts, due_unseated
        from .models import Answer, Finding, Inspection, InspectionAnswer, RecheckLine, Signature
        from .reference import load_checklists
        from .sight import may_see_answer_photo, may_see_inspected
        from .tip_hazards import register as register_tip_hazards
        from .visits import advice_on, signed_visits

        quality.register()
        rotation.register_file(Inspection, "pdf")
        reference.register(load_checklists)
        counted.register("自查", self_checks, checks_link)
        counted.register("现场检查", visits_of, visits_link)
        counting.register(found_for, campaigns_of)
        guards.register(unanswered)
        guards.register(unasked)
        remains.register(remaining)
        moments.register(own_moments.inspections)
        moments.register(own_moments.denials)
        visits.register(signed_visits)
        visits.register_advice(advice_on)
        looks.register(looked.inspections)
        looks.register(looked.self_checks)
        deadlines.register("check", "自查", due_checks)
        deadlines.register("principal", "主要负责人带队检查", due_principals, before=(5, 2, 0), after=())
        deadlines.register("levels", "旬检查和周检查", due_levels, before=(1, 0), after=())
        deadlines.register("quarter", "集团公司季检查", due_quarters, before=(10, 5, 1, 0), after=())
        deadlines.register("unseated", "没有账号的企业带队检查", due_unseated, before=(5, 0), after=())
        deadlines.register("return", "抽查反馈和回报", due_returns, before=(3, 1, 0))
        deadlines.register("shift", "盯守登记", due_shifts, before=(0,), after=())
        plates.register(plate.offers)
        sheet.register(firm_sheet.open_hazards)
        sheet.register(firm_sheet.inspections)
        register_tip_hazards()
        also_late("自查", late_checks)
        closed = lambda answer: "自查附件" if answer.check_row.is_confidential else ""  # noqa: E731
        access.register(Answer, may_see_answer_photo, named=closed)
        for model in (Finding, InspectionAnswer, RecheckLine, Signature):
            access.register(model, may_see_inspected)
