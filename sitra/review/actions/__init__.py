"""Verbs of review: each is one transaction and one fact."""

from sitra.review.actions.amending import confirm, follow_source, restore_revision, vouch
from sitra.review.actions.answering import Reply, accept, answer, discuss, refuse, withdraw
from sitra.review.actions.beginning import begin_record, duplicate
from sitra.review.actions.borrowing import borrow, give_back
from sitra.review.actions.deciding import Undone, later, settle_as_one, settle_as_two, undo
from sitra.review.actions.drafting import begin, end
from sitra.review.actions.editing import Saved, Typed, drop, save, shown_in, type_over, write_over
from sitra.review.actions.entering import amend, cancel, enter, request
from sitra.review.actions.handing_over import hand_over
from sitra.review.actions.illustrating import bring, rearrange
from sitra.review.actions.layering import drop_layer, follow_record
from sitra.review.actions.looking import look_at_all, look_at_waiting, note
from sitra.review.actions.owning import Changed, TagChange, TextChange, Wish, put_back, write_own
from sitra.review.actions.partnering import (
    associate,
    dissociate,
    drop_notes,
    erase_texts,
    keep_notes,
    note_all,
    tag,
    untag,
    write_texts,
)
from sitra.review.actions.proposing import (
    Done,
    Proposer,
    ask,
    ask_of_many,
    change,
    propose,
    propose_change,
    propose_record,
)
from sitra.review.actions.seasons import reshape
from sitra.review.actions.telling import SALT, remind, tell_digest, tell_new
from sitra.review.actions.templating import (
    drop_template,
    forget_templates,
    make_template,
    rename_template,
    take_back_template,
)
from sitra.review.actions.tracing import attach_track, detach_track, follow_track, restore_track
from sitra.review.actions.translating import TextsSaved, TextsTyped, translated, write_translations

__all__ = (
    "SALT",
    "Changed",
    "Done",
    "Proposer",
    "Reply",
    "Saved",
    "TagChange",
    "TextChange",
    "TextsSaved",
    "TextsTyped",
    "Typed",
    "Undone",
    "Wish",
    "accept",
    "amend",
    "answer",
    "ask",
    "ask_of_many",
    "associate",
    "attach_track",
    "begin",
    "begin_record",
    "borrow",
    "bring",
    "cancel",
    "change",
    "confirm",
    "detach_track",
    "discuss",
    "dissociate",
    "drop",
    "drop_layer",
    "drop_notes",
    "drop_template",
    "duplicate",
    "end",
    "enter",
    "erase_texts",
    "follow_record",
    "follow_source",
    "follow_track",
    "forget_templates",
    "give_back",
    "hand_over",
    "keep_notes",
    "later",
    "look_at_all",
    "look_at_waiting",
    "make_template",
    "note",
    "note_all",
    "propose",
    "propose_change",
    "propose_record",
    "put_back",
    "rearrange",
    "refuse",
    "remind",
    "rename_template",
    "request",
    "reshape",
    "restore_revision",
    "restore_track",
    "save",
    "settle_as_one",
    "settle_as_two",
    "shown_in",
    "tag",
    "take_back_template",
    "tell_digest",
    "tell_new",
    "translated",
    "type_over",
    "undo",
    "untag",
    "vouch",
    "withdraw",
    "write_over",
    "write_own",
    "write_texts",
    "write_translations",
)
