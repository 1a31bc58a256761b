from django.db import models


class Role(models.TextChoices):
    OFFICER = "officer", "应急办"
    LEADER = "leader", "乡镇领导"
    DEPARTMENT = "department", "站所"
    LIAISON = "liaison", "包村干部"
    CADRE = "cadre", "村干部"
    ENTERPRISE = "enterprise", "企业"
    DISCIPLINE = "discipline", "纪委"
    SUPERVISOR = "supervisor", "上级安委办"


PHONE_ROLES = {Role.CADRE, Role.ENTERPRISE}
TOWNSHIP_ROLES = {Role.OFFICER, Role.LEADER, Role.DISCIPLINE}
