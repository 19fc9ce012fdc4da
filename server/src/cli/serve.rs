//! `serve`: starts the server, and ends it in order.

use std::io::{IsTerminal as _, Write as _};
use std::path::PathBuf;

use tokio::signal::unix::{SignalKind, signal};
use tracing_subscriber::EnvFilter;

use super::{DONE, REFUSED, STORAGE, Serve, UNREACHABLE};
use crate::folder::Folder;
use crate::hub::SiteSettings;
use crate::running::{Running, Settings, StartError};

pub(super) async fn serve(data: PathBuf, how: Serve) -> u8 {
    start_logging(how.log_json);
    let settings = Settings {
        data,
        listen: how.listen,
        site: SiteSettings { name: how.site_name, offset: how.utc_offset },
        open_board: how.open_board,
        web: how.web,
    };
    let running = match Running::start(&settings).await {
        Ok(running) => running,
        Err(error) => {
            tracing::error!(%error, "the server could not start");
            eprintln!("inwards-server: {error}");
            return match error {
                StartError::InUse(_) => REFUSED,
                StartError::Storage(_) => STORAGE,
                StartError::Listen(_) => UNREACHABLE,
            };
        }
    };
    // Listened for before the address is told: who reads it may ask for the end at once.
    let told_to_stop = match told_to_stop() {
        Ok(told) => told,
        Err(error) => {
            eprintln!("inwards-server: the signals that end it cannot be heard: {error}");
            return REFUSED;
        }
    };
    announce(&settings, &running);

    let site = running.app.site.clone();
    let code = tokio::select! {
        () = told_to_stop => DONE,
        () = site.failed() => {
            tracing::error!("the log can no longer be written: stopping, so that nothing more is confirmed");
            STORAGE
        }
    };
    drop(site);
    running.stop().await;
    tracing::info!("stopped");
    code
}

fn announce(settings: &Settings, running: &Running) {
    let address = running.address;
    let mut words = format!("Inwards is listening on http://{address}\n");
    if settings.open_board {
        words.push_str("The board is open to everybody who reaches this address.\n");
    } else if let Ok(folder) = Folder::open(&settings.data) {
        let code = folder.board_token();
        let code = code.display();
        words = format!("{words}The board's code for other machines is in {code}\n");
    }
    // Whoever started us may have read enough, and be gone: that ends no server.
    let mut out = std::io::stdout().lock();
    let _ = out.write_all(words.as_bytes()).and_then(|()| out.flush());
    let site = &running.app.site;
    tracing::info!(%address, facts = site.head(), version = env!("CARGO_PKG_VERSION"), "listening");
}

/// Ends when somebody asks for the end; heard from this call on, not from the first poll.
fn told_to_stop() -> std::io::Result<impl Future<Output = ()>> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    Ok(async move {
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
    })
}

fn start_logging(json: bool) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    // Whoever started a logger before us keeps it.
    let _ = if json {
        builder.json().flatten_event(true).try_init()
    } else {
        builder.with_ansi(std::io::stderr().is_terminal()).try_init()
    };
}
