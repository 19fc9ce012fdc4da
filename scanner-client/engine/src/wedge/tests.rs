//! What a wedge hears of scanners and of people.

use proptest::prelude::*;

use super::*;

/// Types as a plain keyboard does; the instant after the last key comes back.
fn keys(wedge: &mut Wedge, text: &str, pace: u64, mut now: u64) -> u64 {
    for character in text.chars() {
        let event = key(wedge, &character.to_string(), "", now);
        if event == KeyDisposition::PassedOn {
            wedge.type_out(&[Stroke::plain(character, Fate::Held(character))]);
        }
        now += pace;
    }
    now
}

fn key(wedge: &mut Wedge, key: &str, code: &str, now: u64) -> KeyDisposition {
    wedge.handle_key(&Key { key, code, ..Key::default() }, now)
}

/// Everything heard until long after the last key.
fn heard(wedge: &mut Wedge) -> Vec<WedgeOutput> {
    wedge.handle_timeout(u64::MAX);
    std::iter::from_fn(|| wedge.poll_heard()).collect()
}

fn scan(code: &str) -> WedgeOutput {
    WedgeOutput::Scan(Scan {
        code: code.to_owned(),
        again: false,
        leaked: false,
        other: None,
        shows: None,
    })
}

fn leaked(code: &str) -> WedgeOutput {
    WedgeOutput::Scan(Scan {
        code: code.to_owned(),
        again: false,
        leaked: true,
        other: None,
        shows: None,
    })
}

fn typed(text: &str) -> WedgeOutput {
    WedgeOutput::Typed(text.to_owned())
}

fn with(prefix: Prefix, suffix: Suffix) -> Wedge {
    Wedge::new(Settings { prefix, suffix, ..Settings::default() })
}

#[test]
fn fast_keys_and_enter_are_a_scan() {
    for end in ["Enter", "Tab"] {
        let mut wedge = Wedge::default();
        let now = keys(&mut wedge, "PO240001", 5, 1_000);

        assert_eq!(key(&mut wedge, end, end, now), KeyDisposition::Held);
        assert_eq!(heard(&mut wedge), [scan("PO240001")]);
    }
}

#[test]
fn slow_keys_are_a_person_and_so_is_their_enter() {
    let mut wedge = Wedge::default();
    let now = keys(&mut wedge, "1200", 120, 1_000);

    assert_eq!(key(&mut wedge, "Enter", "Enter", now), KeyDisposition::PassedOn);
    assert_eq!(heard(&mut wedge), [typed("1200")]);
}

#[test]
fn a_code_that_stalls_is_a_scan_where_nobody_waits_for_its_keys() {
    let slow = |wedge: &mut Wedge, name: &str, now: u64| {
        wedge.handle_key(&Key { key: name, into: KeyTarget::Listening, ..Key::default() }, now)
    };
    for (pause, heard_as) in [(1_000, scan("PO27")), (1_001, typed("PO27"))] {
        let mut wedge = Wedge::default();
        for (place, name) in ["P", "O", "2", "7"].into_iter().enumerate() {
            assert_eq!(slow(&mut wedge, name, 1_000 + 90 * place as u64), KeyDisposition::Held);
        }
        let _ = slow(&mut wedge, "Enter", 1_270 + pause);

        assert_eq!(heard(&mut wedge), [heard_as]);
    }
}

#[test]
fn a_space_presses_the_button_that_has_the_focus() {
    let mut wedge = Wedge::default();
    assert_eq!(key(&mut wedge, " ", "Space", 1_000), KeyDisposition::PassedOn);
    let now = keys(&mut wedge, "A 12", 5, 2_000);

    assert_eq!(key(&mut wedge, "Enter", "Enter", now), KeyDisposition::Held);
    assert_eq!(heard(&mut wedge), [scan("A 12")]);
}

#[test]
fn a_quick_short_number_is_a_person() {
    let mut wedge = Wedge::default();
    let now = keys(&mut wedge, "50", 30, 1_000);

    assert_eq!(key(&mut wedge, "Enter", "Enter", now), KeyDisposition::PassedOn);
    assert_eq!(heard(&mut wedge), [typed("50")]);
}

#[test]
fn what_is_held_comes_out_before_the_key_that_edits_it() {
    let mut wedge = Wedge::default();
    let now = keys(&mut wedge, "12", 20, 1_000);

    assert_eq!(key(&mut wedge, "Backspace", "Backspace", now), KeyDisposition::PassedOn);
    assert_eq!(wedge.poll_heard(), Some(typed("12")));
}

#[test]
fn exactly_the_gap_is_still_a_scanner() {
    let mut wedge = Wedge::default();
    let now = keys(&mut wedge, "1234", 50, 1_000);
    assert_eq!(key(&mut wedge, "Enter", "Enter", now), KeyDisposition::Held);

    let mut wedge = Wedge::default();
    let now = keys(&mut wedge, "1234", 51, 1_000);
    assert_eq!(key(&mut wedge, "Enter", "Enter", now), KeyDisposition::PassedOn);
}

#[test]
fn a_scan_under_an_input_method_is_read_and_its_text_not_counted_again() {
    let mut wedge = Wedge::default();
    let codes =
        [("Process", "KeyA"), ("Process", "Digit1"), ("Process", "Minus"), ("９", "Digit9")];
    for (place, (name, code)) in codes.into_iter().enumerate() {
        let _ = key(&mut wedge, name, code, 1_000 + 8 * place as u64);
    }

    assert_eq!(key(&mut wedge, "Process", "Enter", 1_035), KeyDisposition::Held);
    wedge.handle_commit("ａ1-", KeyTarget::Listening, 1_040);
    assert_eq!(heard(&mut wedge), [leaked("a1-9")]);
}

#[test]
fn words_composed_by_a_person_are_no_scan() {
    let mut wedge = Wedge::default();
    for (place, code) in ["KeyS", "KeyH", "KeyI", "KeyL", "KeyE"].into_iter().enumerate() {
        let event = key(&mut wedge, "Process", code, 1_000 + 150 * place as u64);
        assert_eq!(event, KeyDisposition::PassedOn);
    }
    wedge.handle_commit("湿了一箱半", KeyTarget::Listening, 1_900);

    assert_eq!(heard(&mut wedge), []);
}

#[test]
fn text_committed_without_keys_is_a_scan_with_or_without_its_enter() {
    let mut wedge = Wedge::default();
    wedge.handle_commit("PO240001", KeyTarget::Listening, 1_000);
    assert_eq!(key(&mut wedge, "Enter", "Enter", 1_010), KeyDisposition::Held);
    wedge.handle_commit("C00700AX", KeyTarget::Listening, 3_000);

    assert_eq!(heard(&mut wedge), [leaked("PO240001"), leaked("C00700AX")]);
}

#[test]
fn two_codes_committed_at_once_are_two_scans() {
    let mut wedge = Wedge::default();
    wedge.handle_commit("C00700AX\r\nA-03-12-2\r\n", KeyTarget::Listening, 1_000);

    assert_eq!(heard(&mut wedge), [leaked("C00700AX"), leaked("A-03-12-2")]);
}

#[test]
fn words_committed_in_a_note_are_the_note() {
    let mut wedge = Wedge::default();
    wedge.handle_commit("damaged", KeyTarget::Field, 1_000);
    wedge.handle_commit("C00700AX\n", KeyTarget::Field, 2_000);

    assert_eq!(heard(&mut wedge), [leaked("C00700AX")]);
}

#[test]
fn every_way_to_write_the_separator_is_ascii_29() {
    let ways: [&[(&str, &str)]; 3] = [
        &[("F8", "F8")],
        &[("\u{1d}", "")],
        &[
            ("Alt", "AltLeft"),
            ("0", "Numpad0"),
            ("0", "Numpad0"),
            ("2", "Numpad2"),
            ("9", "Numpad9"),
        ],
    ];
    for way in ways {
        let mut wedge = Wedge::default();
        let mut now = keys(&mut wedge, "10LOT7", 5, 1_000);
        for (name, code) in way {
            let _ = key(&mut wedge, name, code, now);
            now += 5;
        }
        wedge.handle_release(&Key { key: "Alt", ..Key::default() }, now);
        now = keys(&mut wedge, "3750", 5, now);
        let _ = key(&mut wedge, "Enter", "Enter", now);

        let Some(WedgeOutput::Scan(scan)) = heard(&mut wedge).pop() else {
            panic!("no scan by {way:?}")
        };
        assert_eq!(scan.code, "10LOT7\u{1d}3750");
    }
}

#[test]
fn a_person_who_uses_alt_and_function_keys_is_left_alone() {
    let mut wedge = Wedge::default();

    assert_eq!(key(&mut wedge, "Alt", "AltLeft", 1_000), KeyDisposition::PassedOn);
    assert_eq!(key(&mut wedge, "F8", "F8", 1_500), KeyDisposition::PassedOn);
    assert_eq!(key(&mut wedge, "5", "Numpad5", 2_000), KeyDisposition::Held);
    assert_eq!(heard(&mut wedge), [typed("5")]);
}

#[test]
fn the_same_label_read_twice_is_told_twice_and_marked() {
    let mut wedge = Wedge::default();
    for start in [1_000, 2_000, 9_000] {
        let now = keys(&mut wedge, "PKG-0007", 5, start);
        let _ = key(&mut wedge, "Enter", "Enter", now);
    }

    let again: Vec<bool> = heard(&mut wedge)
        .into_iter()
        .map(|heard| matches!(heard, WedgeOutput::Scan(Scan { again: true, .. })))
        .collect();
    assert_eq!(again, [false, true, false]);
}

#[test]
fn a_line_feed_after_the_return_submits_no_form() {
    let mut wedge = Wedge::default();
    let now = keys(&mut wedge, "PO240001", 5, 1_000);

    assert_eq!(key(&mut wedge, "Enter", "Enter", now), KeyDisposition::Held);
    assert_eq!(key(&mut wedge, "Enter", "Enter", now + 5), KeyDisposition::Held);
    assert_eq!(key(&mut wedge, "Enter", "Enter", now + 400), KeyDisposition::PassedOn);
}

#[test]
fn with_a_prefix_a_person_is_never_held_up() {
    let mut wedge = with(Prefix::Text("]C1".to_owned()), Suffix::EnterOrTab);

    assert_eq!(key(&mut wedge, "7", "Digit7", 1_000), KeyDisposition::PassedOn);
    let now = keys(&mut wedge, "]]C1AB", 5, 1_005);
    assert_eq!(key(&mut wedge, "Enter", "Enter", now), KeyDisposition::Held);
    assert_eq!(heard(&mut wedge), [typed("]"), scan("AB")]);
}

#[test]
fn a_scan_that_breaks_off_is_said_not_swallowed() {
    let mut wedge = with(Prefix::Key("F9".to_owned()), Suffix::EnterOrTab);
    assert_eq!(key(&mut wedge, "F9", "F9", 1_000), KeyDisposition::Held);
    let now = keys(&mut wedge, "PO24", 5, 1_005);
    keys(&mut wedge, "0001", 5, now + 500);

    assert_eq!(heard(&mut wedge), [WedgeOutput::Broken("PO24".to_owned()), typed("0001")]);
}

#[test]
fn other_suffixes_end_a_scan() {
    let mut wedge = with(Prefix::Nothing, Suffix::Text("##".to_owned()));
    keys(&mut wedge, "PO240001##", 5, 1_000);
    assert_eq!(heard(&mut wedge), [scan("PO240001")]);

    let mut wedge = with(Prefix::Nothing, Suffix::Pause);
    let now = keys(&mut wedge, "PO240001", 5, 1_000);
    assert_eq!(wedge.poll_timeout(), Some(now - 5 + 51));
    assert_eq!(heard(&mut wedge), [scan("PO240001")]);
}

#[test]
fn a_key_that_is_held_down_is_no_scan() {
    let mut wedge = with(Prefix::Nothing, Suffix::Pause);
    let _ = key(&mut wedge, "0", "Digit0", 1_000);
    for place in 1..20 {
        let key = Key { key: "0", code: "Digit0", repeats: true, ..Key::default() };
        assert_eq!(wedge.handle_key(&key, 1_000 + place * 30), KeyDisposition::PassedOn);
    }

    assert_eq!(heard(&mut wedge), [typed("0")]);
}

/// How a scanner, or a person, puts text in.
#[derive(Clone, Copy, Debug)]
enum Way {
    Keys,
    Hidden,
    Commit,
}

fn ways() -> impl Strategy<Value = Way> {
    prop_oneof![Just(Way::Keys), Just(Way::Hidden), Just(Way::Commit)]
}

/// One scan, and the keys of a person before it: their pauses in milliseconds.
type Turn = (Way, String, Vec<(char, u64)>);

fn turns(fewest_pause: u64) -> impl Strategy<Value = Vec<Turn>> {
    let persons = prop::collection::vec((prop::char::range('a', 'z'), fewest_pause..=60), 0..=2);
    prop::collection::vec((ways(), "[A-Z0-9]{4,36}", persons), 30)
}

/// Plays 30 scans in 10 seconds at 5 ms a key; what was scanned and typed comes back.
fn play(mut wedge: Wedge, prefix: &str, turns: &[Turn], pause: u64) -> (Vec<String>, String) {
    let mut all = Vec::new();
    for (place, (way, code, persons)) in turns.iter().enumerate() {
        let mut now = 333 * place as u64 + 1_000;
        for (character, wait) in persons {
            now += wait;
            if key(&mut wedge, &character.to_string(), "", now) == KeyDisposition::PassedOn {
                all.extend(std::iter::from_fn(|| wedge.poll_heard()));
                all.push(typed(&character.to_string()));
            }
        }
        now += pause;
        let whole = format!("{prefix}{code}");
        match way {
            Way::Keys => now = keys(&mut wedge, &whole, 5, now),
            Way::Hidden => {
                for character in whole.chars() {
                    let place = if character.is_ascii_digit() { "Digit" } else { "Key" };
                    let code = format!("{place}{character}");
                    let hidden = Key {
                        key: "Process",
                        code: &code,
                        shift: place == "Key",
                        ..Key::default()
                    };
                    assert_eq!(wedge.handle_key(&hidden, now), KeyDisposition::PassedOn);
                    now += 5;
                }
            }
            Way::Commit => wedge.handle_commit(&whole, KeyTarget::Listening, now),
        }
        assert_eq!(key(&mut wedge, "Enter", "Enter", now), KeyDisposition::Held);
        all.extend(std::iter::from_fn(|| wedge.poll_heard()));
    }
    all.extend(heard(&mut wedge));
    let mut scans = Vec::new();
    let mut persons = String::new();
    for heard in all {
        match heard {
            WedgeOutput::Scan(scan) => scans.push(scan.code),
            WedgeOutput::Typed(text) => persons.push_str(&text),
            WedgeOutput::Broken(text) => panic!("{text} broke off"),
        }
    }
    (scans, persons)
}

fn expected(turns: &[Turn]) -> (Vec<String>, String) {
    let scans = turns.iter().map(|(_, code, _)| code.clone()).collect();
    let persons = turns.iter().flat_map(|(_, _, keys)| keys.iter().map(|(key, _)| *key)).collect();
    (scans, persons)
}

proptest! {
    #[test]
    fn thirty_scans_in_ten_seconds_are_thirty_scans(turns in turns(1)) {
        prop_assert_eq!(play(Wedge::default(), "", &turns, 51), expected(&turns));
    }

    #[test]
    fn with_a_prefix_even_a_key_right_before_a_scan_is_told_apart(turns in turns(0)) {
        let wedge = with(Prefix::Text("Z9".to_owned()), Suffix::EnterOrTab);

        prop_assert_eq!(play(wedge, "Z9", &turns, 0), expected(&turns));
    }

    #[test]
    fn no_keys_make_it_panic_or_wait_for_ever(
        events in prop::collection::vec(("\\PC{0,3}", "[A-Za-z0-9]{0,8}", any::<(bool, bool, bool, bool)>(), 0..200_u64), 0..80),
    ) {
        let mut wedge = Wedge::default();
        let mut now = 0;
        for (name, code, (shift, control, repeats, listens), wait) in events {
            now += wait;
            let into = if listens { KeyTarget::Listening } else { KeyTarget::Field };
            let key = Key { key: &name, code: &code, shift, control, repeats, into };
            let _ = wedge.handle_key(&key, now);
            wedge.handle_commit(&name, KeyTarget::Listening, now);
        }
        heard(&mut wedge);

        prop_assert_eq!(wedge.poll_timeout(), None);
    }
}

/// What a US scanner's key is on a French keyboard: the sign that it writes there, and its place.
fn on_a_french_keyboard(meant: char) -> (String, String) {
    let digits = "àé\"'(-è_ç";
    let (sign, place) = match meant.to_ascii_uppercase() {
        '0' => ('à', "Digit0".to_owned()),
        digit @ '1'..='9' => {
            let signs: Vec<char> = "&".chars().chain(digits.chars().skip(1)).collect();
            (signs[digit as usize - '1' as usize], format!("Digit{digit}"))
        }
        '-' => (')', "Minus".to_owned()),
        'A' => ('Q', "KeyA".to_owned()),
        'Q' => ('A', "KeyQ".to_owned()),
        'W' => ('Z', "KeyW".to_owned()),
        'Z' => ('W', "KeyZ".to_owned()),
        letter => (letter, format!("Key{letter}")),
    };
    (sign.to_string(), place)
}

fn scanned_on_a_french_keyboard(wedge: &mut Wedge, code: &str) -> Option<Scan> {
    for (place, meant) in code.chars().enumerate() {
        let (name, code) = on_a_french_keyboard(meant);
        let shift = meant.is_ascii_uppercase();
        let pressed = Key { key: &name, code: &code, shift, ..Key::default() };
        let _ = wedge.handle_key(&pressed, 1_000 + 5 * place as u64);
    }
    let _ = key(wedge, "Enter", "Enter", 1_050);
    heard(wedge).into_iter().find_map(|heard| match heard {
        WedgeOutput::Scan(scan) => Some(scan),
        WedgeOutput::Broken(_) | WedgeOutput::Typed(_) => None,
    })
}

#[test]
fn a_scanner_of_another_layout_is_read_by_its_keys_places_or_leaves_both_readings() {
    let by_places = Some(Layout::Placed);
    for (layout, code, read, other, shows) in [
        (Layout::Unsure, "C00100QG", "C00100QG", None, by_places),
        (Layout::Unsure, "417-0005", "417-0005", None, by_places),
        (Layout::Written, "C00100QG", "C00100QG", None, by_places),
        (Layout::Unsure, "QUAI-1", "AUQI)&", Some("QUAI-1"), None),
        (Layout::Placed, "QUAI-1", "QUAI-1", Some("AUQI)&"), None),
        (Layout::Placed, "C00100QG", "C00100QG", None, None),
        (Layout::Unsure, "BOLT", "BOLT", None, None),
    ] {
        let mut wedge = Wedge::new(Settings { layout, ..Settings::default() });
        let scan = scanned_on_a_french_keyboard(&mut wedge, code);

        let came =
            scan.as_ref().map(|scan| (scan.code.as_str(), scan.other.as_deref(), scan.shows));
        assert_eq!(came, Some((read, other, shows)), "{code} {layout:?}");
    }
}

#[test]
fn caps_lock_and_the_keypad_make_no_other_layout() {
    let mut wedge = Wedge::default();
    for (place, (name, code, shift)) in [
        ("c", "KeyC", true),
        ("4", "Numpad4", false),
        (",", "NumpadDecimal", false),
        ("D", "KeyD", false),
    ]
    .into_iter()
    .enumerate()
    {
        let pressed = Key { key: name, code, shift, ..Key::default() };
        let _ = wedge.handle_key(&pressed, 1_000 + 5 * place as u64);
    }
    let _ = key(&mut wedge, "Enter", "Enter", 1_040);

    assert_eq!(heard(&mut wedge), [scan("c4,D")]);
}

#[test]
fn a_layout_that_is_learned_leaves_what_is_heard() {
    let mut wedge = Wedge::default();
    let now = keys(&mut wedge, "PO24", 5, 1_000);
    let _ = key(&mut wedge, "Enter", "Enter", now);
    wedge.set_layout(Layout::Placed);

    assert_eq!(key(&mut wedge, "Enter", "Enter", now + 5), KeyDisposition::Held);
    assert_eq!(heard(&mut wedge), [scan("PO24")]);
}
