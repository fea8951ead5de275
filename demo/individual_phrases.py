"""What individuals have achieved, by content area. Words in braces are drawn by `texts`; every figure is invented."""

SUMMARIES: dict[str, tuple[str, ...]] = {
    "institutions": (
        "Trực tiếp soạn thảo {few} chương của dự thảo văn bản về {law_topic}; giải trình đầy đủ {dozens} ý kiến góp "
        "ý đúng hạn.",
        "Rà soát {dozens} văn bản về {law_topic}, phát hiện {few} điểm mâu thuẫn và đề xuất phương án sửa đổi được "
        "chấp thuận.",
    ),
    "resources": (
        "Bảo đảm số liệu quan trắc liên tục {dozens} đợt mưa lũ, không để sai sót; đề xuất cách kiểm tra chéo được "
        "áp dụng tại {few} trạm.",
        "Trực tiếp đo đạc, chỉnh lý hồ sơ {hundreds} thửa đất ở địa bàn khó khăn, hoàn thành sớm {days} ngày.",
        "Tham gia {dozens} đợt lấy mẫu, phân tích môi trường; phát hiện sớm {few} điểm có nguy cơ ô nhiễm.",
    ),
    "reform": (
        "Tiếp nhận và xử lý {hundreds} hồ sơ, {percent}% đúng hoặc trước hạn; đề xuất bỏ {few} loại giấy tờ không "
        "cần thiết.",
        "Xây dựng bảng theo dõi nhiệm vụ dùng chung cho đơn vị, giúp giảm {saving}% việc chậm tiến độ so với năm "
        "trước.",
    ),
    "science": (
        "Chủ nhiệm {few} nhiệm vụ khoa học cấp cơ sở đã nghiệm thu; viết công cụ xử lý tự động {thousands} bản ghi "
        "dữ liệu.",
        "Công bố {few} bài báo khoa học, hướng dẫn {dozens} đồng nghiệp sử dụng phương pháp mới trong công việc hằng "
        "ngày.",
    ),
    "inspection": (
        "Tham gia {dozens} cuộc thanh tra, kiểm tra; trực tiếp xác minh {few} vụ việc phức tạp, kết luận được các "
        "bên đồng thuận.",
        "Tiếp {hundreds} lượt công dân, hòa giải thành {few} vụ việc ngay tại cơ sở, không có đơn phản ánh về thái "
        "độ tiếp dân.",
    ),
    "communication": (
        "Thực hiện {dozens} tin, bài, phóng sự về {public_topic}, trong đó {few} tác phẩm phát hiện vấn đề được cơ "
        "quan quản lý xử lý.",
        "Biên soạn {few} tài liệu truyền thông về {public_topic}, trực tiếp hướng dẫn {hundreds} cộng tác viên ở cơ "
        "sở.",
    ),
}

NARRATIVES: dict[str, tuple[str, ...]] = {
    "institutions": (
        "Được giao phụ trách phần khó nhất của dự thảo về {law_topic}, {subject} đã tự lập bảng so sánh {dozens} quy "
        "định hiện hành với thực tiễn của {few} địa phương, chỉ ra từng điểm vướng và đề xuất câu chữ sửa đổi. Phần "
        "dự thảo được thông qua sau hai lần trình, sớm {days} ngày so với kế hoạch. Bảng so sánh hiện được cả nhóm "
        "soạn thảo dùng làm mẫu.",
        "{subject} nhận thấy nhiều ý kiến góp ý về {law_topic} bị lặp lại qua các vòng nên đã đề xuất phân nhóm và "
        "giải trình tập trung. {hundreds} ý kiến được gom thành {dozens} vấn đề, giảm {saving}% thời gian tổng hợp. "
        "Bản thân luôn hoàn thành nhiệm vụ trước hạn và sẵn sàng hỗ trợ đồng nghiệp mới.",
    ),
    "resources": (
        "Trong {few} đợt mưa lũ lớn, {subject} đã trực liên tục tại nơi làm việc, giữ cho thiết bị hoạt động khi mất "
        "điện và truyền số liệu đầy đủ từng giờ. Cách lắp nguồn dự phòng do cá nhân đề xuất với chi phí thấp đã được "
        "nhân ra {few} điểm khác. Số liệu cả năm đạt {percent}% yêu cầu, không có sai sót phải đính chính.",
        "Phụ trách địa bàn đi lại khó khăn, {subject} đã đến tận nơi làm việc với {hundreds} hộ dân để thống nhất "
        "ranh giới, chỉnh lý hồ sơ ngay tại thôn. Cách làm này giúp người dân không phải đi lại nhiều lần và giảm "
        "{saving}% hồ sơ phải trả lại. Khối lượng năm hoàn thành trước hạn {days} ngày, không có khiếu nại phát sinh.",
    ),
    "reform": (
        "Làm việc tại bộ phận tiếp nhận, {subject} đã soạn {few} tờ hướng dẫn một trang bằng lời lẽ dễ hiểu và "
        "thường xuyên cập nhật theo câu hỏi của người dân. Tỷ lệ hồ sơ phải bổ sung giảm {saving}%; {percent}% hồ sơ "
        "trả đúng hoặc trước hạn. Nhiều người dân đã ghi ý kiến khen trong sổ góp ý của đơn vị.",
        "Từ thực tế công việc bị chậm do không rõ ai đang giữ hồ sơ, {subject} đã tự xây dựng bảng theo dõi dùng "
        "chung, cảnh báo trước hạn hai ngày. Sau {few} tháng thử nghiệm, bảng được áp dụng cho toàn đơn vị với "
        "{dozens} người dùng; không có nhiệm vụ nào quá hạn trong năm. Bản thân gương mẫu về giờ giấc và tác "
        "phong.",
    ),
    "science": (
        "{subject} đã viết công cụ đọc và kiểm tra tự động {thousands} bản ghi, thay cho việc đối chiếu bằng tay mất "
        "nhiều tuần. Công cụ phát hiện {hundreds} lỗi tồn tại từ các năm trước và được bàn giao kèm tài liệu hướng "
        "dẫn cho {few} đơn vị. Giải pháp được hội đồng sáng kiến cơ sở công nhận và đang được đề nghị áp dụng rộng "
        "hơn.",
        "Trong nhiệm vụ nghiên cứu do cơ quan quản lý đặt hàng, {subject} đảm nhận phần thực địa tại {dozens} điểm "
        "và phần phân tích số liệu. Phương pháp mới giúp giảm {saving}% chi phí mỗi mẫu mà vẫn bảo đảm độ chính xác. "
        "Kết quả đã công bố trong {few} bài báo và được đưa vào hướng dẫn kỹ thuật của đơn vị.",
    ),
    "inspection": (
        "Tham gia các đoàn thanh tra với vai trò thành viên, {subject} chuẩn bị kỹ hồ sơ nên rút ngắn thời gian làm "
        "việc tại cơ sở {few} ngày mỗi cuộc. {few} vụ việc phức tạp do cá nhân trực tiếp xác minh đều có chứng cứ rõ "
        "ràng, kết luận được các bên đồng thuận. Luôn giữ đúng quy tắc ứng xử, không có phản ánh về thái độ làm việc.",
        "{subject} đã kiên trì gặp gỡ, giải thích cho {dozens} hộ dân trong các vụ việc kéo dài, lắng nghe trước khi "
        "kết luận. {few} vụ việc được hòa giải thành, công dân tự nguyện rút đơn. Kinh nghiệm tiếp dân đã được ghi "
        "lại thành tài liệu {dozens} trang để bồi dưỡng cán bộ mới.",
    ),
    "communication": (
        "Để viết về {public_topic}, {subject} đã đi thực tế {dozens} chuyến, nhiều nơi phải đi bộ. Loạt bài {few} kỳ "
        "nêu rõ vấn đề, nguyên nhân và giải pháp của người dân; cơ quan quản lý đã tiếp thu và chấn chỉnh. Không có "
        "tin, bài nào phải cải chính. Cá nhân còn hướng dẫn {few} cộng tác viên trẻ trở thành người viết thường "
        "xuyên.",
        "{subject} đã xây dựng bộ tài liệu truyền thông ngắn về {public_topic} với tranh minh họa và lời lẽ gần gũi, "
        "phát cho {thousands} học sinh và hội viên đoàn thể. Sau {few} tháng, {dozens} thôn, tổ dân phố đã tự tổ "
        "chức thu gom, phân loại và duy trì đến nay.",
    ),
}

REFORMS = (
    "Xử lý {percent}% công việc trên môi trường điện tử; trả kết quả trước hạn bình quân {few} ngày mỗi hồ sơ.",
    "Đề xuất rút gọn {few} biểu mẫu nội bộ, được đơn vị áp dụng từ tháng {month}; đồng nghiệp phản hồi tốt.",
    "Tự học và hướng dẫn {dozens} đồng nghiệp sử dụng chữ ký số, hệ thống quản lý văn bản và họp trực tuyến.",
    "Soạn bộ câu hỏi thường gặp, giúp giảm {saving}% số cuộc gọi hỏi thủ tục; không có phản ánh về thái độ phục vụ.",
    "Chuyển {hundreds} hồ sơ giấy của bộ phận sang dạng số, đặt tên thống nhất để tra cứu trong vài phút.",
    "Thường xuyên khảo sát ý kiến người nộp hồ sơ; {percent}% phiếu đánh giá ở mức hài lòng trở lên.",
)
