//! The report of a trip: what an embedder sees of it.

use crate::html::distance_chart::{self, Up};
#[cfg(feature = "png")]
use crate::html::png::{PngError, png};
use crate::html::sheet::Sheet;
use crate::html::{map, page, paint};
use crate::lookup::QueryError;
use crate::planner::Trip;
use crate::weights::Weights;

/// A trip as something to look at: a page of HTML that needs nothing but itself, and each picture alone.
#[derive(Debug)]
pub struct Report<'a> {
    sheet: Sheet<'a>,
}

impl<'a> Trip<'a> {
    /// The corridors of a trip as a report: a map, tables and charts, with the weights as sliders.
    ///
    /// The page holds for each corridor all routes that win for some position of the sliders (up to three weights from a quarter to four times
    /// their rate) and for each preset, found by asking at the corners of lower envelopes (Benson 1998), so that it ranks as
    /// [`Trip::rank_corridors`] does without a search. Takes some hundred searches. Corridors for which one of them is given up are told by name.
    ///
    /// # Errors
    /// A criterion of the weights without figures.
    ///
    /// ```
    /// use corridor::{Criterion::*, Mode, Network, Weights, hours, km, lat, lon};
    /// let mut net = Network::builder();
    /// net.node("port", "PK", lat(24.85), lon(66.98));
    /// net.node("market", "AF", lat(34.53), lon(69.17));
    /// net.link("port", "market", Mode::Road).distance(km(1_680)).time(hours(40)).crossing("torkham", hours(30));
    /// let planner = net.build()?.compile();
    /// let report = planner.trip("port", "market")?.report(&Weights::new([(Time, 1.0), (Distance, 0.5)])?)?;
    /// assert!(report.html().starts_with("<!doctype html>"));
    /// assert!(report.map_svg().starts_with("<svg "));
    /// # Ok::<(), corridor::Error>(())
    /// ```
    pub fn report(&self, weights: &Weights) -> Result<Report<'a>, QueryError> {
        Ok(Report { sheet: Sheet::new(self, weights)? })
    }
}

impl<'a> Report<'a> {
    /// The same report that names the data by a hash of the caller's, in place of one of the network in its present state.
    pub fn with_dataset(mut self, hash: impl Into<String>) -> Report<'a> {
        self.sheet.dataset = Some(hash.into());
        self
    }

    /// Whether it shows a route; if not, its page tells what blocks the trip.
    pub fn has_route(&self) -> bool {
        !self.sheet.rows.is_empty()
    }

    /// The whole report as one page. It opens from a file, asks nothing of any server, and prints on A4.
    ///
    /// Every string of the data is escaped: a place may be called `<script>`.
    pub fn html(&self) -> String {
        page::page(&self.sheet)
    }

    /// The map alone, as a file of SVG.
    pub fn map_svg(&self) -> String {
        paint::standalone(&map::map(&self.sheet))
    }

    /// The time-distance chart alone, as a file of SVG: the days of each corridor along its kilometres (UNESCAP's method); vertical
    /// steps are stops.
    pub fn time_chart_svg(&self) -> String {
        paint::standalone(&distance_chart::chart(&self.sheet, Up::Days))
    }

    /// The cost-distance chart alone, as a file of SVG.
    pub fn cost_chart_svg(&self) -> String {
        paint::standalone(&distance_chart::chart(&self.sheet, Up::UsDollars))
    }

    /// A picture of a report as PNG, two pixels for each of the SVG: `Report::png(&report.map_svg())`.
    ///
    /// # Errors
    /// Text that is no SVG, or a picture too large for memory.
    #[cfg(feature = "png")]
    pub fn png(picture: &str) -> Result<Vec<u8>, PngError> {
        png(picture)
    }
}
