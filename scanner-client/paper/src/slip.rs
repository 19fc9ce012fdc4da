//! The acceptance slip 验收单 (§4.6.2), A4: what was counted, what is over, what was judged.

use sync_core::fact::Verdict;
use sync_core::ids::LineKey;
use sync_core::measure::Quantity;
use sync_core::number::SlipNumber;
use sync_core::text::{Name, Named as _};
use sync_core::view::{ItemNamed, LotView, ReceiptLineView, ReceiptView, SignedQuantity, SlipView};

use crate::drawing::escaped;
use crate::ruler::{Weight, wrap};
use crate::sheet::{PageSize, Paper, Printing, facts, heads, signatures, stamped};
use crate::words;

/// Lines of text that a page's table has room for, in units of a third of a row's line.
const ROOM: usize = 44;
/// What the boxes for signatures and the remark take of it on the last page.
const CLOSING: usize = 9;
/// Room of a name in points, at 9 points: its column is 46 mm wide.
const NAME_POINTS: usize = 125;

/// Draws a slip of a receipt, with the lots of that receipt; nothing where it has no such slip.
pub fn slip(
    receipt: &ReceiptView,
    number: SlipNumber,
    lots: &[LotView],
    printing: Printing<'_>,
) -> Option<Paper> {
    let slip = receipt.slips.iter().find(|slip| slip.number == number)?;
    let rows: Vec<Row> =
        slip.lines.iter().enumerate().map(|(i, line)| row(i + 1, line, receipt, lots)).collect();
    let facts = receipt_facts(receipt, slip, lots, printing);
    let pages = paged(rows);
    let last = pages.len();
    let bodies: Vec<String> = pages
        .iter()
        .enumerate()
        .map(|(index, rows)| {
            let closing = if index + 1 == last { closing(slip, printing) } else { String::new() };
            format!("{facts}<table>{}{}</table>{closing}", table_heads(), rows.concat())
        })
        .collect();
    Some(Paper::new(PageSize::A4, words::SLIP, &number.to_string(), printing, &bodies))
}

struct Row {
    html: String,
    /// How many lines of text it is high.
    height: usize,
}

/// As many rows a page as it has room for; at least one.
fn paged(rows: Vec<Row>) -> Vec<Vec<String>> {
    let mut pages: Vec<(usize, Vec<String>)> = vec![(0, Vec::new())];
    for row in rows {
        let is_full =
            pages.last().is_some_and(|(used, rows)| used + row.height > ROOM && !rows.is_empty());
        if is_full {
            pages.push((0, Vec::new()));
        }
        if let Some((used, rows)) = pages.last_mut() {
            *used += row.height;
            rows.push(row.html);
        }
    }
    if pages.last().is_some_and(|(used, _)| used + CLOSING > ROOM) {
        pages.push((0, Vec::new()));
    }
    pages.into_iter().map(|(_, rows)| rows).collect()
}

fn receipt_facts(
    receipt: &ReceiptView,
    slip: &SlipView,
    lots: &[LotView],
    printing: Printing<'_>,
) -> String {
    let row = &receipt.row;
    let code = row.vendor.as_ref().map(ToString::to_string).unwrap_or_default();
    let vendor = format!("{code} {}", row.vendor_name.clone().unwrap_or_default());
    let orders: Vec<String> = row.orders.iter().map(ToString::to_string).collect();
    let opened = row.opened.as_ref();
    let arrived = opened.map(|opened| words::instant(printing.offset, opened.at));
    let of_slip = |line: &LineKey| slip.lines.iter().any(|signed| signed.line == *line);
    let lines = || receipt.line_rows.iter().filter(|row| of_slip(&row.line));
    let signed = lines().filter_map(|row| row.signed.as_ref()).min_by_key(|stamp| stamp.at);
    let due = lots.iter().filter(|lot| lot.line.as_ref().is_some_and(of_slip));
    let due = due.filter_map(|lot| lot.due).min();
    facts(&[
        (words::VENDOR, vendor.trim().to_owned(), true),
        (words::APPROVED, words::both(approved(lots)), false),
        (words::DELIVERY_NOTE, row.delivery_note.clone().unwrap_or_default(), false),
        (words::ORDER, orders.join("  "), true),
        (words::DOCK, row.dock.clone().unwrap_or_default(), false),
        (words::ARRIVED, arrived.unwrap_or_default(), false),
        (words::RECEIPT, row.number.to_string(), true),
        (
            words::COUNT_SIGNED,
            signed.map(|s| stamped(printing.offset, s)).unwrap_or_default(),
            false,
        ),
        (
            words::DUE,
            due.map(|due| words::instant(printing.offset, due)).unwrap_or_default(),
            false,
        ),
    ])
}

/// Whether the vendor was approved on arrival, as the lots say it.
fn approved(lots: &[LotView]) -> Name {
    match lots.iter().find_map(|lot| lot.goods.vendor_approved) {
        Some(true) => words::YES,
        Some(false) => words::NO,
        None => words::UNKNOWN,
    }
}

fn table_heads() -> String {
    heads(&[
        (words::LINE, "c-line"),
        (words::ITEM_AND_NAME, ""),
        (words::ORDERED, "n c-figure"),
        (words::COUNTED, "n c-figure"),
        (words::OVER, "n c-figure"),
        (words::CARD, "c-card"),
        (words::VERDICT, "c-verdict"),
        (words::INSPECTOR, "c-person"),
    ])
}

fn row(place: usize, signed: &SignedQuantity, receipt: &ReceiptView, lots: &[LotView]) -> Row {
    let line = receipt.line_rows.iter().find(|row| row.line == signed.line);
    let lots: Vec<&LotView> =
        lots.iter().filter(|lot| lot.line.as_ref() == Some(&signed.line)).collect();
    let name = line.map(name_of).unwrap_or_default();
    let names = wrap(&name, 9, Weight::Bold, NAME_POINTS, usize::MAX);
    let item = line.and_then(|line| line.item.as_ref()).map(|item| item.code.to_string());
    let item = format!("{} · {}", item.unwrap_or_default(), words::line(Some(&signed.line)));
    let items = wrap(&item, 8, Weight::Regular, NAME_POINTS, usize::MAX);
    let judged: Vec<String> = lots.iter().flat_map(|lot| judgements(lot)).collect();
    let cards: Vec<String> = lots.iter().map(|lot| lot.number.to_string()).collect();
    let inspectors: Vec<String> = lots.iter().filter_map(|lot| inspector(lot)).collect();
    let unit = line.and_then(|line| line.unit);
    let ordered = line.and_then(|line| line.ordered).map(words::grouped).unwrap_or_default();
    let height =
        (names.len() + items.len()).max(2 * judged.len()).max(cards.len()).max(inspectors.len());
    let html = format!(
        "<tr><td>{place}</td><td><b>{}</b><br><span class=\"s\">{}</span></td>\
         <td class=\"n\">{ordered}</td><td class=\"n\"><b>{}</b> <span class=\"s\">{}</span></td>\
         <td class=\"n\">{}</td><td>{}</td><td class=\"b\">{}</td><td class=\"s\">{}</td></tr>",
        escaped(&name),
        escaped(&item),
        words::grouped(signed.quantity),
        words::unit(unit).split(' ').next_back().unwrap_or_default(),
        line.map(over).unwrap_or_default(),
        cards.join("<br>"),
        judged.join("<br>"),
        inspectors.join("<br>"),
    );
    // A row's margins are as high as two thirds of a line.
    Row { html, height: height + 1 }
}

fn name_of(line: &ReceiptLineView) -> String {
    line.item.as_ref().map(ItemNamed::both_names).unwrap_or_default()
}

/// Over is boxed, short is a word: neither is told by a sign alone.
fn over(line: &ReceiptLineView) -> String {
    if !line.over.is_zero() {
        return format!("<span class=\"over\">+{}</span>", words::grouped(line.over));
    }
    if line.short.is_zero() {
        return String::new();
    }
    format!("<b>{} −{}</b>", words::both(words::SHORT), words::grouped(line.short))
}

fn judgements(lot: &LotView) -> Vec<String> {
    let said = |verdict: Verdict, quantity: Quantity| {
        let word = verdict.called();
        (!quantity.is_zero()).then(|| {
            format!(
                "{} {} <span class=\"e\">{}</span>",
                word.chinese,
                words::grouped(quantity),
                words::english(word)
            )
        })
    };
    [
        said(Verdict::Pass, lot.passed),
        said(Verdict::Concession, lot.conceded),
        said(Verdict::Sort, lot.to_sort),
        said(Verdict::Reject, lot.rejected),
    ]
    .into_iter()
    .flatten()
    .collect()
}

fn inspector(lot: &LotView) -> Option<String> {
    let last = lot.verdicts.last()?;
    let name = last.recorded.name.clone();
    Some(escaped(&name.unwrap_or_else(|| format!("#{}", last.recorded.by.0))))
}

fn closing(slip: &SlipView, printing: Printing<'_>) -> String {
    let issued = stamped(printing.offset, &slip.issued);
    let confirmed = slip.confirmed.as_ref().map(|by| stamped(printing.offset, by));
    format!(
        "<p class=\"s\"><b>{}</b>　{} {}</p>{}",
        words::both(words::OVER),
        words::OVER_NOTE.chinese,
        words::english(words::OVER_NOTE),
        signatures(&[
            (words::TERMINAL, issued),
            (words::CLERK, confirmed.unwrap_or_default()),
            (words::INSPECTOR, String::new()),
            (words::VENDOR_SIGNS, String::new()),
        ])
    )
}

#[cfg(test)]
mod tests {
    use sync_core::command::Command;
    use sync_core::time::{SiteOffset, Timestamp};
    use sync_core::view;

    use super::*;
    use crate::support::{Desk, at, quantity};

    fn printing(at: Timestamp, copies_before: u32) -> Printing<'static> {
        Printing { site: "昆山二厂", offset: SiteOffset::CHINA, at, copies_before }
    }

    fn delivered() -> (ReceiptView, SlipNumber, Vec<LotView>) {
        let mut dock = Desk::new(7);
        let (receipt, _) = dock.delivery("PO1", "1250", at("08:10:00"));
        let view = view::receipt(&dock.replica, receipt).unwrap();
        if view.slips.is_empty() {
            dock.act(&Command::IssueSlip { receipt }, at("08:20:00")).unwrap();
        }
        let view = view::receipt(&dock.replica, receipt).unwrap();
        let number = view.slips[0].number;
        (view, number, view::lots(&dock.replica))
    }

    #[test]
    fn a_slip_says_number_count_and_what_is_over() {
        let (receipt, number, lots) = delivered();

        let paper = slip(&receipt, number, &lots, printing(at("09:00:00"), 0)).unwrap();

        assert_eq!(paper.pages.len(), 1);
        for text in [
            number.to_string().as_str(),
            "1\u{a0}250",
            "+250",
            "第 1 页，共 1 页 1/1",
            "Acceptance slip",
        ] {
            assert!(paper.pages[0].contains(text), "{text}");
        }
        assert!(!paper.pages[0].contains("Reprint"));
    }

    #[test]
    fn a_reprint_is_counted() {
        let (receipt, number, lots) = delivered();

        let paper = slip(&receipt, number, &lots, printing(at("09:00:00"), 2)).unwrap();

        assert!(paper.pages[0].contains("重印 Reprint 2 · 2026-11-23 09:00"));
    }

    #[test]
    fn many_lines_take_several_pages_and_each_is_numbered() {
        let (mut receipt, number, lots) = delivered();
        let line = SignedQuantity { quantity: quantity("5"), ..receipt.slips[0].lines[0].clone() };
        receipt.slips[0].lines = vec![line; 60];

        let paper = slip(&receipt, number, &lots, printing(at("09:00:00"), 0)).unwrap();

        let all = paper.pages.len();
        assert!(all > 2);
        for (index, page) in paper.pages.iter().enumerate() {
            assert!(page.contains(&format!("{}/{all}</b>", index + 1)));
            assert_eq!(page.matches(&number.to_string()).count(), 2);
        }
        let rows: usize = paper.pages.iter().map(|page| page.matches("<td>").count()).sum();
        assert!(rows >= 60);
        assert!(paper.pages.last().unwrap().contains("class=\"signatures\""));
    }

    #[test]
    fn there_is_no_slip_of_another_receipt() {
        let (receipt, _, lots) = delivered();
        let other = SlipNumber(sync_core::ids::FactId::new(9, 9));

        assert_eq!(slip(&receipt, other, &lots, printing(at("09:00:00"), 0)), None);
    }
}
