"""The campaign and rule set files that come with the product, and the files that must be refused, line by line."""

import json
import re
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from nomination.campaigns import (
    CampaignFileError,
    campaign_from_content,
    canonical,
    content_hash,
    read_campaign,
    read_content,
)
from nomination.rulesets import RuleSetFileError, read_ruleset, rules_of, ruleset, rulesets
from workflow.ballot import Base, Rule, Share
from workflow.campaign import Campaign
from workflow.criteria import name_of
from workflow.dossier import NomineeKind, Window
from workflow.quota import Quota
from workflow.ruleset import Confidence
from workflow.vocabulary import Stage

ROOT = Path(__file__).resolve().parent.parent
SPECIAL = ROOT / "campaigns" / "dac-biet-2020.yaml"
DISPATCH = ROOT / "tests" / "sources" / "dispatch-2020.md"

SMALL = """\
code: small
title: A small campaign
theme: Order
year: 2031
issuer: A ministry
occasions: [A congress]
dispatch:
  number: null
  symbol: X
  place: Here
  day: null
  month: 1
  year: 2031
  subject: On a campaign
  addressees: [Heads of units]
  opening: We launch it.
  content_heading: 1. Content
  tasks_heading: 2. Tasks
  criteria_heading: 3. Criteria
  duties: [Units report.]
  recipients: [As above]
  signer_post: Minister
  signer: A. Person
content_areas:
  - number: "1.1"
    text: Order everywhere.
task_groups:
  - number: "2.1"
    text: Answer “Clean rivers”.
    movements: [Clean rivers]
criteria:
  - code: k1
    number: 1
    title: Account
    text: An account is given.
    kind: judged
    parameters:
      min_length: 1
      max_length: 100
running:
  source: Not in the dispatch.
  ruleset: btnmt-2020
  awards:
    - code: certificate
      form: bang_khen_bo
      name: Certificate
      english: Certificate
      kinds: [collective]
      cluster_vote: true
      council_required: true
"""


def special() -> Campaign:
    return read_campaign(SPECIAL.read_bytes(), SPECIAL.name)


def small(before: str = "", after: str = "") -> str:
    assert not before or SMALL.count(before) == 1, "the edit must hit one place"
    return SMALL.replace(before, after) if before else SMALL


def refused(text: str | bytes) -> list[str]:
    with pytest.raises(CampaignFileError) as error:
        read_content(text, "small.yaml")
    return str(error.value).split("\n")


def words(text: str) -> list[str]:
    """The words of a text, whatever its line breaks, list dashes and emphasis."""
    return re.sub(r"[*#]|(?m:^\s*- )", " ", text).split()


def test_the_dispatch_stands_in_the_file_word_for_word() -> None:
    campaign = special()
    letter = campaign.dispatch
    whole = [
        f"Số: /{letter.symbol}",
        f"{letter.place}, ngày tháng {letter.month:02d} năm {letter.year}",
        letter.subject,
        "Kính gửi:",
        *letter.addressees,
        *campaign.paragraphs(),
        "Nơi nhận:",
        *letter.recipients,
        letter.signer_post,
        letter.signer,
    ]
    assert words("\n".join(whole)) == words(DISPATCH.read_text(encoding="utf-8"))


def test_the_blanks_of_the_dispatch_stay_blank() -> None:
    assert special().dispatch.number is None
    assert special().dispatch.day is None


def test_the_special_campaign_is_whole() -> None:
    campaign = special()
    assert [area.number for area in campaign.content_areas] == ["1.1", "1.2", "1.3", "1.4", "1.5", "1.6"]
    assert [group.number for group in campaign.task_groups] == ["2.1", "2.2", "2.3", "2.4"]
    assert [len(group.movements) for group in campaign.task_groups] == [0, 0, 0, 6]
    assert [name_of(criterion.kind) for criterion in campaign.criteria] == [
        "record", "judged", "measure", "judged", "veto", "veto", "declaration",
    ]  # fmt: skip
    assert len(campaign.dispatch.addressees) == 3
    assert len(campaign.dispatch.recipients) == 8


def test_what_the_dispatch_names_is_taken_from_its_own_words() -> None:
    campaign = special()
    assert f"“{campaign.theme}”" in campaign.dispatch.opening
    assert [one for one in campaign.occasions if one not in campaign.dispatch.opening] == []


def test_the_statements_of_a_criterion_are_its_own_words() -> None:
    for code in ("c5", "c6", "c7"):
        criterion = special().criterion(code)
        spoken = criterion.text.casefold()
        for statement in criterion.kind.statements:  # type: ignore[attr-defined]
            assert statement.text.rstrip(".").casefold() in spoken


def test_the_special_campaign_gives_two_awards_and_sets_no_deadline() -> None:
    campaign = special()
    assert {award.code: (award.cluster_vote, award.council_required) for award in campaign.awards} == {
        "bang-khen-tap-the": (True, True),
        "bang-khen-ca-nhan": (True, False),
    }
    assert [award.code for award in campaign.awards_for(NomineeKind.INDIVIDUAL)] == ["bang-khen-ca-nhan"]
    assert campaign.windows == {}


def test_a_stored_version_gives_the_same_campaign_and_the_same_hash() -> None:
    content = read_content(SPECIAL.read_bytes(), SPECIAL.name)
    stored = json.loads(canonical(content))
    assert campaign_from_content(stored) == special()
    assert content_hash(stored) == content_hash(content)
    assert content_hash({"a": 1, "b": 2}) == content_hash({"b": 2, "a": 1}) != content_hash({"a": 1, "b": 3})


def test_a_broken_stored_version_is_refused() -> None:
    with pytest.raises(CampaignFileError, match="campaign: theme: missing; a value is required"):
        campaign_from_content({**read_content(SMALL, "small.yaml"), "theme": None})


def test_the_rules_that_come_with_the_product() -> None:
    rules = ruleset("btnmt-2020")
    assert rules.rule("council", "bang_khen_bo") == Rule(Share(2, 3), Share(90, 100), Base.ELIGIBLE)
    assert rules.flag("council.chair_must_agree")
    assert rules.parameter("ballot.min_voters").confidence is Confidence.OURS
    assert rules.parameter("registration_required").confidence is Confidence.MEMORY
    assert [one for one in rules.parameters if one.key.startswith("cluster.") and one.confidence.verified] == []
    assert set(rulesets()) >= {special().ruleset}


def test_the_rules_since_2025_leave_to_the_ministry_what_no_source_fixes() -> None:
    rules = ruleset("nd152-2025")
    assert rules.rule("council", "cstd_bo") == Rule(Share(2, 3), Share(90, 100), Base.ELIGIBLE)
    assert rules.rule("council", "co_thi_dua_bo").threshold == Share(80, 100)
    assert not rules.has_rule("council", "bang_khen_bo")
    assert (rules.whole("vetting.working_days"), rules.flag("council.chair_must_agree")) == (20, False)
    assert rules.whole("base_salary", date(2025, 7, 1)) == 2_340_000
    assert not [one.key for one in rules.parameters if "98/2023" in one.citation and one.confidence is Confidence.HIGH]


def test_what_is_reported_but_unverified_is_an_empty_place_that_no_campaign_names() -> None:
    assert (ruleset("luat06-2026").slot, ruleset("luat06-2026").parameters) == (True, ())
    assert refused(small("ruleset: btnmt-2020", "ruleset: luat06-2026")) == [
        "small.yaml:42: running.ruleset: expected one of: btnmt-2020, nd152-2025"
    ]


def test_places_of_one_unit_or_cluster_go_before_the_number_of_the_award() -> None:
    places = """  quotas:
    - {body: unit, code: alpha, award: certificate, places: 2}
    - {body: unit, code: alpha, places: 5}
    - {body: cluster, code: north, award: certificate, places: 4}
"""
    campaign = read_campaign(
        small("cluster_vote: true", "cluster_vote: true\n      unit_places: 1") + places, "small.yaml"
    )
    two, five = Quota("unit:alpha", "certificate", 2), Quota("unit:alpha", None, 5)
    assert campaign.quotas_for("unit", "alpha", "certificate") == (two, five)
    assert campaign.quotas_for("unit", "beta", "certificate") == (Quota("unit:beta", "certificate", 1),)
    assert campaign.quotas_for("cluster", "north", "certificate") == (Quota("cluster:north", "certificate", 4),)
    assert campaign.quotas_for("cluster", "south", "certificate") == ()
    assert (campaign.limits("unit"), special().limits("unit")) == (True, False)


def test_places_that_make_no_sense_are_refused() -> None:
    places = """  quotas:
    - {body: cluster, code: north, places: 4}
    - {body: unit, code: alpha, award: flag, places: -1}
    - {body: unit, code: beta, places: 1}
    - {body: unit, code: beta, places: 2}
"""
    assert refused(SMALL + places) == [
        "small.yaml:52: running.quotas[0].award: expected an award: a cluster has places for each award by itself",
        "small.yaml:53: running.quotas[1].places: expected a whole number from 0 to 10000",
        "small.yaml:53: running.quotas[1].award: expected one of the awards of this campaign: certificate",
        "small.yaml:55: running.quotas[3].code: “unit:beta” has its places for this award twice",
    ]


OWN = """  parameters:
    - key: council.threshold.bang_khen_bo
      value: 3/4
      citation: Decision 7
"""


def test_a_campaign_sets_itself_what_its_rule_set_leaves_open() -> None:
    since_2025 = small("ruleset: btnmt-2020", "ruleset: nd152-2025")
    assert refused(since_2025) == [
        "small.yaml:45: running.awards[0].form: "
        "the rule set nd152-2025 does not say how the council votes on bang_khen_bo"
    ]
    campaign = read_campaign(since_2025 + OWN, "small.yaml")
    assert rules_of(campaign).rule("council", "bang_khen_bo") == Rule(Share(2, 3), Share(3, 4), Base.ELIGIBLE)
    assert rules_of(campaign).parameter("council.threshold.bang_khen_bo").confidence is Confidence.MINISTRY


def test_a_campaign_cannot_set_what_the_law_fixes() -> None:
    assert refused(SMALL + OWN) == [
        "small.yaml:52: running.parameters[0].key: the rule set fixes council.threshold.bang_khen_bo by "
        "Điều 8 Quy chế kèm theo Quyết định 2218/QĐ-BTNMT; a campaign cannot set it otherwise"
    ]
    assert refused(SMALL + OWN.replace("council.threshold.bang_khen_bo", "ballot.min_voters")) == [
        "small.yaml:53: running.parameters[0].value: the parameter ballot.min_voters has a value of the wrong type"
    ]


def test_windows_are_moments_with_their_zone() -> None:
    submission = '{opens: "2031-01-01T00:00+07:00", closes: "2031-02-01T00:00+07:00"}'
    lines = f"  windows:\n    submission: {submission}\n    council: {{}}\n"
    window = Window(datetime(2030, 12, 31, 17, tzinfo=UTC), datetime(2031, 1, 31, 17, tzinfo=UTC))
    assert read_campaign(SMALL + lines, "small.yaml").windows == {Stage.SUBMISSION: window, Stage.COUNCIL: Window()}


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("theme: Order\n", "", ["small.yaml:1: theme: missing; a value is required"]),
        ("theme: Order", "theme: ' '", ["small.yaml:3: theme: expected a text that is not blank"]),
        ("year: 2031\nissuer", "year: soon\nissuer", ["small.yaml:4: year: expected a whole number from 1945 to 9999"]),
        ("kind: judged", "kind: guessed", [
            "small.yaml:36: criteria[0].kind: expected one of: measure, declaration, veto, record, judged",
        ]),
        ("max_length: 100", "max_length: 0", [
            "small.yaml:39: criteria[0].parameters.max_length: expected a whole number from 1 to 20000",
        ]),
        ("max_length: 100", "max_length: 1.5", [
            "small.yaml:39: criteria[0].parameters.max_length: "
            "expected a whole number, or a decimal in quotes such as “97.5”",
        ]),
        ("min_length: 1\n", "min_lenght: 1\n", [
            "small.yaml:38: criteria[0].parameters.min_lenght: "
            "unknown field; the known fields here are: initiatives, initiatives_min, max_length, min_length",
        ]),
        ("number: 1\n", "number: 2\n", [
            "small.yaml:33: criteria[0].number: expected 1: criteria are numbered in order",
        ]),
        ("movements: [Clean rivers]", "movements: [Clean seas]", [
            "small.yaml:30: task_groups[0].movements[0]: expected words that stand in the text of this paragraph",
        ]),
        ("kinds: [collective]", "kinds: [collective, household]", [
            "small.yaml:48: running.awards[0].kinds[1]: expected one of: individual, collective",
        ]),
        ("cluster_vote: true", "cluster_vote: yes", [
            "small.yaml:49: running.awards[0].cluster_vote: expected true or false",
        ]),
        ("    title: Account\n", "    title: Account\n    stages: [voting]\n", [
            "small.yaml:35: criteria[0].stages[0]: expected one of: submission, cluster, vetting, council, signature",
        ]),
        ("    title: Account\n", "    title: Account\n    applies_to: [individual]\n", [
            "small.yaml:49: running.awards[0].kinds: no criterion applies to this kind of nominee: collective",
        ]),
        ("ruleset: btnmt-2020", "ruleset: other", [
                "small.yaml:42: running.ruleset: expected one of: btnmt-2020, nd152-2025",
            ]),
        ("form: bang_khen_bo", "form: medal", [
            "small.yaml:45: running.awards[0].form: "
            "the rule set btnmt-2020 does not say how the council votes on medal",
        ]),
        ("theme: Order", "theme: Order\ntheme: Order", ["small.yaml:4: theme: this field is written twice"]),
        ("theme: Order", "theme: &order Order", [
            "small.yaml:3: anchors and aliases (& and *) are not used here; write the value out",
        ]),
        ("theme: Order", "theme: !!python/name:os.system Order", ["small.yaml:3: tags (!) are not used here"]),
        ("  source: Not", "\tsource: Not", [
            "small.yaml:41: expected spaces at the beginning of the line, not a tab",
        ]),
        ("theme: Order", "theme: [Order", [
            "small.yaml:4: expected valid YAML (expected ',' or ']', but got ':')",
        ]),
        ("theme: Order", "---\ntheme: Order", ["small.yaml:3: expected one document in the file"]),
        ("theme: Order", "? [Order]\n: 1", ["small.yaml:3: expected the name of a field"]),
    ],
)  # fmt: skip
def test_a_wrong_file_is_refused_with_line_path_and_what_was_expected(
    before: str, after: str, expected: list[str]
) -> None:
    assert refused(small(before, after)) == expected


def test_two_criteria_with_one_number_or_code_are_refused() -> None:
    start, end = SMALL.index("  - code: k1"), SMALL.index("running:")
    twice = SMALL[:end] + SMALL[start:end] + SMALL[end:]
    assert refused(twice) == [
        "small.yaml:40: criteria[1].code: “k1” is used twice",
        "small.yaml:41: criteria[1].number: “1” is used twice",
        "small.yaml:41: criteria[1].number: expected 2: criteria are numbered in order",
    ]


def test_all_problems_are_told_at_once_in_the_order_of_the_lines() -> None:
    text = SMALL.replace("theme: Order", "theme: ''").replace("month: 1", "month: 13")
    assert refused(text.replace("max_length: 100", "max_length: many")) == [
        "small.yaml:3: theme: expected a text that is not blank",
        "small.yaml:12: dispatch.month: expected a whole number from 1 to 12",
        "small.yaml:39: criteria[0].parameters.max_length: expected a whole number from 1 to 20000",
    ]


@pytest.mark.parametrize("lines", ["windows: {voting: {}}", 'windows: {council: {opens: "2031-01-01"}}'])
def test_a_wrong_window_is_refused(lines: str) -> None:
    expected = {
        "windows: {voting: {}}": "running.windows.voting: unknown field; the known fields here are: "
        "cluster, council, signature, submission, vetting",
        'windows: {council: {opens: "2031-01-01"}}': "running.windows.council.opens: "
        "expected a moment with its time zone, such as “2031-12-15T17:00+07:00”",
    }
    assert refused(f"{SMALL}  {lines}\n") == [f"small.yaml:51: {expected[lines]}"]


def test_a_window_that_closes_before_it_opens_is_refused() -> None:
    lines = '  windows: {council: {opens: "2031-02-01T00:00Z", closes: "2031-02-01T00:00Z"}}\n'
    assert refused(SMALL + lines) == [
        "small.yaml:51: running.windows.council.closes: expected a moment after the window opens"
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"", "small.yaml:1: the file is empty"),
        ("# only a comment\n", "small.yaml:1: the file is empty"),
        ("- a\n- list\n", "small.yaml:1: expected a group of named fields"),
        (b"a: 1\nb: \xff\xfe\n", "small.yaml:2: expected text in UTF-8"),
        ("a: \x07\n", "small.yaml: expected valid YAML (special characters are not allowed)"),
        ("a: " + "[" * 5000, "small.yaml:1: too many groups inside one another"),
        ("a" * 1_000_001, "small.yaml: expected at most 1000000 bytes"),
    ],
)
def test_what_is_no_campaign_file_at_all_is_refused(text: Any, expected: str) -> None:
    assert refused(text) == [expected]


def test_a_broken_rule_set_is_refused_with_its_line() -> None:
    good = (ROOT / "rulesets" / "btnmt-2020.yaml").read_text(encoding="utf-8")
    line = good[: good.index("value: 2/3")].count("\n") + 1
    with pytest.raises(RuleSetFileError) as error:
        read_ruleset(good.replace("value: 2/3", "value: 66%", 1), "rules.yaml")
    assert str(error.value) == (
        f"rules.yaml:{line}: parameters[0].value: expected a share such as “2/3”, or “> 1/2” for more than half"
    )
    with pytest.raises(RuleSetFileError, match=r"^rules\.yaml:1: the file is empty$"):
        read_ruleset("", "rules.yaml")
