//! Pushes that are signed, and name the fact before them.

use super::*;

/// A contact whose pushes are signed: each text with its message; the answers get lost from some on.
fn signed_contact(
    device: &mut Device,
    server: &mut Server,
    at: i64,
    answers: usize,
) -> Vec<(String, ClientMessage)> {
    let stamp = device.stamp(at);
    let mut driver = Driver::new(&device.engine, "test", Mode::Once).with_signatures();
    let (mut texts, mut pushes) = (Vec::new(), Vec::new());
    loop {
        match driver.poll(&mut device.engine, stamp) {
            Effect::Sign(text) => {
                driver.handle_signature(vec![7; 64]);
                texts.push(text);
            }
            Effect::Next(Next::Send(bytes)) => {
                let message: ClientMessage = wire::decode(&bytes).unwrap();
                let is_push = matches!(message, ClientMessage::SignedPush { .. });
                let answer = server.answer(message.clone(), at);
                if is_push {
                    pushes.push(message);
                    if pushes.len() > answers {
                        break;
                    }
                }
                driver.handle_bytes(&wire::encode(&answer), stamp);
            }
            Effect::Save(save) => {
                if let Save::Outbox(entry) = save {
                    device.journal.push(entry);
                }
                driver.handle_saved(&mut device.engine);
            }
            Effect::Next(Next::Done) => break,
            other @ Effect::Next(_) => panic!("{other:?}"),
        }
    }
    texts.into_iter().zip(pushes).collect()
}

#[test]
fn a_push_names_the_fact_before_it_also_after_an_answer_was_lost() {
    let (mut server, mut device) = at_work(0);
    device.open_receipt(DAY + 1_000).unwrap();
    let first = signed_contact(&mut device, &mut server, DAY + 2_000, 9);
    device.open_receipt(DAY + 3_000).unwrap();
    let lost = signed_contact(&mut device, &mut server, DAY + 4_000, 0);
    device.open_receipt(DAY + 5_000).unwrap();
    let again = signed_contact(&mut device, &mut server, DAY + 6_000, 9);

    let named = |pushes: &[(String, ClientMessage)]| match &pushes[0].1 {
        ClientMessage::SignedPush { batch, previous, signature } => {
            assert_eq!(signature, &[7; 64]);
            let facts = wire::decode_batch(batch).unwrap();
            (previous.map(|fact| fact.sequence), facts.len())
        }
        other => panic!("{other:?}"),
    };
    assert_eq!(
        [named(&first), named(&lost), named(&again)],
        [(None, 1), (Some(1), 1), (Some(1), 2)]
    );
    assert!(first[0].0.starts_with("inwards-push-v1:"), "{}", first[0].0);
    assert!(lost[0].0 != again[0].0 && device.engine.outbox().unsent() == 0);
}
