//! What a route costs, as every format writes it.

use crate::cost::{CostVector, Criterion};
use crate::exchange::records::{Record, neat};
use crate::network::Network;
use crate::route::Route;
use serde_json::{Value, json};

/// What a route costs, each field with its unit; `None` where the network has no figures.
///
/// ```
/// use corridor::exchange::Costs;
/// use corridor::{Mode, Network, Preset, hours, km, lat, lon};
/// let mut net = Network::builder();
/// net.node("port", "AA", lat(40), lon(60));
/// net.node("market", "AA", lat(42), lon(62));
/// net.link("port", "market", Mode::Road).distance(km(300)).time(hours(5));
/// let best = net.build()?.compile().trip("port", "market")?.best(&Preset::Fastest.weights()).expect("a route");
/// let costs = Costs::of_route(&best);
/// assert_eq!((costs.distance_km, costs.time_h, costs.cost_usd), (Some(300.0), Some(5.0), None));
/// assert_eq!(Costs::FIELDS[0], "distance_km");
/// # Ok::<(), corridor::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
#[cfg_attr(feature = "cli", derive(schemars::JsonSchema))]
pub struct Costs {
    /// Kilometres.
    pub distance_km: Option<f64>,
    /// Hours, borders and transfers included.
    pub time_h: Option<f64>,
    /// For one forty-foot container.
    pub cost_usd: Option<f64>,
    /// Controlled borders.
    pub crossings: Option<u32>,
    /// A point is 1000 km through a country at hazard 1 of 100.
    pub risk_points: Option<f64>,
    /// For 20 t, well to wheel.
    pub emissions_kg_co2e: Option<f64>,
}

impl Costs {
    /// The names of the fields, in order.
    pub const FIELDS: [&'static str; 6] =
        ["distance_km", "time_h", "cost_usd", "crossings", "risk_points", "emissions_kg_co2e"];

    /// Of a route.
    pub fn of_route(route: &Route) -> Costs {
        Costs::by(|criterion| route.value(criterion))
    }

    /// Of a cost vector that was found on a network.
    pub fn of_vector(network: &Network, cost: &CostVector) -> Costs {
        Costs::by(|criterion| network.covers(criterion).then(|| cost.value(criterion)))
    }

    /// Of no route: nothing is known.
    pub fn none() -> Costs {
        Costs::by(|_| None)
    }

    fn by(value: impl Fn(Criterion) -> Option<f64>) -> Costs {
        let value = |criterion| value(criterion).map(neat);
        Costs {
            distance_km: value(Criterion::Distance),
            time_h: value(Criterion::Time),
            cost_usd: value(Criterion::Cost),
            crossings: value(Criterion::Crossings).map(|count| count as u32),
            risk_points: value(Criterion::Risk),
            emissions_kg_co2e: value(Criterion::Emissions),
        }
    }

    /// The fields as cells of CSV, in the order of [`Costs::FIELDS`]; nothing where a figure is unknown.
    pub fn cells(&self) -> [String; 6] {
        self.values().map(|value| if value.is_null() { String::new() } else { value.to_string() })
    }

    pub(super) fn record(&self) -> Record {
        Costs::FIELDS.into_iter().zip(self.values()).collect()
    }

    fn values(&self) -> [Value; 6] {
        [
            json!(self.distance_km),
            json!(self.time_h),
            json!(self.cost_usd),
            json!(self.crossings),
            json!(self.risk_points),
            json!(self.emissions_kg_co2e),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_have_the_names_and_values_that_serde_writes() {
        let costs = Costs {
            distance_km: Some(1.5),
            time_h: Some(2.0),
            cost_usd: None,
            crossings: Some(3),
            risk_points: Some(4.25),
            emissions_kg_co2e: Some(5.0),
        };
        let Value::Object(written) = json!(costs) else { panic!("an object") };
        let record: serde_json::Map<String, Value> =
            costs.record().into_iter().map(|(field, value)| (field.to_owned(), value)).collect();
        assert_eq!(written, record);
        assert_eq!(costs.cells(), ["1.5", "2.0", "", "3", "4.25", "5.0"]);
    }
}
