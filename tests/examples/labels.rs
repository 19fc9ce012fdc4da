//! How many labels are read in a second on one core, by kind: `cargo run --release -p inwards-tests --example labels`.

use std::hint::black_box;
use std::time::Instant;

use sync_core::scan::carrier::unescaped;
use sync_core::scan::read;

/// So often each label is read.
const TIMES: u32 = 20_000;

const LABELS: [(&str, &str); 5] = [
    ("GS1, four values", r"]C10109506000134352172612311500\x1d10L-7\x1d3000000250"),
    ("Digital Link", "https://id.gs1.org/01/09506000134352/10/ABC1?17=180426"),
    (
        "ISO 15434, seven values",
        r"[)>\x1e06\x1dP417-0005\x1d1PX-9\x1dKPO240001\x1d4K2\x1dQ250\x1d1TL-7\x1d4LCN\x1e\x04",
    ),
    (
        "braces",
        "{pbn:PICK2009291337,on:SO2009291337,pc:C312270,pm:ST-1-102,qty:2,mc:,cc:1,pdi:34421807}",
    ),
    ("plain", "417-0005"),
];

fn main() {
    for (name, label) in LABELS {
        let label = unescaped(label);
        let began = Instant::now();
        for _ in 0..TIMES {
            black_box(read(black_box(&label), 2026));
        }
        let each = began.elapsed() / TIMES;
        println!("{name:24} {:>9.0} labels/s", 1.0 / each.as_secs_f64());
    }
}
