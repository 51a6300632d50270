//! Published indicators, with the publications they name.

use super::boxed;
use super::ids::Resolver;
use crate::indicators::published::PublishedIndicators;
use crate::problem::ProblemKind;
use crate::records::IndicatorsRecord;
use crate::shared::Shared;

impl Resolver {
    pub(super) fn all_indicators(&mut self, records: &[IndicatorsRecord]) -> Shared<PublishedIndicators> {
        records
            .iter()
            .map(|record| {
                self.enter("indicators", &record.id, &record.at);
                for value in record.values.into_iter().flatten().filter(|value| !value.is_finite() || *value < 0.0) {
                    let expected = "a finite number, 0 or more";
                    self.report(ProblemKind::OutOfRange { what: "an indicator of".to_owned(), value, expected });
                }
                PublishedIndicators {
                    id: record.id.clone(),
                    programme: record.programme.clone(),
                    mode: record.mode.clone(),
                    year: record.year,
                    values: record.values,
                    source: self.source(&record.source),
                    note: boxed(&record.note),
                }
            })
            .collect()
    }
}
