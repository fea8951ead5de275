"""Words of the units' responses: own contents and criteria with what each refines, results, difficulties, questions.

The keys are those of the campaign's file: numbers of its paragraphs, codes of its criteria.
"""

CONTENTS: tuple[tuple[tuple[str, ...], str], ...] = (
    (
        ("1.1",),
        "Rà soát văn bản về {law_topic} thuộc lĩnh vực phụ trách; kiến nghị sửa đổi {few} nội dung.",
    ),
    (("1.1", "2.1"), "Trình đúng hạn toàn bộ đề án, văn bản được giao trong chương trình công tác năm."),
    (("1.2",), "Kiểm soát các nguồn thải lớn trên địa bàn, lĩnh vực được giao; lập danh mục và cập nhật hằng tháng."),
    (("1.2",), "Trực ban 24/24 trong mùa mưa bão; thông tin cảnh báo phát trước ít nhất {minutes} phút."),
    (("1.3",), "Giảm {saving}% thời gian giải quyết thủ tục hành chính; tiếp nhận hồ sơ qua mạng."),
    (("1.3", "2.1"), "Xử lý văn bản và hồ sơ công việc hoàn toàn trên môi trường mạng, có ký số."),
    (("1.4",), "Mỗi phòng đăng ký ít nhất một giải pháp ứng dụng công nghệ; nghiệm thu trước tháng 11."),
    (("1.4", "1.2"), "Đưa ảnh viễn thám và dữ liệu quan trắc tự động vào công việc theo dõi hằng ngày."),
    (("1.5",), "Giải quyết dứt điểm {few} vụ việc tồn đọng; không để phát sinh khiếu nại vượt cấp."),
    (("1.5",), "Thực hiện ít nhất {few} cuộc kiểm tra đột xuất về kỷ luật, kỷ cương hành chính."),
    (("1.6",), "Mỗi tháng có ít nhất {few} tin, bài về gương điển hình và về {public_topic}."),
    (("2.2",), "Phát động thi đua hai đợt trong năm; biểu dương điển hình tiên tiến mỗi quý."),
    (("2.3",), "Đăng ký {few} công trình, phần việc chào mừng đại hội và hội nghị điển hình tiên tiến."),
    (("2.4",), "Hưởng ứng phong trào giảm ô nhiễm nhựa và ni lông: không dùng đồ nhựa một lần tại cơ quan."),
)

CRITERIA: tuple[tuple[tuple[str, ...], str], ...] = (
    (("c1",), "Mỗi phòng có bản đăng ký thi đua gắn với ít nhất một nhiệm vụ trọng tâm, có sản phẩm cụ thể."),
    (("c2",), "Có ít nhất {few} sáng kiến được Hội đồng của đơn vị công nhận trong năm."),
    (("c3",), "Tỷ lệ nhiệm vụ hoàn thành đúng hạn từng tháng trên 95%; không có nhiệm vụ quá hạn."),
    (("c3", "c4"), "Toàn bộ nhiệm vụ được theo dõi trên phần mềm; cảnh báo trước hạn {few} ngày."),
    (("c4",), "Tỷ lệ người dân, doanh nghiệp hài lòng đạt từ {percent}% trở lên."),
    (("c5",), "Không có công chức, viên chức, người lao động bị xử lý kỷ luật; không vi phạm giờ làm việc."),
    (("c6",), "Không để xảy ra sự cố, điểm nóng trong lĩnh vực được giao quản lý."),
    (("c7",), "Nội bộ đoàn kết; tổ chức ít nhất {few} hoạt động chăm lo đời sống người lao động."),
)

RESULTS: tuple[str, ...] = (
    "Hoàn thành {dozens} nhiệm vụ được giao trong kỳ, trong đó {few} nhiệm vụ trước hạn. Rút ngắn thời gian giải quyết "
    "thủ tục hành chính {saving}%.",
    "Đã trình {few} văn bản đúng tiến độ; tổ chức {few} lớp tập huấn; các phòng đều có sản phẩm đăng ký thi đua.",
    "Phong trào được triển khai tới từng phòng; biểu dương {few} tập thể, {dozens} cá nhân.",
    "Kiểm tra, giải quyết {few} vụ việc tồn đọng; đăng {dozens} tin, bài về phong trào và gương điển hình.",
)

DIFFICULTIES: tuple[str, ...] = (
    "",
    "Khối lượng công việc tăng trong khi biên chế giảm; một số nhiệm vụ phối hợp còn chậm ý kiến.",
    "Phần mềm theo dõi nhiệm vụ chưa thống kê được theo tháng nên phải tổng hợp thủ công.",
    "Mưa lũ kéo dài ảnh hưởng tiến độ ở hiện trường trong hai tháng.",
)

QUESTIONS: tuple[tuple[str, str, str], ...] = (
    (
        "Tháng không có nhiệm vụ đến hạn",
        "Đơn vị có tháng không có nhiệm vụ nào đến hạn. Tháng đó khai như thế nào, có bị coi là không đạt không?",
        "Khai số 0 ở cả ba cột. Tháng không có nhiệm vụ đến hạn không bị tính là không đạt.",
    ),
    (
        "Tỷ lệ đúng 90% của một tháng",
        "Một tháng đơn vị đạt đúng 90% do một nhiệm vụ chờ ý kiến phối hợp. Có được coi là đạt tiêu chí không?",
        "Tiêu chí yêu cầu trên 90% trong từng tháng, nên đúng 90% là chưa đạt. Đơn vị nêu rõ lý do trong báo cáo.",
    ),
    (
        "Bổ sung văn bản phát động",
        "Đơn vị đã ghi nhận kế hoạch nhưng chưa đính kèm tệp văn bản phát động. Nay bổ sung tệp có được không?",
        "Được. Đơn vị mở trang kế hoạch hưởng ứng, chọn sửa và đính kèm tệp; các nội dung khác giữ nguyên.",
    ),
    (
        "Số liệu của đơn vị mới sáp nhập",
        "Đơn vị tiếp nhận nhiệm vụ của đơn vị khác từ giữa năm. Số liệu các tháng trước lấy của đơn vị nào?",
        "Các tháng trước khi sáp nhập lấy số liệu của đơn vị mình; nêu rõ thời điểm tiếp nhận trong phần kết quả.",
    ),
    (
        "Thời điểm báo cáo sơ kết",
        "Báo cáo sơ kết lấy số liệu đến ngày nào để thống nhất trong Khối?",
        "",
    ),
    (
        "Minh chứng bằng ảnh chụp",
        "Minh chứng là ảnh chụp hiện trường thì có cần văn bản xác nhận kèm theo không?",
        "",
    ),
    (
        "Sáng kiến công nhận sau ngày nộp",
        "Sáng kiến đang chờ Hội đồng công nhận, dự kiến có quyết định sau hạn nộp hồ sơ. Có được bổ sung sau không?",
        "",
    ),
)
"""Subject, question, and the answer; those without one still wait."""
