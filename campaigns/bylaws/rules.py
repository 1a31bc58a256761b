"""Who says which rule of a unit is lacking, who revises and publishes it; each returns "" or the reason of refusal."""

from accounts.enums import Role

WRITERS = (Role.OFFICER, Role.LIAISON, Role.CADRE, Role.ENTERPRISE)


def may_register(user):
    """Whoever looks into a unit's rules: the office, the liaison of the village, the unit itself."""
    return "" if user.has_role(*WRITERS) else "制度缺项由应急办、包村干部、村和企业登记"


def may_work(user, bylaw):
    """The unit itself, or the office for it."""
    own = _is_office_of(user, bylaw) or type(bylaw).objects.of_unit(user).filter(pk=bylaw.pk).exists()
    return "" if own else "由本单位或应急办登记"


def may_judge(user, bylaw):
    return "" if _is_office_of(user, bylaw) else "由本乡镇应急办退回或撤销"


def _is_office_of(user, bylaw):
    return user.has_role(Role.OFFICER) and bylaw.place.township_code == user.membership.place_id


def may_urge(user):
    return "" if user.has_role(Role.OFFICER) else "由应急办催办"


def wrong_unit(user, place, enterprise):
    """Why this seat cannot register a gap of this unit."""
    seat = user.membership
    if enterprise is not None and enterprise.village_id != place.pk:
        return "这家企业不在所选的村"
    if user.has_role(Role.ENTERPRISE):
        return "" if enterprise and enterprise.seats.filter(membership=seat).exists() else "只能登记本企业的制度"
    if user.has_role(Role.CADRE):
        return "" if place.pk == seat.place_id else "只能登记本村和本村企业的制度"
    if user.has_role(Role.LIAISON):
        return "" if seat.villages.filter(pk=place.pk).exists() else "只能登记包联村和村内企业的制度"
    return "" if place.township_code == seat.place_id else "只能登记本乡镇的制度"
