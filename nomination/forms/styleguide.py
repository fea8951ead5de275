"""The form that the component page shows. Nobody sends it."""

from flask_wtf import FlaskForm
from wtforms import BooleanField, FileField, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.widgets import CheckboxInput, ListWidget


class SampleForm(FlaskForm):
    nominee = StringField("Tên tập thể, cá nhân", description="Ghi đúng như trên Bằng khen.")
    unit = SelectField(
        "Đơn vị", choices=[SelectChoice("1", "Tổng cục Môi trường"), SelectChoice("2", "Cục Viễn thám quốc gia")]
    )
    kind = RadioField("Đối tượng", choices=[SelectChoice("c", "Tập thể"), SelectChoice("i", "Cá nhân")])
    rate = StringField("Tỷ lệ đúng hạn tháng 3 (%)", description="Ví dụ: 98,5")
    summary = TextAreaField("Tóm tắt thành tích", description="Không quá 500 chữ.")
    minutes = FileField("Biên bản họp của đơn vị", description="Tệp PDF, không quá 20 MB.")
    areas = SelectMultipleField(
        "Nội dung thi đua",
        choices=[
            SelectChoice("1", "Xây dựng thể chế, chính sách, pháp luật"),
            SelectChoice("2", "Cải cách hành chính, Chính phủ điện tử"),
        ],
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    affirmed = BooleanField("Tôi xác nhận nội dung hồ sơ là đúng sự thật.")
