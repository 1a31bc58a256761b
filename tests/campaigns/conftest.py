import pytest
from django.test import Client

from tests import factories


@pytest.fixture
def w(db):
    """Two townships with a person per role."""
    return factories.world()


@pytest.fixture
def login():
    """A client logged in as a person."""

    def enter(person):
        client = Client()
        client.force_login(person, backend="accounts.backends.SeatedBackend")
        return client

    return enter


NOTICE = """云溪镇人民政府关于印发《云溪镇冬季安全生产百日攻坚行动方案》的通知

云政发〔2026〕31号

各村、各站所，各生产经营单位：

现将《云溪镇冬季安全生产百日攻坚行动方案》印发给你们，请认真组织实施。

云溪镇人民政府
2026年11月2日

云溪镇冬季安全生产百日攻坚行动方案

为切实做好冬季安全生产工作，制定本方案。

一、时间安排
从2026年11月5日起至2027年2月12日止，分三个阶段进行。
（一）动员部署阶段（2026年11月5日至11月15日）。各村召开动员会。
（二）排查整治阶段（2026年11月16日至2027年1月31日）。全面排查整治。
（三）巩固提升阶段（2027年2月1日至2月12日）。总结提高。

二、重点任务
1.开展取暖用火隐患排查。对辖区内农户取暖设施逐户检查，登记造册。责任单位：各村；完成时限：2026年12月15日
2.召开安全例会。每月至少召开一次安全例会，通报隐患整改情况。责任单位：各村；完成时限：长期坚持
3.加强燃气经营场所检查。对液化气站和餐饮场所开展检查。责任单位：市场监督管理所；完成时限：2026年12月31日
4.落实企业主体责任。督促企业开展全员培训。责任单位：各生产经营单位；完成时限：长期坚持

三、组织领导
成立云溪镇冬季安全生产百日攻坚行动领导小组。
组 长：闻立秋 镇党委书记
副组长：祁远山 镇长
成 员：戚小满 应急办主任
"""


@pytest.fixture
def notice():
    return NOTICE
