"""What collectives have achieved, by content area. Words in braces are drawn by `texts`; every figure is invented."""

SUMMARIES: dict[str, tuple[str, ...]] = {
    "institutions": (
        "Chủ trì xây dựng {few} văn bản quy phạm pháp luật về {law_topic}, trình đúng tiến độ, tiếp thu {dozens} ý "
        "kiến góp ý.",
        "Rà soát {dozens} văn bản về {law_topic}, kiến nghị bãi bỏ hoặc sửa đổi {few} quy định chồng chéo, được cơ "
        "quan chủ quản tiếp thu.",
        "Tổng kết thi hành pháp luật về {law_topic} tại {dozens} địa phương, làm căn cứ đề xuất {few} nhóm chính "
        "sách mới.",
    ),
    "resources": (
        "Hoàn thành quan trắc tại {dozens} điểm, phát hiện và kiến nghị xử lý {few} nguồn xả thải vượt quy chuẩn.",
        "Phát hành {hundreds} bản tin cảnh báo thiên tai, rút ngắn thời gian từ số liệu đến bản tin còn {minutes} "
        "phút.",
        "Lập xong hồ sơ quản lý {hundreds} ha đất trước thời hạn {days} ngày, không phát sinh khiếu nại kéo dài.",
    ),
    "reform": (
        "Cắt giảm {few} thủ tục hành chính, đưa {dozens} dịch vụ công lên mức độ 4; {percent}% hồ sơ trả đúng hoặc "
        "trước hạn.",
        "Sắp xếp lại tổ chức, giảm {few} đầu mối; {percent}% văn bản được xử lý và ký số trên môi trường điện tử.",
    ),
    "science": (
        "Nghiệm thu {few} đề tài khoa học và công nghệ, chuyển giao {few} quy trình cho {dozens} đơn vị sử dụng.",
        "Xây dựng cơ sở dữ liệu dùng chung gồm {thousands} hồ sơ, kết nối với {few} hệ thống thông tin của ngành.",
    ),
    "inspection": (
        "Hoàn thành {dozens} cuộc thanh tra, kiểm tra, trong đó {few} cuộc đột xuất; {percent}% kết luận được thực "
        "hiện đúng hạn.",
        "Giải quyết {dozens} đơn khiếu nại, tố cáo thuộc thẩm quyền, đạt {percent}%, không để tồn đọng vụ việc đông "
        "người.",
    ),
    "communication": (
        "Thực hiện {hundreds} tin, bài và {dozens} chuyên đề về {public_topic}, tăng {saving}% lượt tiếp cận so với "
        "năm trước.",
        "Tổ chức {dozens} buổi truyền thông về {public_topic} cho {thousands} lượt người, nhân rộng {few} mô hình ở "
        "cơ sở.",
    ),
}

NARRATIVES: dict[str, tuple[str, ...]] = {
    "institutions": (
        "Đầu năm, nhiều quy định về {law_topic} còn chồng chéo, địa phương lúng túng khi áp dụng. {subject} đã lập "
        "tổ công tác gồm {few} người, phân công rõ việc, rõ người, rõ thời hạn, làm việc trực tiếp với {dozens} địa "
        "phương và doanh nghiệp trước khi soạn thảo. Nhờ vậy dự thảo được trình sớm {days} ngày, phần lớn ý kiến góp "
        "ý được giải trình ngay trong vòng lấy ý kiến thứ nhất. Cách làm này đã được áp dụng cho {few} văn bản khác "
        "trong chương trình công tác năm.",
        "Trước yêu cầu hoàn thiện pháp luật về {law_topic}, {subject} không chờ hết kỳ tổng kết mà theo dõi việc thi "
        "hành theo quý, lập bảng đối chiếu {hundreds} điều, khoản và gắn mỗi vướng mắc với một phương án sửa đổi. "
        "Kết quả, {few} nhóm chính sách được cấp có thẩm quyền thông qua để đưa vào dự thảo; thời gian thẩm định nội "
        "bộ giảm {saving}%.",
    ),
    "resources": (
        "Mùa mưa lũ năm nay diễn biến phức tạp. {subject} đã tổ chức trực 24 giờ trong {dozens} ngày, bổ sung {few} "
        "điểm quan trắc tự động và phối hợp với chính quyền {dozens} xã để chuyển bản tin đến tận thôn, bản. Bản tin "
        "cảnh báo được phát hành sớm hơn trung bình {minutes} phút so với năm trước, giúp địa phương chủ động sơ tán "
        "{thousands} người. Quy trình phối hợp đã được lập thành văn bản để sử dụng lâu dài.",
        "Để kiểm soát nguồn thải và sử dụng đất đúng quy hoạch, {subject} đã lập bản đồ rủi ro từ số liệu của "
        "{dozens} cơ sở, chọn {few} khu vực trọng điểm để kiểm tra trước. Qua {dozens} đợt kiểm tra, {percent}% kiến "
        "nghị được khắc phục trong năm. Việc chọn trọng điểm theo dữ liệu giúp giảm {saving}% số đoàn kiểm tra mà "
        "không bỏ sót điểm nóng.",
    ),
    "reform": (
        "{subject} bắt đầu từ việc hỏi {hundreds} người dân và doanh nghiệp về những bước gây phiền hà nhất, từ đó "
        "bỏ {few} loại giấy tờ và gộp {few} bước xử lý. Hồ sơ được theo dõi trên bảng điều hành chung, ai giữ hồ sơ "
        "quá một ngày đều được nhắc. Tỷ lệ trả kết quả đúng hạn đạt {percent}%, thời gian xử lý trung bình giảm "
        "{days} ngày; không có phản ánh về thái độ phục vụ.",
        "Sau khi sắp xếp lại, số người ít hơn nhưng khối lượng việc tăng {saving}%. {subject} đã viết lại {dozens} "
        "quy trình nội bộ, mỗi quy trình không quá một trang, và kiểm tra chéo hằng tháng. {percent}% văn bản đi "
        "được ký số; các cuộc họp giảm một phần ba nhờ giao việc và báo cáo trên môi trường điện tử. Kỷ luật giờ "
        "giấc được giữ nghiêm trong cả năm.",
    ),
    "science": (
        "{subject} đã gắn nghiên cứu với đặt hàng của cơ quan quản lý: trước khi đăng ký đề tài phải có đơn vị cam "
        "kết sử dụng kết quả. Trong năm có {few} nhiệm vụ được nghiệm thu, tất cả đều có biên bản chuyển giao. Phần "
        "mềm xử lý dữ liệu do đơn vị tự xây dựng đã thay thế công đoạn thủ công tại {dozens} nơi, tiết kiệm khoảng "
        "{hundreds} ngày công.",
        "Từ dữ liệu phân tán ở nhiều nơi, {subject} đã chuẩn hóa {thousands} hồ sơ theo một cấu trúc thống nhất, mở "
        "dịch vụ tra cứu cho {dozens} đơn vị và đào tạo {hundreds} lượt cán bộ sử dụng. Sai sót khi tổng hợp số liệu "
        "giảm {saving}%. Kết quả đã được giới thiệu tại {few} hội thảo chuyên môn trong và ngoài nước.",
    ),
    "inspection": (
        "Với phương châm có trọng tâm, trọng điểm, {subject} đã dùng dữ liệu sẵn có để chọn {dozens} nơi cần kiểm "
        "tra, giảm trùng lặp với các đoàn khác. {few} cuộc thanh tra đột xuất được thực hiện ngay khi có phản ánh. "
        "Kết luận ban hành đúng hạn đạt {percent}%; nội dung kết luận viết ngắn gọn, nêu rõ việc phải làm, thời hạn "
        "và người chịu trách nhiệm.",
        "Nhiều vụ việc khiếu nại đất đai đã kéo dài qua nhiều năm. {subject} rà soát lại từ đầu {dozens} hồ sơ, tổ "
        "chức đối thoại tại chỗ {dozens} buổi và thống nhất phương án với chính quyền địa phương. {percent}% vụ việc "
        "đã có kết luận cuối cùng, số lượt công dân đến trình bày giảm {saving}% so với cùng kỳ.",
    ),
    "communication": (
        "{subject} đã chuyển từ đưa tin hoạt động sang giải thích chính sách về {public_topic}: mỗi tuần một chuyên "
        "đề, có số liệu, có ý kiến người dân. Trong năm đã thực hiện {hundreds} sản phẩm trên nhiều loại hình; {few} "
        "kiến nghị của bạn đọc được cơ quan quản lý trả lời và sửa quy định. Lượt tiếp cận tăng {saving}% so với năm "
        "trước.",
        "Nhằm tạo đồng thuận về {public_topic}, {subject} đã phối hợp với {dozens} trường học, xã, phường tổ chức "
        "các buổi sinh hoạt tại chỗ, mỗi buổi có người làm chuyên môn trả lời trực tiếp. {thousands} lượt người tham "
        "gia; {few} mô hình do người dân tự đề xuất được duy trì và đã lan sang địa bàn lân cận.",
    ),
}

REFORMS = (
    "{percent}% hồ sơ, văn bản được xử lý trên môi trường điện tử; {few} thủ tục được cắt giảm thành phần hồ sơ. "
    "Khảo sát {hundreds} người dân, doanh nghiệp cho kết quả {percent}% hài lòng và rất hài lòng.",
    "Đưa {few} quy trình nội bộ lên hệ thống quản lý công việc; thời gian xử lý trung bình giảm {days} ngày. Đề xuất "
    "cắt giảm {few} điều kiện kinh doanh thuộc lĩnh vực quản lý.",
    "Toàn bộ báo cáo định kỳ được lập từ cơ sở dữ liệu dùng chung, giảm {saving}% số báo cáo giấy. {percent}% phiếu "
    "đánh giá của tổ chức, cá nhân ở mức hài lòng trở lên.",
    "Mở chuyên mục hỏi đáp trực tuyến, trả lời {hundreds} câu hỏi trong thời hạn ba ngày làm việc; không có câu hỏi "
    "nào quá hạn. Họp trực tuyến thay cho {dozens} chuyến công tác.",
    "Liên thông dữ liệu với {few} đơn vị nên người nộp hồ sơ không phải nộp lại giấy tờ đã có. {percent}% hồ sơ trả "
    "trước hoặc đúng hạn.",
    "Áp dụng chữ ký số cho toàn bộ văn bản đi từ tháng {month}; tiết kiệm {saving}% chi phí in ấn, bưu chính. Công "
    "khai tiến độ giải quyết từng hồ sơ để người dân theo dõi.",
)
