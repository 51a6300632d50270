//! The sum of the errors at the crate's boundaries, so that a program needs one type.

/// Anything that can go wrong when a network is made or asked.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Error {
    /// The network breaks a rule.
    #[error(transparent)]
    Network(#[from] crate::problem::InvalidNetwork),
    /// The question cannot be asked.
    #[error(transparent)]
    Query(#[from] crate::lookup::QueryError),
    /// The exchange rates make no weights.
    #[error(transparent)]
    Weights(#[from] crate::weights::WeightsError),
    /// The box of exchange rates or the front makes no map.
    #[error(transparent)]
    WeightBox(#[from] crate::weight_box::WeightBoxError),
    /// The load is none.
    #[error(transparent)]
    Shipment(#[from] crate::shipment::ShipmentError),
    /// The scenario cannot be applied.
    #[error(transparent)]
    Scenario(#[from] crate::scenario::ScenarioError),
    /// The network has no such state.
    #[error(transparent)]
    State(#[from] crate::network::StateError),
    /// The text is no month.
    #[error(transparent)]
    Month(#[from] crate::month::MonthError),
    /// The files cannot be read.
    #[cfg(feature = "files")]
    #[error(transparent)]
    Load(#[from] crate::load::LoadError),
}
