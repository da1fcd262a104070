/** Reads QR codes from a video: the browser's own reader, or a library where it has none. */
import type { BarcodeDetector } from "qr/decode.js";

type Own = { BarcodeDetector?: typeof BarcodeDetector };

/** Return a reader; rejects when there is none and the library cannot be loaded. */
export async function qrDetector(): Promise<BarcodeDetector> {
  const own = (globalThis as Own).BarcodeDetector;
  const reads = await own?.getSupportedFormats();
  const Detector = own && reads?.includes("qr_code") ? own : (await import("qr/decode.js")).BarcodeDetector;
  return new Detector({ formats: ["qr_code"] });
}
