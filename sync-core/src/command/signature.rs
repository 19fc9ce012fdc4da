//! Deciding about signatures under counts: signing, taking one back, reopening.

use super::{Actor, Decision, LineChoice, Notice, Refusal, receipt, resting};
use crate::across;
use crate::fact::{CountSigned, Entity, ReceiptReopened, SignatureVoided, SignedLine};
use crate::ids::{FactId, FactSet, LineKey, Text};
use crate::merge::earliest::{Signature, SignatureStatus};
use crate::number::ReceiptNumber;
use crate::post::Post;
use crate::replica::Replica;
use crate::rules::reason;
use crate::rules::withdrawal::Withdrawal;
use crate::state::ReceiptState;

/// Signs for a count; where receipts were joined, for that of every part.
pub(super) fn sign(
    replica: &Replica,
    number: ReceiptNumber,
    choice: Option<&LineChoice>,
) -> Result<Decision, Refusal> {
    receipt::known(replica, number)?;
    let chosen = choice.map(|choice| receipt::line(replica, number, choice)).transpose()?;
    let mut decision = Decision::default();
    let mut nothing_counted = true;
    for part in across::delivery(replica, number) {
        let is_chosen = |key: &LineKey| chosen.as_ref().is_none_or(|chosen| chosen == key);
        let keys = part.state.lines.keys();
        let counted: Vec<&LineKey> =
            keys.filter(|key| is_chosen(key) && part.has_counted(key)).collect();
        nothing_counted &= counted.is_empty();
        let lines: Vec<SignedLine> = counted
            .into_iter()
            .filter(|key| !part.signature_fits(key))
            .map(|key| SignedLine { line: key.clone(), quantity: part.quantity(key) })
            .collect();
        if !lines.is_empty() {
            let event = CountSigned { lines };
            decision.drafts.extend(Decision::of(Entity::Receipt(part.number.0), event).drafts);
        }
    }
    match (nothing_counted, decision.drafts.is_empty()) {
        (true, _) => Err(Refusal::NothingCounted { receipt: number }),
        (false, true) => Err(Refusal::SignedTwice { receipt: number }),
        (false, false) => Ok(decision),
    }
}

/// Takes signatures back: the one that is named, or the person's own. A colleague's is a
/// supervisor's to take back, since that stops a clock (SEMANTICS 14).
pub(super) fn void(
    replica: &Replica,
    actor: Actor,
    number: ReceiptNumber,
    named: Option<FactId>,
) -> Result<Decision, Refusal> {
    let is_supervisor = actor.posts.has(Post::Supervisor);
    // Once signed, the order shows: whoever counted would correct to it.
    if replica.site().blind_count && !is_supervisor {
        return Err(Refusal::SignedBlind { receipt: number });
    }
    let state = receipt::known(replica, number)?;
    let facts = match named {
        Some(named) => FactSet::from_iter([named_signature(state, actor, number, named)?]),
        None => own_signatures(state, actor, number)?,
    };
    let resting = across::resting_on_signatures(replica, number, &facts);
    resting::refuse(Withdrawal::Signature, number.into(), resting)?;
    Ok(Decision::of(Entity::Receipt(number.0), SignatureVoided { facts }))
}

fn named_signature(
    state: &ReceiptState,
    actor: Actor,
    receipt: ReceiptNumber,
    named: FactId,
) -> Result<FactId, Refusal> {
    let signature = state.signatures.iter().find(|known| known.written.id == named);
    let signature = signature.ok_or(Refusal::NoSuchSignature { receipt })?;
    if signature.status != SignatureStatus::Live {
        return Err(Refusal::AlreadyVoided);
    }
    if signature.written.by != actor.person && !actor.posts.has(Post::Supervisor) {
        return Err(Refusal::SignedByOthers { receipt });
    }
    Ok(named)
}

fn own_signatures(
    state: &ReceiptState,
    actor: Actor,
    receipt: ReceiptNumber,
) -> Result<FactSet, Refusal> {
    let live: Vec<&Signature> = state.live_signatures().collect();
    let own: FactSet = live
        .iter()
        .filter(|signature| signature.written.by == actor.person)
        .map(|signature| signature.written.id)
        .collect();
    match live.as_slice() {
        [] => Err(Refusal::NotSigned { receipt }),
        _ if !own.is_empty() => Ok(own),
        _ if !actor.posts.has(Post::Supervisor) => Err(Refusal::SignedByOthers { receipt }),
        [one] => Ok(FactSet::from_iter([one.written.id])),
        several => {
            let signatures = several.iter().map(|signature| signature.written.id).collect();
            Err(Refusal::WhichSignature { receipt, signatures })
        }
    }
}

/// Reopens a signed count, which stops its clock; whoever does it is told what rests on it.
pub(super) fn reopen(
    replica: &Replica,
    number: ReceiptNumber,
    why: Option<Text>,
) -> Result<Decision, Refusal> {
    let state = receipt::known(replica, number)?;
    let signatures: FactSet =
        state.live_signatures().map(|signature| signature.written.id).collect();
    if signatures.is_empty() {
        return Err(Refusal::NotSigned { receipt: number });
    }
    if let Some(what) = reason::lacking_in_reopening(why.as_ref()) {
        return Err(Refusal::ReasonMissing { what });
    }
    let resting = across::resting_on_signatures(replica, number, &signatures);
    let resting = resting::told(Withdrawal::Reopening, resting);
    let notice = (!resting.is_empty()).then_some(Notice::RestsOnIt { resting });
    let event = ReceiptReopened { signatures, reason: why };
    Ok(Decision::of(Entity::Receipt(number.0), event).noting(notice))
}
