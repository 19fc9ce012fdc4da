//! Who speaks: devices with their keys and tokens, browsers with the board's code.

pub mod board_code;
pub mod challenge;
pub mod code;
pub mod device_key;
pub mod encoding;
pub mod grant_key;
pub mod pin;
pub mod pin_tries;
pub mod sign_ins;
pub mod admin_session;
pub mod throttle;
pub mod token;
mod token_crypto;
