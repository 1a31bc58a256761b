from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("hazards", "0008_misses")]

    operations = [
        migrations.AddField(
            model_name="transfer",
            name="batch",
            field=models.CharField(blank=True, db_index=True, editable=False, max_length=40),
        ),
        migrations.AlterField(
            model_name="transfer",
            name="kind",
            field=models.CharField(
                choices=[
                    ("duty", "超出职责范围"),
                    ("power", "无处罚权移送"),
                    ("crime", "行刑移送（涉嫌犯罪）"),
                    ("concealed", "涉嫌瞒报"),
                    ("sublet", "违法分包转包通报"),
                    ("discipline", "移送纪检监察（执法放水）"),
                    ("personnel", "移送组织部门（执法放水）"),
                    ("police", "移送公安（执法放水）"),
                    ("feedback", "上级反馈责成"),
                    ("system", "体制问题报党委研究"),
                    ("mechanism", "机制问题交牵头单位修订制度"),
                ],
                max_length=12,
                verbose_name="移送类型",
            ),
        ),
    ]
