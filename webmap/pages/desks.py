"""The editing pages: their addresses, who sees them, and what their forms do."""

from geo.records.users import Role
from webmap.editing.desk import Action, Desk
from webmap.pages.deciding import decide, show_deciding, withdraw
from webmap.pages.intake import MOST_BYTES, bring, send_empty_form, show_intake
from webmap.pages.login import show_login, show_logout, sign_in, sign_out
from webmap.pages.proposal import send_file, show_proposal
from webmap.pages.proposal_actions import accept, answer_questions, drop, hand_in, refuse
from webmap.pages.review import show_review
from webmap.pages.revisions import roll_back, show_comparison, show_log, show_record

_EDITOR, _REVIEWER = Role.EDITOR, Role.REVIEWER

DESKS: dict[str, Desk] = {
    "login": Desk("/login", None, show_login, {"sign-in": Action(None, sign_in)}),
    "logout": Desk("/logout", _EDITOR, show_logout, {"sign-out": Action(_EDITOR, sign_out)}),
    "intake": Desk("/intake", None, show_intake, {"bring": Action(_EDITOR, bring)}, MOST_BYTES),
    "empty_form": Desk("/intake/forms/<number>", None, send_empty_form),
    "review": Desk("/review", _EDITOR, show_review),
    "proposal": Desk(
        "/review/<int:number>", _EDITOR, show_proposal,
        {
            "answer": Action(_EDITOR, answer_questions),
            "hand-in": Action(_EDITOR, hand_in),
            "drop": Action(_EDITOR, drop),
            "accept": Action(_REVIEWER, accept),
            "refuse": Action(_REVIEWER, refuse),
        },
    ),
    "brought_file": Desk("/review/<int:number>/files/<int:place>", _EDITOR, send_file),
    "record": Desk("/record", _EDITOR, show_record, {"roll-back": Action(_REVIEWER, roll_back)}),
    "comparison": Desk("/record/compare", _EDITOR, show_comparison),
    "deciding": Desk(
        "/contradictions/<cluster_id>/<field>", _EDITOR, show_deciding,
        {"decide": Action(_REVIEWER, decide), "withdraw": Action(_REVIEWER, withdraw)},
    ),
    "log": Desk("/log", _EDITOR, show_log),
}  # fmt: skip
"""Endpoint → the page; who may send a form is said beside what it does."""
