/* What several pages do with words that people type. No page here. */

/** A text to compare with: small letters without accents. */
export const fold = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{M}/gu, "");
