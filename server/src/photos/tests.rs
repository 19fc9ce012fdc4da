//! The store by itself: pieces, crashes between them, and what is not taken.

use super::*;

const DEVICE: DeviceNumber = DeviceNumber(3);
const NOW: Timestamp = Timestamp::from_millis(1_800_000_000_000);

struct Place {
    folder: Folder,
    _place: tempfile::TempDir,
}

impl Place {
    fn new() -> Self {
        let place = tempfile::tempdir().unwrap();
        Self { folder: Folder::open(&place.path().join("data")).unwrap(), _place: place }
    }

    fn open(&self) -> Photos {
        Photos::open(&self.folder).unwrap()
    }
}

fn jpeg(length: usize, shade: u8) -> (ContentHash, Vec<u8>) {
    let mut bytes = vec![0xff, 0xd8, 0xff, 0xe0];
    bytes.resize(length, shade);
    (ContentHash(Sha256::digest(&bytes).into()), bytes)
}

fn send(
    photos: &Photos,
    content: ContentHash,
    whole: &[u8],
    range: std::ops::Range<usize>,
) -> Result<Upload, NotTaken> {
    let offset = range.start as u64;
    let piece = Piece { content, length: whole.len() as u64, offset, bytes: &whole[range] };
    photos.take(DEVICE, piece, |_| false, NOW)
}

#[test]
fn pieces_become_a_file_and_a_restart_goes_on_where_it_was() {
    let place = Place::new();
    let (content, bytes) = jpeg(5_000, 1);

    let first = send(&place.open(), content, &bytes, 0..2_000).unwrap();
    assert_eq!(first, Upload { received: 2_000, complete: false });
    let photos = place.open();
    assert_eq!(photos.upload(content).unwrap(), first);
    assert_eq!(photos.read(content).unwrap(), None);

    let last = send(&photos, content, &bytes, 2_000..5_000).unwrap();
    assert_eq!(last, Upload { received: 5_000, complete: true });
    assert_eq!(photos.read(content).unwrap(), Some((PhotoType::Jpeg, bytes.clone())));
    // A repeated piece changes nothing.
    assert_eq!(send(&photos, content, &bytes, 2_000..5_000).unwrap(), last);
}

#[test]
fn a_piece_from_elsewhere_is_told_where_to_go_on() {
    let place = Place::new();
    let photos = place.open();
    let (content, bytes) = jpeg(5_000, 1);
    send(&photos, content, &bytes, 0..2_000).unwrap();

    for range in [0..2_000, 3_000..5_000] {
        let refused = send(&photos, content, &bytes, range);
        assert!(matches!(refused, Err(NotTaken::OutOfStep { received: 2_000 })));
    }
}

#[test]
fn what_is_not_what_its_name_says_leaves_nothing() {
    let place = Place::new();
    let photos = place.open();
    let (content, bytes) = jpeg(5_000, 1);
    let (_, other) = jpeg(5_000, 2);

    assert!(matches!(send(&photos, content, &other, 0..5_000), Err(NotTaken::WrongContent)));
    assert_eq!(photos.upload(content).unwrap(), Upload { received: 0, complete: false });
    assert!(send(&photos, content, &bytes, 0..5_000).unwrap().complete);
}

#[test]
fn only_photos_of_a_photo_s_size_are_taken() {
    let place = Place::new();
    let photos = place.open();
    let page = b"<html>no photo at all</html>".to_vec();
    let content = ContentHash(Sha256::digest(&page).into());
    let whole = page.len();

    assert!(matches!(send(&photos, content, &page, 0..whole), Err(NotTaken::WrongType)));
    assert!(matches!(
        send(&photos, content, &page, 0..2).and(send(&photos, content, &page, 2..whole)),
        Err(NotTaken::WrongType)
    ));
    let large = Piece { content, length: MOST_PHOTO + 1, offset: 0, bytes: &page };
    let refused = photos.take(DEVICE, large, |_| true, NOW);
    assert!(matches!(refused, Err(NotTaken::TooLarge(_))));
    let beyond = Piece { content, length: 4, offset: 0, bytes: &page };
    assert!(matches!(photos.take(DEVICE, beyond, |_| true, NOW), Err(NotTaken::WrongLength)));
}

#[test]
fn photos_without_facts_have_their_limit_and_those_with_facts_have_none() {
    let place = Place::new();
    let photos = place.open();
    // Beginnings are enough: the whole length is set aside.
    let begin = |shade: u8, device: u32, named: bool| {
        let (content, bytes) = jpeg(64, shade);
        let piece = Piece { content, length: MOST_PHOTO, offset: 0, bytes: &bytes };
        photos.take(DeviceNumber(device), piece, |_| named, NOW)
    };

    let room = u8::try_from(MOST_UNNAMED / MOST_PHOTO).unwrap();
    for shade in 0..room {
        begin(shade, 3, false).unwrap();
    }
    assert!(matches!(begin(room, 3, false), Err(NotTaken::TooManyUnnamed)));
    assert!(begin(room, 3, true).is_ok());
}

#[test]
fn an_upload_that_nobody_goes_on_with_is_forgotten() {
    let place = Place::new();
    let (content, bytes) = jpeg(5_000, 1);
    send(&place.open(), content, &bytes, 0..2_000).unwrap();
    let part = place.folder.photos().join("parts").join(content.to_string());
    let long_ago = SystemTime::now() - STALE - Duration::from_mins(1);
    File::open(&part).unwrap().set_modified(long_ago).unwrap();

    assert_eq!(place.open().upload(content).unwrap().received, 0);
}
