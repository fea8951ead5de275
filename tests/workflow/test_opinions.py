"""What came in is for the department to record; that nothing came in is for its head to say."""

from tests.workflow.facts import person, read
from workflow.opinions import Answer, answering
from workflow.vocabulary import Role


def test_who_records_which_answer() -> None:
    officer, head, outsider = (person(role) for role in (Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD, Role.AUDITOR))
    for answer in Answer:
        assert answering(head, answer) == []
        assert read(answering(officer, answer)) == (
            ["Only this role may do it here: Head of the emulation department."] if answer is Answer.UNANSWERED else []
        )
        assert [reason.code for reason in answering(outsider, answer)] == ["role"]
