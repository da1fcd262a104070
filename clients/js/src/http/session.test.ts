import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";

import { Api } from "./api.ts";

const SERVER = "https://seats.example";

let calls: [string, string | undefined][];
let good: Set<string>;
let renewals: Map<string, string>;
let held: Promise<void> | undefined;

/** A server that knows the `good` tokens and mints guests. */
beforeEach(() => {
  calls = [];
  good = new Set();
  renewals = new Map();
  held = undefined;
  const kept = new Map<string, string>();
  vi.stubGlobal("localStorage", {
    getItem: (name: string) => kept.get(name) ?? null,
    setItem: (name: string, value: string) => kept.set(name, value),
  });
  vi.stubGlobal("fetch", async (url: string, { headers }: { headers: Record<string, string> }) => {
    const token = headers.Authorization?.replace("Bearer ", "");
    calls.push([new URL(url).pathname, token]);
    if (token && !good.has(token)) return Response.json({ code: "invalid_token" }, { status: 401 });
    const replacement = renewals.get(token ?? "");
    if (replacement) good.add(replacement);
    if (!url.endsWith("/session")) await held;
    const renewed = replacement && { headers: { "X-Session-Token": replacement } };
    if (!url.endsWith("/session")) return Response.json({ seats: [] }, renewed || {});
    const minted = token ?? `guest ${good.size + 1}`;
    good.add(minted);
    return Response.json({ userId: `user of ${minted}`, token: minted });
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
});

describe("a guest of another server", () => {
  beforeEach(() => {
    vi.stubGlobal("document", {});
  });

  test("is the same after a reload", async () => {
    const first = await new Api(SERVER).session();
    const second = await new Api(`${SERVER}/`).session();
    expect(second.userId).toBe(first.userId);
    const elsewhere = await new Api("https://other.example").session();
    expect(elsewhere.userId).not.toBe(first.userId);
  });

  test("becomes another when the server does not know the token any more", async () => {
    const { userId } = await new Api(SERVER).session();
    good.clear();
    good.add("somebody's");
    expect((await new Api(SERVER).session()).userId).not.toBe(userId);
  });

  test("goes on with the token that the server answers with, after a reload too", async () => {
    const api = new Api(SERVER);
    const { userId, token } = await api.session();
    renewals.set(token, `${token} renewed`);
    await api.release("hall", ["A1"]);
    good.delete(token);
    await api.release("hall", ["A1"]);
    expect(api.visitor).toEqual({ userId, token: `${token} renewed` });
    expect((await new Api(SERVER).session()).token).toBe(`${token} renewed`);
  });

  test("does not go back to the token of a session that ended meanwhile", async () => {
    const api = new Api(SERVER);
    const { token } = await api.session();
    renewals.set(token, "late");
    let answer = () => {};
    held = new Promise((resolve) => {
      answer = resolve;
    });
    const late = api.release("hall", ["A1"]);
    await vi.waitFor(() => expect(calls.at(-1)?.[0]).toMatch("release"));
    good.delete(token);
    const { token: current } = await api.renewSession();
    answer();
    await late;
    expect(current).not.toBe(token);
    expect(api.visitor?.token).toBe(current);
  });

  test("needs no storage for as long as the page is open", async () => {
    vi.stubGlobal("localStorage", null);
    const server = "https://forgetful.example";
    const [first, second] = [await new Api(server).session(), await new Api(server).session()];
    expect([first.token, second.token]).toEqual(["guest 1", "guest 1"]);
  });
});

describe("a user of the shop", () => {
  test("is asked for a token again when the old one is refused", async () => {
    const tokens = ["old", "new"];
    good.add("old").add("new");
    const api = new Api(SERVER, async () => tokens.shift() as string);
    await api.release("hall", ["A1"]);
    good.delete("old");
    await api.release("hall", ["A1"]);
    expect(calls.map(([path, token]) => `${path.split("/").at(-1)} ${token}`)).toEqual([
      "session old",
      "release-seats old",
      "release-seats old",
      "session new",
      "release-seats new",
    ]);
  });

  test("is refused with a token that does not hold, and never taken for a guest", async () => {
    await expect(new Api(SERVER, "bad").session()).rejects.toMatchObject({
      status: 401,
      code: "invalid_token",
    });
    expect(calls).toEqual([["/api/session", "bad"]]);
  });

  test("without a token is nobody", async () => {
    await expect(new Api(SERVER, () => "").session()).rejects.toMatchObject({ status: 401 });
    expect(calls).toEqual([]);
  });

  test("whose token never comes is out of reach too, and that is told", async () => {
    vi.useFakeTimers();
    const told = vi.fn();
    const session = new Api(SERVER, () => new Promise<string>(() => {}), told).session();
    const refused = expect(session).rejects.toMatchObject({ code: "unreachable" });
    await vi.advanceTimersByTimeAsync(10_000);
    await refused;
    expect(told).toHaveBeenCalledExactlyOnceWith("token_unavailable");
    vi.useRealTimers();
  });

  test("with a text that was refused does not ask with it again at once", async () => {
    const told = vi.fn();
    const api = new Api(SERVER, "bad", told);
    for (let n = 0; n < 3; n++) await expect(api.session()).rejects.toMatchObject({ status: 401 });
    expect(calls).toHaveLength(1);
    expect(told).toHaveBeenCalledWith("invalid_token");
  });

  test("may be out of reach for a while", async () => {
    const api = new Api(SERVER, () => Promise.reject(new Error("the shop is away")));
    await expect(api.session()).rejects.toMatchObject({ code: "unreachable" });
  });
});

test("maps of one page that begin together are one guest", async () => {
  vi.stubGlobal("document", {});
  const [first, second] = await Promise.all([new Api(SERVER).session(), new Api(SERVER).session()]);
  expect(second.userId).toBe(first.userId);
  expect(calls).toHaveLength(1);
});

test("whoever asks at the same time shares one session", async () => {
  const api = new Api(SERVER);
  const sessions = await Promise.all([api.session(), api.session()]);
  expect(sessions[0]).toBe(sessions[1]);
  expect(calls).toHaveLength(1);
});
