//! One of several signatures is taken back by itself: one's own, or by a supervisor a colleague's.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

use sync_core::command::{Command, Refusal};
use sync_core::ids::FactId;
use sync_core::number::{CardNumber, ReceiptNumber};
use sync_core::post::Post;
use sync_core::view::{self, LotView};

use support::{Desk, at};

fn lot(desk: &Desk, card: CardNumber) -> LotView {
    view::lot(&desk.replica, card).unwrap()
}

/// A clerk's and a colleague's signature under one count, made apart.
fn signed_twice() -> ([Desk; 2], ReceiptNumber, CardNumber, [FactId; 2]) {
    let clerk = || [Post::DockClerk].into_iter().collect();
    let mut one = Desk::with_posts(1, clerk());
    let mut other = Desk::with_posts(2, clerk());
    let receipt = one.open("PO1", at("08:00:00"));
    one.tally(receipt, "PO1", "100", at("08:01:00"));
    let card = one.card(receipt, "PO1", at("08:02:00"));
    other.hear(&one);
    let sign = Command::SignCount { receipt, line: None };
    let first = one.act(&sign, at("08:30:00")).unwrap()[0];
    let second = other.act(&sign, at("09:00:00")).unwrap()[0];
    one.hear(&other);
    ([one, other], receipt, card, [first, second])
}

#[test]
fn a_clerk_takes_back_their_own_signature_and_no_colleagues() {
    let ([mut clerk, _], receipt, card, [own, colleagues]) = signed_twice();
    assert_eq!(lot(&clerk, card).due, Some(at("12:30:00")));
    let void = |signature| Command::VoidSignature { receipt, signature };

    let refusal = clerk.act(&void(Some(colleagues)), at("09:10:00")).unwrap_err();
    assert_eq!(refusal, Refusal::SignedByOthers { receipt });

    assert_eq!(clerk.act(&void(None), at("09:11:00")).unwrap().len(), 1);
    let signatures = view::receipt(&clerk.replica, receipt).unwrap().signatures;
    let live: Vec<FactId> = signatures
        .iter()
        .filter(|one| one.status == sync_core::merge::earliest::SignatureStatus::Live)
        .map(|one| one.recorded.id)
        .collect();
    assert_eq!(live, [colleagues]);
    // The clock that it started goes with it; the colleague's runs.
    assert_eq!(lot(&clerk, card).due, Some(at("13:00:00")));
    let none_left = clerk.act(&void(None), at("09:12:00"));
    assert_eq!(none_left, Err(Refusal::SignedByOthers { receipt }));
    assert_eq!(clerk.act(&void(Some(own)), at("09:13:00")), Err(Refusal::AlreadyVoided));
}

#[test]
fn a_supervisor_names_which_of_several_signatures_is_taken_back() {
    let (clerks, receipt, card, [first, second]) = signed_twice();
    let mut supervisor = Desk::with_posts(3, [Post::Supervisor].into_iter().collect());
    for clerk in &clerks {
        supervisor.hear(clerk);
    }
    let void = |signature| Command::VoidSignature { receipt, signature };

    let refusal = supervisor.act(&void(None), at("09:10:00")).unwrap_err();
    let signatures = vec![first, second];
    assert_eq!(refusal, Refusal::WhichSignature { receipt, signatures });

    supervisor.act(&void(Some(first)), at("09:11:00")).unwrap();
    assert_eq!(lot(&supervisor, card).due, Some(at("13:00:00")));
    // Where one is left, it need not be named.
    supervisor.act(&void(None), at("09:12:00")).unwrap();
    assert_eq!(lot(&supervisor, card).due, None);
}
