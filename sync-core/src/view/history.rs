//! Everything that was said about one thing, in merge order.

use serde::Serialize;

use super::{Stamp, stamp};
use crate::defect::Defect;
use crate::fact::{Entity, Event, ExceptionReported, Fact, Kind, Sampled};
use crate::replica::Replica;
use crate::state::Written;
use crate::text::{self, Language, Named as _, Say as _};
use crate::time::Timestamp;

/// One fact in a history.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct HistoryRow {
    /// Who, when, on which device.
    pub recorded: Stamp,
    /// What happened, by name; its number where this version does not know it.
    pub kind: String,
    /// The figures it is about, with what words there are in English.
    pub says: String,
    /// The same in Chinese.
    pub says_zh: String,
    /// Whether its instant is in doubt.
    pub doubtful: bool,
    /// When it came to the server, where that was long after its instant.
    pub arrived_late: Option<Timestamp>,
    /// What happened, for those who have words of their own for it.
    #[serde(skip)]
    #[cfg_attr(feature = "openapi", schema(ignore))]
    pub known: Option<Kind>,
}

/// The history of one thing.
pub fn history(replica: &Replica, entity: &Entity) -> Vec<HistoryRow> {
    replica
        .facts_of(entity)
        .map(|fact| HistoryRow {
            recorded: stamp(replica, Written::from(&fact.header)),
            kind: Kind::of(fact.header.kind)
                .map_or_else(|| fact.header.kind.to_string(), |kind| kind.name().to_owned()),
            says: said(fact, Language::English),
            says_zh: said(fact, Language::Chinese),
            doubtful: replica.is_doubtful(fact.header.id),
            arrived_late: replica.arrived_late(fact.header.id),
            known: Kind::of(fact.header.kind),
        })
        .collect()
}

fn said(fact: &Fact, language: Language) -> String {
    fact.event().map(|event| says(&event, language)).unwrap_or_default()
}

/// A fact's figures; most read alike in every language.
#[allow(
    clippy::too_many_lines,
    reason = "every kind of fact stands here by name, one after the other"
)]
fn says(event: &Event, language: Language) -> String {
    match event {
        Event::Tallied(tallied) => match &tallied.package {
            Some(package) => format!("{} +{} [{package}]", tallied.line, tallied.quantity),
            None => format!("{} +{}", tallied.line, tallied.quantity),
        },
        Event::Recounted(recounted) => format!("{} ={}", recounted.line, recounted.quantity),
        Event::CountSigned(signed) => {
            joined(&signed.lines, |signed| format!("{} {}", signed.line, signed.quantity))
        }
        Event::ReceiptOpened(opened) => joined(&opened.orders, ToString::to_string),
        Event::ReceiptDescribed(described) => {
            let value = described.value.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{}: {value}", described.field.name())
        }
        Event::CardIssued(card) => {
            let unit = card.unit.map_or("", |unit| text::unit(unit, language));
            format!("{} {} {unit}", card.line, card.quantity)
        }
        Event::Weighed(w) => format!("({} − {}) {} / {}", w.gross, w.tare, w.unit.code(), w.pieces),
        Event::Measured(m) => format!("{} {} {}", m.what, m.value, m.unit),
        Event::Sampled(sampled) => sample(sampled, language),
        Event::VerdictRecorded(verdict) => joined(&verdict.judgements, |said| {
            format!("{} {}", said.verdict.word(language), said.quantity)
        }),
        Event::PutAway(put) => format!("{} → {}", put.quantity, put.location),
        Event::ReturnRaised(raised) => raised.quantity.to_string(),
        Event::LineAssigned(assigned) => {
            let quantity = assigned.quantity.map(|quantity| format!(" {quantity}"));
            format!("{}{} → {}", assigned.line, quantity.unwrap_or_default(), assigned.to)
        }
        Event::LineCountedAs(counted) => {
            format!("{} {}", counted.line, counted.terms.say(language))
        }
        Event::VendorAccepted(accepted) => {
            format!("{} {} ({})", accepted.line, accepted.came, accepted.ordered)
        }
        Event::PhotoTaken(photo) => {
            let shows = photo.shows.as_ref().map(ToString::to_string).unwrap_or_default();
            format!("{shows} {}×{}", photo.width, photo.height).trim_start().to_owned()
        }
        Event::ExceptionReported(reported) => exception(reported, language),
        // These say enough by their kind's name.
        Event::CountVoided(_)
        | Event::SignatureVoided(_)
        | Event::ReceiptReopened(_)
        | Event::ReceiptVoided(_)
        | Event::ReceiptJoined(_)
        | Event::DeliveriesDistinct(_)
        | Event::CountConfirmed(_)
        | Event::SlipIssued(_)
        | Event::SlipConfirmed(_)
        | Event::StaleOrderAnswered(_)
        | Event::OrderChangeAnswered(_)
        | Event::WithdrawalConfirmed(_)
        | Event::BasisConfirmed(_)
        | Event::CardVoided(_)
        | Event::CardReprinted(_)
        | Event::LotDescribed(_)
        | Event::WeighingVoided(_)
        | Event::VerdictVoided(_)
        | Event::MovementVoided(_)
        | Event::OrderStated(_)
        | Event::OrderStatusStated(_)
        | Event::LineCarried(_)
        | Event::VendorStated(_)
        | Event::ApprovalStated(_)
        | Event::ItemStated(_)
        | Event::StandardStated(_)
        | Event::CostStated(_)
        | Event::PersonStated(_)
        | Event::PinSet(_)
        | Event::PersonRevoked(_)
        | Event::SignInChanged(_)
        | Event::SignInGranted(_)
        | Event::ArrivedLate(_)
        | Event::SigningInStated(_)
        | Event::DeviceEnrolled(_)
        | Event::DeviceRevoked(_)
        | Event::ClockDoubtful(_)
        | Event::FactSetAside(_)
        | Event::Readmitted(_)
        | Event::ClockOff(_)
        | Event::SiteStated(_)
        | Event::CountingStated(_)
        | Event::PhotoVoided(_)
        | Event::ExceptionVoided(_)
        | Event::Expunged(_) => String::new(),
    }
}

/// What each of several things says, one after another.
fn joined<T>(things: &[T], says: impl Fn(&T) -> String) -> String {
    things.iter().map(says).collect::<Vec<_>>().join(", ")
}

fn sample(sampled: &Sampled, language: Language) -> String {
    let defects = joined(&sampled.defects, |found| {
        format!("{} × {}", Defect::name_of(found.defect.as_str(), language), found.pieces)
    });
    if defects.is_empty() {
        sampled.pieces.to_string()
    } else {
        format!("{}: {defects}", sampled.pieces)
    }
}

fn exception(reported: &ExceptionReported, language: Language) -> String {
    let quantity = reported.quantity.map(|quantity| quantity.to_string());
    let item = reported.item.as_ref().map(ToString::to_string);
    let texts = [&reported.container, &reported.seal, &reported.note];
    let [container, seal, note] = texts.map(|text| text.as_ref().map(ToString::to_string));
    let kind = Some(reported.kind.word(language).to_owned());
    let said = [kind, quantity, item, container, seal, note];
    said.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
