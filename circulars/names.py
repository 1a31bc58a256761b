"""How the names of bodies, posts and people look."""

from __future__ import annotations

import re

_BODY = re.compile(
    r"(?:人民政府|政府|党委|党工委|委员会|委会|安委会|安委办|办公室|办公厅|办事处|管委会|指挥部|领导小组|领导组|工作组|专班|局|厅|委|部|院|处|科|股"
    r"|所|站|中心|大队|中队|支队|分局|公司|集团|工会|联合会|纪委|监委|总队|协会|学校)(?:[（(][\u4e00-\u9fff]{1,12}[）)])?$"
)


def ends_like_a_body(text: str) -> bool:
    """The words end as the name of an organ or unit does, and hold no sentence."""
    return 3 <= len(text) <= 80 and not re.search(r"[。；;：:，,！？《》\d]", text) and bool(_BODY.search(text))


_SURNAMES = frozenset(
    "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦尤许何吕施张孔曹严华金魏陶姜戚谢邹喻柏水窦章云苏潘葛奚范彭郎鲁韦昌马苗凤花方俞任袁柳酆鲍史唐费廉岑薛雷贺"
    "倪汤滕殷罗毕郝邬安常乐于时傅皮卞齐康伍余元卜顾孟平黄和穆萧尹姚邵湛汪祁毛禹狄米贝明臧计伏成戴谈宋茅庞熊纪舒屈项祝董梁杜阮蓝闵席季麻强贾路娄危江"
    "童颜郭梅盛林刁钟徐邱骆高夏蔡田樊胡凌霍虞万支柯昝管卢莫经房裘缪干解应宗丁宣贲邓郁单杭洪包诸左石崔吉钮龚程嵇邢滑裴陆荣翁荀羊於惠甄曲家封芮羿储靳汲"
    "邴糜松井段富巫乌焦巴弓牧隗山谷车侯宓蓬全郗班仰秋仲伊宫宁仇栾暴甘钭厉戎祖武符刘景詹束龙叶幸司韶郜黎蓟薄印宿白怀蒲邰从鄂索咸籍赖卓蔺屠蒙池乔阴"
    "胥能苍双闻莘党翟谭贡劳逄姬申扶堵冉宰郦雍却璩桑桂濮牛寿通边扈燕冀郏浦尚农温别庄晏柴瞿阎充慕连茹习宦艾鱼容向古易慎戈廖庾终暨居衡步都耿满弘匡国文寇"
    "广禄阙东欧殳沃利蔚越夔隆师巩厍聂晁勾敖融冷訾辛阚那简饶空曾毋沙乜养鞠须丰巢关蒯相查后荆红游竺权逯盖益桓公闫肖付代仝覃佘佟邸苟侣撒税种岳帅缑亢况"
    "郈有琴墨哈谯笪年爱阳佴商牟佘伯赏南宫晋楚闫法汝鄢涂钦归海岳缑肇展揣么尉信操原候青由苑苏泰芦来才冼迟祥蔄修呼延庹冶银格玉户兰粟勇仁兆底"
)
_DOUBLE = ("欧阳", "上官", "司马", "诸葛", "司徒", "皇甫", "尉迟", "公孙", "慕容", "令狐", "夏侯", "东方", "端木", "南宫")
_POST = re.compile(
    r"书记|镇长|乡长|县长|市长|区长|主任|主席|部长|委员|所长|站长|局长|院长|校长|队长|科长|处长|股长|会长|经理|董事|干部|人员|负责人|秘书|干事|主管|助理"
    r"|组织员|政委|教导员|指导员|参谋|厂长|矿长|主干|成员|专干|文书|会计|科员|办事员|调研员|巡视员|总工|工程师|网格员|民警|协管员|监察员|村长|理事|场长|司令|同志|村医|园长|行长|社长|馆长|台长|总监|组长|书记员|副职|主事|副主|副书"
)


_PERSON = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·×Ｘ]+")


def is_post(text: str) -> bool:
    return bool(_POST.search(text))


def is_person(text: str) -> bool:
    """Two to four characters beginning with a surname and naming no post."""
    if not could_be_person(text):
        return False
    return len(text) > 2 if text[:2] in _DOUBLE else text[0] in _SURNAMES


def could_be_person(text: str) -> bool:
    """As :func:`is_person`, surname unknown (a roster's column says it is a name)."""
    return 2 <= len(text) <= 4 and bool(_PERSON.fullmatch(text)) and not is_post(text)
