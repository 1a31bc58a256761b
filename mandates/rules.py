"""Who may do what with lists of duties, three lists, chains and reviews; each returns "" or the reason of refusal."""

from accounts.enums import Role
from places.enums import Level

READERS = (Role.OFFICER, Role.LEADER, Role.DISCIPLINE, Role.SUPERVISOR, Role.DEPARTMENT)


def may_read(user):
    return "" if user.has_role(*READERS) else "职责和清单供乡镇机关、站所和上级查看"


def of_township(user):
    return user.membership is not None and user.membership.place.level == Level.TOWNSHIP


def of_office(user, office_id):
    """Whether the seat speaks for this office."""
    return user.has_role(Role.OFFICER, Role.DEPARTMENT) and user.membership.office_id == office_id


# lists of powers and duties


def may_write(user, mandate=None):
    """The office its own list, the safety office every list, a leader the own one."""
    if user.has_role(Role.OFFICER) and of_township(user):
        return ""
    own = mandate is None or mandate.person_id == user.pk or (mandate.office_id and of_office(user, mandate.office_id))
    return "" if user.has_role(Role.DEPARTMENT, Role.LEADER) and own else "清单由本单位或应急办编写"


def may_publish(user, mandate):
    return "" if user.has_role(Role.OFFICER, Role.LEADER) else "清单由应急办或乡镇领导公布"


# what villages answer for


def may_read_faults(user):
    """Discipline sees what was handed to it, which FaultQuerySet says."""
    allowed = of_township(user) and user.has_role(Role.OFFICER, Role.LEADER, Role.DISCIPLINE)
    return "" if allowed else "追责线索只对应急办、乡镇领导和纪委开放"


def may_note_fault(user, fault=None):
    return "" if user.has_role(Role.OFFICER, Role.LEADER) and of_township(user) else "由应急办或乡镇领导登记追责线索"


def own_town(user, fault):
    return of_township(user) and user.membership.place_id == fault.village.township_code


def may_judge_fault(user, fault):
    """A leader, never who noted it."""
    if not user.has_role(Role.LEADER) or not own_town(user, fault):
        return "由本乡镇领导核实"
    return "自己登记的追责线索由其他领导核实" if fault.created_by_id == user.pk else ""


def may_hand_fault(user, fault):
    return "" if user.has_role(Role.OFFICER) and own_town(user, fault) else "由本乡镇应急办移交"


# the three lists


def may_ask(user):
    return "" if user.has_role(Role.OFFICER) else "由应急办发起"


def may_fill(user, sheet):
    return "" if of_office(user, sheet.office_id) else "三清单由本站所填报"


def may_judge_sheet(user, sheet):
    """Another office than the one that filled it in: of the safety office's own a leader."""
    if user.has_role(Role.LEADER):
        return ""
    own = of_office(user, sheet.office_id)
    return "" if user.has_role(Role.OFFICER) and not own else "三清单由应急办审定，应急办自己的由乡镇领导审定"


def may_cancel(user, row):
    return "" if user.has_role(Role.OFFICER) else "由应急办取消"


def may_finish(user, problem):
    if problem.hazard_id:
        return "这个问题随隐患销号，请在隐患里整改验收"
    return "" if of_office(user, problem.office_id) else "由本站所登记完成情况"


def may_reopen(user, problem):
    if problem.hazard_id:
        return "这个问题随隐患销号，请在隐患里退回整改"
    return "" if user.has_role(Role.OFFICER, Role.LEADER) else "由应急办或乡镇领导退回"


# chains


def may_keep_chain(user, chain=None):
    return "" if user.has_role(Role.OFFICER) else "监管链条由应急办维护"


# reviews


def is_reviewed(user, review):
    return review.person_id == user.pk if review.person_id else of_office(user, review.office_id)


def may_review_self(user, review):
    return "" if is_reviewed(user, review) else "由被检视的单位或本人自评"


def may_judge_review(user, review):
    """A leader, never the one reviewed."""
    if not user.has_role(Role.LEADER):
        return "由乡镇领导评议"
    return "不能评议自己，请其他领导评议" if review.person_id == user.pk else ""


def may_mend(user, review):
    return "" if is_reviewed(user, review) or user.has_role(Role.OFFICER) else "由被检视的单位、本人或应急办登记"
