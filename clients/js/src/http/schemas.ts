/** The bodies of requests and answers, by the names that the server's OpenAPI document gives them. */
import type { components } from "./openapi.ts";

export type Schemas = components["schemas"];
