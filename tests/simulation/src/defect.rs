//! Defects that are planted one at a time, in the shells around the product, to see them caught.

/// A defect: what the shells around the product do wrong in a run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Defect {
    /// The server acknowledges before its disk has the facts.
    AcknowledgedBeforeDurable,
    /// A device stores how far it has read before it stores what it read.
    CursorBeforeFacts,
    /// A device orders what it hears by arrival.
    OrderOfArrival,
    /// A voided tally goes on counting.
    VoidedTallyCounts,
    /// The server dates facts by their arrival.
    FactsDatedByTheServer,
    /// Deadlines are read from the instant of sync.
    DeadlineFromSync,
    /// A device never learns how wrong its clock is.
    ClockNeverCorrected,
    /// A device confirms before its disk has the fact.
    ConfirmedBeforeDurable,
    /// A device is never told what was set aside, and goes on counting it.
    SetAsideGoesOnCounting,
    /// A push that comes twice is applied twice.
    DoubledPushAppliedTwice,
    /// A verdict replaces nothing: the latest clock decides.
    VerdictReplacesNothing,
    /// A recount swallows tallies that its author never saw.
    RecountSwallowsUnseen,
    /// An assignment takes back all that purchasing assigned of the line before.
    AssignmentTakesAllBack,
    /// Who brought the goods is forgotten where an order says who was to.
    VendorThatCameForgotten,
    /// The server knows facts by their number alone, so that an older copy goes on undetected.
    KnownByNumberAlone,
    /// Signatures of a doubtful clock start clocks like any other.
    DoubtForgotten,
    /// After a server's restore a device keeps what the lost log had said.
    LostLogRemembered,
    /// Something between device and server acknowledges what it only forwards.
    ForwardedIsAcknowledged,
    /// A putaway or return that was taken back goes on counting.
    VoidedMovementCounts,
    /// Goods that were moved twice are in no list.
    MovedTwiceUnlisted,
    /// The clerk's list forgets what is to be signed.
    SignaturesUnlisted,
}

impl Defect {
    /// All defects, to be planted one after another.
    pub const ALL: [Self; 21] = [
        Self::AcknowledgedBeforeDurable,
        Self::CursorBeforeFacts,
        Self::OrderOfArrival,
        Self::VoidedTallyCounts,
        Self::FactsDatedByTheServer,
        Self::DeadlineFromSync,
        Self::ClockNeverCorrected,
        Self::ConfirmedBeforeDurable,
        Self::SetAsideGoesOnCounting,
        Self::DoubledPushAppliedTwice,
        Self::VerdictReplacesNothing,
        Self::RecountSwallowsUnseen,
        Self::AssignmentTakesAllBack,
        Self::VendorThatCameForgotten,
        Self::KnownByNumberAlone,
        Self::DoubtForgotten,
        Self::LostLogRemembered,
        Self::ForwardedIsAcknowledged,
        Self::VoidedMovementCounts,
        Self::MovedTwiceUnlisted,
        Self::SignaturesUnlisted,
    ];

    /// What is done wrong, in words.
    pub const fn says(self) -> &'static str {
        match self {
            Self::AcknowledgedBeforeDurable => {
                "the server acknowledges before the facts are durable"
            }
            Self::CursorBeforeFacts => "a device stores its cursor before the facts it read",
            Self::OrderOfArrival => "a device merges by order of arrival",
            Self::VoidedTallyCounts => "a voided tally is summed",
            Self::FactsDatedByTheServer => "the server dates facts by their arrival",
            Self::DeadlineFromSync => "deadlines are read from the instant of sync",
            Self::ClockNeverCorrected => "a device is never told its clock's error: no re-dating",
            Self::ConfirmedBeforeDurable => {
                "a device confirms, and counts on, before its disk has the fact"
            }
            Self::SetAsideGoesOnCounting => "what was set aside is not kept out on devices",
            Self::DoubledPushAppliedTwice => "a doubled push is applied twice",
            Self::VerdictReplacesNothing => "a re-inspection replaces no verdict",
            Self::RecountSwallowsUnseen => {
                "a recount swallows tallies that its author had not seen"
            }
            Self::AssignmentTakesAllBack => {
                "an assignment takes back all that was assigned of the line before"
            }
            Self::VendorThatCameForgotten => {
                "who brought the goods is forgotten where an order says who was to"
            }
            Self::KnownByNumberAlone => {
                "the server knows facts by number alone: an older copy goes undetected"
            }
            Self::DoubtForgotten => "doubtful instants start clocks like any other",
            Self::LostLogRemembered => "after a restore devices keep what the lost log said",
            Self::ForwardedIsAcknowledged => "a proxy acknowledges what it only forwards",
            Self::VoidedMovementCounts => "a putaway or return that was taken back is summed",
            Self::MovedTwiceUnlisted => "goods that were moved twice are in no list",
            Self::SignaturesUnlisted => "the clerk's list forgets what is to be signed",
        }
    }
}
