"""The trades every township starts with; a township may rename or add."""

from .models import Sector

SECTORS = [
    ("gas", "燃气", True), ("chemicals", "危险化学品", True), ("fireworks", "烟花爆竹", True), ("mines", "矿山", True),
    ("metals", "冶金工贸", False), ("building", "建筑施工", True), ("transport", "道路交通", False),
    ("fire", "消防安全", False),
    ("power", "电力", False), ("special", "特种设备", False), ("farm", "农业农村", False), ("forest", "森林防火", False),
    ("school", "教育", False), ("health", "医疗卫生", False), ("care", "养老服务", False), ("tourism", "文化旅游", False),
    ("trade", "商贸餐饮", False), ("housing", "经营性自建房", False),
    ("logistics", "仓储物流", False), ("other", "其他", False),
]  # fmt: skip


def load_sectors():
    for order, (code, name, high_risk) in enumerate(SECTORS):
        Sector.objects.get_or_create(code=code, defaults={"name": name, "high_risk": high_risk, "order": order})
