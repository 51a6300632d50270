//! What is still to come from each state at the least, however it is known.

/// Ticks of a state from which no goal can be reached, or none that matters.
pub(crate) const FAR: u32 = u32::MAX;

/// Lower bounds of what is still to come, one for each of the criteria that labels are compared by.
///
/// The bound of a state is no more than an arc and the bound of its head, and is asked once for each state that a search comes to.
pub(crate) trait Ahead {
    /// The least ticks from a state by each criterion, zeros after them; `None` where no goal that matters can be reached.
    fn of(&self, state: u32) -> Option<[u32; 6]>;

    /// The most that either total can be on a front of two criteria, where that is known.
    fn most(&self) -> Option<[u32; 2]> {
        None
    }
}
