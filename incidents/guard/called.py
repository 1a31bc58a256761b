"""Names in a text that nobody has entered anywhere: after a word for a person, or written 姓某."""

import re

# without those that begin an ordinary word after a person just as well (于, 和, 向, 应, 时 …)
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘蔡蒋余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金"
    "石廖贾夏韦付傅邹孟熊秦邱江尹薛闫阎段雷侯龙史陶黎贺顾毛郝龚邵覃武钱戴严莫孔汤温葛殷邢倪洪柳祁牛贝卞邰臧鲁翁茅岳齐康伍"
)
PERSONS = (
    "死者|亡者|逝者|伤者|遗孀|妻子|丈夫|儿子|女儿|父亲|母亲|哥哥|弟弟|姐姐|妹妹|家属|亲属|老板娘|老板|包工头|工头|法人|负责人"
    "|工人|工友|民工|姓名|名叫|名为|叫做|叫"
)
AFTER_A_PERSON = re.compile(rf"((?:{PERSONS})[是为：:]?)([{SURNAMES}])[\u4e00-\u9fff]{{1,2}}")
SO_AND_SO = re.compile(rf"([{SURNAMES}])[某×xX*＊]{{1,2}}")


def without_called(text):
    """Rather a character too many than a name left to be read; the field can be opened."""
    return SO_AND_SO.sub(r"\1＊", AFTER_A_PERSON.sub(r"\1\2＊", text))
