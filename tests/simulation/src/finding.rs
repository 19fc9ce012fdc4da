//! What the simulation found in the product and is not mended yet; each line leaves with its repair.
//!
//! The reference model reads the rules' text. Where the product is known to read otherwise, a
//! finding stands here, and the model follows the product until the finding is closed, so that
//! nothing new hides behind what is known. `simulate --strict` follows the text alone.

/// Something that the product does otherwise than its rules say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finding {
    /// Withdrawn parts of a joined delivery still mark and block it, though no conflict shows them.
    WithdrawnPartsMark,
    /// A part that never counted a line makes it stale by its own day of arrival.
    StaleByOtherPart,
    /// A part that never counted a line, but was assigned or answered, asks to be signed again.
    UncountedPartUnsigned,
    /// Of two receipts that may be one delivery only one says so.
    SameDeliveryOneSided,
    /// A recount that saw a package's two quantities does not end the doubt.
    RecountLeavesPackageDoubt,
    /// Voiding a verdict that was replaced changes the lot's clock.
    VoidOfReplacedVerdict,
    /// A package is counted once a receipt, and not once a joined delivery.
    PackageTwiceInDelivery,
    /// A package that another receipt counted too is not marked.
    PackageElsewhereUnmarked,
    /// A card whose number a copy gave again counts on the copy's receipt too, once that was let in.
    CardOnTwoReceipts,
    /// A receipt that leads into a ring of joins is not read with the ring.
    WayIntoRing,
    /// What was set aside leaves traces on its author's device: in an order's list of receipts,
    /// and in the doubt about other facts' instants.
    SetAsideLeavesTraces,
    /// A readmission that is dated anew leaves the fact it let in at its old merge time.
    RedatedReadmission,
    /// A readmission that was itself set aside still holds on its author's device.
    SetAsideReadmissionHolds,
    /// A copy that skipped numbers cannot send again what a restored server lost.
    CopyWithHoleStuck,
    /// A readmission lets in another fact than its author saw, after a restore.
    ReadmissionOfAnother,
}

impl Finding {
    /// Every finding that is not mended.
    pub const OPEN: [Self; 15] = [
        Self::WithdrawnPartsMark,
        Self::StaleByOtherPart,
        Self::UncountedPartUnsigned,
        Self::SameDeliveryOneSided,
        Self::RecountLeavesPackageDoubt,
        Self::VoidOfReplacedVerdict,
        Self::PackageTwiceInDelivery,
        Self::PackageElsewhereUnmarked,
        Self::CardOnTwoReceipts,
        Self::WayIntoRing,
        Self::SetAsideLeavesTraces,
        Self::RedatedReadmission,
        Self::SetAsideReadmissionHolds,
        Self::CopyWithHoleStuck,
        Self::ReadmissionOfAnother,
    ];
}

/// Which findings are taken for known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Known(Vec<Finding>);

impl Known {
    /// All that are open.
    pub fn open() -> Self {
        Self(Finding::OPEN.to_vec())
    }

    /// None: the rules' text alone counts.
    pub fn nothing() -> Self {
        Self::default()
    }

    /// All that are open but this one.
    pub fn all_but(finding: Finding) -> Self {
        Self(Finding::OPEN.into_iter().filter(|open| *open != finding).collect())
    }

    /// Whether a finding is taken for known.
    pub(crate) fn has(&self, finding: Finding) -> bool {
        self.0.contains(&finding)
    }
}
