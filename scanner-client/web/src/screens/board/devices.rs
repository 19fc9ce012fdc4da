//! The devices: when each was last there, what it has not sent, whether its clock is right.

use std::collections::BTreeMap;

use leptos::prelude::*;
use sync_core::api::ContactRow;
use sync_core::ids::DeviceNumber;
use sync_core::text::Say as _;
use sync_core::time::{Span, Timestamp};

use super::messages::{Ago, Message, hours_minutes};
use super::watch::Watch;
use crate::app::use_app;
use crate::messages::say;

/// A device that has not spoken for so long is away.
const AWAY_AFTER: Span = Span::minutes(2);
/// So many fit on a wall.
const ON_WALL: usize = 14;
/// From so much on, storage is named.
const NEARLY_FULL: u8 = 90;

/// One device as it stands on the board.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    number: DeviceNumber,
    name: String,
    contact: Option<ContactRow>,
}

impl Row {
    fn is_away(&self, now: Timestamp) -> bool {
        self.contact.as_ref().is_none_or(|contact| now.since(contact.seen).0 > AWAY_AFTER.0)
    }

    /// The worst first: who holds facts back, whose clock is wrong, who is away, the others.
    fn rank(&self, now: Timestamp) -> (u8, DeviceNumber) {
        let away = self.is_away(now);
        let rank = match &self.contact {
            Some(contact) if away && contact.unsent > 0 => 0,
            Some(contact) if is_in_trouble(contact) => 1,
            Some(_) if away => 2,
            Some(_) => 3,
            None => 4,
        };
        (rank, self.number)
    }
}

fn is_in_trouble(contact: &ContactRow) -> bool {
    contact.clock_wrong || contact.held_back.is_some() || is_full(contact)
}

fn is_full(contact: &ContactRow) -> bool {
    contact.storage_percent.is_some_and(|percent| percent >= NEARLY_FULL)
}

fn rows(watch: Watch) -> Vec<Row> {
    let contacts = watch.contacts.get().map(|contacts| contacts.contacts).unwrap_or_default();
    let mut contacts: BTreeMap<DeviceNumber, ContactRow> =
        contacts.into_iter().map(|contact| (contact.device, contact)).collect();
    let board = watch.board.get();
    let devices = board.iter().flat_map(|board| &board.devices).filter(|device| !device.revoked);
    devices
        .map(|device| Row {
            number: device.number,
            name: device.name.clone().unwrap_or_else(|| device.number.to_string()),
            contact: contacts.remove(&device.number),
        })
        .collect()
}

/// The names of devices that are away with facts that nobody else has, and how many at least.
pub(super) fn missing(watch: Watch, now: Timestamp) -> Option<(String, u64)> {
    let holding: Vec<Row> = rows(watch)
        .into_iter()
        .filter(|row| row.is_away(now) && row.contact.as_ref().is_some_and(|c| c.unsent > 0))
        .collect();
    let count: u64 = holding.iter().filter_map(|row| row.contact.as_ref()).map(|c| c.unsent).sum();
    let names = holding.into_iter().map(|row| row.name).collect::<Vec<_>>().join("、");
    (count > 0).then_some((names, count))
}

/// The row of devices.
#[component]
pub(super) fn Devices(watch: Watch) -> impl IntoView {
    let app = use_app();
    let sorted = Memo::new(move |_| {
        // Ages by the server's clock, as this device knows it.
        let now = app.minute.get();
        let mut rows = rows(watch);
        rows.sort_by_key(|row| row.rank(now));
        rows
    });
    let count = move || sorted.with(Vec::len);
    let hidden = move || count().saturating_sub(ON_WALL);
    let known = Memo::new(move |_| watch.contacts.get().is_some());
    view! {
        <section class="dev">
            <h2><span>{move || say(Message::Devices(count()))}</span>
                <small>{move || if known.get() { say(Message::DevicesHow) } else { say(Message::DevicesUnknown) }}
                    {move || (hidden() > 0).then(|| view! { " · "{say(Message::AndMore(hidden()))} })}</small></h2>
            <ul class="devs">
                <For each=move || sorted.get().into_iter().take(ON_WALL) key=|row| (row.number, row.name.clone(), row.contact.clone()) let:row>
                    <Device row/>
                </For>
            </ul>
        </section>
    }
}

#[component]
fn Device(row: Row) -> impl IntoView {
    let app = use_app();
    let Row { name, contact, .. } = row.clone();
    let is_away = Memo::new(move |_| row.is_away(app.minute.get()));
    let bad = contact.as_ref().is_some_and(is_in_trouble);
    let holds = contact.as_ref().is_some_and(|c| c.unsent > 0);
    let ago = contact.as_ref().map(|contact| contact.seen);
    let state = contact.map(|contact| {
        if let Some(held_back) = contact.held_back {
            view! { <b>{held_back.say(app.language.get_untracked()).into_owned()}</b> }.into_any()
        } else if contact.clock_wrong {
            let sign = if contact.clock_offset_ms < 0 { '+' } else { '\u{2212}' };
            let off = Span(contact.clock_offset_ms).abs();
            let text = format!("{sign}{}:{:02}", off.whole_minutes(), off.0 / 1_000 % 60);
            let text = if off.whole_minutes() > 99 {
                format!("{sign}{} h", hours_minutes(off))
            } else {
                text
            };
            view! { <b>{say(Message::ClockOff(text))}</b> }.into_any()
        } else if contact.unsent > 0 {
            view! { <b>{say(Message::UnsentHere(contact.unsent))}</b> }.into_any()
        } else if is_full(&contact) {
            view! { <b>{say(Message::Storage(contact.storage_percent.unwrap_or_default()))}</b> }
                .into_any()
        } else {
            view! { <span class="mut">"✓"</span> }.into_any()
        }
    });
    let seen = move || match ago {
        Some(at) => say(Ago(app.device.now.get().since(at))),
        None => say(Message::NotSeen),
    };
    view! {
        <li class="dv" class:bad=move || bad || (holds && is_away.get()) class:away=move || is_away.get()>
            <b class="cut">{name}</b><span>{seen}</span>{state}
        </li>
    }
}
