export const define: { MINOR_UNITS: string };
