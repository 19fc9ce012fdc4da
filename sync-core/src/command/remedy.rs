//! What to do after a refusal: a value, which each shell words by what is typed, tapped or
//! scanned there.

use crate::ids::LineKey;
use crate::number::{DocumentNumber, ReceiptNumber};
use crate::post::Post;
use crate::rules::reason::MustSayWhy;
use crate::rules::withdrawal::Resting;

/// What can be done after a refusal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Get what is new from the server.
    Sync,
    /// Work on: what was asked for holds already.
    GoOn,
    /// Call somebody of one of these posts.
    CallPost(&'static [Post]),
    /// Look at what is known of this paper, or get what is new.
    LookAt(DocumentNumber),
    /// Look at the conflicts that are open.
    LookAtConflicts,
    /// Look at what the server set aside.
    LookAtSetAside,
    /// Name one of these: the code read fits several things.
    ChooseOne(Vec<String>),

    /// Check the order's number, get what is new, or open the receipt without an order.
    OpenWithoutOrder,
    /// Say who delivered the goods.
    SayVendor,
    /// Get what is new; to count all the same, name the line with its order.
    SyncOrNameOrder,
    /// Count on the receipt that stands for the withdrawn one.
    CountOnReplacement,
    /// Keep goods that are on no line apart, and call purchasing.
    PutApartForPurchasing,
    /// Say which of these lines is meant.
    ChooseLine(Vec<LineKey>),
    /// Ask a supervisor to reopen the count before it changes.
    AskToReopen,
    /// Count the goods first.
    TallyFirst,
    /// Sign for the count first.
    SignFirst,
    /// Take the next package, or void the tally of this one.
    TakeNext,
    /// Name two deliveries that are not one yet.
    NameTwoDeliveries,
    /// Withdraw the receipts that have joined first, or join this one into one of them.
    VoidFirst {
        /// The receipt that others have joined.
        or_join: ReceiptNumber,
    },
    /// Take this back first, which was done since.
    UndoFirst(Resting),
    /// Judge the lot again, which replaces the verdict and says what of it is gone.
    JudgeAgain,
    /// Weigh or measure again first, so that the lot is never without.
    MeasureAgainFirst,
    /// Count more, void a card, or say how much the new card stands for.
    CountMoreOrSayQuantity,
    /// Count more, or void a card.
    CountMore,
    /// Print the slip again.
    PrintAgain,
    /// Issue the slip first, or get what is new.
    IssueSlipFirst,

    /// Say the quantity that the card bears, or get what is new.
    SayQuantity,
    /// Scan the card that replaced the withdrawn one.
    ScanReplacement,
    /// Weigh the pieces together with their vessel.
    WeighWithVessel,
    /// Put at least one piece on the scale.
    WeighPieces,
    /// Say how many pieces lie on the scale: no more than the lot has.
    SayPiecesWeighed,
    /// Void a weighing of pieces that are weighed again.
    VoidWeighingFirst,
    /// Say how many pieces were looked at: at least one, and no more than the lot has.
    SaySampled,
    /// Count the defects again.
    CountDefectsAgain,
    /// Judge what is unjudged, or judge the whole lot again.
    JudgeLessOrAgain,
    /// Say which quantities the verdict is on.
    SayQuantities,
    /// Say how much is accepted and how much rejected, by what the card bears, or get what is new.
    SayAcceptedAndRejected,
    /// Give the reason that such a decision wants, and do it again.
    SayWhy(MustSayWhy),
    /// Reject or sort, and call a supervisor.
    RejectOrCallSupervisor,
    /// Wait for the verdict, or get what is new.
    WaitForVerdict,
    /// Put away what was accepted, and no more.
    PutAwayThatMuch,
    /// Return what was rejected, and no more.
    ReturnThatMuch,
    /// Open a receipt for each vendor, and count its orders there.
    OpenForEachVendor,
    /// Leave the two receipts apart.
    LeaveApart,
    /// Name an open order line of the same item, unit and vendor.
    AssignElsewhere,
    /// Assign what is left, and no more; or take back what was assigned before.
    AssignThatMuch,
    /// Say at which instant it happened.
    SayWhen,
    /// Readmit it from another device than the one that recorded it.
    UseOtherDevice,
    /// Record what happened anew, by somebody who may.
    RecordAnew,
}
