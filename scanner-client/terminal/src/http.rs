//! The way to the server: blocking HTTP with short patience, and a token that is renewed by signing.

use std::io::Read as _;
use std::time::Duration;

use serde::Serialize;
use serde::de::DeserializeOwned;
use sync_core::api::{
    Challenge, ChallengeRequest, Done, EnrolRequest, Enrolled, FILE_PIECE, JSON, PROBLEM_JSON,
    ProblemDocument, ROOT_PATH, SYNC_MESSAGE, SignInAnswer, SignInRequest, Token, TokenRequest,
    UPLOAD_LENGTH_HEADER, UPLOAD_OFFSET_HEADER, Upload, WrongPinsReport, token_message,
};
use sync_core::ids::ContentHash;
use sync_core::wire;
use ureq::http::{Response, StatusCode};
use ureq::{Agent, Body, Error};

use crate::command_error::CommandError;
use crate::identity::Identity;
use crate::text::{CliMessage, Distrust};
use crate::trust::{self, Trust};

const CONNECT: Duration = Duration::from_secs(5);
const WHOLE: Duration = Duration::from_secs(30);
/// A JSON answer is a few lines.
const MOST_JSON: u64 = 64 << 10;

/// How an address in clear begins.
pub const HTTP: &str = "http://";
/// How an address under TLS begins.
pub const HTTPS: &str = "https://";
/// A root certificate is a kilobyte; no more is read of what claims to be one.
const MOST_ROOT: u64 = 16 << 10;

/// Why the server signed nobody in.
#[derive(Debug)]
pub enum SignInError {
    /// No answer came that could be one.
    Lost(CommandError),
    /// It answered, and refused.
    Refused(Box<ProblemDocument>),
}

impl From<CommandError> for SignInError {
    fn from(error: CommandError) -> Self {
        Self::Lost(error)
    }
}

/// The server of a device.
#[derive(Debug)]
pub struct Server {
    address: String,
    trust: Trust,
    agent: Agent,
    token: Option<String>,
}

impl Server {
    /// The server of an enrolled device.
    pub fn of(identity: &Identity) -> Result<Self, CommandError> {
        Self::at(&identity.server, identity.trust())
    }

    /// The server that an enrolment link names; where the link pins a root, that root is fetched in
    /// clear, and believed only if it is the one.
    pub fn of_link(address: &str, root: Option<&[u8; 32]>) -> Result<Self, CommandError> {
        let server = Self::at(address, Trust::default())?;
        let (Some(named), Some(host)) = (root, server.address.strip_prefix(HTTPS)) else {
            return Ok(server);
        };
        let authority = match host.split('/').next().unwrap_or_default() {
            // The server speaks both on one port, which is not the one of plain HTTP.
            plain if !has_port(plain) => format!("{plain}:443"),
            whole => whole.to_owned(),
        };
        let beside = format!("{HTTP}{authority}{ROOT_PATH}");
        let response = server.agent.get(beside).call().map_err(|error| server.lost(&error))?;
        if !response.status().is_success() {
            return Err(server.error_of(response));
        }
        let root = server.body(response, MOST_ROOT)?;
        let trust = Trust::pinned(&server.address, root, named)?;
        Self::at(address, trust)
    }

    /// The server at an address.
    pub fn at(address: &str, trust: Trust) -> Result<Self, CommandError> {
        let address = address.trim().trim_end_matches('/').to_owned();
        let host = address.strip_prefix(HTTPS).or_else(|| address.strip_prefix(HTTP));
        if host.is_none_or(str::is_empty) {
            let server = address;
            return Err(CommandError::misuse("server", CliMessage::NoAddress { server }));
        }
        let agent = Agent::config_builder()
            .timeout_connect(Some(CONNECT))
            .timeout_resolve(Some(CONNECT))
            .timeout_global(Some(WHOLE))
            .max_redirects(0)
            .max_redirects_will_error(false)
            .http_status_as_error(false)
            .no_delay(true)
            .user_agent(crate::identity::SOFTWARE)
            .tls_config(trust.for_requests())
            .build()
            .new_agent();
        Ok(Self { address, trust, agent, token: None })
    }

    /// The server's address, as every request begins.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Whom this server's certificate has to rest on.
    pub fn trust(&self) -> &Trust {
        &self.trust
    }

    /// Its certificate is not believed: nothing was said to it.
    pub fn not_trusted(&self, why: Distrust) -> CommandError {
        let server = self.address.clone();
        CommandError::unreachable("root", CliMessage::NotTrusted { server, why })
    }

    /// Trades a one-time code for a number.
    pub fn enrol(&self, code: &str, public_key: &str) -> Result<Enrolled, CommandError> {
        let (code, public_key) = (code.to_owned(), public_key.to_owned());
        self.post_json("/api/enrol", &EnrolRequest { code, public_key })
    }

    /// A token that says who we are; signed for anew where none is held.
    pub fn token(&mut self, identity: &Identity) -> Result<String, CommandError> {
        if let Some(token) = &self.token {
            return Ok(token.clone());
        }
        let device = identity.device;
        let Challenge { nonce, .. } =
            self.post_json("/api/token/challenge", &ChallengeRequest { device })?;
        let signature = identity.sign(token_message(&nonce).as_bytes())?;
        let ask = TokenRequest { device, nonce, signature };
        let Token { token, .. } = self.post_json("/api/token", &ask)?;
        self.token = Some(token.clone());
        Ok(token)
    }

    /// Sends one message of the sync protocol and hears the answer.
    pub fn exchange(
        &mut self,
        identity: &Identity,
        message: &[u8],
    ) -> Result<Vec<u8>, CommandError> {
        let mut renewed = false;
        loop {
            let token = self.token(identity)?;
            let response = self
                .agent
                .post(format!("{}/api/sync", self.address))
                .header("authorization", format!("Bearer {token}"))
                .content_type(SYNC_MESSAGE)
                .send(message)
                .map_err(|error| self.lost(&error))?;
            if response.status() == StatusCode::UNAUTHORIZED && !renewed {
                self.token = None;
                renewed = true;
                continue;
            }
            return self.sync_body(response);
        }
    }

    /// Asks the server to sign somebody in.
    pub fn sign_in(
        &mut self,
        identity: &Identity,
        ask: &SignInRequest,
    ) -> Result<SignInAnswer, SignInError> {
        let url = format!("{}/api/sign-in", self.address);
        let body = serde_json::to_vec(ask).map_err(|error| self.not_inwards(error))?;
        let mut renewed = false;
        loop {
            let token = format!("Bearer {}", self.token(identity)?);
            let sent = self.agent.post(&url).header("authorization", &token);
            let response =
                sent.content_type(JSON).send(&body[..]).map_err(|error| self.lost(&error))?;
            let status = response.status();
            if status == StatusCode::UNAUTHORIZED && !renewed {
                self.token = None;
                renewed = true;
                continue;
            }
            if !status.is_success() {
                return Err(self.not_signed_in(response));
            }
            let body = self.body(response, MOST_JSON)?;
            return Ok(serde_json::from_slice(&body).map_err(|error| self.not_inwards(error))?);
        }
    }

    fn not_signed_in(&self, response: Response<Body>) -> SignInError {
        let status = response.status();
        // A server of before has no such door, and one that is stopping none now.
        if status == StatusCode::NOT_FOUND || status.is_server_error() {
            return SignInError::Lost(self.error_of(response));
        }
        let body = self.body(response, MOST_JSON).unwrap_or_default();
        match serde_json::from_slice::<ProblemDocument>(&body) {
            Ok(problem) => SignInError::Refused(Box::new(problem)),
            Err(error) => SignInError::Lost(self.not_inwards(error)),
        }
    }

    /// Tells of PINs that were wrong while no server was asked.
    pub fn tell_wrong_pins(
        &mut self,
        identity: &Identity,
        report: WrongPinsReport,
    ) -> Result<Done, CommandError> {
        let url = format!("{}/api/sign-in/wrong", self.address);
        let body = serde_json::to_vec(&report).map_err(|error| self.not_inwards(error))?;
        self.signed(identity, |agent, token| {
            agent.post(&url).header("authorization", token).content_type(JSON).send(&body[..])
        })
    }

    /// How much of a photo's file the server has.
    pub fn photo_state(
        &mut self,
        identity: &Identity,
        content: ContentHash,
    ) -> Result<Upload, CommandError> {
        let url = format!("{}/api/photos/{content}/upload", self.address);
        self.signed(identity, |agent, token| agent.get(&url).header("authorization", token).call())
    }

    /// Sends a piece of a photo's file: where it begins, how long the whole is, the piece.
    pub fn send_piece(
        &mut self,
        identity: &Identity,
        content: ContentHash,
        (offset, length): (u64, usize),
        piece: &[u8],
    ) -> Result<Upload, CommandError> {
        let url = format!("{}/api/photos/{content}", self.address);
        self.signed(identity, |agent, token| {
            agent
                .patch(&url)
                .header("authorization", token)
                .header(UPLOAD_OFFSET_HEADER, offset.to_string())
                .header(UPLOAD_LENGTH_HEADER, length.to_string())
                .content_type(FILE_PIECE)
                .send(piece)
        })
    }

    /// Asks with our token, signed for anew where it has ended meanwhile.
    fn signed<T: DeserializeOwned>(
        &mut self,
        identity: &Identity,
        ask: impl Fn(&Agent, &str) -> Result<Response<Body>, Error>,
    ) -> Result<T, CommandError> {
        let mut renewed = false;
        loop {
            let token = self.token(identity)?;
            let response = ask(&self.agent, &format!("Bearer {token}"));
            let response = response.map_err(|error| self.lost(&error))?;
            if response.status() == StatusCode::UNAUTHORIZED && !renewed {
                self.token = None;
                renewed = true;
                continue;
            }
            if !response.status().is_success() {
                return Err(self.error_of(response));
            }
            let body = self.body(response, MOST_JSON)?;
            return serde_json::from_slice(&body).map_err(|error| self.not_inwards(error));
        }
    }

    fn sync_body(&self, response: Response<Body>) -> Result<Vec<u8>, CommandError> {
        // A refusal in the protocol's own words may come with any status.
        if !is_of_type(&response, SYNC_MESSAGE) {
            return Err(self.error_of(response));
        }
        let most = u64::try_from(wire::MOST_BYTES).unwrap_or(u64::MAX);
        self.body(response, most)
    }

    fn post_json<T: DeserializeOwned>(
        &self,
        path: &str,
        ask: &impl Serialize,
    ) -> Result<T, CommandError> {
        let body = serde_json::to_vec(ask).map_err(|error| self.not_inwards(error))?;
        let response = self
            .agent
            .post(format!("{}{path}", self.address))
            .content_type(JSON)
            .send(&body[..])
            .map_err(|error| self.lost(&error))?;
        if !response.status().is_success() {
            return Err(self.error_of(response));
        }
        let body = self.body(response, MOST_JSON)?;
        serde_json::from_slice(&body).map_err(|error| self.not_inwards(error))
    }

    /// Reads a body whole, and no more than allowed.
    fn body(&self, response: Response<Body>, most: u64) -> Result<Vec<u8>, CommandError> {
        let mut bytes = Vec::new();
        response
            .into_body()
            .into_reader()
            .take(most + 1)
            .read_to_end(&mut bytes)
            .map_err(|error| self.lost(&Error::Io(error)))?;
        if bytes.len() as u64 > most {
            return Err(self.not_inwards("an endless answer"));
        }
        Ok(bytes)
    }

    /// What an answer that is not the one wanted amounts to.
    fn error_of(&self, response: Response<Body>) -> CommandError {
        let status = response.status();
        let server = self.address.clone();
        if status.is_redirection() {
            let status = status.as_u16();
            return CommandError::unreachable("server", CliMessage::Redirected { server, status });
        }
        let is_problem = is_of_type(&response, PROBLEM_JSON) || is_of_type(&response, JSON);
        let problem = is_problem
            .then(|| self.body(response, MOST_JSON).ok())
            .flatten()
            .and_then(|body| serde_json::from_slice::<ProblemDocument>(&body).ok());
        let Some(ProblemDocument { detail, todo, .. }) = problem else {
            return self.not_inwards(format!("status {}", status.as_u16()));
        };
        let detail = format!("{detail}. {todo}").trim().to_owned();
        match status.as_u16() {
            401 | 403 => CommandError::refused("device", CliMessage::DeviceRevoked { detail }),
            status => {
                CommandError::unreachable("server", CliMessage::ServerSays { status, detail })
            }
        }
    }

    fn lost(&self, error: &Error) -> CommandError {
        let distrust = match error {
            Error::Io(error) => trust::distrust(error),
            Error::Rustls(error) => trust::distrust_of(error),
            _ => None,
        };
        if let Some(why) = distrust {
            return self.not_trusted(why);
        }
        let server = self.address.clone();
        let why = match error {
            Error::Timeout(_) => "no answer in time".to_owned(),
            Error::HostNotFound => "the name is not known".to_owned(),
            Error::ConnectionFailed => "the connection failed".to_owned(),
            Error::Io(error) => error.to_string(),
            other => return self.not_inwards(other),
        };
        CommandError::unreachable("server", CliMessage::Unreachable { server, why })
    }

    /// What came is not from our server.
    pub fn not_inwards(&self, what: impl std::fmt::Display) -> CommandError {
        let server = self.address.clone();
        let what = what.to_string();
        CommandError::unreachable("server", CliMessage::NotInwards { server, what })
    }
}

/// Whether a host is followed by a port.
pub fn has_port(authority: &str) -> bool {
    authority
        .rsplit_once(':')
        .is_some_and(|(_, port)| !port.is_empty() && port.bytes().all(|b| b.is_ascii_digit()))
}

fn is_of_type(response: &Response<Body>, wanted: &str) -> bool {
    response
        .headers()
        .get("content-type")
        .and_then(|value| value.to_str().ok())
        .and_then(|value| value.split(';').next())
        .is_some_and(|found| found.trim().eq_ignore_ascii_case(wanted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_needs_its_scheme() {
        for wrong in ["", "http://", "https://", "plant:8080", "ftp://plant"] {
            assert!(Server::at(wrong, Trust::default()).is_err(), "{wrong}");
        }
        let address = |typed| Server::at(typed, Trust::default()).unwrap().address().to_owned();
        assert_eq!(address(" http://plant:8080/ "), "http://plant:8080");
        assert_eq!(address("https://plant/"), "https://plant");
    }
}
