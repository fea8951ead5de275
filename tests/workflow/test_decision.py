"""The course of a decision: who may do what from where, written by hand, and what stands against each act."""

from dataclasses import replace

import pytest

from workflow.decision import Act, Kind, Line, Paper, Status, check, choices, preparing
from workflow.dossier import Actor, Grant
from workflow.machine import Given, NotYours, Refused, WrongState
from workflow.vocabulary import Role, State

WRITER, HEAD, SIGNER, CLERK, STRANGER = 1, 2, 3, 4, 5
DIGEST = "a" * 64
LINE = Line("x-0001", "Nguyễn Thị Hoa", State.MINISTER_SIGNOFF, False, "Câu khen.", 20, True)
PAPER = Paper(
    code="QD-x-01", kind=Kind.AWARD, status=Status.DRAFTING, lines=(LINE,), writers=frozenset({WRITER}),
    content_digest=DIGEST, digest=DIGEST, seen_digest=DIGEST, frozen_by=HEAD, signed_by=SIGNER,
    scan_by=CLERK,
)  # fmt: skip
GIVEN = Given(reason="Lý do.", confirmation="Người làm")
COURSE = {
    (Status.DRAFTING, Act.EDIT): ({Role.DEPARTMENT_OFFICER}, None),
    (Status.DRAFTING, Act.FREEZE): ({Role.DEPARTMENT_HEAD}, Status.FROZEN),
    (Status.DRAFTING, Act.CANCEL): ({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD}, Status.CANCELLED),
    (Status.FROZEN, Act.SIGN): ({Role.MINISTER}, Status.SIGNED),
    (Status.FROZEN, Act.RECORD): ({Role.REGISTRY_CLERK}, None),
    (Status.FROZEN, Act.CONFIRM): ({Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD}, Status.SIGNED),
    (Status.FROZEN, Act.RETURN): ({Role.MINISTER}, Status.DRAFTING),
    (Status.FROZEN, Act.THAW): ({Role.DEPARTMENT_HEAD}, Status.DRAFTING),
    (Status.SIGNED, Act.ISSUE): ({Role.REGISTRY_CLERK}, Status.ISSUED),
    (Status.ISSUED, Act.PUBLISH): ({Role.DEPARTMENT_HEAD}, Status.PUBLISHED),
}


def actor(*roles: Role, person: int = STRANGER) -> Actor:
    return Actor(person, "Người làm", frozenset(Grant(role) for role in roles))


def attempt(paper: Paper, who: Actor, act: Act, given: Given = GIVEN) -> str:
    """What comes of it: the status it leads to, or the name of the refusal."""
    try:
        target = check(paper, who, act, given).target
    except Refused as error:
        return type(error).__name__
    return "stays" if target is None else target.value


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("act", list(Act))
@pytest.mark.parametrize("role", list(Role))
def test_every_act_from_every_status_by_every_role(status: Status, act: Act, role: Role) -> None:
    roles, target = COURSE.get((status, act), (None, None))
    expected = (
        "WrongState" if roles is None else "NotYours" if role not in roles else target.value if target else "stays"
    )
    assert attempt(replace(PAPER, status=status), actor(role), act) == expected


def sentences(paper: Paper, who: Actor, act: Act) -> list[str]:
    found = next(choice for choice in choices(paper, who) if choice.act is act)
    return [reason.message % reason.params for reason in found.reasons]


FROZEN = replace(PAPER, status=Status.FROZEN)
HEADING, SIGNING, NUMBERING = actor(Role.DEPARTMENT_HEAD), actor(Role.MINISTER), actor(Role.REGISTRY_CLERK)


@pytest.mark.parametrize(
    ("paper", "who", "act", "said"),
    [
        (replace(PAPER, lines=()), HEADING, Act.FREEZE, "The decision holds no nomination yet."),
        (replace(PAPER, lines=(replace(LINE, held=True),)), HEADING, Act.FREEZE,
         "Nguyễn Thị Hoa: the nomination is on hold pending verification."),
        (replace(PAPER, lines=(replace(LINE, unchanged=False),)), HEADING, Act.FREEZE,
         "Nguyễn Thị Hoa: the content has changed since it was put into the decision."),
        (replace(PAPER, lines=(replace(LINE, state=State.DEPARTMENT_VETTING),)), HEADING, Act.FREEZE,
         "Nguyễn Thị Hoa: the nomination is now in the state “Being vetted”."),
        (replace(FROZEN, file_stands=False), SIGNING, Act.SIGN,
         "The file of the decision is not the one that was frozen. Reopen the decision and freeze it again."),
        (replace(FROZEN, signer=SIGNER, signer_name="Lê Văn Ký"), SIGNING, Act.SIGN,
         "The paper is made out for the signature of Lê Văn Ký. To sign it yourself, send it back first."),
        (replace(FROZEN, scan_by=None), actor(Role.DEPARTMENT_OFFICER), Act.CONFIRM,
         "The registry has not entered a scan of the signed paper."),
        (replace(FROZEN, scan_by=STRANGER), actor(Role.DEPARTMENT_OFFICER), Act.CONFIRM,
         "You entered the signed paper, so another person must confirm it."),
        (replace(FROZEN, frozen_by=STRANGER), NUMBERING, Act.RECORD,
         "You prepared or froze this decision, so another person must enter the signed paper."),
        (replace(PAPER, kind=Kind.REVOCATION), HEADING, Act.FREEZE,
         "Nguyễn Thị Hoa: the nomination is now in the state “Awaiting signature”."),
        (replace(PAPER, lines=(replace(LINE, citation=" "),)), HEADING, Act.FREEZE,
         "Nguyễn Thị Hoa: the citation is missing."),
        (replace(PAPER, lines=(replace(LINE, citation="x" * 21),)), HEADING, Act.FREEZE,
         "Nguyễn Thị Hoa: the citation has 21 characters; at most 20 fit on the certificate."),
        (PAPER, actor(Role.DEPARTMENT_HEAD, person=WRITER), Act.FREEZE,
         "You prepared this decision, so another person must freeze it."),
        (FROZEN, actor(Role.MINISTER, person=WRITER), Act.SIGN,
         "You prepared or froze this decision, so another person must sign it."),
        (FROZEN, actor(Role.MINISTER, person=HEAD), Act.SIGN,
         "You prepared or froze this decision, so another person must sign it."),
        (replace(FROZEN, seen_digest="b" * 64), SIGNING, Act.SIGN,
         "The decision has changed since it was shown to you. Read it again before you sign."),
        (replace(FROZEN, content_digest="b" * 64), SIGNING, Act.SIGN,
         "The decision no longer matches what was frozen. Reopen it and freeze it again."),
        (replace(FROZEN, lines=(replace(LINE, held=True),)), SIGNING, Act.SIGN,
         "Nguyễn Thị Hoa: the nomination is on hold pending verification."),
        (replace(PAPER, status=Status.SIGNED), actor(Role.REGISTRY_CLERK, person=SIGNER), Act.ISSUE,
         "You prepared, froze or signed this decision, so another person must number it."),
        (replace(PAPER, status=Status.SIGNED, content_digest="b" * 64), NUMBERING, Act.ISSUE,
         "The decision no longer matches what was frozen. Reopen it and freeze it again."),
        (replace(PAPER, status=Status.ISSUED, content_digest="b" * 64), HEADING, Act.PUBLISH,
         "The decision no longer matches what was frozen. Reopen it and freeze it again."),
        (replace(PAPER, status=Status.ISSUED, lines=(replace(LINE, held=True),)), HEADING, Act.PUBLISH,
         "Nguyễn Thị Hoa: the nomination is on hold pending verification."),
    ],
)  # fmt: skip
def test_what_stands_against_an_act_is_said_whole(paper: Paper, who: Actor, act: Act, said: str) -> None:
    assert sentences(paper, who, act) == [said]


def test_a_page_without_the_digest_signs_nothing() -> None:
    unseen = replace(FROZEN, seen_digest=None)
    assert attempt(unseen, SIGNING, Act.SIGN) == "Refused"
    assert attempt(replace(unseen, digest=None, content_digest=""), SIGNING, Act.SIGN) == "Refused"


@pytest.mark.parametrize("act", [Act.SIGN, Act.PUBLISH])
def test_a_name_confirms(act: Act) -> None:
    paper, who = (FROZEN, SIGNING) if act is Act.SIGN else (replace(PAPER, status=Status.ISSUED), HEADING)
    assert attempt(paper, who, act, Given(confirmation="Người khác")) == "Refused"
    assert attempt(paper, who, act, Given(confirmation=" người  làm ")) == (
        "signed" if act is Act.SIGN else "published"
    )


@pytest.mark.parametrize("act", [Act.RETURN, Act.THAW])
def test_going_back_needs_a_reason(act: Act) -> None:
    assert attempt(FROZEN, actor(Role.MINISTER, Role.DEPARTMENT_HEAD), act, Given(reason=" ")) == "Refused"


def test_who_prepares() -> None:
    able = {kind: {role for role in Role if not preparing(kind, actor(role))} for kind in Kind}
    assert able == {
        Kind.AWARD: {Role.DEPARTMENT_OFFICER},
        Kind.REVOCATION: {Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD},
        Kind.CORRECTION: {Role.DEPARTMENT_OFFICER, Role.DEPARTMENT_HEAD},
    }


def test_all_reasons_come_at_once_and_the_role_first() -> None:
    paper = replace(PAPER, lines=(replace(LINE, held=True, citation=""),))
    with pytest.raises(NotYours) as caught:
        check(paper, actor(Role.AUDITOR), Act.FREEZE, GIVEN)
    assert [reason.code for reason in caught.value.reasons] == ["role", "citation", "hold"]
    with pytest.raises(WrongState):
        check(paper, HEADING, Act.SIGN, GIVEN)
