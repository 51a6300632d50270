//! The file: a header of 36 bytes, then the columns, deflated. `corridors/base/README.md` describes it for other readers.

use super::Base;
use super::column::{Reader, Writer};
use super::error::BaseError;
use super::parts::{BaseConnector, BaseMember, BaseParts, BaseTerminal, BaseTerminalKind};
use crate::mode::{Gauge, Mode};
use flate2::write::DeflateEncoder;
use flate2::{Compression, Crc, FlushDecompress, Status};
use std::io::Write;

/// How every file begins.
const MAGIC: &[u8; 12] = b"corridorbase";
/// Rises whenever the bytes change their meaning.
const VERSION: u16 = 1;
/// Magic, version (2), checksum of all that follows it (4), deflated length (8), length of the columns (8), reserved (2).
const HEADER: usize = 36;
/// The most that columns may take: many times what the continent needs, little enough for a small machine.
const LIMIT: u64 = 1 << 29;

impl Base {
    /// The file of these columns.
    ///
    /// # Errors
    /// Columns that contradict each other.
    #[doc(hidden)]
    pub fn file_of(parts: &BaseParts) -> Result<Vec<u8>, BaseError> {
        parts.check()?;
        let columns = write(parts);
        let bytes = deflate(&columns).map_err(|_| BaseError::Damaged { what: "columns that do not deflate" })?;
        let mut rest = Vec::with_capacity(HEADER + bytes.len());
        rest.extend((bytes.len() as u64).to_le_bytes());
        rest.extend((columns.len() as u64).to_le_bytes());
        rest.extend([0, 0]);
        rest.extend(bytes);
        let head = [&MAGIC[..], &VERSION.to_le_bytes(), &checksum(&rest).to_le_bytes()];
        Ok([head.concat(), rest].concat())
    }
}

/// The columns of a file, and its checksum.
pub(super) fn read(bytes: &[u8]) -> Result<(BaseParts, u32), BaseError> {
    let after_magic = bytes.strip_prefix(MAGIC).ok_or(BaseError::NotBase)?;
    let short = || BaseError::Length { found: bytes.len() as u64, wanted: HEADER as u64 };
    let (version, rest) = after_magic.split_first_chunk().ok_or_else(short)?;
    let found = u16::from_le_bytes(*version);
    if found != VERSION {
        return Err(BaseError::Version { found, wanted: VERSION });
    }
    let (wanted, body) = rest.split_first_chunk().ok_or_else(short)?;
    let (deflated, rest) = body.split_first_chunk().ok_or_else(short)?;
    let (columns, rest) = rest.split_first_chunk().ok_or_else(short)?;
    let (_reserved, rest) = rest.split_first_chunk::<2>().ok_or_else(short)?;
    let deflated = u64::from_le_bytes(*deflated);
    if deflated != rest.len() as u64 {
        let wanted = deflated.saturating_add(HEADER as u64);
        return Err(BaseError::Length { found: bytes.len() as u64, wanted });
    }
    let (found, wanted) = (checksum(body), u32::from_le_bytes(*wanted));
    if found != wanted {
        return Err(BaseError::Checksum { found, wanted });
    }
    let columns = inflate(rest, u64::from_le_bytes(*columns))?;
    let mut reader = Reader { bytes: &columns };
    let parts = parts(&mut reader)?;
    if !reader.bytes.is_empty() {
        return Err(BaseError::Damaged { what: "bytes after the last column" });
    }
    parts.check()?;
    Ok((parts, found))
}

fn checksum(bytes: &[u8]) -> u32 {
    let mut crc = Crc::new();
    crc.update(bytes);
    crc.sum()
}

fn deflate(columns: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(columns)?;
    encoder.finish()
}

fn inflate(bytes: &[u8], len: u64) -> Result<Vec<u8>, BaseError> {
    if len > LIMIT {
        return Err(BaseError::Damaged { what: "columns larger than any network" });
    }
    let mut columns = Vec::with_capacity(len as usize);
    let mut inflater = flate2::Decompress::new(false);
    match inflater.decompress_vec(bytes, &mut columns, FlushDecompress::Finish) {
        Ok(Status::StreamEnd) if columns.len() as u64 == len => Ok(columns),
        _ => Err(BaseError::Damaged { what: "columns that do not inflate to their length" }),
    }
}

fn write(parts: &BaseParts) -> Vec<u8> {
    let mut w = Writer::default();
    for texts in [&parts.countries, &parts.waters, &parts.crossings, &parts.straits, &parts.places] {
        w.texts(texts);
    }
    w.numbers(parts.modes.iter().map(|&mode| mode_code(mode)));
    w.steps(parts.lat.iter().map(|&v| v.into()));
    w.steps(parts.lon.iter().map(|&v| v.into()));
    w.numbers(parts.country.iter().map(|&v| v.into()));
    w.steps(parts.from.iter().map(|&v| v.into()));
    w.steps(parts.to.iter().zip(&parts.from).map(|(&to, &from)| i64::from(to) - i64::from(from)));
    w.numbers(parts.metres.iter().map(|&v| v.into()));
    w.numbers(parts.mode.iter().map(|&v| v.into()));
    w.numbers(parts.area.iter().map(|&v| v.into()));
    w.numbers(parts.passage.iter().map(|&v| v.into()));
    w.steps(parts.points_from.iter().map(|&v| v.into()));
    w.steps(parts.point_lat.iter().map(|&v| v.into()));
    w.steps(parts.point_lon.iter().map(|&v| v.into()));
    w.number(parts.terminals.len() as u64);
    for terminal in &parts.terminals {
        w.number(terminal.kind as u64);
        w.text(&terminal.name);
        w.number(terminal.place.map_or(0, |place| u64::from(place) + 1));
        w.text(terminal.locode.as_deref().unwrap_or_default());
        w.signed(terminal.lat.into());
        w.signed(terminal.lon.into());
        w.number(terminal.members.len() as u64);
        for member in &terminal.members {
            w.number(member.mode.into());
            w.number(member.node.into());
            w.number(member.metres.into());
        }
    }
    w.steps(parts.connectors.iter().map(|c| c.place.into()));
    w.numbers(parts.connectors.iter().map(|c| c.mode.into()));
    w.numbers(parts.connectors.iter().map(|c| c.metres.into()));
    w.numbers(parts.connectors.iter().map(|c| c.node.into()));
    w.bytes
}

fn parts(r: &mut Reader) -> Result<BaseParts, BaseError> {
    let (countries, waters, crossings) = (r.texts()?, r.texts()?, r.texts()?);
    let (straits, places) = (r.texts()?, r.texts()?);
    let modes = r.numbers::<u16>()?.into_iter().map(mode_of_code).collect();
    let (lat, lon, country) = (r.steps()?, r.steps()?, r.numbers()?);
    let from: Vec<u32> = r.steps()?;
    let spans: Vec<u32> = r.steps()?;
    if spans.len() != from.len() {
        return Err(BaseError::Damaged { what: "columns of edges differ in length" });
    }
    let to = from.iter().zip(spans).map(|(from, span)| from.checked_add(span));
    let to = to.collect::<Option<_>>().ok_or(BaseError::Damaged { what: "the ends of an edge" })?;
    let (metres, mode, area, passage) = (r.numbers()?, r.numbers()?, r.numbers()?, r.numbers()?);
    let (points_from, point_lat, point_lon) = (r.steps()?, r.steps()?, r.steps()?);
    let terminals = (0..r.len()?).map(|_| terminal(r)).collect::<Result<_, _>>()?;
    let places_of: Vec<u32> = r.steps()?;
    let (modes_of, metres_of, nodes_of) = (r.numbers::<u8>()?, r.numbers::<u32>()?, r.numbers::<u32>()?);
    let lens = [modes_of.len(), metres_of.len(), nodes_of.len()];
    if lens.iter().any(|&len| len != places_of.len()) {
        return Err(BaseError::Damaged { what: "columns of connectors differ in length" });
    }
    let rows = places_of.into_iter().zip(modes_of).zip(metres_of.into_iter().zip(nodes_of));
    let connectors = rows.map(|((place, mode), (metres, node))| BaseConnector { place, mode, metres, node }).collect();
    Ok(BaseParts {
        countries,
        waters,
        crossings,
        straits,
        places,
        modes,
        lat,
        lon,
        country,
        from,
        to,
        metres,
        mode,
        area,
        passage,
        points_from,
        point_lat,
        point_lon,
        terminals,
        connectors,
    })
}

fn terminal(r: &mut Reader) -> Result<BaseTerminal, BaseError> {
    let kind: usize = r.narrow()?;
    let kind = BaseTerminalKind::ALL.get(kind).copied().ok_or(BaseError::Damaged { what: "a kind of terminal" })?;
    let name = r.text()?;
    let place = r.narrow::<u32>()?.checked_sub(1);
    let locode = Some(r.text()?).filter(|code| !code.is_empty());
    let wide = |_| BaseError::Damaged { what: "a coordinate" };
    let (lat, lon) = (r.signed()?.try_into().map_err(wide)?, r.signed()?.try_into().map_err(wide)?);
    let member = |r: &mut Reader| Ok(BaseMember { mode: r.narrow()?, node: r.narrow()?, metres: r.narrow()? });
    let members = (0..r.len()?).map(|_| member(r)).collect::<Result<_, BaseError>>()?;
    Ok(BaseTerminal { kind, name, place, locode, lat, lon, members })
}

/// A railway is its gauge in millimetres, so it can be no other mode.
fn mode_code(mode: Mode) -> u64 {
    match mode {
        Mode::Road => 0,
        Mode::Sea => 1,
        Mode::Ferry => 2,
        Mode::Rail(gauge) => gauge.mm().into(),
    }
}

fn mode_of_code(code: u16) -> Mode {
    match code {
        0 => Mode::Road,
        1 => Mode::Sea,
        2 => Mode::Ferry,
        mm => Mode::Rail(Gauge::new(mm)),
    }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;
    use crate::base::parts::{BasePassage, NONE};

    /// A road over a border, a lane through a strait and a change of gauge, with everything that a file can hold.
    pub(crate) fn small() -> BaseParts {
        let member = |mode, node, metres| BaseMember { mode, node, metres };
        let terminal = |kind, name: &str, place, locode, members| {
            let (name, locode) = (name.to_owned(), Option::map(locode, str::to_owned));
            BaseTerminal { kind, name, place, locode, lat: -1, lon: 179_999_999, members }
        };
        let texts = |texts: &[&str]| texts.iter().map(|&text| text.to_owned()).collect();
        BaseParts {
            countries: texts(&["KZ", "PK"]),
            waters: texts(&["arabian-sea"]),
            crossings: texts(&["khorgos-rail"]),
            straits: texts(&["hormuz"]),
            places: texts(&["altynkol", "karachi"]),
            modes: vec![Mode::Road, Mode::Sea, Mode::Ferry, Mode::Rail(Gauge::RUSSIAN)],
            lat: vec![24_850_000, 24_900_000, -33_000_000, 44_000_000],
            lon: vec![66_980_000, 179_500_000, -179_500_000, -12],
            country: vec![1, 0, NONE, 0],
            from: vec![0, 0, 1, 1],
            to: vec![1, 2, 2, 3],
            metres: vec![1, 70_000, u32::MAX, 0],
            mode: vec![0, 1, 1, 3],
            area: vec![0, 0, NONE, 0],
            passage: [BasePassage::Open, BasePassage::Strait(0), BasePassage::None, BasePassage::Crossing(0)]
                .map(BasePassage::code)
                .into(),
            points_from: vec![0, 2, 2, 2, 3],
            point_lat: vec![1, 2, 3],
            point_lon: vec![-180_000_000, 180_000_000, 0],
            terminals: vec![
                terminal(
                    BaseTerminalKind::Place,
                    "Karachi",
                    Some(1),
                    Some("PKKHI"),
                    vec![member(0, 0, 5), member(1, 2, 7)],
                ),
                terminal(BaseTerminalKind::GaugeBreak, "\"Алтынкөл\"", None, None, Vec::new()),
            ],
            connectors: vec![BaseConnector { place: 0, mode: 3, metres: 900, node: 3 }],
        }
    }

    /// A file of columns that are not checked before.
    fn file_of_columns(columns: &[u8]) -> Vec<u8> {
        let deflated = deflate(columns).unwrap();
        let rest =
            [&(deflated.len() as u64).to_le_bytes()[..], &(columns.len() as u64).to_le_bytes(), &[0, 0], &deflated];
        let rest = rest.concat();
        [&MAGIC[..], &VERSION.to_le_bytes(), &checksum(&rest).to_le_bytes(), &rest].concat()
    }

    #[test]
    fn what_is_written_is_read_again() {
        let file = Base::file_of(&small()).unwrap();
        assert_eq!(Base::from_bytes(&file).unwrap().parts(), &small());
        assert_eq!(file, file_of_columns(&write(&small())));
        let nothing = BaseParts { points_from: vec![0], ..BaseParts::default() };
        assert_eq!(Base::from_bytes(&Base::file_of(&nothing).unwrap()).unwrap().parts(), &nothing);
    }

    #[test]
    fn a_file_cut_anywhere_or_added_to_is_refused() {
        let mut file = Base::file_of(&small()).unwrap();
        for len in 0..file.len() {
            let error = Base::from_bytes(&file[..len]).unwrap_err();
            assert!(matches!(error, BaseError::NotBase | BaseError::Length { .. }), "{len}: {error}");
        }
        file.push(0);
        assert!(matches!(Base::from_bytes(&file).unwrap_err(), BaseError::Length { .. }));
    }

    #[test]
    fn a_file_with_any_bit_flipped_is_refused() {
        let file = Base::file_of(&small()).unwrap();
        for bit in 0..file.len() * 8 {
            let mut flipped = file.clone();
            flipped[bit / 8] ^= 1 << (bit % 8);
            assert!(Base::from_bytes(&flipped).is_err(), "bit {bit}");
        }
    }

    #[test]
    fn what_a_file_would_confuse_is_refused() {
        let no_crossings = || BaseParts { passage: vec![0; small().from.len()], ..small() };
        let named = |count: usize| (0..count).map(|number| format!("x{number}")).collect::<Vec<String>>();
        let terminal = BaseTerminal { locode: Some(String::new()), ..small().terminals[0].clone() };
        let wrong = [
            BaseParts { modes: vec![Mode::Rail(Gauge::new(2)), Mode::Road], ..BaseParts::default() },
            BaseParts { modes: vec![Mode::Rail(Gauge::new(u16::MAX))], ..BaseParts::default() },
            BaseParts { terminals: vec![terminal], ..small() },
            BaseParts { crossings: named(0x7ffe), ..no_crossings() },
            BaseParts { straits: named(0x8001), ..no_crossings() },
        ];
        for (number, mut parts) in wrong.into_iter().enumerate() {
            if parts.points_from.is_empty() {
                parts.points_from = vec![0];
            }
            assert!(Base::file_of(&parts).is_err(), "{number}");
        }
        let most = BaseParts { crossings: named(0x7ffd), straits: named(0x8000), ..no_crossings() };
        assert!(Base::file_of(&most).is_ok());
    }

    #[test]
    fn another_version_is_named() {
        let mut file = Base::file_of(&small()).unwrap();
        file[MAGIC.len()] = 9;
        let error = Base::from_bytes(&file).unwrap_err();
        let wanted = "base network of format 9, but this program reads format 1; take the file that belongs to it";
        assert_eq!(error.to_string(), wanted);
    }

    /// Columns that a faulty builder might write: the checksum is right, so the columns must be looked at themselves.
    #[test]
    fn columns_with_any_byte_changed_are_refused_or_hold_together() {
        let columns = write(&small());
        let mut refused = 0;
        for at in 0..columns.len() {
            for value in [0, 1, 0x7f, 0x80, 0xff, columns[at] ^ 1, columns[at] ^ 0x40] {
                let mut changed = columns.clone();
                changed[at] = value;
                match Base::from_bytes(&file_of_columns(&changed)) {
                    Ok(base) => base.parts().check().unwrap(),
                    Err(_) => refused += 1,
                }
            }
        }
        for len in 0..columns.len() {
            assert!(Base::from_bytes(&file_of_columns(&columns[..len])).is_err(), "{len}");
        }
        assert!(refused > columns.len(), "{refused}");
    }

    #[test]
    fn a_length_beyond_any_network_asks_for_no_memory() {
        let mut file = Base::file_of(&small()).unwrap();
        file[26..34].copy_from_slice(&u64::MAX.to_le_bytes());
        let sum = checksum(&file[18..]);
        file[14..18].copy_from_slice(&sum.to_le_bytes());
        assert!(matches!(Base::from_bytes(&file).unwrap_err(), BaseError::Damaged { .. }));
    }
}
