//! The inspection card 检验卡, on labels of 100 × 70 and 50 × 30 mm.

use sync_core::fact::Verdict;
use sync_core::label::Label;
use sync_core::text::Named as _;
use sync_core::time::SiteOffset;
use sync_core::view::{ItemNamed, LotView};

use crate::drawing::{Area, Drawing, Style};
use crate::words;

/// The labels that cards are printed on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// 100 × 70 mm: with verdicts to be ticked by hand.
    Large,
    /// 50 × 30 mm: with two boxes to tick for the verdict.
    Small,
}

/// Draws a lot's card as SVG; nothing while the card has not arrived here.
pub fn card(lot: &LotView, offset: SiteOffset, size: Size) -> Option<String> {
    draw(lot, offset, size).map(|drawing| drawing.svg())
}

fn draw(lot: &LotView, offset: SiteOffset, size: Size) -> Option<Drawing> {
    let code = Label::Card(lot.label()?).encode();
    Some(match size {
        Size::Large => large(lot, offset, &code),
        Size::Small => small(lot, offset, &code),
    })
}

fn large(lot: &LotView, offset: SiteOffset, code: &str) -> Drawing {
    let mut card = Drawing::of_millimetres(100, 70);
    for y in [92, 372, 446] {
        card.rule((16, y), (784, y));
    }
    card.rule((520, 92), (520, 372));
    card.rule((16, 292), (510, 292));
    let number = lot.number.to_string();
    card.text(Area::new(16, 14, 110, 34), Style::bold(34), words::CARD.chinese);
    card.text(Area::new(134, 22, 190, 22), Style::regular(22), &words::english(words::CARD));
    card.text(Area::new(16, 52, 320, 34), Style::bold(34).down_to(24), &number);
    card.bars(Area::new(340, 14, 460, 66), &number);
    card.square(Area::new(522, 94, 276, 276), code);
    large_clock(&mut card, lot, offset);
    large_item(&mut card, lot);
    large_figures(&mut card, lot);
    large_verdicts(&mut card, lot);
    card
}

fn large_clock(card: &mut Drawing, lot: &LotView, offset: SiteOffset) {
    let Some(due) = lot.due else {
        card.text(Area::new(16, 160, 490, 70), Style::bold(64), words::NOT_SIGNED.chinese);
        card.text(
            Area::new(16, 236, 490, 30),
            Style::regular(28),
            &words::english(words::NOT_SIGNED),
        );
        return;
    };
    card.text(Area::new(16, 104, 240, 24), Style::regular(24), &words::both(words::DUE));
    let day = words::long_day(offset, due);
    card.text(Area::new(260, 104, 250, 24), Style::bold(24).at_right(), &day);
    // The figures reach from above the middle to the line: they are what is read first.
    card.text(
        Area::new(10, 134, 416, 158),
        Style::bold(158).down_to(150),
        &words::time(offset, due),
    );
    let side = |y, height| Area::new(430, y, 80, height);
    card.text(side(168, 24), Style::regular(24).at_right(), words::SIGNED.chinese);
    if let Some(signed) = lot.signed {
        let style = Style::bold(26).down_to(22).at_right();
        card.text(side(198, 26), style, &words::time(offset, signed));
    }
    let name = lot.signed_by.as_deref().unwrap_or_default();
    card.text(side(232, 50), Style::regular(24).down_to(18).on_lines(2).at_right(), name);
}

fn large_item(card: &mut Drawing, lot: &LotView) {
    let (first, second) = names(lot);
    let weigh = if lot.goods.subcontracted { 184 } else { 0 };
    card.text(Area::new(16, 298, 494, 28), Style::bold(28).down_to(22), &first);
    card.text(Area::new(16, 328, 494, 20), Style::regular(20), &second);
    card.text(Area::new(16, 350, 494 - weigh, 20), Style::regular(20), &vendor(lot));
    if lot.goods.subcontracted {
        card.text(Area::new(336, 350, 174, 20), Style::bold(20).at_right(), words::WEIGH.chinese);
    }
}

fn large_figures(card: &mut Drawing, lot: &LotView) {
    let quantity = words::grouped(lot.quantity);
    card.text(Area::new(16, 380, 176, 44), Style::bold(44).down_to(24), &quantity);
    card.text(Area::new(16, 424, 176, 20), Style::regular(20), words::unit(lot.unit));
    let item = lot.goods.code().map(ToString::to_string).unwrap_or_default();
    let line = words::line(lot.line.as_ref());
    let number = lot.lot_number.clone().unwrap_or_default();
    for (x, wide, word, value) in [
        (204, 190, words::ITEM, &item),
        (404, 190, words::ORDER, &line),
        (604, 180, words::LOT, &number),
    ] {
        card.text(Area::new(x, 378, wide, 20), Style::regular(20), &words::both(word));
        let style = Style::bold(28).down_to(20).on_lines(2);
        card.text(Area::new(x, 400, wide, 44), style, value);
    }
}

fn large_verdicts(card: &mut Drawing, lot: &LotView) {
    let boxes =
        [(16, 74, Verdict::Pass), (140, 90, Verdict::Reject), (280, 134, Verdict::Concession)];
    for (x, wide, verdict) in boxes {
        let name = verdict.called();
        card.tick_box(x, 464, 36);
        card.text(Area::new(x + 46, 458, wide, 26), Style::bold(26), name.chinese);
        card.text(Area::new(x + 46, 486, wide, 18), Style::regular(18), &words::english(name));
    }
    let blanks = [(470, 102, words::QUANTITY), (584, 92, words::INSPECTOR), (688, 96, words::TIME)];
    for (x, wide, word) in blanks {
        card.text(Area::new(x, 456, wide, 20), Style::regular(20).down_to(18), word.chinese);
        card.rule((x, 540), (x + wide, 540));
    }
    card.text(Area::new(16, 522, 60, 20), Style::regular(20), words::NOTE.chinese);
    card.rule((64, 540), (456, 540));
    if lot.goods.subcontracted {
        card.text(Area::new(72, 518, 380, 20), Style::regular(20), &words::english(words::WEIGH));
    }
}

fn small(lot: &LotView, offset: SiteOffset, code: &str) -> Drawing {
    let mut card = Drawing::of_millimetres(50, 30);
    let number = lot.number.to_string();
    // The code stands in the upper right corner, the bars along the foot.
    card.square(Area::new(228, 0, 172, 172), code);
    card.text(Area::new(14, 12, 212, 26), Style::bold(26).down_to(22), &number);
    let (first, _) = names(lot);
    card.text(Area::new(14, 40, 212, 22), Style::bold(22).down_to(20), &first);
    match lot.due {
        Some(due) => {
            let day = format!("{} {}", words::DUE.chinese, words::day(offset, due));
            card.text(Area::new(14, 66, 212, 20), Style::regular(20), &day);
            let style = Style::bold(82).down_to(78);
            card.text(Area::new(10, 82, 218, 82), style, &words::time(offset, due));
        }
        None => card.text(Area::new(14, 92, 212, 60), Style::bold(60), words::NOT_SIGNED.chinese),
    }
    card.bars(Area::new(0, 184, 290, 44), &number);
    let quantity = format!("{} {}", words::grouped(lot.quantity), short_unit(lot));
    card.text(Area::new(292, 176, 96, 22), Style::bold(22).down_to(18), &quantity);
    for (x, verdict) in [(292, "合"), (342, "否")] {
        card.tick_box(x, 204, 22);
        card.text(Area::new(x + 26, 205, 20, 20), Style::bold(20), verdict);
    }
    card
}

/// The Chinese name and the English one, or the item's number where it has none.
fn names(lot: &LotView) -> (String, String) {
    let Some(ItemNamed { code, zh, en }) = lot.goods.item.clone() else {
        return (String::new(), String::new());
    };
    match (zh, en) {
        (Some(zh), en) => (zh, en.unwrap_or_default()),
        (None, Some(en)) => (en, String::new()),
        (None, None) => (code.to_string(), String::new()),
    }
}

fn vendor(lot: &LotView) -> String {
    lot.goods.vendor_name_or_code().unwrap_or_default()
}

fn short_unit(lot: &LotView) -> &'static str {
    words::unit(lot.unit).split(' ').next().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use sync_core::measure::Unit;
    use sync_core::view::{self, Goods};

    use super::*;
    use crate::support::{Desk, at, quantity};

    fn lot() -> LotView {
        let mut dock = Desk::new(7);
        let (_, card) = dock.delivery("PO1", "250", at("08:10:00"));
        view::lot(&dock.replica, card).unwrap()
    }

    fn longest() -> LotView {
        let lot = lot();
        let zh = "阳极氧化面板（黑色哑光）六百二十乘四百一十乘二点五带沉孔与防滑纹".repeat(3);
        let en = "Anodised front panel, matt black, countersunk, 620 × 410 × 2.5".repeat(4);
        let code = "L-20871-0.8N-ABCDEFGHIJKLMNOPQRSTUVWXYZ-".parse().unwrap();
        let vendor = "昆山市鼎盛电镀表面处理有限公司（第二分厂）托外加工部".to_owned();
        let goods = Goods {
            item: Some(ItemNamed { code, zh: Some(zh), en: Some(en) }),
            vendor_name: Some(vendor),
            subcontracted: true,
            ..lot.goods.clone()
        };
        LotView {
            goods,
            lot_number: Some("231123-DS2-WWWWWWWWWWWWWWWWWWWWWWWW".to_owned()),
            signed_by: Some("Maximiliane Wintermantel-Mwangi".to_owned()),
            quantity: quantity("999999999"),
            unit: Some(Unit::Pieces),
            ..lot
        }
    }

    fn named(zh: String, en: Option<String>) -> LotView {
        let lot = lot();
        let item = lot.goods.item.clone().unwrap();
        let item = Some(ItemNamed { zh: Some(zh), en, ..item });
        LotView { goods: Goods { item, ..lot.goods.clone() }, ..lot }
    }

    /// Nothing leaves the paper's clear edge, and nothing stands on anything else.
    fn check(lot: &LotView, size: Size) {
        let (wide, high, clear) = match size {
            Size::Large => (800, 560, 10),
            Size::Small => (400, 240, 10),
        };
        let drawing = draw(lot, SiteOffset::CHINA, size).unwrap();
        assert!(drawing.placed.len() > 5);
        for (index, (area, what)) in drawing.placed.iter().enumerate() {
            // A code's quiet zone may reach the edge: it is clear.
            let edge =
                if what == &lot.number.to_string() || what.starts_with("INW:") { 0 } else { clear };
            assert!(area.x >= edge && area.x + area.width <= wide - edge, "{what}: {area:?}");
            assert!(area.y >= edge && area.y + area.height <= high - edge, "{what}: {area:?}");
            for (other, text) in &drawing.placed[..index] {
                assert!(!overlap(*area, *other), "{what} {area:?} stands on {text} {other:?}");
            }
        }
    }

    fn overlap(a: Area, b: Area) -> bool {
        a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height
    }

    #[test]
    fn the_longest_names_stay_on_the_card_and_off_each_other() {
        for lot in [lot(), longest(), LotView { due: None, signed: None, ..longest() }] {
            check(&lot, Size::Large);
            check(&lot, Size::Small);
        }
    }

    #[test]
    fn a_card_that_has_not_arrived_is_not_printed() {
        let waiting = LotView { line: None, ..lot() };

        assert_eq!(card(&waiting, SiteOffset::CHINA, Size::Large), None);
    }

    #[test]
    fn the_deadline_is_the_largest_thing_on_the_card() {
        for size in [Size::Large, Size::Small] {
            let drawing = draw(&lot(), SiteOffset::CHINA, size).unwrap();
            let texts = drawing.placed.iter().filter(|(_, what)| !what.starts_with("INW:"));

            let (_, largest) = texts.max_by_key(|(area, _)| area.height).unwrap();
            assert_eq!(largest, "12:10");
        }
    }

    #[test]
    fn markup_in_a_name_is_text() {
        let lot = named("<b>&\"".to_owned(), None);
        let svg = card(&lot, SiteOffset::CHINA, Size::Large).unwrap();

        assert!(svg.contains("&lt;b&gt;&amp;&quot;") && !svg.contains("<b>"));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn no_name_spoils_a_card(
            name_zh in "\\PC{0,60}",
            name_en in proptest::option::of("[ -~]{0,80}"),
            signer in "\\PC{0,20}",
            amount in 1..999_999_999_u32,
        ) {
            let lot = LotView {
                signed_by: Some(signer),
                quantity: quantity(&amount.to_string()),
                ..named(name_zh, name_en)
            };
            check(&lot, Size::Large);
            check(&lot, Size::Small);
        }
    }
}
