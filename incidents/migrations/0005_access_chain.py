import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import core.clock
import core.encrypted

ACTIONS = [
    ('view', '查看'), ('work', '办理'), ('named', '指定经办人'), ('unnamed', '取消经办人'), ('hit', '检索命中'),
    ('opened', '查看原文'), ('print', '打印'), ('export', '导出'), ('decided', '审批导出'), ('refused', '被拒绝'),
]


class Migration(migrations.Migration):

    dependencies = [
        ('incidents', '0003_sealed_texts'),
        ('places', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='AccessChain',
            fields=[
                ('town', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='places.place', verbose_name='乡镇')),
                ('length', models.PositiveIntegerField(default=0, verbose_name='条数')),
                ('head', core.encrypted.EncryptedText(blank=True, verbose_name='链尾')),
            ],
            options={'verbose_name': '查阅记录链'},
        ),
        migrations.CreateModel(
            name='AccessReview',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('month', models.DateField(verbose_name='月份')),
                ('length', models.PositiveIntegerField(verbose_name='审阅时条数')),
                ('sha256', models.CharField(blank=True, max_length=64, verbose_name='审阅时末条校验值')),
                ('looks', models.PositiveIntegerField(verbose_name='本月查阅次数')),
                ('note', models.CharField(max_length=300, verbose_name='审阅意见')),
                ('at', models.DateTimeField(default=core.clock.now, verbose_name='审阅时间')),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='审阅人')),
                ('chain', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reviews', to='incidents.accesschain')),
            ],
            options={
                'verbose_name': '查阅记录审阅',
                'ordering': ['-month'],
                'constraints': [models.UniqueConstraint(fields=('chain', 'month'), name='incidents_review_once', violation_error_message='这个月已经审阅过')],
            },
        ),
        migrations.AddField(
            model_name='accesslog',
            name='chain',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='incidents.accesschain'),
        ),
        migrations.AddField(
            model_name='accesslog',
            name='number',
            field=models.PositiveIntegerField(null=True, verbose_name='序号'),
        ),
        migrations.AddField(
            model_name='accesslog',
            name='previous',
            field=models.CharField(blank=True, default='', editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name='accesslog',
            name='sha256',
            field=models.CharField(default='', editable=False, max_length=64),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name='accesslog',
            name='lead',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to='incidents.lead', verbose_name='线索'),
        ),
        migrations.AlterField(
            model_name='accesslog',
            name='action',
            field=models.CharField(choices=ACTIONS, max_length=10, verbose_name='动作'),
        ),
    ]
