//! Work on all cores with the feature `rayon`, on one without; the answers and their order are the same.

/// The answer to each item, in their order. Items are dealt out one by one, since few of them may take most of the time.
pub(crate) fn map<T: Send, A: Send>(items: Vec<T>, answer: impl Fn(T) -> A + Send + Sync) -> Vec<A> {
    #[cfg(feature = "rayon")]
    {
        use rayon::prelude::*;
        items.into_par_iter().with_max_len(1).map(answer).collect()
    }
    #[cfg(not(feature = "rayon"))]
    items.into_iter().map(answer).collect()
}

/// The answers to two questions.
pub(crate) fn both<A: Send, B: Send>(a: impl FnOnce() -> A + Send, b: impl FnOnce() -> B + Send) -> (A, B) {
    #[cfg(feature = "rayon")]
    return rayon::join(a, b);
    #[cfg(not(feature = "rayon"))]
    (a(), b())
}
