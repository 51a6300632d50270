#![no_main]
//! Whatever a file of the base network holds, it is refused or read.

use corridor::Base;
use flate2::Compression;
use flate2::write::DeflateEncoder;
use libfuzzer_sys::fuzz_target;
use std::io::Write;

fuzz_target!(|input: &[u8]| {
    let Some((kind, columns)) = input.split_first() else { return };
    if kind & 1 == 1 {
        _ = Base::from_bytes(columns);
        return;
    }
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::none());
    encoder.write_all(columns).expect("memory");
    let deflated = encoder.finish().expect("memory");
    let mut body = Vec::new();
    body.extend((deflated.len() as u64).to_le_bytes());
    body.extend((columns.len() as u64).to_le_bytes());
    body.extend([0, 0]);
    body.extend(deflated);
    let mut crc = flate2::Crc::new();
    crc.update(&body);
    let file = [b"corridorbase", &1u16.to_le_bytes()[..], &crc.sum().to_le_bytes(), &body].concat();
    if let Ok(base) = Base::from_bytes(&file) {
        let again = Base::file_of(base.parts()).expect("what was read is whole");
        assert_eq!(Base::from_bytes(&again).expect("what was written is read").parts(), base.parts());
        base.geojson([-90.0, -180.0, 90.0, 180.0]);
    }
});
