import type { LocalTime } from "../../model/ports/clock.ts";

const DAY_MS = 24 * 60 * 60 * 1000;

/** The wall clock of a time zone at a moment; undefined, or a zone this machine does not know, is UTC. */
export function localTimeAt(now: number): (timeZone: string | undefined) => LocalTime {
  // Making a formatter is slow, and a fleet has few time zones.
  const known = new Map<string | undefined, LocalTime>();
  return (timeZone) => {
    const kept = known.get(timeZone);
    if (kept) return kept;
    const here = wallClock(now, timeZone);
    const time = { date: here.date, yesterday: wallClock(now - DAY_MS, timeZone).date, time: here.time };
    known.set(timeZone, time);
    return time;
  };
}

function wallClock(moment: number, timeZone = "UTC"): { date: string; time: string } {
  const parts = Object.fromEntries(
    formatter(timeZone)
      .formatToParts(moment)
      .map(({ type, value }) => [type, value]),
  );
  return {
    date: `${parts["year"]}-${parts["month"]}-${parts["day"]}`,
    time: `${parts["hour"]}:${parts["minute"]}`,
  };
}

function formatter(timeZone: string): Intl.DateTimeFormat {
  const options = {
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  } as const;
  try {
    return new Intl.DateTimeFormat("en-CA", { ...options, timeZone });
  } catch {
    return new Intl.DateTimeFormat("en-CA", { ...options, timeZone: "UTC" });
  }
}
