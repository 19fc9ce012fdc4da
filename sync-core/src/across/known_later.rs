//! What of a lot was judged before its vendor's approval, or its item's standard, was stated (SEMANTICS 33).

use std::collections::BTreeMap;

use super::lot;
use crate::fact::{Day, Entity, Event, Fact, MergeOrder};
use crate::ids::{FactId, VendorCode};
use crate::measure::Quantity;
use crate::replica::Replica;
use crate::rules::approved_vendor;
use crate::rules::known_later::{KnownLater, is_approval_late, is_standard_late};
use crate::state::{CardState, ItemState};

/// What became known after a lot's last verdict and speaks against it, with the facts that state it.
///
/// "After" is in merge order: what was stated before the verdict is taken to have been known, as a
/// device that was long without the network may not have done.
pub fn known_later(replica: &Replica, card: &CardState) -> Vec<(KnownLater, Vec<FactId>)> {
    let Some(last) = card.live_verdicts().map(|once| once.written.order()).max() else {
        return Vec::new();
    };
    let accepted = card.judged().accepted();
    let approval = approvals_after(replica, card, last, accepted);
    let standard = standards_after(replica, card, last, accepted);
    let approval = approval.map(|facts| (KnownLater::Approval, facts));
    approval.into_iter().chain(standard.map(|facts| (KnownLater::Standard, facts))).collect()
}

fn approvals_after(
    replica: &Replica,
    card: &CardState,
    last: MergeOrder,
    accepted: Quantity,
) -> Option<Vec<FactId>> {
    let vendor = lot::vendor_of(replica, card)?;
    let entity = Entity::Vendor(vendor.clone());
    let after =
        stated_after(replica, &entity, last, |event| matches!(event, Event::ApprovalStated(_)))?;
    let now = lot::vendor_approved(replica, card)?;
    let then = approved_then(replica, card, vendor, last)?;
    is_approval_late(then, now, accepted).then_some(after)
}

/// Whether the vendor was approved on the day of arrival, by what had been stated until then.
fn approved_then(
    replica: &Replica,
    card: &CardState,
    vendor: VendorCode,
    last: MergeOrder,
) -> Option<bool> {
    let (_, issued) = card.issued.as_ref()?;
    let (opened, _) = replica.receipt(issued.receipt)?.opened.as_ref()?;
    let arrival = Day(replica.site().offset.day_of(opened.at));
    let mut periods = BTreeMap::new();
    for fact in replica.facts_of(&Entity::Vendor(vendor)).filter(|fact| !is_after(fact, last)) {
        if let Ok(Event::ApprovalStated(stated)) = fact.event() {
            periods.insert(stated.from, stated.to);
        }
    }
    Some(approved_vendor::is_approved(&periods, arrival))
}

fn standards_after(
    replica: &Replica,
    card: &CardState,
    last: MergeOrder,
    accepted: Quantity,
) -> Option<Vec<FactId>> {
    let is_measured =
        card.live_weighings().next().is_some() || card.live_measurements().next().is_some();
    let code = lot::item_of(replica, card).filter(|_| is_measured)?;
    let entity = Entity::Item(code.clone());
    let after =
        stated_after(replica, &entity, last, |event| matches!(event, Event::StandardStated(_)))?;
    let now = replica.item(&code)?;
    let mut then = ItemState { standards: BTreeMap::new(), ..now.clone() };
    for fact in replica.facts_of(&entity).filter(|fact| !is_after(fact, last)) {
        if let Ok(Event::StandardStated(stated)) = fact.event() {
            then.standards.insert((stated.what.clone(), stated.from), stated);
        }
    }
    let is_late = |[then, now]: [_; 2]| is_standard_late(then, now, accepted);
    let weight = card.weighed().is_some_and(|weighed| {
        is_late(
            [&then, now]
                .map(|item| lot::against_standard(replica, card, Some(item), weighed).outcome),
        )
    });
    let is_deviating = weight
        || card.live_measurements().any(|once| {
            is_late([&then, now].map(|item| lot::dimension_by(replica, Some(item), once).outcome))
        });
    is_deviating.then_some(after)
}

/// The facts about something that state this sort of thing after a point; nothing where none does.
fn stated_after(
    replica: &Replica,
    entity: &Entity,
    last: MergeOrder,
    is_of_sort: impl Fn(&Event) -> bool,
) -> Option<Vec<FactId>> {
    let after = replica.facts_of(entity).filter(|fact| is_after(fact, last));
    let stated = after.filter(|fact| fact.event().is_ok_and(|event| is_of_sort(&event)));
    let stated: Vec<FactId> = stated.map(|fact| fact.header.id).collect();
    (!stated.is_empty()).then_some(stated)
}

fn is_after(fact: &Fact, last: MergeOrder) -> bool {
    fact.header.order() > last
}
