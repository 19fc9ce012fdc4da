//! Each name says one thing, in both languages.

use std::collections::BTreeSet;

use super::*;
use crate::defect::Defect;
use crate::fact::{About, ExceptionKind, Kind, SetAsideReason, Verdict};
use crate::number::NumberKind;
use crate::post::Post;
use crate::rules::inspection_clock::DeadlineStatus;
use crate::rules::release::Blocked;
use crate::rules::unit_weight::DeviationClass;
use crate::scan::{DoubtReason, MeaningKind, RefusedReason};
use crate::view::{GoodsKind, LotStatus, QueueMark, ReceiptStatus, ScannedKind, WorkKind};

fn check<T: Named>() {
    let (mut chinese, mut english) = (BTreeSet::new(), BTreeSet::new());
    for case in T::ALL {
        let name = case.called();
        assert!(chinese.insert(name.chinese), "{} names two cases", name.chinese);
        assert!(english.insert(name.english), "{} names two cases", name.english);
        assert!(!name.chinese.is_ascii(), "{}", name.chinese);
        assert!(name.english.is_ascii() && !name.english.is_empty(), "{}", name.english);
    }
}

#[test]
fn no_two_cases_of_a_kind_share_a_name_in_either_language() {
    check::<About>();
    check::<Blocked>();
    check::<Defect>();
    check::<ExceptionKind>();
    check::<GoodsKind>();
    check::<Kind>();
    check::<LotStatus>();
    check::<NumberKind>();
    check::<DeviationClass>();
    check::<Post>();
    check::<QueueMark>();
    check::<ReceiptStatus>();
    check::<ScannedKind>();
    check::<SetAsideReason>();
    check::<DeadlineStatus>();
    check::<Verdict>();
    check::<WorkKind>();
    check::<DoubtReason>();
    check::<MeaningKind>();
    check::<RefusedReason>();
}

#[test]
fn every_kind_of_fact_has_a_name() {
    assert_eq!(<Kind as Named>::ALL.len(), Kind::ALL.len());
}

#[test]
fn every_post_that_has_a_name_is_among_all() {
    let named: BTreeSet<Post> = <Post as Named>::ALL.iter().copied().collect();

    assert_eq!(named, BTreeSet::from(Post::ALL));
    let bits: Vec<u8> = Post::ALL.iter().map(|post| *post as u8).collect();
    assert_eq!(bits, (0..9).collect::<Vec<u8>>(), "in the order of their bits");
}

#[test]
fn every_disagreement_is_found_by_a_rule_that_has_a_name() {
    for (id, name) in conflicts() {
        assert!(rule(id).is_some(), "{id}");
        assert_eq!(conflict(id), Some(*name));
    }
    assert_eq!(conflict("newer-than-this"), None);
}

#[test]
fn a_name_begins_a_line_with_a_capital_where_the_language_has_one() {
    let capital = lot_status(LotStatus::InInspection).capital();

    assert_eq!(capital.english(), "To inspect");
    assert_eq!(capital.chinese(), "待检");
    assert_eq!(post(Post::IeEngineer).capital().english(), "IE");
}

#[test]
fn what_waits_and_why_begins_with_what_it_is() {
    for kind in <WorkKind as Named>::ALL {
        let (short, long) = (work(*kind), work_and_why(*kind));
        let is_told = long.chinese.contains(short.chinese);
        assert!(is_told || *kind == WorkKind::Recover, "{} {}", short.chinese, long.chinese);
    }
}
