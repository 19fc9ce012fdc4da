//! Which facts of a push go where.

use sync_core::fact::{
    DeviceEnrolled, Event, Header, Kind, PersonStated, ReceiptOpened, VerdictRecorded,
};
use sync_core::ids::PersonNumber;
use sync_core::time::{Hlc, Span};

use super::*;

const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);
const DEVICE: DeviceNumber = DeviceNumber(1);

/// A site with one clerk and one device of the dock.
fn site() -> (SiteMemory, FactAllocator) {
    let (mut held, mut allocator) = (SiteMemory::default(), FactAllocator::default());
    let posts = "dock-clerk".parse().unwrap();
    let clerk = PersonStated { name: "王".parse().unwrap(), posts };
    let device = DeviceEnrolled { name: "K1".parse().unwrap(), posts, key: vec![1; 32] };
    held.take(allocator.write(Entity::Person(PersonNumber(1)), &clerk.into(), NOW));
    held.take(allocator.write(Entity::Device(DEVICE), &device.into(), NOW));
    (held, allocator)
}

fn receipt(sequence: u64, note: &str) -> Fact {
    let id = FactId { device: DEVICE, sequence };
    let opened = ReceiptOpened {
        orders: Vec::new(),
        vendor: None,
        delivery_note: note.parse().ok(),
        dock: None,
        container: None,
    };
    Fact {
        header: Header {
            id,
            merge_time: Hlc::at(NOW),
            recorded: NOW,
            author: PersonNumber(1),
            entity: Entity::Receipt(id),
            kind: Kind::ReceiptOpened as u16,
            version: Kind::ReceiptOpened.version(),
        },
        payload: Event::from(opened).encode(),
    }
}

/// Sorts and takes in, as the hub does once the record is durable.
fn push(held: &mut SiteMemory, allocator: &mut FactAllocator, facts: Vec<Fact>) -> Sorted {
    let sorted = sort(held, DEVICE, facts, (allocator, Allowance::ENDLESS), NOW).unwrap();
    sorted.record.iter().cloned().for_each(|fact| held.take(fact));
    sorted
}

#[test]
fn a_repeated_push_appends_nothing() {
    let (mut held, mut allocator) = site();
    let facts = vec![receipt(1, "a"), receipt(2, "b")];

    assert_eq!(push(&mut held, &mut allocator, facts.clone()).record, facts);
    assert!(push(&mut held, &mut allocator, facts).record.is_empty());
    assert_eq!(held.known(DEVICE), 2);
}

#[test]
fn what_was_set_aside_is_known_and_not_stated_twice() {
    let (mut held, mut allocator) = site();
    let mut ahead = receipt(1, "next year");
    ahead.header.recorded = NOW.plus(Span::hours(9_000));

    let first = push(&mut held, &mut allocator, vec![ahead.clone()]);
    let again = push(&mut held, &mut allocator, vec![ahead]);

    assert_eq!(first.record.len(), 1);
    assert_eq!(first.record[0].header.entity, Entity::Device(DEVICE));
    assert!(again.record.is_empty() && again.taken.is_empty());
    assert_eq!((held.known(DEVICE), held.set_aside_count()), (1, 1));
}

#[test]
fn a_second_fact_of_one_name_is_stated_once_and_named_each_time() {
    let (mut held, mut allocator) = site();
    push(&mut held, &mut allocator, vec![receipt(1, "a")]);

    let first = push(&mut held, &mut allocator, vec![receipt(1, "b"), receipt(2, "c")]);
    let again = push(&mut held, &mut allocator, vec![receipt(1, "b")]);

    assert_eq!((first.record.len(), first.taken.len()), (2, 1));
    assert_eq!((again.record.len(), again.taken.len()), (0, 1));
}

#[test]
fn a_fact_that_is_as_large_as_can_be_read_back_even_when_set_aside_is_the_largest() {
    let (mut held, mut allocator) = site();
    let mut large = receipt(1, "large");
    large.payload = vec![0xc1; MOST_PAYLOAD].into();
    let mut larger = receipt(2, "larger");
    larger.payload = vec![0xc1; MOST_PAYLOAD + 1].into();

    let sorted = push(&mut held, &mut allocator, vec![large, larger]);

    assert_eq!(sorted.record.len(), 1);
    assert!(matches!(sorted.stop, Some((RefusedBy::Malformed, _))));
    assert_eq!(wire::decode_batch(&wire::encode_batch(&sorted.record)), Ok(sorted.record));
}

#[test]
fn what_a_device_skipped_is_no_gap_and_comes_in_when_a_copy_has_it() {
    let (mut held, mut allocator) = site();

    let behind =
        push(&mut held, &mut allocator, vec![receipt(1, "a"), receipt(9, "behind a hole")]);
    let within = push(&mut held, &mut allocator, vec![receipt(5, "of the copy")]);

    assert_eq!((behind.record.len(), behind.stop), (2, None));
    assert_eq!((within.record.len(), within.taken.len()), (1, 0));
    assert_eq!(held.known(DEVICE), 9);
}

#[test]
fn names_absurdly_far_ahead_and_out_of_sequence_are_refused() {
    let (held, mut allocator) = site();
    let mut refused = |facts| {
        sort(&held, DEVICE, facts, (&mut allocator, Allowance::ENDLESS), NOW).unwrap_err().0
    };

    assert_eq!(refused(vec![receipt(MOST_AHEAD + 1, "ahead")]), RefusedBy::Gap);
    assert_eq!(refused(vec![receipt(2, "b"), receipt(1, "a")]), RefusedBy::Malformed);
    assert_eq!(refused(vec![receipt(0, "none")]), RefusedBy::Malformed);
}

#[test]
fn the_servers_names_rise_with_the_time_and_its_clock_is_not_moved_by_who_is_ahead() {
    let (mut held, mut allocator) = site();
    let site = held.replica.headers().map(|header| header.id.sequence);
    let before = site.max().unwrap();
    let mut ahead = receipt(1, "a little ahead");
    ahead.header.recorded = NOW.plus(Span::minutes(4));
    ahead.header.merge_time = Hlc::at(ahead.header.recorded);
    let mut nobodys = receipt(2, "of nobody");
    nobodys.header.author = PersonNumber(9);

    let sorted = push(&mut held, &mut allocator, vec![ahead, nobodys]);

    let statement = &sorted.record[1].header;
    assert_eq!(statement.id, FactId { device: DeviceNumber::SERVER, sequence: before + 1 });
    assert!(statement.merge_time < Hlc::at(NOW.plus(Span::seconds(1))));
}

#[test]
fn a_restored_log_gives_no_name_that_the_lost_one_gave() {
    let (_, mut lost) = site();
    let posts = "dock-clerk".parse().unwrap();
    let clerk = PersonStated { name: "王".parse().unwrap(), posts };
    let state = |allocator: &mut FactAllocator, now| {
        allocator.write(Entity::Person(PersonNumber(1)), &clerk.clone().into(), now).header.id
    };

    let given = state(&mut lost, NOW.plus(Span::seconds(1)));
    let (_, mut restored) = site();
    let anew = state(&mut restored, NOW.plus(Span::minutes(1)));

    assert!(anew > given);
}

#[test]
fn a_verdict_that_came_long_after_its_instant_is_named_and_nothing_else() {
    let (mut allocator, card) = (FactAllocator::default(), FactId::new(1, 1));
    let verdict = |sequence, before: i64| {
        let said = VerdictRecorded {
            judgements: Vec::new(),
            replaces: FactSet::default(),
            reason: None,
            note: None,
        };
        let event = Event::from(said);
        let mut fact = receipt(sequence, "");
        fact.header.recorded = NOW.plus(Span(-before));
        fact.header.entity = Entity::Card(card);
        fact.header.kind = event.kind() as u16;
        fact.header.version = event.kind().version();
        fact.payload = event.encode();
        fact
    };
    let hours = Span::hours(4).0;
    let mut old_receipt = receipt(4, "");
    old_receipt.header.recorded = NOW.plus(Span::hours(-30));
    let record = [verdict(1, hours), verdict(2, hours + 1), verdict(3, 0), old_receipt];

    let said = came_late(&record, DEVICE, &mut allocator, NOW).unwrap();

    assert_eq!((said.header.recorded, &said.header.entity), (NOW, &Entity::Device(DEVICE)));
    let Ok(Event::ArrivedLate(late)) = said.event() else { panic!() };
    assert_eq!(late.facts, [FactId::new(1, 2)].into_iter().collect());
    assert!(came_late(&record[2..], DEVICE, &mut allocator, NOW).is_none());
}
