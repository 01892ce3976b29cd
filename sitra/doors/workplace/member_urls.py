"""Addresses of members and of those who act for them."""

from django.urls import path

from sitra.doors.workplace import journal_views, member_entrance, member_seats, member_views, sharing_views

urlpatterns = [
    path("membres", member_views.index, name="members"),
    path("membres/nouveau", member_views.admit, name="member-admit"),
    path("membres/<int:number>", member_views.one, name="member"),
    path("membres/<int:number>/modifier", member_views.contacts, name="member-contacts"),
    path("membres/<int:number>/reseau", member_views.outline, name="member-outline"),
    path("membres/<int:number>/partage", sharing_views.sharing, name="member-sharing"),
    path("membres/<int:number>/parrain", member_views.sponsor, name="member-sponsor"),
    path("membres/<int:number>/charte", member_views.sign, name="member-sign"),
    path("membres/<int:number>/depart", member_views.leave, name="member-leave"),
    path("membres/<int:number>/personnes", member_seats.people, name="member-people"),
    path("membres/<int:number>/personnes/<int:person>", member_seats.change, name="seat-change"),
    path("membres/<int:number>/personnes/<int:person>/retirer", member_seats.take, name="seat-take"),
    path("membres/annuler", member_seats.undo, name="seat-undo"),
    path("membres/<int:number>/inviter", member_seats.invite, name="member-invite"),
    path("invitations/<int:offer>/renvoyer", member_seats.invite_again, name="invitation-again"),
    path("invitations/<int:offer>/retirer", member_seats.withdraw, name="invitation-withdraw"),
    path("demandes-de-compte/<int:demand>/accepter", member_seats.grant, name="demand-grant"),
    path("demandes-de-compte/<int:demand>/refuser", member_seats.refuse, name="demand-refuse"),
    path("invitation/<str:token>", member_entrance.invitation, name="invitation"),
    path("inscription", member_entrance.registration, name="registration"),
    path("journal", journal_views.index, name="journal"),
    path("casquette", member_seats.wear, name="wear"),
]
