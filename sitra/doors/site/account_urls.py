"""Addresses of accounts: ours, then those of the library, which keep their names.

Its summaries of factors and keys lead to the one page of the account.
"""

from allauth.mfa.recovery_codes.views import view_recovery_codes
from allauth.mfa.totp.views import activate_totp
from django.urls import include, path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from sitra.doors.site import account_privacy, account_views, consent_views, stop_views

_to_the_account = RedirectView.as_view(pattern_name="account")

urlpatterns = [
    path("", account_views.account, name="account"),
    path("langue", account_views.language, name="account_language"),
    path("notifications", account_views.wishes, name="account_wishes"),
    path("desabonnement/<str:token>", stop_views.stop, name="account_stop"),
    path("mes-donnees", account_privacy.mine, name="account_mine"),
    path("mes-donnees/sitra.json", account_privacy.export, name="account_export"),
    path("mes-donnees/effacer", account_privacy.erase, name="account_erase"),
    path("mes-donnees/garder", account_privacy.keep, name="account_keep"),
    path("sites/<int:project>/retirer", consent_views.withdraw, name="account_withdraw"),
    path("2fa/", _to_the_account, name="mfa_index"),
    path("2fa/webauthn/", _to_the_account, name="mfa_list_webauthn"),
    path("2fa/totp/activate/", never_cache(activate_totp), name="mfa_activate_totp"),
    path("2fa/recovery-codes/", never_cache(view_recovery_codes), name="mfa_view_recovery_codes"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sessions/", include("allauth.usersessions.urls")),
    path("", include("allauth.account.urls")),
]
