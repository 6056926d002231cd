/** A value that survives `JSON.stringify` unchanged. Options, parameters and measurements consist of such values. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
/** An object of such values. */
export type JsonObject = { readonly [key: string]: Json };
