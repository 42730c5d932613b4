"""Accounts of the reading room: who may come in, as what, and how they are known again."""

from draad.web.accounts.roles import NOBODY, ROLES, SCOPES, Role, Scope, User, local_user
from draad.web.accounts.store import Accounts, Login

__all__ = ["NOBODY", "ROLES", "SCOPES", "Accounts", "Login", "Role", "Scope", "User", "local_user"]
