//! The board's code: what opens the read API to a browser that is no device.
//!
//! Who may read: a device with its token; whoever sits at the server's own machine (the
//! peer is loopback, asked for it by a loopback name, and no proxy says that it forwards
//! for somebody else); a browser with the cookie that the board's code was traded for at
//! `/board/login`; and, where the server runs with `--open-board`, everybody. The code
//! lies in the data directory, readable by its owner, and is meant for wall screens until
//! the office signs in with people's own accounts.

use std::io;

use super::encoding::{random_bytes, same_secret, sha256, to_hex};
use crate::folder::{self, Folder};

/// The name of the cookie that a browser gets for the board's code.
pub const COOKIE: &str = "inwards_board";

/// The code, and the cookie that stands for it.
pub struct BoardCode {
    code: String,
    cookie: String,
}

impl BoardCode {
    /// Reads the code, or makes one.
    pub fn open(folder: &Folder) -> io::Result<Self> {
        let bytes = folder::read_or_create(&folder.board_token(), || {
            Ok(super::code::spell(random_bytes()?).into_bytes())
        })?;
        let code = String::from_utf8_lossy(&bytes).trim().to_owned();
        Ok(Self::of(&code))
    }

    fn of(code: &str) -> Self {
        let code = super::code::plain(code);
        let cookie = to_hex(&sha256(format!("inwards board cookie:{code}").as_bytes()));
        Self { code, cookie }
    }

    /// Whether somebody typed the code.
    pub fn is(&self, typed: &str) -> bool {
        !self.code.is_empty()
            && same_secret(super::code::plain(typed).as_bytes(), self.code.as_bytes())
    }

    /// The `Set-Cookie` header that lets a browser in for 30 days; under TLS it is never sent in clear.
    pub fn set_cookie(&self, tls: bool) -> String {
        let secure = if tls { "; Secure" } else { "" };
        format!(
            "{COOKIE}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000{secure}",
            self.cookie
        )
    }

    /// Whether a `Cookie` header lets somebody in.
    pub fn is_in(&self, header: &str) -> bool {
        header.split(';').filter_map(|pair| pair.trim().split_once('=')).any(|(name, value)| {
            name == COOKIE && same_secret(value.as_bytes(), self.cookie.as_bytes())
        })
    }
}

impl std::fmt::Debug for BoardCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BoardCode { … }")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_code_is_traded_for_a_cookie_that_opens_the_board() {
        let code = BoardCode::of("ABCD-EF12");

        assert!(code.is("abcd ef12"));
        assert!(!code.is("ABCD-EF13"));
        let cookie = code.set_cookie(false);
        let pair = cookie.split(';').next().unwrap();
        assert!(code.is_in(&format!("theme=dark; {pair}")));
        assert!(!code.is_in("inwards_board=ABCDEF12"));
    }

    #[test]
    fn an_empty_file_opens_nothing() {
        assert!(!BoardCode::of("").is(""));
    }
}
