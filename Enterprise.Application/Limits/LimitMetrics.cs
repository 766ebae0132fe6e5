using System.Diagnostics.Metrics;
using System.Text.Json;

namespace Enterprise.Application.Limits;

/// <summary>The limits that refuse requests, as metrics call them.</summary>
public enum RequestLimit
{
    /// <summary>Requests per second of this instance.</summary>
    Instance,

    /// <summary>Requests per second of one client.</summary>
    Client,

    /// <summary>Credentials per minute of one network.</summary>
    Credentials,

    /// <summary>Requests at work at a time.</summary>
    Concurrency,

    /// <summary>Requests that hash a password at a time.</summary>
    Passwords,

    /// <summary>The time that a request may take.</summary>
    Time,
}

/// <summary>What the limits tell operators in numbers: how many requests each refused, and how many clients went away.</summary>
public sealed class LimitMetrics : IInstruments
{
    public const string Refusals = Meters.Prefix + "request.refusals";
    public const string Aborts = Meters.Prefix + "request.aborts";
    public const string Limit = "limit";

    private static readonly KeyValuePair<string, object?>[] Tags =
    [
        .. Enum.GetNames<RequestLimit>()
            .Select(name => new KeyValuePair<string, object?>(
                Limit,
                JsonNamingPolicy.SnakeCaseLower.ConvertName(name)
            )),
    ];

    public static readonly IReadOnlyList<InstrumentDeclaration> Declared =
    [
        new(Refusals, new TagDeclaration(Limit, [.. Tags.Select(tag => (string)tag.Value!)])),
        new(Aborts),
    ];

    private readonly Counter<long> refusals;
    private readonly Counter<long> aborts;

    public LimitMetrics(IMeterFactory meters)
    {
        var meter = meters.CreateOwn();
        refusals = meter.CreateCounter<long>(
            Refusals,
            "{request}",
            "Requests refused by a limit: instance, client, credentials, concurrency, passwords, time."
        );
        aborts = meter.CreateCounter<long>(Aborts, "{request}", "Requests whose client went away before the answer.");
    }

    public void BeginAtZero()
    {
        refusals.BeginAtZero(Declared);
        aborts.BeginAtZero(Declared);
    }

    public void Refused(RequestLimit limit) => refusals.Add(1, Tags[(int)limit]);

    public void Aborted() => aborts.Add(1);
}
