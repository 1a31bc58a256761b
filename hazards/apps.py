from django.apps import AppConfig


class HazardsConfig(AppConfig):
    name = "hazards"
    verbose_name = "隐患"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from accounts.enums import TOWNSHIP_ROLES
        from campaigns import remains
        from campaigns.models import Assignment
        from core import reference, rotation
        from enterprises import looking_back, tabs
        from evidence import access
        from reminders.deadlines import register

        from . import imports, imports_criteria, orders  # noqa: F401 - register themselves
        from .case_papers import may_open
        from .criteria import load_criteria, load_offences
        from .deadlines import due_acceptances, due_extensions, due_hazards
        from .deadlines_transfer import due_trades, due_transfers
        from .ladder import also_late
        from .listing_days import due_listings
        from .models import Case, TraceSheet
        from .quality import own, services  # noqa: F401 - registers its job
        from .remaining import remaining
        from .trace.views import address

        also_late("任务", lambda: Assignment.objects.of_running().late())
        reference.register(load_criteria)
        reference.register(load_offences)
        remains.register(remaining)
        looking_back.register(address)
        own.register()
        access.register(Case, may_open)
        rotation.register_file(TraceSheet, "file")

        register("hazard", "隐患整改", due_hazards)
        register("transfer", "移送", due_transfers, before=(3, 1, 0))
        register("trade", "新业态认领", due_trades, before=(3, 0))
        tabs.register("处罚", "hazards:penalties_of")
        tabs.register_banner("hazards:penalty_warning")
        register("listing", "挂牌督办", due_listings, before=(3, 1, 0))
        tabs.register("督促", "hazards:ladder_of_enterprise")
        tabs.register("倒查", "hazards:trace_of", roles=TOWNSHIP_ROLES)
        register("acceptance", "隐患验收", due_acceptances, before=(3, 0))
        register("extension", "延期审批", due_extensions, before=(3, 0))
