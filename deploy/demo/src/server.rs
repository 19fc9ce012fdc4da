//! The demonstration's server: started in the background, found again by its pid file, stopped.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::os::unix::process::CommandExt as _;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};

use xtask::shell::{ours, program, run, run_folder, shown};

const PATIENCE: Duration = Duration::from_secs(20);
const BETWEEN_LOOKS: Duration = Duration::from_millis(50);

/// Where its process number is kept.
fn pid_file() -> PathBuf {
    run_folder().join("server.pid")
}

/// Where it keeps its data.
pub(crate) fn data() -> PathBuf {
    run_folder().join("server")
}

/// What opens the board: a link bears it behind `#`, where no browser sends it to anybody.
pub(crate) fn board_code() -> Result<String> {
    let code = fs::read_to_string(data().join("board-token"));
    Ok(code.context("the board's code cannot be read")?.trim().to_owned())
}

/// The server's output, of its latest start.
pub(crate) fn log_file() -> PathBuf {
    run_folder().join("server.log")
}

/// Stops the server for `cargo xtask down`; what it holds stays.
pub(crate) fn down() -> Result<()> {
    if stop()? {
        println!("stopped; the data stays in {}", shown(&run_folder()));
    } else {
        println!("no server of `cargo xtask up` is running");
    }
    Ok(())
}

/// Stops the server that was started before; whether one was running.
pub(crate) fn stop() -> Result<bool> {
    let Some(pid) = running() else { return Ok(false) };
    // The shell's own `kill`: small systems have no program of that name.
    run(program("sh").arg("-c").arg(format!("kill -TERM {pid}")))?;
    wait_until("the server stops", || running().is_none())?;
    fs::remove_file(pid_file()).context("the pid file cannot be removed")?;
    Ok(true)
}

/// The server's process, if it is ours and still there: numbers are used again.
fn running() -> Option<u32> {
    let pid: u32 = fs::read_to_string(pid_file()).ok()?.trim().parse().ok()?;
    let command = fs::read(format!("/proc/{pid}/cmdline")).ok()?;
    let command = String::from_utf8_lossy(&command).into_owned();
    let is_ours = command.contains("inwards-server") && command.contains(data().to_str()?);
    is_ours.then_some(pid)
}

/// Starts the server with these further words, and waits until it answers.
pub(crate) fn start(port: u16, further: &[OsString]) -> Result<()> {
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    ensure!(
        TcpStream::connect(address).is_err(),
        "something else listens on port {port}: choose another with --port"
    );
    let log = File::create(log_file()).context("the server's log cannot be written")?;
    let mut command = program(ours("inwards-server"));
    command
        .arg("--data")
        .arg(data())
        .args(["serve", "--site-name", "Sample plant", "--utc-offset", "+08:00"])
        .args(["--listen", &address.to_string()])
        .args(further)
        .stdout(log.try_clone()?)
        .stderr(log)
        // A group of its own: closing this terminal does not stop it.
        .process_group(0);
    let mut server = command.spawn().context("the server could not be started")?;
    fs::write(pid_file(), server.id().to_string()).context("the pid file cannot be written")?;
    wait_until("the server answers", || {
        is_ready(address) || server.try_wait().is_ok_and(|ended| ended.is_some())
    })?;
    if server.try_wait()?.is_some() {
        let told = fs::read_to_string(log_file()).unwrap_or_default();
        bail!("the server did not start:\n{told}");
    }
    Ok(())
}

fn is_ready(address: SocketAddr) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect_timeout(&address, BETWEEN_LOOKS)?;
        stream.set_read_timeout(Some(Duration::from_secs(2)))?;
        write!(
            stream,
            "GET /health/ready HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\r\n"
        )?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        Ok(answer.starts_with("HTTP/1.1 200"))
    };
    ask().unwrap_or(false)
}

/// Looks again and again at something that no event tells of.
fn wait_until(what: &str, mut is_so: impl FnMut() -> bool) -> Result<()> {
    let begun = Instant::now();
    while !is_so() {
        ensure!(
            begun.elapsed() < PATIENCE,
            "waited {} s until {what}: {} may say why",
            PATIENCE.as_secs(),
            shown(&log_file())
        );
        std::thread::sleep(BETWEEN_LOOKS);
    }
    Ok(())
}
