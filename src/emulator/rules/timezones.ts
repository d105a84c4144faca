import type { Json } from "../../model/json/json.ts";
import type { Switches } from "../switches/switches.ts";

/** Names that stand for the same zone: a service that keeps one of them changes what it was sent. */
const OTHER_NAMES: ReadonlyMap<string, string> = new Map([
  ["America/Phoenix", "US/Arizona"],
  ["America/New_York", "US/Eastern"],
  ["America/Chicago", "US/Central"],
  ["America/Denver", "US/Mountain"],
  ["America/Los_Angeles", "US/Pacific"],
  ["Europe/London", "GB"],
  ["Europe/Zurich", "Europe/Busingen"],
  ["Asia/Kolkata", "Asia/Calcutta"],
]);

/** A time zone as the service keeps it. */
export function storedTimezone(switches: Switches, timezone: Json): Json {
  if (switches.timezoneStored === "as-sent" || typeof timezone !== "string") return timezone;
  return OTHER_NAMES.get(timezone) ?? timezone;
}
