"""The form that the component page shows. Nobody sends it."""

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FileField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
    widgets,
)


class SampleForm(FlaskForm):
    nominee = StringField("Tên tập thể, cá nhân", description="Ghi đúng như sẽ in trên Bằng khen.")
    unit = SelectField("Đơn vị", choices=[("1", "Tổng cục Môi trường"), ("2", "Văn phòng Bộ")])
    kind = RadioField("Đối tượng", choices=[("collective", "Tập thể"), ("individual", "Cá nhân")], default="collective")
    rate = StringField("Tỷ lệ hoàn thành đúng hạn (%)")
    summary = TextAreaField("Tóm tắt thành tích")
    minutes = FileField("Biên bản họp")
    areas = SelectMultipleField(
        "Nội dung trọng tâm",
        choices=[("1", "Hoàn thiện thể chế"), ("2", "Cải cách hành chính")],
        option_widget=widgets.CheckboxInput(),
        widget=widgets.ListWidget(prefix_label=False),
    )
    affirmed = BooleanField("Tôi xác nhận nội dung trên là đúng sự thật")
