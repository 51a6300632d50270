//! What is sent: costs are for one container and emissions for one of 20 t; a shipment scales both.

use crate::costing::TONNES;
use crate::route::Route;
use crate::units::{KilogramsCo2e, UsDollars};
use std::fmt;

/// Forty-foot containers (FEU), all with the same load.
///
/// Every figure of a network is for one container of 20 t. Costs grow with containers: a rate is paid for the container,
/// whatever is in it. Emissions grow with tonnes. Distance, time, borders and risk are the same for any shipment. Routes are
/// always chosen by the figures of one container.
///
/// ```
/// use corridor::{Criterion::*, Mode, Network, Shipment, Weights, kg_co2e, km, lat, lon, usd};
/// let mut net = Network::builder();
/// net.node("port", "PK", lat(24.85), lon(66.98));
/// net.node("yard", "PK", lat(31.55), lon(74.34));
/// net.node("market", "PK", lat(34.01), lon(71.52));
/// net.link("port", "yard", Mode::Road).distance(km(1_220)).cost(usd(800)).emissions(kg_co2e(2_100));
/// net.link("yard", "market", Mode::Road).distance(km(490)).cost(usd(400)).emissions(kg_co2e(900));
/// let planner = net.build()?.compile();
/// let route = planner.trip("port", "market")?.best(&Weights::new([(Cost, 1.0)])?).expect("a road");
///
/// let shipment = Shipment::new(3, 25)?; // 75 t in three containers
/// assert_eq!(route.cost_for(&shipment), usd(3 * 1_200));
/// assert_eq!(route.emissions_for(&shipment), kg_co2e(3 * 3_000 * 25 / 20));
/// # Ok::<(), corridor::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shipment {
    containers: u32,
    tonnes_each: f64,
}

/// A load that is none.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ShipmentError {
    /// There is no container.
    #[error("a shipment of no container; give 1 or more")]
    NoContainer,
    /// Emissions grow with tonnes: those of an empty container would come out as nothing.
    #[error("{tonnes} t in a container; give a finite number above 0")]
    Tonnes {
        /// The tonnes as given.
        tonnes: f64,
    },
}

impl Shipment {
    /// Some forty-foot containers with so many tonnes of freight in each.
    ///
    /// Whether the container, the lorry or the road bears them is not checked: about 26 t is the most that a common one holds.
    ///
    /// # Errors
    /// No container, or tonnes that are not a finite number above 0.
    pub fn new(containers: u32, tonnes_each: impl Into<f64>) -> Result<Shipment, ShipmentError> {
        let tonnes_each = tonnes_each.into();
        if containers == 0 {
            return Err(ShipmentError::NoContainer);
        }
        if !tonnes_each.is_finite() || tonnes_each <= 0.0 {
            return Err(ShipmentError::Tonnes { tonnes: tonnes_each });
        }
        Ok(Shipment { containers, tonnes_each })
    }

    /// How many containers.
    pub fn containers(&self) -> u32 {
        self.containers
    }

    /// Tonnes of freight in each.
    pub fn tonnes_each(&self) -> f64 {
        self.tonnes_each
    }

    /// Tonnes of freight in all of them.
    pub fn tonnes(&self) -> f64 {
        f64::from(self.containers) * self.tonnes_each
    }

    /// US$ for the shipment, of US$ for one container: a route's, a leg's, a fee.
    pub fn cost(&self, of_one: UsDollars) -> UsDollars {
        of_one * f64::from(self.containers)
    }

    /// Emissions of the shipment, of those of one container with 20 t.
    pub fn emissions(&self, of_one: KilogramsCo2e) -> KilogramsCo2e {
        of_one * (self.tonnes() / TONNES)
    }
}

impl Default for Shipment {
    /// One container of 20 t, of which every figure speaks.
    fn default() -> Shipment {
        Shipment { containers: 1, tonnes_each: TONNES }
    }
}

impl fmt::Display for Shipment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} FEU of {} t", self.containers, self.tonnes_each)
    }
}

impl Route {
    /// US$ for a shipment; not a number if the network has no costs.
    pub fn cost_for(&self, shipment: &Shipment) -> UsDollars {
        shipment.cost(self.cost())
    }

    /// Emissions of a shipment; not a number if the network has no emission factors.
    pub fn emissions_for(&self, shipment: &Shipment) -> KilogramsCo2e {
        shipment.emissions(self.emissions())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::units::{kg_co2e, usd};

    #[test]
    fn costs_grow_with_containers_and_emissions_with_tonnes() {
        let one = Shipment::default();
        assert_eq!((one.cost(usd(1_234.56)), one.emissions(kg_co2e(789.012))), (usd(1_234.56), kg_co2e(789.012)));
        let half_full = Shipment::new(4, 10).unwrap();
        assert_eq!((half_full.cost(usd(900)), half_full.emissions(kg_co2e(500))), (usd(3_600), kg_co2e(1_000)));
        assert_eq!((half_full.containers(), half_full.tonnes_each(), half_full.tonnes()), (4, 10.0, 40.0));
        assert_eq!(half_full.to_string(), "4 FEU of 10 t");
    }

    #[test]
    fn what_is_no_load_is_refused() {
        assert_eq!(Shipment::new(0, 20), Err(ShipmentError::NoContainer));
        for tonnes in [0.0, -1.0, f64::INFINITY] {
            assert_eq!(Shipment::new(1, tonnes), Err(ShipmentError::Tonnes { tonnes }));
        }
        assert_eq!(
            Shipment::new(1, f64::NAN).unwrap_err().to_string(),
            "NaN t in a container; give a finite number above 0"
        );
    }
}
