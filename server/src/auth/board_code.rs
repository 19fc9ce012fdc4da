//! The board's code: what opens the read API to a browser that is no device.
//!
//! Who may read: a device with its token; a browser with the cookie that the board's code was
//! traded for at `/board/login`; and, where the server runs with `--open-board`, everybody. Where a
//! request comes from proves nothing: tunnels and proxies all end on the server's own machine.
//! The code lies in the data directory, readable by its owner, and is meant for wall screens until
//! the office signs in with people's own accounts. A link that opens the board bears it behind `#`,
//! which browsers send to nobody.

use std::io;

use super::encoding::{random_bytes, same_secret, sha256, to_hex};
use crate::folder::{self, Folder};

/// The name of the cookie that a browser gets for the board's code.
pub const COOKIE: &str = "inwards_board";
/// Its name under TLS: a browser takes one of this kind from this very host alone, and never in
/// clear, so that nobody beside or before us can set another.
pub const HOST_COOKIE: &str = "__Host-inwards_board";

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
        let (name, secure) = if tls { (HOST_COOKIE, "; Secure") } else { (COOKIE, "") };
        format!(
            "{name}={}; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000{secure}",
            self.cookie
        )
    }

    /// Whether a `Cookie` header lets somebody in, under TLS or in clear.
    pub fn is_in(&self, header: &str, tls: bool) -> bool {
        let own = if tls { HOST_COOKIE } else { COOKIE };
        header.split(';').filter_map(|pair| pair.trim().split_once('=')).any(|(name, value)| {
            name == own && same_secret(value.as_bytes(), self.cookie.as_bytes())
        })
    }

    /// The code as it stands in a link, behind `#code=`.
    pub fn in_link(&self) -> &str {
        &self.code
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
        assert!(code.is_in(&format!("theme=dark; {pair}"), false));
        assert!(!code.is_in("inwards_board=ABCDEF12", false));
        let secure = code.set_cookie(true);
        assert!(secure.starts_with("__Host-") && secure.contains("Secure"));
        assert!(code.is_in(secure.split(';').next().unwrap(), true));
        assert!(!code.is_in(pair, true), "one that was set in clear");
    }

    #[test]
    fn an_empty_file_opens_nothing() {
        assert!(!BoardCode::of("").is(""));
    }
}
