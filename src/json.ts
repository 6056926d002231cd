/** Values that survive `JSON.stringify` unchanged: what options, parameters and measurements are made of. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };
export type JsonObject = { readonly [key: string]: Json };
