//! Vendors and items to choose from, where no label can be scanned.

use super::goods::ItemNamed;
use crate::fact::Entity;
use crate::ids::VendorCode;
use crate::replica::Replica;
use crate::same_code;

/// Vendors of which code or name contain every word, by code, at most so many; without a word the
/// first of all.
pub fn vendors_called(replica: &Replica, words: &str, most: usize) -> Vec<(VendorCode, String)> {
    let found = replica.vendors().filter_map(|(code, state)| {
        let name = state.stated.as_ref()?.name.to_string();
        contains(&format!("{code}\n{name}"), words).then(|| (code.clone(), name))
    });
    found.take(most).collect()
}

/// Items of which code or one of the names contain every word, by code, at most so many; nothing
/// without a word: a plant has thousands.
pub fn items_called(replica: &Replica, words: &str, most: usize) -> Vec<ItemNamed> {
    if words.trim().is_empty() {
        return Vec::new();
    }
    let items = replica.entities().filter_map(|entity| match entity {
        Entity::Item(code) => Some(ItemNamed::of(replica, code.clone())),
        _ => None,
    });
    let is_meant =
        |item: &ItemNamed| contains(&format!("{}\n{}", item.code, item.both_names()), words);
    items.filter(is_meant).take(most).collect()
}

/// Whether a text contains every word, as codes are compared (SEMANTICS 31).
fn contains(text: &str, words: &str) -> bool {
    let text = same_code::folded(&same_code::written(text));
    same_code::folded(&same_code::written(words)).split_whitespace().all(|word| text.contains(word))
}
