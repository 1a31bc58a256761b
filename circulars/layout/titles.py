"""Breaking a title into rows of a trapezoid or lozenge: whole words, no lonely tail."""

WIDEST = 20  # characters of 22 pt that fit 156 mm
NEVER_FIRST = set("的和与及、，。》”）')")
NEVER_LAST = set("《“（关于在对开展进一步加强和与及、在对")
PAIRS = ("《》", "“”", "（）")
WORDS = (
    "安全生产 专项行动 实施方案 工作方案 人民政府 重大事故 事故隐患 重大事故隐患 排查整治 隐患排查 "
    "回头看 大起底 大排查 大检查 大整治 大提升 通知 通报 关于 印发 开展 加强 进一步 深入 持续 "
    "全面 企业 隐患 整治 检查 活动 行动 方案 领导小组 消防 燃气 领域 重点 行业 全镇 全乡 全县 "
    "全市 督办 整改 指令书 限期 责令 办公室 应急 应急管理 管理 春节 国庆 元旦 清明 端午 中秋 "
    "两会 期间 汛期 冬季 春季 夏季 秋季 今冬明春 冬春 岁末年初 集中 治理 攻坚 三年 工作 措施 "
    "意见 办法 规定 制度 责任 落实 防范 遏制 事故 生产 安全 经营 自建房 森林 防火 防灭火 道路 "
    "交通 建筑 施工 危险 化学品 烟花爆竹 矿山 特种设备 有限空间 作业 电动 自行车 充电 电气 火灾 "
    "取暖 用火 用电 用气 煤气 中毒 预防 宣传 教育 培训 演练 监督 国务院 安委会 委员会 安委办 "
    "十五条 瞒报 亡人 问题 精神 会议 贯彻 学习 做好 切实 严格 调整 成立 成员 名单 考核 办理 "
    "报送 情况 总结 计划 要点 预案 乡镇 村庄 农村 校园 学校 养老 机构 场所 人员 密集 经营性 "
    "沿街 门店 商铺 九小 液化 石油 工贸 粉尘 涉爆 水上 旅游 景区 民宿 农机 电力 供电 线路 "
).split()


def title_lines(title, widest=WIDEST):
    """One to many rows of at most `widest` characters; given line breaks are kept when they fit."""
    given = [part.strip() for part in title.split("\n") if part.strip()]
    if len(given) > 1 and all(len(part) <= widest for part in given):
        return given
    text = "".join(given)
    count = -(-len(text) // widest)
    if count <= 1:
        return [text]
    return _best(text, count, widest)


def _best(text, count, widest):
    """Cut near the even places, at the boundary that hurts least."""
    lines, rest = [], text
    for left in range(count, 1, -1):
        cut = _cut(rest, len(rest) / left, left, widest)
        lines.append(rest[:cut])
        rest = rest[cut:]
    return [*lines, rest] if len(rest) <= widest else [*lines, *title_lines(rest, widest)]


def _cut(text, ideal, left, widest):
    least = max(1, len(text) - widest * (left - 1))
    places = range(max(least, int(ideal) - 5), min(widest, int(ideal) + 6, len(text) - 1) + 1)
    return min(places, key=lambda at: (_hurt(text, at), abs(at - ideal)), default=min(widest, len(text)))


def _hurt(text, at):
    """How bad a break before text[at] is."""
    hurt = 8 * any(text.find(word, max(0, at - len(word) + 1), at + len(word) - 1) != -1 for word in WORDS if len(word) > 1)
    hurt += 6 * (text[at] in NEVER_FIRST) + 4 * (text[at - 1] in NEVER_LAST)
    return hurt + sum(2 for left, right in PAIRS if text[:at].count(left) > text[:at].count(right))
