from django.apps import AppConfig


class IncidentsConfig(AppConfig):
    name = "incidents"
    verbose_name = "涉亡核查"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from campaigns import guards, remains
        from evidence.access import register as files_of
        from reminders import channels
        from reminders.deadlines import register

        from . import old_cases  # noqa: F401  registers its importer
        from .briefs.rhythm import due_reports
        from .briefs.services import due_briefs
        from .custody.deadlines import due_handovers
        from .deadlines import due_leads, due_referrals, due_talks
        from .deaths.deadlines import due_follow_ups, due_investigations
        from .guard.exporting import due_exports
        from .guard.grants import due_grants
        from .guard.reviews import due_reviews
        from .matching import store  # noqa: F401  registers its jobs
        from .matching.deadlines import due_lists
        from .models import Exhibit, Interview, Lead
        from .open_cases import open_cases, remaining_cases
        from .pledges.services import due_pledges
        from .tips import ready as tips_ready

        channels.close("/incidents/", "/tips/")
        guards.register(open_cases)
        remains.register(remaining_cases)
        # shown by the case alone, with a reason and a mark
        files_of(Exhibit, lambda owner, user: False, named=lambda exhibit: f"证据{exhibit.number}")
        files_of(Lead, lambda owner, user: False, named=lambda lead: "认定文件")
        files_of(Interview, lambda owner, user: False, named=lambda talk: "谈话笔录")
        register("lead", "涉亡核查", due_leads)
        register("talk", "涉亡约谈当天", due_talks, before=(0,), after=())
        register("brief", "情况报告批示", due_briefs)
        register("regular-brief", "定期报告报送", due_reports)
        register("referral", "涉亡移交答复", due_referrals)
        register("exhibit", "证据移交待接收", due_handovers, before=(0,))
        register("case-export", "涉亡导出审批", due_exports, before=(1, 0))
        register("grant", "经办授权到期", due_grants, before=(7, 3, 1), after=())
        register("pledge", "保密承诺书到期", due_pledges, before=(30, 7, 1), after=())
        register("access-review", "查阅记录审阅", due_reviews, before=(3, 0))
        tips_ready.register()
        register("follow-up", "事故续报期", due_follow_ups, before=(7, 3, 1, 0), after=())
        register("investigation", "事故调查报告", due_investigations, before=(15, 7, 3, 1, 0), after=())
        register("name-list", "比对名单销毁", due_lists, before=(7, 3, 1))
