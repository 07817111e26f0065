/** The version of the native addon, which is that of the Rust crate. */
export function version(): string
