//! One thing in full, compact.

use std::fmt::Write as _;

use serde_json::{Value, json};
use sync_core::fact::{Kind, Verdict};
use sync_core::ids::{ItemCode, VendorCode};
use sync_core::replica::Replica;
use sync_core::text::names::{self, Name};
use sync_core::text::{Language, Named as _, Say as _};
use sync_core::time::{SiteOffset, Timestamp};
use sync_core::view::{
    LotStatus, LotView, MeasurementView, OrderView, ReceiptView, SampleView, Stamp, WorkKind,
};

use super::rows;
use crate::output::{clock_time, table};

/// A line of text; writing to memory cannot fail.
macro_rules! say {
    ($text:expr, $($argument:tt)*) => {
        let _ = writeln!($text, $($argument)*);
    };
}

fn who(stamp: &Stamp, offset: SiteOffset) -> String {
    let name = stamp.name.clone().unwrap_or_else(|| stamp.by.0.to_string());
    format!("{} {name} [{}]", clock_time(stamp.at, offset), stamp.id)
}

/// A receipt with its lines, cards and marks.
pub fn receipt(view: &ReceiptView, offset: SiteOffset, language: Language) -> String {
    let row = &view.row;
    let mut text = rows::receipt(row, offset, language).join("  ");
    text.push('\n');
    let fields = [&row.delivery_note, &row.container, &row.note];
    let fields: Vec<&str> = fields.into_iter().flatten().map(String::as_str).collect();
    if !fields.is_empty() {
        say!(text, "  {}", fields.join(" · "));
    }
    if let Some(into) = view.joined_into {
        say!(text, "  → {into}");
    }
    let joined = view.joined.iter().map(|joined| format!("+ {joined}"));
    let maybe = view.maybe_same_delivery.iter().map(|other| format!("≈ {other}"));
    for line in joined.chain(maybe) {
        say!(text, "  {line}");
    }
    text.push_str(&lines_of(view, language));
    for line in &view.line_rows {
        for tally in &line.tallies {
            let package = tally.package.as_deref().unwrap_or_default();
            let status = tally.status.word(language);
            let who = who(&tally.recorded, offset);
            say!(text, "  {} +{} {package} {status}  {who}", line.line, tally.quantity);
        }
    }
    for signature in &view.signatures {
        let doubt = if signature.doubtful { " ?" } else { "" };
        let status = signature.status.word(language);
        say!(text, "  ✎ {status}{doubt}  {}", who(&signature.recorded, offset));
    }
    for slip in &view.slips {
        let confirmed = slip.confirmed.as_ref().map(|stamp| who(stamp, offset));
        say!(
            text,
            "  {}  {}  ✓ {}",
            slip.number,
            who(&slip.issued, offset),
            rows::or_dash(confirmed)
        );
    }
    text
}

/// The heads of a receipt's lines.
const LINE_HEAD: [Name; 9] = [
    names::LINE,
    names::ITEM,
    Name::new("订购", "ordered"),
    Name::new("点收", "counted"),
    names::OVER_RECEIPT,
    Name::new("已开卡", "carded"),
    Name::new("单位", "unit"),
    Name::new("标记", "marks"),
    names::INSPECTION_CARD,
];

/// The lines of a receipt, as a table.
fn lines_of(view: &ReceiptView, language: Language) -> String {
    let lines: Vec<Vec<String>> = view
        .line_rows
        .iter()
        .map(|line| {
            let marks = [
                (line.count_again, names::COUNT_AGAIN),
                (line.sign_again, names::SIGN_AGAIN),
                (line.package_twice, names::PACKAGE_TWICE),
                (line.stale_order, names::STALE_ORDER),
                (line.order_changed, names::ORDER_CHANGED),
            ];
            let marks: Vec<&str> = marks
                .into_iter()
                .filter(|(is_set, _)| *is_set)
                .map(|(_, mark)| mark.word(language))
                .collect();
            let cards: Vec<String> = line.cards.iter().map(ToString::to_string).collect();
            vec![
                line.line.to_string(),
                rows::or_dash(line.code()),
                rows::or_dash(line.ordered),
                line.counted.to_string(),
                line.over.to_string(),
                line.carded.to_string(),
                rows::or_dash(line.unit),
                marks.join(", "),
                cards.join(" "),
            ]
        })
        .collect();
    table(&rows::words(&LINE_HEAD, language), &lines)
}

/// A lot with its verdicts, weighings and what keeps it from being released.
/// How many pieces of a lot to look at while it waits to be judged.
fn advised(view: &LotView, language: Language) -> String {
    let waits = view.advised_sample.filter(|_| !view.unjudged.is_zero());
    let sample = names::fact_kind(Kind::Sampled).word(language);
    waits.map(|pieces| format!("  {sample} {pieces} (GB/T 2828.1)\n")).unwrap_or_default()
}

/// What holds a lot up, and what somebody should look at again, a line each.
fn marks(view: &LotView, offset: SiteOffset, language: Language) -> String {
    let mut text = String::new();
    let blocked: Vec<&str> = view.blocked_by.iter().map(|blocked| blocked.word(language)).collect();
    if !blocked.is_empty() {
        say!(text, "  ⛔ {}", blocked.join(", "));
    }
    if view.basis_changed {
        say!(text, "  ⚠ {}", names::BASIS_CHANGED.word(language));
    }
    if let (Some(judged), Some(arrived)) = (view.judged, view.arrived_late) {
        let [judged, arrived] = [judged, arrived].map(|at| clock_time(at, offset));
        say!(text, "  ⚠ {}: {judged} → {arrived}", names::ARRIVED_LATE.word(language));
    }
    for late in &view.known_later {
        say!(text, "  ⚠ {}: {}", names::KNOWN_LATER.word(language), late.word(language));
    }
    for conflict in &view.conflicts {
        say!(text, "  ⚡ {conflict}");
    }
    text
}

pub fn lot(view: &LotView, now: Timestamp, offset: SiteOffset, language: Language) -> String {
    let mut text = rows::lot(view, now, offset, language).join("  ");
    text.push('\n');
    let quantities = [
        (names::verdict(Verdict::Pass), view.passed),
        (names::verdict(Verdict::Concession), view.conceded),
        (names::verdict(Verdict::Reject), view.rejected),
        (names::verdict(Verdict::Sort), view.to_sort),
        (names::UNJUDGED, view.unjudged),
        (names::lot_status(LotStatus::PutAway), view.put_away),
        (names::lot_status(LotStatus::Returned), view.returned),
    ];
    let said: Vec<String> = quantities
        .into_iter()
        .filter(|(_, quantity)| !quantity.is_zero())
        .map(|(name, quantity)| format!("{} {quantity}", name.word(language)))
        .collect();
    say!(text, "  {}", said.join(" · "));
    text.push_str(&marks(view, offset, language));
    if let Some(weight) = &view.unit_weight {
        let standard = rows::or_dash(weight.standard.as_ref());
        let deviation = rows::or_dash(weight.deviation_percent.as_ref());
        let outcome = rows::or_dash(weight.outcome.map(|outcome| outcome.word(language)));
        say!(text, "  {} g / {standard} g  {deviation} %  {outcome}", weight.measured);
        if let Some(grams) = weight.missing_grams {
            say!(text, "  {} {grams} g", names::work(WorkKind::Recover).word(language));
        }
    }
    text.push_str(&advised(view, language));
    for verdict in &view.verdicts {
        let said: Vec<String> = verdict
            .judgements
            .iter()
            .map(|judged| format!("{} {}", judged.verdict.word(language), judged.quantity))
            .collect();
        let status = verdict.status.word(language);
        let mark = verdict.deadline().map(|stands| format!("  {}", stands.word(language)));
        let mark = mark.unwrap_or_default();
        let who = who(&verdict.recorded, offset);
        say!(text, "  ⚖ {} {status}{mark}  {who}", said.join(" + "));
    }
    for w in &view.weighings {
        let voided = if w.voided { " ✗" } else { "" };
        say!(
            text,
            "  ({} − {}) {} / {}{voided}  {}",
            w.gross,
            w.tare,
            w.unit.code(),
            w.pieces,
            who(&w.recorded, offset)
        );
    }
    for m in &view.measurements {
        say!(text, "  {}", measure_said(m, offset, language));
    }
    for sample in &view.samples {
        say!(text, "  {}", sample_said(sample, offset));
    }
    for put in &view.putaways {
        let voided = if put.voided { " ✗" } else { "" };
        let who = who(&put.recorded, offset);
        say!(text, "  ⇥ {} {}{voided}  {who}", put.location, put.quantity);
    }
    for note in &view.returns {
        let voided = if note.voided { " ✗" } else { "" };
        let who = who(&note.recorded, offset);
        say!(text, "  {} {}{voided}  {who}", note.number, note.quantity);
    }
    text
}

/// What was measured beside its standard, and what that means.
fn measure_said(m: &MeasurementView, offset: SiteOffset, language: Language) -> String {
    let voided = if m.voided { " ✗" } else { "" };
    let standard = rows::or_dash(m.standard);
    let outcome = rows::or_dash(m.outcome.map(|outcome| names::measure(outcome).word(language)));
    let who = who(&m.recorded, offset);
    format!("{} {} / {standard} {}  {outcome}{voided}  {who}", m.what, m.value, m.unit)
}

/// How many pieces were looked at, and what was wrong with them.
fn sample_said(sample: &SampleView, offset: SiteOffset) -> String {
    let voided = if sample.voided { " ✗" } else { "" };
    let defects = sample.defects.iter().map(|found| format!(" {}={}", found.defect, found.pieces));
    let defects: String = defects.collect();
    format!("◎ {}{defects}{voided}  {}", sample.pieces, who(&sample.recorded, offset))
}

/// An order with its lines and the receipts against it.
pub fn order(view: &OrderView, language: Language) -> String {
    let receipts: Vec<String> = view.receipts.iter().map(ToString::to_string).collect();
    let mut text = format!(
        "{}  {}  {}\n",
        view.number,
        rows::or_dash(view.vendor.as_ref()),
        receipts.join(" ")
    );
    let lines: Vec<Vec<String>> =
        view.lines.iter().map(|line| rows::order_line(line, language)).collect();
    text.push_str(&table(&rows::words(&rows::ORDER_LINE_HEAD, language), &lines));
    for line in &view.lines {
        for stated in &line.statuses {
            let status = stated.status.say(language);
            say!(text, "  {} {status} {}", line.line, stated.effective);
        }
    }
    for changed in &view.changed {
        let mark = names::ORDER_CHANGED.word(language);
        let item = changed.item.as_ref().map(|item| &item.code);
        let unit = changed.unit.map(|unit| unit.to_string());
        say!(
            text,
            "  {}  {mark}: {} {} {} ({})",
            changed.line,
            changed.counted,
            rows::or_dash(unit),
            rows::or_dash(item),
            changed.receipt
        );
    }
    text
}

/// An item, with its standards.
pub fn item(replica: &Replica, code: &ItemCode) -> Option<(String, Value)> {
    let state = replica.item(code)?;
    let stated = state.stated.as_ref();
    let standards: Vec<_> = state.standards.values().collect();
    let mut text = format!(
        "{code}  {}  {}\n",
        rows::or_dash(stated.map(|stated| &stated.name_zh)),
        rows::or_dash(stated.and_then(|stated| stated.name_en.as_ref())),
    );
    for standard in &standards {
        say!(text, "  {} {} {} {}", standard.from.0, standard.what, standard.value, standard.unit);
    }
    Some((text, json!({ "item": code, "stated": stated, "standards": standards })))
}

/// A vendor, with the days on which it is approved.
pub fn vendor(replica: &Replica, code: &VendorCode) -> Option<(String, Value)> {
    let state = replica.vendor(code)?;
    let stated = state.stated.as_ref();
    let mut text = format!("{code}  {}\n", rows::or_dash(stated.map(|stated| &stated.name)));
    let mut approvals = Vec::new();
    for (from, to) in &state.approvals {
        say!(text, "  ✓ {} … {}", from.0, rows::or_dash(to.map(|to| to.0)));
        approvals.push(json!({ "from": from, "to": to }));
    }
    Some((text, json!({ "vendor": code, "stated": stated, "approvals": approvals })))
}
