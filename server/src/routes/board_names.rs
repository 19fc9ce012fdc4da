//! What the board's page calls things: the core's names, as a module that the page's words take in.

use std::sync::LazyLock;

use serde::Serialize;
use serde_json::{Map, Value, json};
use sync_core::api::HeldBack;
use sync_core::fact::{Kind, SetAsideReason};
use sync_core::rules::inspection_clock::DeadlineStatus;
use sync_core::text::names::{self, Name};
use sync_core::text::{Language, Named};
use sync_core::view::{LotStatus, ReceiptStatus, ScannedKind};

static SCRIPT: LazyLock<String> = LazyLock::new(|| {
    let names = json!({
        "zh": in_language(Language::Chinese),
        "en": in_language(Language::English),
    });
    format!("// What the core calls things; the server writes it.\nexport const NAMES = {names};\n")
});

/// The module, as the page asks for it.
pub(super) fn script() -> &'static str {
    &SCRIPT
}

fn in_language(language: Language) -> Value {
    let conflicts = names::conflicts().iter().map(|(rule, name)| ((*rule).to_owned(), *name));
    let kinds = Kind::ALL.iter().map(|kind| (kind.name().to_owned(), kind.called()));
    let things = cases::<ScannedKind>().chain([("dock".to_owned(), names::DOCK)]);
    json!({
        "thing": words(things, language),
        "receipt": words(cases::<ReceiptStatus>(), language),
        "status": words(cases::<LotStatus>(), language),
        "standing": words(cases::<DeadlineStatus>(), language),
        "held-back": words(cases::<HeldBack>(), language),
        "reason": words(cases::<SetAsideReason>(), language),
        "conflict": words(conflicts, language),
        "kind": words(kinds, language),
    })
}

fn words(names: impl Iterator<Item = (String, Name)>, language: Language) -> Map<String, Value> {
    names.map(|(key, name)| (key, name.word(language).into())).collect()
}

/// The cases of a type, under the names by which programs read them.
fn cases<T: Named + Serialize>() -> impl Iterator<Item = (String, Name)> {
    T::ALL.iter().filter_map(|case| match serde_json::to_value(case) {
        Ok(Value::String(key)) => Some((key, case.called())),
        Ok(_) | Err(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_calls_a_state_what_the_core_calls_it_under_its_name_in_json() {
        let chinese = in_language(Language::Chinese);
        let english = in_language(Language::English);

        assert_eq!(
            chinese["status"]["in-inspection"],
            names::lot_status(LotStatus::InInspection).chinese
        );
        assert_eq!(english["reason"]["persons-post"], SetAsideReason::PersonsPost.called().english);
        assert_eq!(chinese["kind"]["Recounted"], Kind::Recounted.called().chinese);
        assert_eq!(english["conflict"]["recount"], names::COUNT_AGAIN.english);
        assert_eq!(
            chinese["status"].as_object().map(Map::len),
            Some(<LotStatus as Named>::ALL.len())
        );
    }

    #[test]
    fn what_is_served_is_a_module_of_one_constant() {
        let json = script().split_once("NAMES = ").and_then(|(_, rest)| rest.strip_suffix(";\n"));

        let names: Value = serde_json::from_str(json.unwrap_or_default()).unwrap_or_default();

        assert_eq!(names["zh"]["standing"]["overdue"], "逾期");
    }
}
