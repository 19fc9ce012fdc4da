//! Which code a scanner meant whose keyboard is not this device's.
//!
//! A scanner presses the keys of the layout that it was set up for, as a rule the US one; a device
//! that is set to another layout makes other signs of them. Each key tells its place as well as its
//! sign, so that there are two readings. One that is known here is right, and what it shows of the
//! scanner is kept; where neither is known, and nothing was learned yet, nobody may guess.

use serde::{Deserialize, Serialize};

use super::Scan;

/// The digits of layouts that write them with Shift, where a US keyboard is pressed like that.
const SHIFTED_DIGITS: &str = "!@#$%^&*()";

/// Whose keyboard the scanner takes the device's for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Layout {
    /// Not known yet: codes that are the same either way are read, and those that are known here.
    #[default]
    Unsure,
    /// For this device's own: what the keys write is the code.
    Written,
    /// For a US keyboard, which this device's is not: the keys' places are the code.
    Placed,
}

/// A code, and what it has shown of the scanner's layout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Read {
    /// The code that was meant.
    pub code: String,
    /// What the scanner's layout is from now on.
    pub layout: Layout,
}

/// The scanner's layout differs from the device's, and nothing tells which code was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the scanner's layout differs from the device's")]
pub struct LayoutDiffers;

/// Chooses between a scan's readings; `is_known` says whether a code means something here.
pub fn read(
    scan: &Scan,
    layout: Layout,
    is_known: impl Fn(&str) -> bool,
) -> Result<Read, LayoutDiffers> {
    let layout = scan.shows.unwrap_or(layout);
    let as_before = || Ok(Read { code: scan.code.clone(), layout });
    let Some(other) = &scan.other else {
        let is_odd = layout != Layout::Written && holds_shifted_digits(&scan.code);
        return if is_odd && !is_known(&scan.code) { Err(LayoutDiffers) } else { as_before() };
    };
    let (read, opposite) = match layout {
        Layout::Unsure | Layout::Written => (Layout::Written, Layout::Placed),
        Layout::Placed => (Layout::Placed, Layout::Written),
    };
    match (is_known(&scan.code), is_known(other)) {
        (true, false) => Ok(Read { code: scan.code.clone(), layout: read }),
        (false, true) => Ok(Read { code: other.clone(), layout: opposite }),
        (true, true) | (false, false) if layout == Layout::Unsure => Err(LayoutDiffers),
        (true, true) | (false, false) => as_before(),
    }
}

/// Whether a code looks like one whose digits were pressed with Shift, as on a French keyboard: it
/// has no digit but those that stand there for a hyphen and a low line.
fn holds_shifted_digits(code: &str) -> bool {
    let is_digit = |sign: char| sign.is_ascii_digit() && !matches!(sign, '6' | '8');
    // An asterisk alone is a sign of our labels.
    code.contains(|sign| sign != '*' && SHIFTED_DIGITS.contains(sign)) && !code.contains(is_digit)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scan(code: &str, other: Option<&str>) -> Scan {
        let other = other.map(ToOwned::to_owned);
        Scan { code: code.to_owned(), again: false, leaked: false, other, shows: None }
    }

    fn check(scanned: (&str, Option<&str>), layout: Layout, expected: Option<(&str, Layout)>) {
        let is_known = |code: &str| code.starts_with("PO");
        let came = read(&scan(scanned.0, scanned.1), layout, is_known);
        let came = came.as_ref().ok().map(|read| (read.code.as_str(), read.layout));
        assert_eq!(came, expected, "{scanned:?} {layout:?}");
    }

    #[test]
    fn the_reading_that_is_known_is_right_and_teaches_the_layout() {
        use Layout::{Placed, Unsure, Written};

        check(("PO&!", Some("PO18")), Unsure, None);
        check(("BO&!", Some("PO18")), Unsure, Some(("PO18", Placed)));
        check(("PO18", Some("PO!*")), Unsure, None);
        check(("PO18", Some("BO!*")), Unsure, Some(("PO18", Written)));
        check(("PO18", Some("BO&!")), Placed, Some(("PO18", Placed)));
        check(("BO&!", Some("PO18")), Placed, Some(("PO18", Written)));
    }

    #[test]
    fn a_sign_that_no_code_holds_teaches_the_layout_alone() {
        let shown = Scan { shows: Some(Layout::Placed), ..scan("BOX-2", None) };

        let came = read(&shown, Layout::Unsure, |_| false);
        assert_eq!(came, Ok(Read { code: "BOX-2".to_owned(), layout: Layout::Placed }));
    }

    #[test]
    fn where_nothing_is_known_only_what_was_learned_decides() {
        use Layout::{Placed, Unsure, Written};

        check(("AUAI", Some("QUQI")), Unsure, None);
        check(("AUAI", Some("QUQI")), Written, Some(("AUAI", Written)));
        check(("AUAI", Some("QUQI")), Placed, Some(("AUAI", Placed)));
        check(("BOX-1", None), Unsure, Some(("BOX-1", Unsure)));
    }

    #[test]
    fn digits_that_were_pressed_with_shift_are_no_code() {
        use Layout::{Unsure, Written};

        check(("C))!))AG", None), Unsure, None);
        check(("C))!))AG", None), Written, Some(("C))!))AG", Written)));
        check(("BOX6!", None), Unsure, None);
        check(("BOX#2", None), Unsure, Some(("BOX#2", Unsure)));
        check(("PO@^)", None), Unsure, Some(("PO@^)", Unsure)));
        check(("A*B", None), Unsure, Some(("A*B", Unsure)));
    }
}
