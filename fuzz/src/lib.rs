//! What the fuzz targets share.

/// The texts of up to three nodes in one input: a line of `=====` stands between two. So a seed is a readable file.
pub fn nodes(text: &str) -> impl Iterator<Item = &str> {
    text.splitn(3, "\n=====\n")
}
