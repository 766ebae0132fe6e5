using System.Globalization;
using Enterprise.Tests.Api.Swagger;
using Enterprise.Tests.Support;

namespace Enterprise.Tests.Api.Logging;

/// <summary>Whoever reads standard output may hang.</summary>
internal sealed class BlockedOutputTests
{
    /// <summary>At the level of traces a request leaves several lines, so that these overflow a pipe and the queue before it.</summary>
    private const int Requests = 4000;

    private const string Listening = "http://127.0.0.1:";

    [Test]
    public async Task A_reader_that_hangs_stops_no_request_and_is_told_what_it_missed()
    {
        using var process = ProgramProcess.Start(
            ProgramProcess.Api,
            [],
            new Dictionary<string, string>
            {
                ["APP_DB__URL"] = DocumentFixture.NoDatabase,
                ["APP_JWT_ACCESS_SECRET"] = ApiHost.AccessSecret,
                ["APP_JWT_REFRESH_SECRET"] = ApiHost.RefreshSecret,
                ["APP_PASSWORD_PEPPER"] = ApiHost.Pepper,
                ["APP_SERVER__PORT"] = "0",
                ["APP_LOGGING__LOG_LEVEL__MICROSOFT"] = "trace",
                ["APP_LIMITS__REQUESTS_PER_SECOND"] = "1000000",
                ["APP_LIMITS__REQUESTS_PER_SECOND_PER_CLIENT"] = "1000000",
                ["APP_LIMITS__BURST_PER_CLIENT"] = "100000",
            }
        );
        try
        {
            using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(240));
            using var client = new HttpClient { BaseAddress = await AddressAsync(process.StandardOutput, limit.Token) };

            // From here on nobody reads.
            for (var i = 0; i < Requests; i++)
                Assert.That(
                    (await client.GetAsync("/nope", limit.Token)).StatusCode,
                    Is.EqualTo(System.Net.HttpStatusCode.NotFound)
                );

            // Somebody reads again.
            var told = process.StandardError.ReadLineAsync(limit.Token).AsTask();
            var rest = process.StandardOutput.ReadToEndAsync(limit.Token);
            while (!told.IsCompleted)
                await client.GetAsync("/health", limit.Token);
            Assert.That(await told, Does.Contain("dropped"));
            await Signals.TerminateAsync(process);
            Assert.That(await rest, Does.Contain("Enterprise.Api.Logging.AccessLog"));
            await process.WaitForExitAsync(limit.Token);
            Assert.That(process.ExitCode, Is.Zero);
        }
        finally
        {
            if (!process.HasExited)
                process.Kill();
        }
    }

    private static async Task<Uri> AddressAsync(StreamReader output, CancellationToken ct)
    {
        while (await output.ReadLineAsync(ct) is { } line)
        {
            var at = line.IndexOf($"Now listening on: {Listening}", StringComparison.Ordinal);
            if (at < 0)
                continue;
            var digits = line[(line.IndexOf(Listening, at, StringComparison.Ordinal) + Listening.Length)..]
                .TakeWhile(char.IsAsciiDigit);
            return new Uri(Listening + int.Parse(string.Concat(digits), CultureInfo.InvariantCulture));
        }
        throw new InvalidOperationException("The program ended before it listened.");
    }
}
