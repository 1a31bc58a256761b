"""Posters as they hang: the lists of villages and enterprises, one of them with its photos and the form for a new one."""

import django_filters
from django import forms
from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from accounts.enums import Role
from core import clock
from core.errors import Refused, refuse_if
from core.forms import PortalForm
from core.lists import list_page
from core.middleware import say_refused
from core.xlsx import Column
from enterprises.files.firm_filter import FirmFilter
from enterprises.models import Enterprise
from evidence import photos
from evidence.models import Attachment
from evidence.photos import PhotosField
from places.models import Place

from ..forms.fields import day_field
from ..models import Poster
from . import hanging

TABS = (("未张贴", "hung=0"), ("已张贴", "hung=1"))
HUNG = (
    Column("张贴情况", lambda row: "已张贴" if row.hung_on else "未张贴", 12), Column("张贴位置", "hung_where", 24),
    Column("张贴日期", "hung_on", 14), Column("上传人", "hung_by", 12),
)  # fmt: skip


class HungFilter(django_filters.FilterSet):
    hung = django_filters.ChoiceFilter(
        label="张贴情况", choices=(("1", "已张贴"), ("0", "未张贴")), method="hangs", empty_label="全部"
    )

    def hangs(self, rows, name, value):
        bare = hanging.without_poster(rows)
        return bare if value == "0" else rows.exclude(pk__in=bare.values("pk"))


class VillagesHung(HungFilter):
    q = django_filters.CharFilter(label="村（社区）", field_name="name", lookup_expr="icontains")

    class Meta:
        model = Place
        fields = []


class FirmsHung(HungFilter, FirmFilter):
    pass


class HangForm(PortalForm):
    where = forms.CharField(label="张贴位置", max_length=60, help_text="如：村务公示栏、厂门口")
    hung_on = day_field("张贴日期")
    files = PhotosField(label="照片", required=False, help_text="海报和周围一起拍下来，二维码要看得清")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["hung_on"].initial = clock.today()

    def values(self, by):
        said = {name: self.cleaned_data[name] for name in ("where", "hung_on")}
        return said | {"photos": photos.collect(self, by=by)}


def _list(request, rows, **options):
    refuse_if(hanging.may_watch(request.user))
    return list_page(
        request, rows, template="incidents/tips/hung.html", partial="incidents/tips/_hung.html", tabs=TABS,
        may_urge=not hanging.may_urge(request.user), **options,
    )  # fmt: skip


def villages(request):
    """A station looks after no village: it begins with the enterprises."""
    if request.user.has_role(Role.DEPARTMENT):
        return redirect("tips:hung_firms")
    columns = [Column("村（社区）", "name", 20), *HUNG]
    rows = hanging.villages(request.user).order_by("code")
    return _list(request, rows, filterset=VillagesHung, export=("举报海报张贴情况（村）", columns))


def firms(request):
    columns = [Column("企业", "name", 30), Column("所在村", "village__name", 14), *HUNG]
    rows = hanging.firms(request.user).select_related("village").order_by("village_id", "pk")
    return _list(request, rows, filterset=FirmsHung, export=("举报海报张贴情况（企业）", columns), of_firms=True)


@require_POST
def urge(request):
    count = hanging.urge(by=request.user)
    messages.success(request, f"已提醒 {count} 人" if count else "今天都已提醒过，或没有未张贴的")
    return redirect("tips:hung")


def place(request, code):
    rows = Place.objects.filter(pk__in=hanging.villages(request.user).values("pk"))
    village = get_object_or_404(rows, pk=code)
    return _one(request, village, Poster.objects.of_villages().filter(village=village))


def firm(request, firm_id):
    firm = get_object_or_404(Enterprise.objects.visible_to(request.user).select_related("village"), pk=firm_id)
    return _one(request, firm.village, Poster.objects.filter(enterprise=firm), enterprise=firm)


def _one(request, village, posters, enterprise=None):
    reason = hanging.may_hang(request.user, enterprise=enterprise)
    form = None if reason else HangForm(request.POST or None, request.FILES or None)
    if request.method == "POST":
        refuse_if(reason)
        if form.is_valid():
            try:
                hanging.hang(village=village, enterprise=enterprise, by=request.user, **form.values(request.user))
            except Refused as error:
                form.add_error(None, str(error))
            else:
                messages.success(request, "已登记，应急办能看到照片")
                return redirect(request.path)
    rows = list(posters.select_related("village", "enterprise", "created_by"))
    for row in rows:
        row.photos = Attachment.objects.of(row)
    context = {"form": form, "village": village, "enterprise": enterprise, "posters": rows}
    context |= {"may_watch": not hanging.may_watch(request.user), "may_send_back": not hanging.may_urge(request.user)}
    return render(request, "incidents/tips/hung_one.html", context)


@require_POST
def send_back(request, poster_id):
    poster = get_object_or_404(Poster.objects.visible_to(request.user), pk=poster_id)
    to = hanging.address(poster)
    try:
        hanging.send_back(poster=poster, reason=request.POST.get("note", ""), by=request.user)
    except Refused as error:
        if reason := hanging.may_urge(request.user):
            raise Refused(reason) from error
        return say_refused(request, error, to)
    messages.success(request, "已退回，上传人会收到消息")
    return redirect(to)
