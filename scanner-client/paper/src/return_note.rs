//! The return note 退货单 (§4.7.1), A5: what goes back, for what, and who took it.

use sync_core::fact::{ReturnFor, Verdict};
use sync_core::merge::strictest_verdict::VerdictStatus;
use sync_core::number::ReturnNumber;
use sync_core::text::Name;
use sync_core::view::{ItemNamed, LotView, ReturnView};

use crate::drawing::escaped;
use crate::sheet::{PageSize, Paper, Printing, facts, heads, signatures, stamped};
use crate::words;

/// Draws a return note of a lot; nothing where the lot has no such note.
pub fn return_note(lot: &LotView, number: ReturnNumber, printing: Printing<'_>) -> Option<Paper> {
    let note = lot.returns.iter().find(|note| note.number == number)?;
    let code = lot.goods.vendor.as_ref().map(ToString::to_string).unwrap_or_default();
    let vendor = format!("{code} {}", lot.goods.vendor_name.clone().unwrap_or_default());
    let receipt = lot.receipt.map(|receipt| receipt.to_string()).unwrap_or_default();
    let facts = facts(&[
        (words::VENDOR, vendor.trim().to_owned(), true),
        (words::RECEIPT, receipt, false),
        (words::CARD, lot.number.to_string(), false),
    ]);
    let body = format!("{facts}{}{}{}", kinds(note), table(lot, note), boxes(note, printing));
    Some(Paper::new(PageSize::A5, words::RETURN_NOTE, &number.to_string(), printing, &[body]))
}

/// The three ways; the one that holds is ticked.
fn kinds(note: &ReturnView) -> String {
    let has_order = note.order.is_some();
    let ways: [(Name, bool); 3] = [
        (words::settlement(ReturnFor::Credit), has_order && note.settlement == ReturnFor::Credit),
        (
            words::settlement(ReturnFor::Replacement),
            has_order && note.settlement == ReturnFor::Replacement,
        ),
        (words::NO_ORDER, !has_order),
    ];
    let ticked = ways.map(|(word, holds)| {
        let tick = if holds { "×" } else { "" };
        format!(
            "<span><span class=\"tick\">{tick}</span>{} <span class=\"s\">{}</span></span>",
            word.chinese,
            words::english(word)
        )
    });
    format!("<div class=\"kinds\"><b>{}</b>{}</div>", words::both(words::KIND), ticked.concat())
}

fn table(lot: &LotView, note: &ReturnView) -> String {
    let name = lot.goods.item.as_ref().map(ItemNamed::both_names).unwrap_or_default();
    let item = lot.goods.code().map(ToString::to_string).unwrap_or_default();
    let order = note.order.clone().unwrap_or_else(|| words::line(lot.line.as_ref()));
    let unit = words::unit(lot.unit);
    format!(
        "<table>{}<tr><td><b>{}</b><br><span class=\"s\">{}</span></td><td>{}</td>\
         <td class=\"n\">{}</td><td class=\"n b\">{} {unit}</td><td class=\"s\">{}</td></tr></table>",
        heads(&[
            (words::ITEM_AND_NAME, ""),
            (words::ORDER, "c-order"),
            (words::LOT_QUANTITY, "n c-figure"),
            (words::RETURNED, "n c-order"),
            (words::REASON, "c-reason"),
        ]),
        escaped(&name),
        escaped(&item),
        escaped(&order),
        words::grouped(lot.quantity),
        words::grouped(note.quantity),
        reasons(lot).join("<br>"),
    )
}

/// Why the verdicts in force reject.
fn reasons(lot: &LotView) -> Vec<String> {
    let live = lot.verdicts.iter().filter(|said| said.status == VerdictStatus::Live);
    let rejecting =
        live.filter(|said| said.judgements.iter().any(|part| part.verdict == Verdict::Reject));
    rejecting
        .map(|said| {
            let both = [&said.reason, &said.note];
            escaped(&both.into_iter().flatten().map(String::as_str).collect::<Vec<_>>().join(" "))
        })
        .filter(|reason| !reason.is_empty())
        .collect()
}

fn boxes(note: &ReturnView, printing: Printing<'_>) -> String {
    signatures(&[
        (words::KEEPER, stamped(printing.offset, &note.recorded)),
        (words::SUPERVISOR, String::new()),
        (words::VENDOR_SIGNS, String::new()),
        (words::PURCHASING, String::new()),
    ])
}
