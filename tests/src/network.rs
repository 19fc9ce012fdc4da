//! A bad network between a device and the server: it cuts, delays and swallows, by a seed.

use std::io::{Read as _, Write as _};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use crate::random::Random;

/// How the network is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weather {
    /// Every connection holds, and nothing is slow.
    Fine,
    /// It works now and then.
    Bad,
    /// Nothing gets through.
    Off,
}

/// The way from one device to the server.
#[derive(Debug)]
pub struct Network {
    address: SocketAddr,
    shared: Arc<Shared>,
}

#[derive(Debug)]
struct Shared {
    server: SocketAddr,
    weather: Mutex<Weather>,
    random: Mutex<Random>,
    open: Mutex<Vec<TcpStream>>,
    impostor: Mutex<Option<Impostor>>,
    /// How many connections met with something bad.
    troubles: AtomicU64,
}

/// Somebody who answers in the server's place.
#[derive(Debug, Clone)]
struct Impostor {
    /// Only requests that begin like this.
    request: &'static str,
    answer: Vec<u8>,
}

/// What becomes of one connection.
#[derive(Debug, Clone, Copy)]
struct Fate {
    /// After so many bytes to the server, or from it, the line is cut.
    up: u64,
    down: u64,
    delay: Duration,
    /// Takes everything and passes nothing on.
    swallows: bool,
}

const CLEAN: Fate = Fate { up: u64::MAX, down: u64::MAX, delay: Duration::ZERO, swallows: false };
/// How long a swallowed connection hangs before somebody cuts it.
const HANGING: Duration = Duration::from_millis(400);

impl Network {
    /// A network in fine weather to a server on this machine.
    pub fn to(port: u16, seed: u64) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("it listens");
        let shared = Arc::new(Shared {
            server: SocketAddr::from(([127, 0, 0, 1], port)),
            weather: Mutex::new(Weather::Fine),
            random: Mutex::new(Random::new(seed)),
            open: Mutex::new(Vec::new()),
            impostor: Mutex::new(None),
            troubles: AtomicU64::new(0),
        });
        let carrier = Arc::clone(&shared);
        // It ends with the process: a test is one.
        thread::spawn(move || {
            for device in listener.incoming().filter_map(Result::ok) {
                carrier.carry(&device);
            }
        });
        Self { address, shared }
    }

    /// What a device takes for its server.
    pub fn address(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Changes the weather; whatever is open when there is none breaks.
    pub fn set(&self, weather: Weather) {
        *lock(&self.shared.weather) = weather;
        if weather == Weather::Off {
            for stream in lock(&self.shared.open).drain(..) {
                let _ = stream.shutdown(Shutdown::Both);
            }
        }
    }

    /// From now on somebody else answers the requests that begin like this, with these bytes.
    pub fn answer(&self, request: &'static str, answer: &[u8]) {
        *lock(&self.shared.impostor) = Some(Impostor { request, answer: answer.to_vec() });
    }

    /// The server answers for itself again.
    pub fn answer_honestly(&self) {
        *lock(&self.shared.impostor) = None;
    }

    /// How many connections met with something bad.
    pub fn troubles(&self) -> u64 {
        self.shared.troubles.load(Ordering::Relaxed)
    }
}

impl Shared {
    fn carry(&self, device: &TcpStream) {
        let Some(fate) = self.fate() else {
            let _ = device.shutdown(Shutdown::Both);
            return;
        };
        let Ok(server) = TcpStream::connect(self.server) else { return };
        let (Some(up), Some(down)) = (pair(device, &server), pair(&server, device)) else { return };
        let mut open = lock(&self.open);
        open.extend([device.try_clone(), server.try_clone()].into_iter().filter_map(Result::ok));
        if fate.swallows {
            thread::spawn(move || {
                thread::sleep(HANGING);
                cut(&up);
            });
            return;
        }
        let impostor = lock(&self.impostor).clone();
        thread::spawn(move || pump(up, fate.up, fate.delay, impostor.as_ref()));
        thread::spawn(move || pump(down, fate.down, fate.delay, None));
    }

    /// Nothing where there is no network.
    fn fate(&self) -> Option<Fate> {
        let weather = *lock(&self.weather);
        let mut random = lock(&self.random);
        let fate = match weather {
            Weather::Fine => return Some(CLEAN),
            Weather::Off => None,
            Weather::Bad => Some(match random.below(100) {
                0..45 => return Some(CLEAN),
                45..60 => Fate { delay: Duration::from_millis(random.below(20)), ..CLEAN },
                60..75 => Fate { up: random.below(6000), ..CLEAN },
                75..92 => Fate { down: random.below(6000), ..CLEAN },
                _ => Fate { swallows: true, ..CLEAN },
            }),
        };
        self.troubles.fetch_add(1, Ordering::Relaxed);
        fate
    }
}

type Line = (TcpStream, TcpStream);

fn pair(from: &TcpStream, to: &TcpStream) -> Option<Line> {
    let _ = from.set_nodelay(true);
    Some((from.try_clone().ok()?, to.try_clone().ok()?))
}

fn pump((mut from, mut to): Line, mut budget: u64, delay: Duration, impostor: Option<&Impostor>) {
    let mut bytes = [0; 4096];
    while let Ok(read @ 1..) = from.read(&mut bytes) {
        if let Some(impostor) =
            impostor.filter(|it| bytes[..read].starts_with(it.request.as_bytes()))
        {
            speak(&mut from, &impostor.answer);
            break;
        }
        thread::sleep(delay);
        let passed = read.min(usize::try_from(budget).unwrap_or(usize::MAX));
        if to.write_all(&bytes[..passed]).is_err() {
            break;
        }
        budget -= passed as u64;
        if passed < read {
            break;
        }
    }
    cut(&(from, to));
}

/// Says everything, and waits until the other side has heard it or had enough.
fn speak(device: &mut TcpStream, answer: &[u8]) {
    let _ = device.write_all(answer).and_then(|()| device.shutdown(Shutdown::Write));
    let _ = device.set_read_timeout(Some(Duration::from_secs(2)));
    let _ = std::io::copy(device, &mut std::io::sink());
}

fn cut((from, to): &Line) {
    let _ = from.shutdown(Shutdown::Both);
    let _ = to.shutdown(Shutdown::Both);
}

fn lock<T>(mutex: &Mutex<T>) -> std::sync::MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
