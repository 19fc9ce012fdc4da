//! How large a plant is: the full one for demonstrations, the small one for fast tests.

/// How much to generate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Size {
    /// 150 vendors, 3,000 items, 2,000 orders with 6,000 lines, 300 deliveries.
    Full,
    /// 20 vendors, 200 items, 120 orders with 360 lines, 24 deliveries.
    Small,
}

/// The counts that a size stands for.
pub(crate) struct Figures {
    pub(crate) vendors: usize,
    /// Vendors that the approved-vendor list does not name.
    pub(crate) vendors_absent: usize,
    /// Vendors whose approval ended before the day.
    pub(crate) vendors_expired: usize,
    pub(crate) items: usize,
    /// Items that have a unit weight although nobody subcontracts them.
    pub(crate) weighed_bought_items: usize,
    /// Subcontracted items for which IE has no unit weight: a task for IE.
    pub(crate) weights_missing: usize,
    pub(crate) orders: usize,
    pub(crate) order_lines: usize,
    pub(crate) orders_replaced: usize,
    pub(crate) orders_increased: usize,
    pub(crate) deliveries: usize,
    /// Deliveries on orders that were closed, cut or replaced before the day.
    pub(crate) stale: usize,
    pub(crate) unapproved: usize,
    pub(crate) over: usize,
    pub(crate) short: usize,
    /// Deliveries that come in two halves, hours apart, on one order.
    pub(crate) in_halves: usize,
    /// Deliveries that two handhelds count together, in time for the signature.
    pub(crate) shared: usize,
    /// The same, but the second handheld's count arrives after the signature.
    pub(crate) shared_late: usize,
    pub(crate) concessions: usize,
}

impl Size {
    pub(crate) fn figures(self) -> Figures {
        match self {
            Self::Full => FULL,
            Self::Small => SMALL,
        }
    }
}

const FULL: Figures = Figures {
    vendors: 150,
    vendors_absent: 6,
    vendors_expired: 5,
    items: 3000,
    weighed_bought_items: 360,
    weights_missing: 9,
    orders: 2000,
    order_lines: 6000,
    orders_replaced: 24,
    orders_increased: 16,
    deliveries: 300,
    stale: 6,
    unapproved: 4,
    over: 15,
    short: 12,
    in_halves: 4,
    shared: 9,
    shared_late: 3,
    concessions: 3,
};

const SMALL: Figures = Figures {
    vendors: 20,
    vendors_absent: 2,
    vendors_expired: 1,
    items: 200,
    weighed_bought_items: 24,
    weights_missing: 2,
    orders: 120,
    order_lines: 360,
    orders_replaced: 3,
    orders_increased: 2,
    deliveries: 24,
    stale: 1,
    unapproved: 1,
    over: 2,
    short: 1,
    in_halves: 1,
    shared: 1,
    shared_late: 1,
    concessions: 1,
};
