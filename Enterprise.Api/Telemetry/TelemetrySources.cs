namespace Enterprise.Api.Telemetry;

/// <summary>What is listened to.</summary>
/// <param name="Meters">The names of meters.</param>
/// <param name="Activities">The names of the sources of spans.</param>
internal sealed record TelemetrySources(string[] Meters, string[] Activities);
