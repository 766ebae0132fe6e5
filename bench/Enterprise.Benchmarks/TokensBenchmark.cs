using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using Enterprise.Application.Sessions;
using Enterprise.Application.Sessions.Keys;
using Microsoft.Extensions.Options;

namespace Enterprise.Benchmarks;

/// <summary>
/// Measures issuing and validating access tokens on one thread: cold (every signature verified) and warm (remembered). The candidates
/// take turns, so that whatever else the machine does meets all of them alike; compare the ratios, not the figures of different
/// runs.
/// </summary>
internal static class TokensBenchmark
{
    private const int WarmUps = 5;

    private static readonly TimeSpan Turn = TimeSpan.FromMilliseconds(40);
    private static readonly Entitlements Granted = new(
        ["user", "editor"],
        ["users.read", "roles.read", "audit.read"],
        [1, 1, 1]
    );

    public static int Run(string[] options)
    {
        var at = Array.IndexOf(options, "--rounds");
        var rounds = at >= 0 && at + 1 < options.Length ? int.Parse(options[at + 1], CultureInfo.InvariantCulture) : 25;
        List<Candidate> candidates = [];
        foreach (var algorithm in (string[])["HS256", "ES256", "PS256"])
            candidates.AddRange(Candidates(algorithm));
        for (var round = -WarmUps; round < rounds; round++)
            foreach (var candidate in candidates)
                candidate.Measure(Turn, kept: round >= 0);
        Print(candidates);
        return 0;
    }

    private static IEnumerable<Candidate> Candidates(string algorithm)
    {
        var jwt = Settings(algorithm);
        var keys = new SigningKeys(Options.Create(jwt), TimeProvider.System);
        var sessions = Options.Create(new SessionOptions { AccessMinutes = 60 });
        var issuer = new AccessTokenIssuer(keys, Options.Create(jwt), sessions, TimeProvider.System);
        var (user, session) = (
            Guid.CreateVersion7(DateTimeOffset.UnixEpoch),
            Guid.CreateVersion7(DateTimeOffset.UnixEpoch)
        );
        string Issue() => issuer.Issue(user, session, Granted).Reveal();
        var tokens = Enumerable.Range(0, 64).Select(_ => Issue()).ToArray();
        yield return Reading("cold", 0);
        yield return Reading("warm", jwt.CachedTokens);
        yield return new Candidate($"{algorithm} issue", _ => Issue().Length > 0);

        Candidate Reading(string name, int cached)
        {
            var settings = Settings(algorithm);
            settings.CachedTokens = cached;
            var reader = new AccessTokenReader(keys, Options.Create(settings), TimeProvider.System);
            return new Candidate($"{algorithm} {name}", i => reader.TryRead(tokens[i & 63], out _));
        }
    }

    private static JwtOptions Settings(string algorithm)
    {
        var jwt = new JwtOptions { AccessSecret = Convert.ToBase64String(RandomNumberGenerator.GetBytes(48)) };
        if (algorithm != "HS256")
            jwt.Keys["0"] = new SigningKeySetting
            {
                Kid = "bench",
                Algorithm = algorithm,
                Pem = NewPem(algorithm),
                Active = true,
            };
        return jwt;
    }

    private static string NewPem(string algorithm)
    {
        using AsymmetricAlgorithm key =
            algorithm == "ES256" ? ECDsa.Create(ECCurve.NamedCurves.nistP256) : RSA.Create(3072);
        return key.ExportPkcs8PrivateKeyPem();
    }

    private static void Print(List<Candidate> candidates)
    {
        Console.WriteLine($"{"", -16}{"per second", 12}{"microseconds", 14}{"bytes", 9}{"against cold", 14}");
        foreach (var candidate in candidates)
        {
            var cold = candidates.Find(other => other.Name == candidate.Name.Split(' ')[0] + " cold")!;
            Console.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{candidate.Name, -16}{1e6 / candidate.Median, 12:F0}{candidate.Median, 14:F2}{candidate.Bytes, 9:F0}{cold.Median / candidate.Median, 13:F1}x"
                )
            );
        }
        Console.WriteLine("medians of turns on one thread; bytes: allocated on the managed heap by one operation");
    }

    private sealed class Candidate(string name, Func<int, bool> run)
    {
        private readonly List<double> microseconds = [];

        public string Name => name;

        public double Median => microseconds.Order().ElementAt(microseconds.Count / 2);

        public double Bytes { get; private set; }

        public void Measure(TimeSpan length, bool kept)
        {
            var count = 0;
            var before = GC.GetAllocatedBytesForCurrentThread();
            var start = Stopwatch.GetTimestamp();
            do if (!run(count++))
                throw new InvalidOperationException($"{name} fails.");
            while (Stopwatch.GetElapsedTime(start) < length);
            var elapsed = Stopwatch.GetElapsedTime(start);
            if (!kept)
                return;
            Bytes = (GC.GetAllocatedBytesForCurrentThread() - before) / (double)count;
            microseconds.Add(elapsed.TotalMicroseconds / count);
        }
    }
}
