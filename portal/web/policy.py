"""Who may call the routes of nobody's side: signing in, the account, the inbox, files of the look."""

from portal.web.access import PERSONAL, PUBLIC, Rule

SECURITY: dict[str, Rule] = {
    "security.login": PUBLIC,
    "security.forgot_password": PUBLIC,
    "security.reset_password": PUBLIC,
    "security.logout": PERSONAL,
    "security.change_password": PERSONAL,
    "security.verify": PERSONAL,
    "security.static": PUBLIC,
}
