"""Who comes in where: every route and every role, written by hand from the promises (3.3) and not from the code.

The second part is the same for acts: nobody without a session, nobody without a token, nobody who has no part in it.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from flask import Flask

from tests.support.client import CheckingClient
from tests.support.databases import Databases, application, dispose, rolled_back
from tests.world_access import Place, furnished

# One engine: what a role may see in SQL is asked on both by the tests of each noun.
pytestmark = pytest.mark.engine("sqlite")

PEOPLE = {
    "nobody": None,
    "unit officer": "alpha_officer",
    "officer of another unit": "delta_officer",
    "unit head": "alpha_head",  # as the head of a member unit also a cluster member
    "cluster member": "delta_head",
    "cluster leader": "eta_head",
    "teller": "gamma_officer",
    "department officer": "reader",  # neither a teller nor the officer of any of these nominations
    "department head": "department_head",
    "council member": "council_2",
    "council secretary": "secretary",
    "minister": "minister",
    "registry clerk": "registrar",  # not a teller, as the other clerk is
    "auditor": "auditor",
    "administrator": "administrator",
}

MEANING = {".": 200, ">": 303, "x": 403, "-": 404, "!": 409}

SHORT = {
    "<composition>": "/council/decisions/<int(max=2147483647):composition_id>",
    "<entry>": "/conduct/<int(max=2147483647):entry_id>",
    "<list>": "/consultations/<int(max=2147483647):consultation_id>",
    "<opinion>": "/opinions/<int(max=2147483647):letter_id>",
    "<file>": "/nominations/<code>/evidence/<int(max=2147483647):evidence_id>",
    "<round-paper>": "/rounds/<code>/papers/<int(max=2147483647):paper_id>",
    "<page>": "<int(max=2000):number>",
}

# Columns: nobody, unit officer, officer of another unit, unit head, cluster member, cluster leader, teller,
# department officer, department head, council member, council secretary, minister, registry clerk, auditor,
# administrator
TABLE = """
/                                                    >  .  .  .  .  .  .  .  .  .  .  .  .  .  .
/sign-in                                             .  >  >  >  >  >  >  >  >  >  >  >  >  >  >
/static/<path:filename>                              .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
/process                                             .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
/styleguide                                          .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
/campaigns                                           .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
/campaigns/<campaign>                                .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
/past-awards                                         >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/past-awards/import                                  >  x  x  x  x  x  x  .  .  x  x  x  x  x  x
/past-awards/template                                >  x  x  x  x  x  x  .  .  x  x  x  x  x  x
/past-awards/decisions/<int(max=2147483647):decision_id> > x x x x x x . . x x x x . x
/rulesets                                            .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
/rulesets/<code>                                     .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
/bonuses                                             >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/bonuses/<code>                                      >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/bonuses/<code>/sheet                                >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/complaints                                          >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/complaints/new                                      >  x  x  x  x  x  x  .  .  x  x  x  x  x  x
/complaints/<int(max=2147483647):complaint_id>       >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/handovers                                           >  .  .  .  .  .  .  .  .  x  x  x  x  .  x
/histories                                           >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/histories/<record>                                  >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/statistics                                          >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/statistics/awards                                   >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/statistics/sheet/<form>                             >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/statistics/campaigns/<campaign>                     >  x  x  x  x  x  x  .  .  x  x  x  x  x  x
/recoveries                                          >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/recoveries/<code>/<what>                            >  x  x  x  x  x  x  .  .  x  x  x  x  x  x
/register                                            .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
/register/<code>                                     .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
/register/<code>/revocation                          >  x  x  x  x  x  x  .  .  x  x  x  x  x  x
/campaigns/<campaign>/places                         >  .  .  .  .  .  .  .  .  -  -  -  -  .  -
/campaigns/<campaign>/versions                       >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/campaigns/<campaign>/versions/<int(max=9999):number>      > x x x x x x . . x x x x . x
/campaigns/<campaign>/versions/<int(max=9999):number>/file > x x x x x x . . x x x x . x
/campaigns/<campaign>/versions/changes               >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/campaign-drafts                                     >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/campaign-drafts/new                                 >  x  x  x  x  x  x  .  .  x  x  x  x  x  x
/campaign-drafts/<code>                              >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/campaign-drafts/<code>/parts/<name>                 >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/campaign-drafts/<code>/parts/<name>/<int(max=999):entry> > x x x x x x . . x x x x . x
/campaign-drafts/<code>/preview                      >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/campaign-drafts/<code>/changes                      >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/campaign-drafts/<code>/trial                        >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/campaign-drafts/<code>/launch                       >  x  x  x  x  x  x  x  .  x  x  x  x  x  x
/campaign-drafts/<code>/file                         >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/campaigns/<campaign>/plan                           >  .  .  .  .  .  .  x  x  x  x  x  x  x  x
/campaigns/<campaign>/plans/<unit>                   >  .  -  .  .  .  -  .  .  .  .  .  .  .  x
/campaigns/<campaign>/plans/<unit>/paper             >  .  -  .  .  .  -  .  .  .  .  .  .  .  x
/campaigns/<campaign>/report                         >  .  .  .  .  .  .  x  x  x  x  x  x  x  x
/campaigns/<campaign>/reports/<unit>                 >  .  -  .  .  .  -  .  .  .  .  .  .  .  x
/campaigns/<campaign>/reports/<unit>/paper           >  .  -  .  .  .  -  .  .  .  .  .  .  .  x
/campaigns/<campaign>/responses                      >  .  .  .  .  .  .  .  .  x  x  x  x  .  x
/campaigns/<campaign>/questions                      >  .  .  .  .  .  .  .  .  x  x  x  x  .  x
/campaigns/<campaign>/questions/new                  >  .  .  .  .  .  .  x  x  x  x  x  x  x  x
/campaigns/<campaign>/questions/<int(max=2147483647):question_id> open   > . - . - - - . . x x x x . x
/campaigns/<campaign>/questions/<int(max=2147483647):question_id> shared > . . . . . . . . x x x x . x
/campaigns/<campaign>/nominations/new                >  .  .  .  .  .  .  x  x  x  x  x  x  x  x
/campaigns/<campaign>/submissions                    >  .  .  .  .  .  .  .  .  x  .  x  x  .  x
/campaigns/<campaign>/submissions/new                >  .  .  .  .  .  .  x  x  x  x  x  x  x  x
/submissions/<code>                                  >  .  -  .  -  -  -  .  .  x  .  x  x  .  x
/submissions/<code>/minutes                          >  .  -  .  -  -  -  .  .  x  .  x  x  .  x
/nominations                                         >  .  .  .  .  .  .  .  .  .  .  .  .  .  .
/leading                                             >  x  x  x  x  .  x  x  x  x  x  x  x  x  x
/reading                                             >  x  x  .  .  .  x  x  x  .  .  x  x  x  x
/reading/compare?first=<code>&second=<code>          >  x  x  -  -  -  x  x  x  -  -  x  x  x  x
/nominations/<code>/reading    draft                 >  -  -  -  -  -  -  -  -  -  -  -  -  -  -
/nominations/<code>/reading    cluster_review        >  -  -  .  .  .  -  -  -  -  -  -  -  -  -
/nominations/<code>/reading    department_vetting    >  -  -  -  -  -  -  -  -  -  -  -  -  -  -
/nominations/<code>/reading    council_review        >  -  -  -  -  -  -  -  -  .  .  -  -  -  -
/nominations/<code>/reading    minister_signoff      >  -  -  -  -  -  -  -  -  -  -  -  -  -  -
/nominations/<code>            draft                 >  .  -  .  -  -  -  -  -  -  -  -  -  -  -
/nominations/<code>            cluster_review        >  .  -  .  .  .  -  .  .  -  -  -  -  .  -
/nominations/<code>            department_vetting    >  .  -  .  -  .  -  .  .  -  -  -  -  .  -
/nominations/<code>            council_review        >  .  -  .  -  .  -  .  .  .  .  -  -  .  -
/nominations/<code>            minister_signoff      >  .  -  .  -  .  -  .  .  -  .  .  .  .  -
/nominations/<code>            awarded               >  .  -  .  -  .  -  .  .  -  .  .  .  .  -
/nominations/<code>/edit       draft                 >  .  -  .  -  -  -  -  -  -  -  -  -  -  -
/nominations/<code>/edit       cluster_review        >  !  -  !  !  !  -  !  !  -  -  -  -  !  -
/nominations/<code>/edit       minister_signoff      >  !  -  !  -  !  -  !  !  -  !  !  !  !  -
/nominations/<code>/figures/<measure>/sheet draft             > . - . - - - - - - - - - - -
/nominations/<code>/figures/<measure>/sheet cluster_review    > ! - ! ! ! - ! ! - - - - ! -
/nominations/<code>/figures/<measure>/sheet minister_signoff  > ! - ! - ! - ! ! - ! ! ! ! -
/nominations/<code>/vetting    draft                 >  x  x  x  x  x  x  -  -  x  x  x  x  x  x
/nominations/<code>/vetting    department_vetting    >  x  x  x  x  x  x  .  .  x  x  x  x  x  x
/nominations/<code>/vetting    awarded               >  x  x  x  x  x  x  .  .  x  x  x  x  x  x
<file>                         draft                 >  .  -  .  -  -  -  -  -  -  -  -  -  -  -
<file>                         cluster_review        >  .  -  .  .  .  -  .  .  -  -  -  -  .  -
<file>                         department_vetting    >  .  -  .  -  -  -  .  .  -  -  -  -  .  -
<file>                         council_review        >  .  -  .  -  -  -  .  .  .  .  -  -  .  -
<file>                         minister_signoff      >  .  -  .  -  -  -  .  .  -  .  -  -  .  -
<file>                         awarded               >  .  -  .  -  -  -  .  .  -  .  -  -  .  -
<file>/preview                 draft                 >  .  -  .  -  -  -  -  -  -  -  -  -  -  -
<file>/preview                 cluster_review        >  .  -  .  .  .  -  .  .  -  -  -  -  .  -
<file>/preview                 department_vetting    >  .  -  .  -  -  -  .  .  -  -  -  -  .  -
<file>/preview                 council_review        >  .  -  .  -  -  -  .  .  .  .  -  -  .  -
<file>/preview                 minister_signoff      >  .  -  .  -  -  -  .  .  -  .  -  -  .  -
<file>/preview                 awarded               >  .  -  .  -  -  -  .  .  -  .  -  -  .  -
<file>/preview/<page>          draft                 >  .  -  .  -  -  -  -  -  -  -  -  -  -  -
<file>/preview/<page>          cluster_review        >  .  -  .  .  .  -  .  .  -  -  -  -  .  -
<file>/preview/<page>          department_vetting    >  .  -  .  -  -  -  .  .  -  -  -  -  .  -
<file>/preview/<page>          council_review        >  .  -  .  -  -  -  .  .  .  .  -  -  .  -
<file>/preview/<page>          minister_signoff      >  .  -  .  -  -  -  .  .  -  .  -  -  .  -
<file>/preview/<page>          awarded               >  .  -  .  -  -  -  .  .  -  .  -  -  .  -
<file>/preview/thumbnail       draft                 >  .  -  .  -  -  -  -  -  -  -  -  -  -  -
<file>/preview/thumbnail       cluster_review        >  .  -  .  .  .  -  .  .  -  -  -  -  .  -
<file>/preview/thumbnail       department_vetting    >  .  -  .  -  -  -  .  .  -  -  -  -  .  -
<file>/preview/thumbnail       council_review        >  .  -  .  -  -  -  .  .  .  .  -  -  .  -
<file>/preview/thumbnail       minister_signoff      >  .  -  .  -  -  -  .  .  -  .  -  -  .  -
<file>/preview/thumbnail       awarded               >  .  -  .  -  -  -  .  .  -  .  -  -  .  -
/rounds                                              >  x  x  .  .  .  .  .  .  .  .  .  x  .  x
/campaigns/<campaign>/rounds/new?body=cluster        >  x  x  x  x  .  x  x  -  x  -  x  x  x  x
/campaigns/<campaign>/rounds/new?body=council        >  x  x  x  x  -  x  x  .  x  .  x  x  x  x
/rounds/<code>/change          preparing             >  x  x  x  x  .  x  x  x  x  x  x  x  x  x
/rounds/<code>/change          open                  >  x  x  x  x  !  x  x  x  x  x  x  x  x  x
/rounds/<code>/ceremony        preparing             >  x  x  x  x  .  .  x  x  x  x  x  x  x  x
/rounds/<code>/ceremony        open                  >  x  x  x  x  >  >  x  x  x  x  x  x  x  x
/rounds/<code>/rehearsal       preparing             >  x  x  x  x  .  .  x  x  x  x  x  x  x  x
<round-paper>                  preparing             >  x  x  .  .  .  .  .  .  -  -  -  x  .  x
/rounds/<code>                 open                  >  x  x  .  .  .  .  .  .  -  .  .  x  .  x
/rounds/<code>                 counted               >  x  x  .  .  .  .  .  .  -  .  .  x  .  x
/rounds/<code>                 council               >  x  x  -  -  -  -  .  .  .  .  .  x  .  x
/rounds/<code>/summary         open                  >  x  x  x  x  x  x  -  -  -  -  x  x  -  x
/rounds/<code>/summary         council               >  x  x  x  x  x  x  .  .  .  .  x  x  .  x
/rounds/<code>/ballot          open                  >  -  -  .  .  .  -  -  -  -  -  -  -  -  -
/rounds/<code>/ballot          council               >  -  -  -  -  -  -  -  -  .  -  -  -  -  -
/rounds/<code>/ballot/lines/<int(max=9999):number> open   > - - - . . - - - - - - - - -
/rounds/<code>/receipt         open                  >  -  -  .  .  .  -  -  -  -  -  -  -  -  -
/rounds/<code>/count           open                  >  x  x  x  x  x  .  x  x  x  x  x  x  x  x
/rounds/<code>/attendance            open          >  x  x  x  x  .  x  x  .  x  .  x  x  x  x
/rounds/<code>/absences              open          >  x  x  x  x  .  x  x  .  x  .  x  x  x  x
/rounds/<code>/figures               open          >  x  x  x  x  .  x  x  .  x  .  x  x  x  x
/rounds/<code>/leave                 open          >  x  x  x  x  .  x  x  .  x  .  x  x  x  x
/rounds/<code>/extension             open          >  x  x  x  x  .  x  x  .  x  .  x  x  x  x
/rounds/<code>/tie                   open          >  x  x  x  x  .  x  x  .  x  .  x  x  x  x
/rounds/<code>/approve               open          >  x  x  x  x  .  .  .  .  x  .  x  x  x  x
/rounds/<code>/opinions              open          >  x  x  .  .  .  .  .  .  -  .  .  x  .  x
/rounds/<code>/opinions/<int(max=9999):n>/paper open          >  x  x  -  -  -  -  -  -  -  -  -  x  -  x
/rounds/<code>/scans/<any(scan,leave):which> open          >  x  x  -  -  -  -  -  -  -  -  -  x  -  x
/rounds/<code>/minutes         open                  >  x  x  -  -  -  -  -  -  -  -  -  x  -  x
/rounds/<code>/minutes         counted               >  x  x  -  -  -  .  -  .  -  -  .  x  .  x
/rounds/<code>/box             open                  >  x  x  -  -  -  -  -  -  -  -  -  x  -  x
/rounds/<code>/box             counted               >  x  x  -  -  -  .  -  .  -  -  .  x  .  x
/council                                             >  x  x  x  x  x  x  .  .  .  .  .  x  .  x
/council/new                                         >  x  x  x  x  x  x  x  .  x  .  x  x  x  x
<composition>                                        >  x  x  x  x  x  x  .  .  .  .  .  x  .  x
<composition>/paper                                  >  x  x  x  x  x  x  .  .  .  .  .  x  .  x
/kiemphieu.py                                        .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
/calendar                                            >  x  x  x  x  x  x  .  .  x  x  x  x  x  x
/nominations/<code>/vetting/file draft               >  x  x  x  x  x  x  -  -  x  x  x  x  x  x
/nominations/<code>/vetting/file department_vetting  >  x  x  x  x  x  x  .  .  x  x  x  x  x  x
/nominations/<code>/supplements draft                >  .  -  .  -  -  -  -  -  -  -  -  -  -  -
/nominations/<code>/supplements department_vetting   >  .  -  .  -  -  -  .  .  -  -  -  -  .  -
/consultations                                       >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/consultations/new                                   >  x  x  x  x  x  x  .  .  x  x  x  x  x  x
/public-lists                                        .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
/public-lists/<int(max=2147483647):consultation_id>  .  .  .  .  .  .  .  .  .  .  .  .  .  .  .
<list>                                               >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/opinions                                            >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/opinions/new                                        >  x  x  x  x  x  x  .  .  x  x  x  x  x  x
<opinion>                                            >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
<opinion>/papers/<code>                              >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/vetting/proposals                                   >  x  x  x  x  x  x  .  .  x  x  x  x  x  x
/scorings                                            >  x  x  .  .  .  x  .  .  x  x  x  x  .  x
/campaigns/<campaign>/scorings/new                   >  x  x  x  x  .  x  x  x  x  x  x  x  x  x
/scorings/<code>                                     >  x  x  .  .  .  x  .  .  x  x  x  x  .  x
/scorings/<code>/sheets/<nomination>                 >  x  x  .  .  .  x  x  x  x  x  x  x  x  x
/vetting                                             >  x  x  x  x  x  x  .  .  x  x  x  x  x  x
/conduct                                             >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/conduct/new                                         >  x  x  x  x  x  x  .  .  x  x  x  x  x  x
<entry>                                              >  x  x  x  x  x  x  .  .  x  x  x  x  .  x
/certificates/stock                                  >  x  x  x  x  x  x  .  .  x  x  x  x  x  x
/certificates/stock/preview                          >  x  x  x  x  x  x  .  .  x  x  x  x  x  x
/papers/<subject>/<code>       award                 >  -  -  -  -  -  -  .  .  -  -  -  .  -  -
/papers/<subject>/<code>       submission            >  .  -  .  -  -  -  .  .  -  .  -  -  .  -
/papers/<subject>/<code>       draft                 >  .  -  .  -  -  -  -  -  -  -  -  -  -  -
/papers/<subject>/<code>       counted               >  -  -  -  -  -  .  -  .  -  -  .  -  .  -
/papers/<subject>/<code>       drafting              >  -  -  -  -  -  -  .  .  -  -  .  -  .  -
/papers/<subject>/<code>       published             >  -  -  -  -  -  -  .  .  -  -  .  .  .  -
/papers/kept/<int(max=2147483647):number>            >  .  -  .  -  -  -  .  .  -  .  -  -  .  -
/decisions                                           >  x  x  x  x  x  x  .  .  x  x  .  .  .  x
/campaigns/<campaign>/decisions/new                  >  x  x  x  x  x  x  .  x  x  x  x  x  x  x
/decisions/<code>              drafting              >  x  x  x  x  x  x  .  .  x  x  .  -  .  x
/decisions/<code>              published             >  x  x  x  x  x  x  .  .  x  x  .  .  .  x
/decisions/<code>/lines/<nomination> drafting        >  x  x  x  x  x  x  .  .  x  x  .  -  .  x
/decisions/<code>/lines/<nomination> published       >  x  x  x  x  x  x  .  .  x  x  .  .  .  x
/decisions/<code>/paper        drafting              >  x  x  x  x  x  x  .  .  x  x  .  -  .  x
/decisions/<code>/paper        published             >  x  x  x  x  x  x  .  .  x  x  .  .  .  x
/register/<code>/correction                          >  x  x  x  x  x  x  .  .  x  x  x  x  x  x
/decisions/<code>/files/<kind>                       >  x  x  x  x  x  x  .  .  x  x  .  .  .  x
/decisions/<code>/files/<kind>/sheet                 >  x  x  x  x  x  x  .  .  x  x  .  .  .  x
/decisions/<code>/files/<kind>/pages/<int(max=2000):number> >  x  x  x  x  x  x  .  .  x  x  .  .  .  x
"""


@dataclass(frozen=True)
class Line:
    """One line of the table: a route, which of its things, and a sign for each person."""

    route: str
    which: str
    signs: tuple[str, ...]

    @property
    def rule(self) -> str:
        return self.route.partition("?")[0]


def lines() -> list[Line]:
    found = []
    for text in TABLE.strip().splitlines():
        route, *rest = text.split()
        for short, whole in SHORT.items():
            route = route.replace(short, whole)
        which, signs = rest[: len(rest) - len(PEOPLE)], rest[len(rest) - len(PEOPLE) :]
        found.append(Line(route, "".join(which), tuple(signs)))
    return found


@pytest.fixture(scope="module")
def place(databases: Databases, engine: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """Built once: nothing here changes it."""
    app = application(databases.copy(engine), tmp_path_factory.mktemp("access"), BOX_SCRYPT_N=2)
    with rolled_back(app):
        yield furnished(app)
    dispose(app)


@pytest.mark.parametrize("who", PEOPLE)
def test_who_comes_in_where(place: Place, who: str) -> None:
    browser, column = place.as_(PEOPLE[who]), list(PEOPLE).index(who)
    wrong = [
        problem
        for line in lines()
        for problem in refusing(browser, "GET", place.address(line.route, line.which), MEANING[line.signs[column]])
    ]
    assert wrong == []


def refusing(browser: CheckingClient, method: str, path: str, expected: int, **given: object) -> Iterator[str]:
    """What is wrong with the answer, in a line: its status first of all, then what every page owes its reader."""
    try:
        browser.open(path, method=method, status=expected, **given).close()
    except AssertionError as error:
        yield f"{path}: {str(error).splitlines()[0][:160]}"


def rules(app: Flask, method: str) -> set[str]:
    return {rule.rule for rule in app.url_map.iter_rules() if method in (rule.methods or set())}


def test_every_page_stands_in_the_table(place: Place) -> None:
    assert {line.rule for line in lines()} == rules(place.app, "GET")


# Acts. For each the one who is nearest to it and still may not: another role, or another unit.
FOR_EVERYBODY = {"/sign-in", "/sign-out", "/language"}
NOT_THEIRS = {
    "/campaigns/<campaign>/draft": ("auditor", 403),
    "/campaign-drafts/new": ("auditor", 403),
    "/campaign-drafts/file": ("auditor", 403),
    "/campaign-drafts/<code>/parts/<name>": ("auditor", 403),
    "/campaign-drafts/<code>/parts/<name>/<int(max=999):entry>": ("auditor", 403),
    "/campaign-drafts/<code>/discard": ("auditor", 403),
    "/campaign-drafts/<code>/launch": ("reader", 403),
    "/campaigns/<campaign>/plan": ("officer", 403),
    "/campaigns/<campaign>/report": ("department_head", 403),
    "/campaigns/<campaign>/questions/new": ("officer", 403),
    "/campaigns/<campaign>/questions/<int(max=2147483647):question_id>/answer": ("alpha_head", 403),
    "/campaigns/<campaign>/questions/<int(max=2147483647):question_id>/share": ("auditor", 403),
    "/campaigns/<campaign>/nominations/new": ("department_head", 403),
    "/campaigns/<campaign>/submissions/new": ("officer", 403),
    "/campaigns/<campaign>/rounds/new": ("delta_head", 403),
    "/campaigns/<campaign>/decisions/new": ("department_head", 403),
    "/campaigns/<campaign>/places": ("reader", 403),
    "/nominations/<code>/advance": ("delta_head", 404),
    "/nominations/<code>/consent": ("reader", 403),
    "/council/new": ("reader", 403),
    "/council/decisions/<int(max=2147483647):composition_id>/confirm": ("council_2", 403),
    "/council/decisions/<int(max=2147483647):composition_id>/refuse": ("council_2", 403),
    "/leading": ("delta_head", 403),
    "/leading/<int(max=2147483647):delegation_id>/end": ("delta_head", 403),
    "/nominations/<code>/reading/note": ("officer", 404),
    "/nominations/<code>/reading/note/delete": ("delta_head", 404),
    "/nominations/<code>/reading/contributions": ("officer", 404),
    "/nominations/<code>/matches": ("alpha_head", 403),
    "/certificates/stock": ("registrar", 403),
    "/papers/<subject>/<code>/<kind>/<form>": ("delta_officer", 404),
    "/past-awards/import": ("auditor", 403),
    "/bonuses/<code>/payments": ("auditor", 403),
    "/handovers": ("auditor", 403),
    "/histories/<record>/findings": ("auditor", 403),
    "/complaints/new": ("auditor", 403),
    "/complaints/<int(max=2147483647):complaint_id>/acceptance": ("auditor", 403),
    "/complaints/<int(max=2147483647):complaint_id>/outcome": ("auditor", 403),
    "/statistics/campaigns/<campaign>": ("auditor", 403),
    "/handovers/confirm": ("reader", 403),
    "/handovers/<code>/undo": ("alpha_head", 403),
    "/recoveries/<code>/<what>": ("auditor", 403),
    "/past-awards/decisions/<int(max=2147483647):decision_id>/register": ("officer", 403),
    "/nominations/<code>/draft": ("delta_officer", 404),
    "/nominations/<code>/edit": ("delta_officer", 404),
    "/nominations/<code>/evidence": ("delta_officer", 404),
    "/nominations/<code>/evidence/<int(max=2147483647):evidence_id>/remove": ("delta_officer", 404),
    "/nominations/<code>/figures/<measure>/pasted": ("delta_officer", 404),
    "/nominations/<code>/figures/<measure>/sheet": ("delta_officer", 404),
    "/nominations/<code>/initiatives/<criterion>": ("delta_officer", 404),
    "/nominations/<code>/vetting/<criterion>": ("secretary", 403),
    "/nominations/<code>/vetting/<criterion>/waiver": ("reader", 403),
    "/rounds/<code>/change": ("delta_head", 403),
    "/rounds/<code>/papers": ("delta_head", 403),
    "/rounds/<code>/papers/<int(max=2147483647):paper_id>/remove": ("delta_head", 403),
    "/rounds/<code>/rehearsal": ("delta_head", 403),
    "/rounds/<code>/codes": ("eta_head", 403),
    "/rounds/<code>/confirm": ("eta_head", 403),
    "/rounds/<code>/open": ("delta_head", 403),
    "/rounds/<code>/remind": ("delta_head", 403),
    "/rounds/<code>/close": ("delta_head", 403),
    "/rounds/<code>/cancel": ("reader", 403),
    "/rounds/<code>/carry": ("delta_head", 403),
    "/rounds/<code>/chair": ("secretary", 403),
    "/rounds/<code>/count": ("eta_head", 403),
    "/rounds/<code>/attendance": ("secretary", 403),
    "/rounds/<code>/absences": ("secretary", 403),
    "/rounds/<code>/lapse": ("secretary", 403),
    "/rounds/<code>/figures": ("secretary", 403),
    "/rounds/<code>/approve": ("eta_head", 403),
    "/rounds/<code>/opinions": ("secretary", 403),
    "/rounds/<code>/opinions/<int(max=9999):n>/remove": ("secretary", 403),
    "/rounds/<code>/leave": ("secretary", 403),
    "/rounds/<code>/extension": ("secretary", 403),
    "/rounds/<code>/extension/answer": ("secretary", 403),
    "/rounds/<code>/tie": ("secretary", 403),
    "/rounds/<code>/end": ("secretary", 403),
    "/rounds/<code>/destroy": ("secretary", 403),
    "/rounds/<code>/ballot": ("gamma_officer", 403),
    "/rounds/<code>/ballot/review": ("gamma_officer", 404),
    "/rounds/<code>/receipt": ("department_head", 404),
    "/vetting/assign": ("auditor", 403),
    "/vetting/proposals": ("reader", 403),
    "/nominations/<code>/proposal": ("department_head", 403),
    "/nominations/<code>/notes": ("auditor", 403),
    "/nominations/<code>/verdicts": ("secretary", 403),
    "/consultations/new": ("auditor", 403),
    "/consultations/<int(max=2147483647):consultation_id>/feedback": ("auditor", 403),
    "/consultations/<int(max=2147483647):consultation_id>/feedback/<int(max=2147483647):feedback_id>": (
        "department_head",
        403,
    ),
    "/consultations/<int(max=2147483647):consultation_id>/end": ("officer", 403),
    "/opinions/new": ("auditor", 403),
    "/opinions/<int(max=2147483647):letter_id>/answers": ("auditor", 403),
    "/calendar": ("auditor", 403),
    "/calendar/remove": ("auditor", 403),
    "/campaigns/<campaign>/scorings/new": ("delta_head", 403),
    "/scorings/<code>/close": ("delta_head", 403),
    "/scorings/<code>/cancel": ("delta_head", 403),
    "/scorings/<code>/sheets/<nomination>": ("gamma_officer", 403),
    "/conduct/new": ("auditor", 403),
    "/conduct/<int(max=2147483647):entry_id>/close": ("reader", 403),
    "/conduct/<int(max=2147483647):entry_id>/clearances": ("auditor", 403),
    "/conduct/<int(max=2147483647):entry_id>/clearances/<code>/remove": ("auditor", 403),
    "/decisions/<code>/lines": ("department_head", 403),
    "/decisions/<code>/freeze": ("reader", 403),
    "/decisions/<code>/thaw": ("reader", 403),
    "/decisions/<code>/cancel": ("minister", 403),
    "/decisions/<code>/return": ("department_head", 403),
    "/rounds/<code>/disagree": ("secretary", 403),
    "/register/<code>/correction": ("auditor", 403),
    "/decisions/<code>/record": ("department_head", 403),
    "/decisions/<code>/confirm": ("registrar", 403),
    "/decisions/<code>/sign": ("department_head", 403),
    "/decisions/<code>/issue": ("minister", 403),
    "/decisions/<code>/publish": ("registrar", 403),
    "/register/<code>/revocation": ("minister", 403),
}

HIDDEN = {
    "/nominations/<code>/advance", "/nominations/<code>/draft", "/nominations/<code>/edit",
    "/nominations/<code>/evidence", "/nominations/<code>/evidence/<int(max=2147483647):evidence_id>/remove",
    "/nominations/<code>/figures/<measure>/pasted", "/nominations/<code>/figures/<measure>/sheet",
    "/nominations/<code>/reading/note", "/nominations/<code>/reading/note/delete",
    "/nominations/<code>/reading/contributions",
    "/nominations/<code>/initiatives/<criterion>", "/papers/<subject>/<code>/<kind>/<form>",
    "/rounds/<code>/ballot", "/rounds/<code>/ballot/review", "/rounds/<code>/receipt",
}  # fmt: skip
"""Open to more than one role: whom it does not concern learns not even that there is such a thing."""


def test_every_act_is_for_somebody(place: Place) -> None:
    assert NOT_THEIRS.keys() | FOR_EVERYBODY == rules(place.app, "POST")


@pytest.mark.parametrize("route", NOT_THEIRS)
def test_whose_act_it_is_not(place: Place, route: str) -> None:
    name, status = NOT_THEIRS[route]
    path = place.address(route)
    assert list(refusing(place.as_(name), "POST", path, status)) == []
    assert list(refusing(place.as_("administrator"), "POST", path, 404 if route in HIDDEN else 403)) == []


@pytest.mark.parametrize("route", NOT_THEIRS)
def test_without_a_session_one_is_sent_to_sign_in(place: Place, route: str) -> None:
    path = place.address(route)
    answer = place.browser().post(path)
    assert answer.location == "/sign-in"
    part = place.browser().post(path, hx=True, status=401)
    assert part.headers["HX-Redirect"] == "/sign-in"


@pytest.mark.parametrize("route", sorted(NOT_THEIRS.keys() | FOR_EVERYBODY))
def test_without_a_token_nothing_is_done(place: Place, route: str) -> None:
    for name in ("officer", None):
        assert list(refusing(place.as_(name), "POST", place.address(route), 419, token=False)) == []
