"""Who may do what, written down a second time: by the people, where the policy is written by the routes.

A letter is a role, a key the roles that may read and write what it lists; ``!`` marks what asks anew who one is.
A role that is given or taken by mistake in the policy contradicts this page.
"""

from portal.accounts.roles import Role

BUYER = {
    "P": Role.PROCUREMENT,
    "A": Role.APPROVER,
    "Q": Role.QUALITY_ENGINEER,
    "G": Role.GOODS_IN,
    "R": Role.REQUESTER,
    "E": Role.EVALUATOR,
    "F": Role.FINANCE,
    "U": Role.AUDITOR,
    "D": Role.ADMIN,
}
SUPPLIER = {
    "S": Role.SALES,
    "Q": Role.SUPPLIER_QUALITY,
    "L": Role.LOGISTICS,
    "F": Role.SUPPLIER_FINANCE,
    "D": Role.SUPPLIER_ADMIN,
}

BUYERS_MAY = {
    "PAQGREFUD": """
        home company suppliers supplier items item categories specs spec spec_revision
        spec_revision_file
    """,
    "PAQEFUD": "scorecards scorecard scorecard_rows",
    "PAQREFU": "rfqs rfq rfq_file",
    "PAQGFU": "orders order goods_in shipment shipment_file receipts receipt",
    "PAEFU": "rfq_comparison bid bid_file award",
    "PAFUD": "settings",
    "PAFU": "order_document contract_document contracts contract clauses",
    "PQGU": "lots lot",
    "PAU": "passphrase! rfq_unseal! rfq_agree! rfq_open!",
    "PQU": "certificates certificate certificate_file review requirements goals goal",
    "PA": "order_issue! award_cancel",
    "PD": "scorecard_scheme",
    "PQ": "goal_new goal_agree goal_decline goal_withdraw goal_measure goal_close",
    "PU": "rfq_record",
    "A": "order_return contract_approve! rfq_approve rfq_return award_approve!",
    "D": """
        company_edit site_new site site_archive people person_invite join_invitation_again
        join_invitation_withdraw person person_end settings_edit webhooks webhook webhook_new!
        webhook_edit! webhook_secret! webhook_try webhook_pause webhook_resume webhook_remove
        webhook_delivery_repeat
    """,
    "G": "shipment_receive order_receive receipt_reverse",
    "P": """
        supplier_new supplier_edit supplier_contacts supplier_invite_again supplier_block
        supplier_unblock supplier_end supplier_resume item_new item_edit item_archive item_restore
        item_discard category category_new category_archive category_restore spec_new spec_edit
        spec_archive spec_restore spec_discard spec_revision_new spec_revision_edit
        spec_revision_release spec_revision_discard spec_revision_files spec_revision_file_remove
        to_order order_from_award contract_from_award order_edit order_line_remove
        order_request_approval order_discard order_close order_decide order_amend order_retract
        order_cancel contract_edit contract_discard contract_request_approval contract_reopen
        contract_issue! contract_sign! contract_terminate contract_call_off clause clause_new
        clause_archive rfq_new rfq_edit rfq_copy rfq_file_remove rfq_certificate rfq_publish
        rfq_request_approval rfq_deadline rfq_addendum rfq_invite invitation_remove
        question_answer rfq_cancel rfq_unsuccessful rfq_opening bid_disqualify rfq_award
        award_publish!
    """,
    "Q": """
        review_accept review_return requirement_new requirement_archive lot_accept lot_block
        lot_reject
    """,
}
# What more roles read than write: readers, then writers.
BUYERS_READ = {"requirement": ("PQU", "Q")}

SUPPLIERS_MAY = {
    "SQLFD": """
        home buyers buyer company rfqs rfq rfq_file orders order shipments shipment shipment_file
        scorecards scorecard scorecard_rows
    """,
    "SFD": """
        rfq_record bids bid bid_version bid_document bid_receipt bid_receipt_text bid_file
        order_document contract_document contracts contract
    """,
    "SLD": "order_ship shipment_cancel shipment_confirm",
    "SQD": """
        certificates certificate certificate_file goals goal goal_new goal_agree goal_decline
        goal_withdraw goal_measure goal_close
    """,
    "QD": "certificate_new certificate_submit certificate_archive review_withdraw",
    "SD": """
        buyer_edit buyer_contacts offer offer_accept offer_decline rfq_intend rfq_decline rfq_ask
        bid_start bid_edit bid_submit bid_confirm bid_withdraw order_answer order_accept
        order_withdraw contract_sign!
    """,
    "D": """
        company_edit site_new site site_archive people person_invite join_invitation_again
        join_invitation_withdraw person person_end webhooks webhook webhook_new! webhook_edit!
        webhook_secret! webhook_try webhook_pause webhook_resume webhook_remove
        webhook_delivery_repeat
    """,
}

ANYBODY_MAY = """
    security.login security.forgot_password security.reset_password passkey.sign_in oidc.begin
    oidc.callback oidc.finish account.join front.index front.receipt_check front.healthz
    front.readyz static security.static bootstrap.static
"""
WHO_IS_SIGNED_IN_MAY = """
    security.logout security.change_password security.verify account.profile account.choose
    account.switch account.end_session account.end_others inbox.index inbox.open inbox.read_all
    factor.renew! factor.remove! passkey.add! passkey.remove!
"""
# The same, already before the second factor is shown.
WHO_SHOWED_A_PASSWORD_MAY = "factor.code factor.leave factor.set_up!"
