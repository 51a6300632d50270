//! Figures that hold where a link, post or place has none of its own.

use super::table::Table;
use super::words::{CLEARED, LAND_MODES, MODES, POST_CONTROLS, TARIFFS, TERMINALS, TRANSFERS, VEHICLES, VESSELS};
use crate::crossing::Direction;
use crate::defaults::{ModeKind, Quantity};
use crate::link::Tariff;
use crate::records::{DefaultRecord, FigureRecord};

/// Every default that a file declares: one table may give several figures.
pub(super) fn defaults(file: &mut Table<'_>) -> Vec<DefaultRecord> {
    let tables = [
        file.tables("speed", speed),
        file.tables("rate", rate),
        file.tables("emission", emission),
        file.tables("post", post),
        file.tables("transfer", transfer),
        file.tables("terminal", terminal),
        file.tables("wait", wait),
        file.tables("stops", stops),
        file.tables("scale", scale),
        file.tables("load", load),
    ];
    tables.into_iter().flatten().flatten().collect()
}

/// The country of a default for land, the water of one for vessels; none: everywhere else.
fn place(table: &mut Table<'_>, mode: ModeKind) -> Option<String> {
    let afloat = matches!(mode, ModeKind::Sea | ModeKind::Ferry);
    table.some_text(if afloat { "water" } else { "country" })
}

/// One record for each quantity with its figure.
fn records<const N: usize>(
    table: &Table<'_>,
    place: Option<String>,
    figures: [(Quantity, FigureRecord); N],
) -> Vec<DefaultRecord> {
    let record = |(quantity, figure)| DefaultRecord { at: table.location(), quantity, place: place.clone(), figure };
    figures.into_iter().map(record).collect()
}

fn speed(table: &mut Table<'_>) -> Vec<DefaultRecord> {
    let mode = table.word("mode", MODES);
    let (place, speed) = (place(table, mode), table.figure("speed", "km_per_h"));
    records(table, place, [(Quantity::Speed(mode), speed)])
}

/// Only trains have two tariffs: the rate of another mode holds under both.
fn rate(table: &mut Table<'_>) -> Vec<DefaultRecord> {
    let mode = table.word("mode", MODES);
    let (place, mut rate) = (place(table, mode), table.figure("rate", "usd_per_km"));
    rate.note = rate.note.or(table.some_text("note"));
    if mode == ModeKind::Rail {
        let tariff = table.word("tariff", TARIFFS);
        return records(table, place, [(Quantity::Rate(mode, tariff), rate)]);
    }
    let under = |tariff| (Quantity::Rate(mode, tariff), rate.clone());
    records(table, place, [under(Tariff::Through), under(Tariff::Wagonload)])
}

fn emission(table: &mut Table<'_>) -> Vec<DefaultRecord> {
    let mode = table.word("mode", MODES);
    let (place, factor) = (place(table, mode), table.figure("factor", "g_per_tkm"));
    records(table, place, [(Quantity::Emission(mode), factor)])
}

fn post(table: &mut Table<'_>) -> Vec<DefaultRecord> {
    let mode = table.word("mode", CLEARED);
    let control = table.word("control", POST_CONTROLS);
    let country = table.some_text("country");
    let figures = [
        (Quantity::PostHours(mode, control, Direction::Outbound), table.figure("outbound", "h")),
        (Quantity::PostHours(mode, control, Direction::Inbound), table.figure("inbound", "h")),
        (Quantity::PostFee(mode, control, Direction::Outbound), table.figure("outbound_fee", "usd")),
        (Quantity::PostFee(mode, control, Direction::Inbound), table.figure("inbound_fee", "usd")),
    ];
    records(table, country, figures)
}

fn transfer(table: &mut Table<'_>) -> Vec<DefaultRecord> {
    let kind = table.word("kind", TRANSFERS);
    let (hours, fee) = (table.figure("hours", "h"), table.figure("fee", "usd"));
    records(table, None, [(Quantity::TransferHours(kind), hours), (Quantity::TransferFee(kind), fee)])
}

fn terminal(table: &mut Table<'_>) -> Vec<DefaultRecord> {
    let (loading, mode) = (table.word("kind", TERMINALS), table.word("mode", LAND_MODES));
    let (hours, fee) = (table.figure("hours", "h"), table.figure("fee", "usd"));
    records(table, None, [(Quantity::TerminalHours(mode, loading), hours), (Quantity::TerminalFee(mode, loading), fee)])
}

fn wait(table: &mut Table<'_>) -> Vec<DefaultRecord> {
    let mode = table.word("mode", VESSELS);
    let (water, hours) = (table.some_text("water"), table.figure("hours", "h"));
    records(table, water, [(Quantity::Wait(mode), hours)])
}

/// Stops on the way, as a share of the running time.
fn stops(table: &mut Table<'_>) -> Vec<DefaultRecord> {
    let mode = table.word("mode", MODES);
    let (place, share) = (place(table, mode), table.figure("share", "h_per_h"));
    records(table, place, [(Quantity::Stops(mode), share)])
}

fn scale(table: &mut Table<'_>) -> Vec<DefaultRecord> {
    table.word("kind", &[("published-rail-post", ())]);
    let (tariff, factor) = (table.word("tariff", TARIFFS), table.figure("factor", "factor"));
    records(table, None, [(Quantity::PublishedRailPost(tariff), factor)])
}

/// What a train, a container or a lorry carries.
fn load(table: &mut Table<'_>) -> Vec<DefaultRecord> {
    let vehicle = table.word("of", VEHICLES);
    let tonnes = table.figure("load", "t");
    records(table, None, [(Quantity::Load(vehicle), tonnes)])
}
