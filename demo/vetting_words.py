"""What passes between people while a nomination is vetted: opinions asked, notes kept, steps proposed to the head."""

from datetime import timedelta

from demo.cases import Case
from demo.earlier import weigh_namesakes
from demo.fates import Fate
from demo.scene import Scene
from nomination import clock
from nomination.dossiers import load
from nomination.models import Nomination
from nomination.services.notes import note
from nomination.services.opinions import Answered, Letter, ask, record_answer
from nomination.services.proposals import Proposed, propose
from workflow.proposing import proposing
from workflow.vocabulary import Trigger

EVERY = 9
CLEARED = Proposed("clear", "Hồ sơ đầy đủ, các tiêu chí đều đạt. Đề nghị kết luận đủ điều kiện.")
BODY = "Thanh tra Bộ"
QUESTION = "Trong thời gian của phong trào có đơn thư, kết luận thanh tra hoặc kỷ luật liên quan hay không."


def plan_words(scene: Scene, case: Case, officer: str) -> None:
    """Of some an opinion is still out, of others it came in; what was judged whole is proposed."""
    agenda, received = scene.agenda, case.dates.received
    if case.fate is Fate.HALF_ASSESSED:
        agenda.on(received + 7, _ask, scene, case, officer)
        agenda.on(received + 7, _note, scene, case, officer)
    elif case.fate is Fate.ASSESSED:
        agenda.on(received + 7, _propose, scene, case, officer)
    elif _heard(case) and not case.returned and not case.held:
        agenda.on(received + 6, _ask_and_hear, scene, case, officer)


def _heard(case: Case) -> bool:
    """What the council votes on now; of the others some."""
    some = case.fate in (Fate.PUBLISHED, Fate.CLEARED) and case.n % EVERY == 0
    return some or case.fate is Fate.COUNCIL_VOTING


def _ask(scene: Scene, case: Case, officer: str) -> int:
    today = clock.today()
    letter = Letter(BODY, QUESTION, today, today + timedelta(days=14))
    return ask(scene.actor(officer), [case.code], letter).id


def _ask_and_hear(scene: Scene, case: Case, officer: str) -> None:
    said = Answered("agree", "Không có đơn thư, kết luận thanh tra.", "Văn bản trả lời của Thanh tra Bộ", clock.today())
    record_answer(scene.actor(officer), _ask(scene, case, officer), [case.code], said)


def _note(scene: Scene, case: Case, officer: str) -> None:
    text = "Đã trao đổi qua điện thoại với đầu mối của đơn vị về số liệu các tháng cuối năm."
    note(scene.actor(officer), Nomination.code == case.code, text)


def _propose(scene: Scene, case: Case, officer: str) -> None:
    """Only where nothing stands against it, as an officer would."""
    weigh_namesakes(scene, officer, case.code)
    loaded, actor = load(Nomination.code == case.code), scene.actor(officer)
    if loaded is not None and not proposing(loaded.dossier, actor, Trigger.CLEAR):
        propose(actor, Nomination.code == case.code, CLEARED)
