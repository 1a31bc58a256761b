"""Who signs before being named, for how long, and the text a township begins with."""

from accounts.enums import Role

ALWAYS = (Role.OFFICER, Role.LEADER, Role.DISCIPLINE)  # the others when they are named for a case or a list
VALID_DAYS = 365  # the office's practice: signed anew each year
RENEW_WITHIN = 30  # days before the end in which it may be signed again

# our own words; the office may write its own, version by version
FIRST_TEXT = """本人因工作需要接触涉亡线索、核查材料和举报人信息，现郑重承诺：
一、只查阅本人经办的线索，不打听、不查阅与经办事项无关的内容。
二、不向任何无关人员透露死亡人员及其家属、被谈话人、举报人的姓名、电话、住址和谈话内容，包括本单位同事和本人亲属。
三、不用手机拍摄、截屏、转发涉亡材料，不在微信群、互联网和普通电话中谈论案情。
四、导出、打印的材料只用于申请时写明的用途，用完按规定归档或销毁，不带离办公场所。
五、与线索涉及的单位或人员有利害关系时，主动说明并申请回避。
六、发现泄密或可能泄密，立即向乡镇领导报告并配合处置。
七、离开岗位后继续遵守本承诺。
违反以上承诺的，自愿接受组织处理、纪律处分；构成犯罪的，依法承担刑事责任。"""
