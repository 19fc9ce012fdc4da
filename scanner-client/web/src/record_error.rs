//! Why something was not recorded, in words.

use std::borrow::Cow;

use inwards_engine::refusal::NotDone;
use sync_core::text::{Language, Say};

use crate::device::{RecordError, StoreError};
use crate::messages::Message;
use crate::remedy;

impl RecordError {
    /// The trouble as somebody is told of it: what is wrong, and what to do.
    pub(crate) fn say(&self, language: Language) -> String {
        let word = match self {
            Self::NotDone(why) => return not_done(why, language),
            Self::Store(StoreError::Full) => Message::Full,
            Self::Store(StoreError::Blocked) => Message::OtherTab,
            Self::Store(StoreError::Other(why)) | Self::Outbox(why) => {
                Message::StoreTrouble(why.clone())
            }
            Self::Closed => Message::Opening,
        };
        word.say(language).into_owned()
    }
}

fn not_done(why: &NotDone, language: Language) -> String {
    let refused = match why {
        NotDone::Refused(refusal) => return refusal.told(language, remedy::word),
        NotDone::NotSignedIn => DeviceRefusal::NotSignedIn,
        NotDone::Revoked => DeviceRefusal::Revoked,
        NotDone::NeverSynced => DeviceRefusal::NeverSynced,
        NotDone::NoGrant => DeviceRefusal::NoGrant,
        NotDone::PinAgain => DeviceRefusal::PinAgain,
        NotDone::TooMuch => DeviceRefusal::TooMuch,
        NotDone::OlderCopy(_) => DeviceRefusal::OlderCopy,
    };
    refused.say(language).into_owned()
}

/// Why the device does not do something, apart from the rules of the floor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DeviceRefusal {
    /// Nobody is signed in.
    NotSignedIn,
    /// The person was revoked.
    Revoked,
    /// Nothing was fetched yet.
    NeverSynced,
    /// The server has not granted this device to the person, or not any more.
    NoGrant,
    /// The PIN has to be given to the server again.
    PinAgain,
    /// More than one entry can hold.
    TooMuch,
    /// The database was put back to an older copy.
    OlderCopy,
}

impl Say for DeviceRefusal {
    fn chinese(&self) -> Cow<'static, str> {
        match self {
            Self::NotSignedIn => "没人登录：请先登录",
            Self::Revoked => "账号已停用：请找管理员",
            Self::NeverSynced => "这台设备还没取过数：请先联网",
            Self::NoGrant => "登录已到期：请联网再登录，或请近日在这台登录过的同事接着做",
            Self::PinAgain => "这一步要当场输 PIN：请锁屏，联网再输一次",
            Self::TooMuch => "一次记不下这么多：请分几次",
            Self::OlderCopy => "这台设备的数据是旧的：请先联网，再找管理员",
        }
        .into()
    }

    fn english(&self) -> Cow<'static, str> {
        match self {
            Self::NotSignedIn => "Nobody is signed in: sign in first",
            Self::Revoked => "You may not work here any more: ask the administrator",
            Self::NeverSynced => "This device has fetched nothing yet: connect it first",
            Self::NoGrant => {
                "Your sign-in is over: sign in with the network, or let a colleague go on who signed in here lately"
            }
            Self::PinAgain => {
                "This needs your PIN of this moment: lock the screen, and enter it again with the network"
            }
            Self::TooMuch => "This is more than one entry can hold: do it in parts",
            Self::OlderCopy => {
                "This device's data is an older copy: connect it, and call the administrator"
            }
        }
        .into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_device_says_what_to_do_about_it() {
        let full = RecordError::Store(StoreError::Full);

        assert!(full.say(Language::Chinese).contains("请删照片"));
        assert_eq!(full.say(Language::English), Message::Full.english());
    }

    #[test]
    fn what_the_engine_refuses_is_said_in_the_language_asked_for() {
        let nobody = RecordError::NotDone(NotDone::NotSignedIn);

        assert_eq!(nobody.say(Language::Chinese), "没人登录：请先登录");
        assert_eq!(nobody.say(Language::English), "Nobody is signed in: sign in first");
    }

    #[test]
    fn a_database_in_trouble_is_quoted() {
        let broken = RecordError::Store(StoreError::Other("QuotaExceeded".to_owned()));

        assert!(broken.say(Language::English).contains("QuotaExceeded"));
        assert!(broken.say(Language::Chinese).contains("QuotaExceeded"));
    }
}
