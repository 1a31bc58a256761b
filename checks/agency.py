"""How the inspecting side is named on a record: the office, the government, the village, the upper level, the firm."""

from accounts.enums import Role
from enterprises.models import Enterprise


def agency_of(user):
    seat = user.membership
    if seat.role == Role.ENTERPRISE:
        return str(Enterprise.objects.visible_to(user).first() or seat.unit)[:80]
    if seat.role == Role.SUPERVISOR:
        return f"{seat.place.name}安全生产委员会办公室"
    if seat.role == Role.CADRE:
        return f"{seat.place.name}村民委员会"
    return f"{seat.place.name}{seat.office.name}" if seat.office_id else f"{seat.place.name}人民政府"
