"""Initial passwords for many: made together, written to one file that is handed out once, kept nowhere in clear."""

from django.contrib.auth.hashers import UNUSABLE_PASSWORD_PREFIX, make_password

from core import jobs, xlsx
from core.errors import Refused

from . import rules
from .models import User
from .rosters import seats_of
from .services import initial_password


def unused(by):
    """Accounts of the township whose owner has never logged in."""
    mine = User.objects.filter(pk__in=seats_of(by).values("user"), is_active=True)
    return mine.filter(must_change_password=True, last_login=None)


def waiting(by):
    """Those of them for whom no password has been made yet."""
    return unused(by).filter(password__startswith=UNUSABLE_PASSWORD_PREFIX)


def order(*, people, by):
    """Enqueue the making of passwords for these people; an officer cannot do it for somebody else's."""
    ids = [person.pk for person in people if not rules.may_manage(by, person)]
    if not ids:
        raise Refused("没有需要生成初始密码的账号")
    return jobs.enqueue("accounts.passwords", by=by, title=f"生成 {len(ids)} 个账号的初始密码", once=True, people=ids)


@jobs.handler("accounts.passwords")
def make(job):
    """Run again after a crash it makes other passwords: those of the first run were never seen by anybody."""
    people = list(User.objects.filter(pk__in=job.params["people"], must_change_password=True, last_login=None))
    lines = []
    for done, person in enumerate(people, 1):
        word = initial_password()
        person.password = make_password(word)
        lines.append((person, word))
        if not done % 10:
            jobs.progress(job, done, len(people), f"已生成 {done} 个")
    User.objects.bulk_update(people, ["password"], batch_size=200)
    jobs.store(job, f"{job.pk}.xlsx", table(lines))
    return {"name": "初始密码.xlsx", "text": f"已生成 {len(people)} 个账号的初始密码，首次登录必须修改"}


def table(lines):
    """The workbook of (person, password), with the seats they are for."""
    columns = [
        xlsx.Column("姓名", lambda line: line[0].name),
        xlsx.Column("登录名", lambda line: line[0].username, 22),
        xlsx.Column("初始密码", lambda line: line[1], 16),
        xlsx.Column("任职", lambda line: "；".join(map(str, line[0].memberships_for_switch)), 40),
    ]
    return xlsx.write("初始密码", columns, lines, heading="初始密码（首次登录必须修改，发放后请删除本表）")
