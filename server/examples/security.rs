//! Measures what security costs, and what it is worth: `cargo run --release -p inwards-server
//! --example security`. The threat model quotes it.

use std::hint::black_box;
use std::time::{Duration, Instant};

use argon2::Argon2;
use argon2::password_hash::PasswordVerifier as _;
use argon2::password_hash::phc::PasswordHash;
use ed25519_dalek::{Signer as _, SigningKey};
use inwards_server::auth::grant_key;
use inwards_server::hub::budget::Allowance;
use inwards_server::hub::memory::SiteMemory;
use inwards_server::hub::pushed::{self, Checked, Link, Pushed, Signed};
use inwards_server::hub::sort::sort;
use inwards_server::hub::writer::FactAllocator;
use sync_core::api::verifier_secret;
use sync_core::fact::{
    DeviceEnrolled, Entity, Event, Fact, Header, PersonStated, ReceiptOpened, SignInGranted,
    SigningInStated, Tallied,
};
use sync_core::ids::{ContentHash, DeviceNumber, FactId, LineKey, PersonNumber};
use sync_core::measure::Quantity;
use sync_core::post::Posts;
use sync_core::rules::sign_in;
use sync_core::sync::{PreviousFact, PushPlace};
use sync_core::time::{Hlc, Span, Timestamp};
use sync_core::wire;

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const DEVICE: DeviceNumber = DeviceNumber(7);
const EPOCH: u64 = 5;
const CLERK: PersonNumber = PersonNumber(3);
const NOON: Timestamp = Timestamp::from_millis(1_800_000_000_000);
const PUSHES: u64 = 200;
const FACTS_A_PUSH: u64 = 1_000;
const FACTS_A_RECEIPT: u64 = 50;
/// As many digits as a PIN has at least.
const PINS: f64 = 1e6;

fn main() -> Outcome<()> {
    guesses()?;
    admission()
}

/// What one guess at a verifier costs whoever took it from a device.
fn guesses() -> Outcome<()> {
    let kept = grant_key::verifier(None, "482917")?;
    let hash = PasswordHash::new(&kept.hash).map_err(|error| error.to_string())?;
    let begun = Instant::now();
    let mut tried = 0_u32;
    while begun.elapsed() < Duration::from_secs(5) {
        let guess = format!("{tried:06}");
        let fits =
            Argon2::default().verify_password(verifier_secret(None, &guess).as_bytes(), &hash);
        black_box(fits.is_ok());
        tried += 1;
    }
    let pace = f64::from(tried) / begun.elapsed().as_secs_f64();
    let hours = PINS / pace / 3_600.0;
    println!("guesses at a verifier, on one core: {pace:.1} a second");
    println!(
        "all PINs of six digits, without a badge: {hours:.1} core-hours; half of it on average"
    );
    let years = 2_f64.powi(127) / pace / 3_600.0 / 8_766.0;
    println!("with a badge of 128 bits: {years:.0e} core-years on average, with the PIN known");
    Ok(())
}

/// What admission costs: reading pushes, asking each fact all that is asked, taking it in.
fn admission() -> Outcome<()> {
    let (mut held, mut allocator) = site()?;
    let key = SigningKey::from_bytes(&[7; 32]);
    let public = key.verifying_key().to_bytes();
    let mut previous = None;
    let mut pushes = Vec::new();
    for number in 0..PUSHES {
        let facts = push(number)?;
        pushes.push(signed(&key, previous, &facts)?);
        previous = facts.last().map(PreviousFact::of);
    }
    let later = NOON.plus(Span::minutes(30));
    let mut deciding = Duration::ZERO;
    let begun = Instant::now();
    for pushed in &pushes {
        let facts = wire::decode_batch(&pushed.batch)?;
        let asked = Instant::now();
        let checked = pushed::check_signature(Some(&public), (EPOCH, DEVICE), pushed, &facts);
        let Checked::Signed(seal) = checked else { return Err("it was not signed".into()) };
        let link = pushed::link(&held, &seal.place).map_err(|(_, detail)| detail)?;
        assert_eq!(link, Link::Joined);
        let hand = (&mut allocator, Allowance::ENDLESS);
        let sorted = sort(&held, DEVICE, facts, hand, later);
        let sorted = sorted.map_err(|(_, detail)| detail)?;
        deciding += asked.elapsed();
        for fact in sorted.record {
            assert_eq!(fact.header.id.device, DEVICE, "it was set aside");
            held.take(fact);
        }
    }
    let whole = begun.elapsed();
    let count = f64::from(u32::try_from(PUSHES * FACTS_A_PUSH)?);
    println!(
        "admission, {PUSHES} pushes of {FACTS_A_PUSH} facts, on one core: all checks, signature \
         and chain among them, {:.0} facts a second; read, checked and taken in {:.0} facts a second",
        count / deciding.as_secs_f64(),
        count / whole.as_secs_f64()
    );
    Ok(())
}

/// A site that asks for grants, with a device that a clerk signed in on.
fn site() -> Outcome<(SiteMemory, FactAllocator)> {
    let (mut held, mut allocator) = (SiteMemory::default(), FactAllocator::default());
    let posts: Posts = "dock-clerk".parse()?;
    let stated: [(Entity, Event); 4] = [
        (Entity::Site, SigningInStated { badges: false }.into()),
        (Entity::Person(CLERK), PersonStated { name: "王".parse()?, posts }.into()),
        (
            Entity::Device(DEVICE),
            DeviceEnrolled { name: "h".parse()?, posts, key: Vec::new() }.into(),
        ),
        (
            Entity::Device(DEVICE),
            SignInGranted { person: CLERK, posts, from: NOON, until: NOON.plus(sign_in::LIFE) }
                .into(),
        ),
    ];
    for (entity, event) in stated {
        held.take(allocator.write(entity, &event, NOON));
    }
    Ok((held, allocator))
}

/// A push as a device sends it: signed, and joined to the one before.
fn signed(key: &SigningKey, previous: Option<PreviousFact>, facts: &[Fact]) -> Outcome<Pushed> {
    let batch = wire::encode_batch(facts);
    let (first, last) = facts.first().zip(facts.last()).ok_or("a push holds facts")?;
    let (first, last) = (first.header.id.sequence, last.header.id.sequence);
    let place = PushPlace { epoch: EPOCH, device: DEVICE, first, last, previous };
    let message = place.message(ContentHash::of(&batch));
    let signature = key.sign(message.as_bytes()).to_bytes().to_vec();
    Ok(Pushed { batch, signed: Some(Signed { previous, signature }) })
}

/// Receipts with their tallies, as a device records them.
fn push(number: u64) -> Outcome<Vec<Fact>> {
    let first = number * FACTS_A_PUSH + 1;
    let line = LineKey::Held("A-1042".parse()?);
    let quantity = Quantity::new(12.into())?;
    let mut facts = Vec::new();
    let mut receipt = FactId { device: DEVICE, sequence: first };
    for sequence in first..first + FACTS_A_PUSH {
        let id = FactId { device: DEVICE, sequence };
        let opens = (sequence - first).is_multiple_of(FACTS_A_RECEIPT);
        let event: Event = if opens {
            receipt = id;
            let (orders, delivery_note) = (Vec::new(), "DN-1".parse().ok());
            ReceiptOpened { orders, vendor: None, delivery_note, dock: None, container: None }
                .into()
        } else {
            Tallied { line: line.clone(), quantity, package: None, upon: None }.into()
        };
        let recorded = NOON.plus(Span(i64::try_from(sequence)?));
        facts.push(Fact {
            header: Header {
                id,
                merge_time: Hlc::at(recorded),
                recorded,
                author: CLERK,
                entity: Entity::Receipt(receipt),
                kind: event.kind() as u16,
                version: event.kind().version(),
            },
            payload: event.encode(),
        });
    }
    Ok(facts)
}
