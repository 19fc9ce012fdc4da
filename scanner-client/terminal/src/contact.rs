//! One contact with the server: everything recorded here goes out, everything new comes in.

use inwards_engine::driver::{Driver, Next, Summary};
use sync_core::sync::Mode;

use crate::clock_reading::read_clock;
use crate::command_error::CommandError;
use crate::device::Device;
use crate::http::Server;
use crate::text::CliMessage;

/// Sends and fetches until nothing is left.
pub fn once(device: &mut Device, server: &mut Server) -> Result<Summary, CommandError> {
    // Before the first message: what it takes is no part of how long that one travels.
    server.token(&device.identity)?;
    let mut total = Summary::default();
    let outcome = loop {
        let mut driver =
            Driver::new(&device.engine, crate::identity::SOFTWARE, Mode::Once).with_signatures();
        let outcome = exchange(device, server, &mut driver);
        let summary = driver.summary();
        total.add(summary);
        // What was sent may have been set aside: that is told in what is read after it.
        if outcome.is_err() || summary.sent == 0 {
            break outcome;
        }
    };
    device.flush();
    outcome.map(|()| total)
}

fn exchange(
    device: &mut Device,
    server: &mut Server,
    driver: &mut Driver,
) -> Result<(), CommandError> {
    loop {
        match device.advance(driver)? {
            Next::Send(message) => {
                let answer = server.exchange(&device.identity, &message)?;
                driver.handle_bytes(&answer, read_clock());
            }
            Next::Done => return Ok(()),
            Next::Failed(error) => return Err(device.take_failure(error)),
            Next::Await | Next::Idle => {
                return Err(CommandError::unreachable("server", CliMessage::Disconnected));
            }
        }
    }
}
